"""GDELT's table of events: the 61 columns of version 2.0, the 58 of version 1.0; no header, no quotation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from detente.errors import UsageError
from detente.exports.countries import from_cameo, from_fips
from detente.exports.meaning import meaning_of, number_in
from detente.exports.reading import coded_file
from detente.exports.sheets import tabbed
from detente.types import Coded, CodedFile


def _actor(number: int) -> tuple[str, ...]:
    fields = (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
        "Type2Code", "Type3Code",
    )  # fmt: skip
    return tuple(f"Actor{number}{field}" for field in fields)


def _geo(of: str) -> tuple[str, ...]:
    fields = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{of}Geo_{field}" for field in fields)


COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_actor(1), *_actor(2), "IsRootEvent", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles",
    "AvgTone", *_geo("Actor1"), *_geo("Actor2"), *_geo("Action"), "DATEADDED", "SOURCEURL",
)  # fmt: skip
_CODE = re.compile(r"\d{2,4}")
COLUMNS_1 = tuple(column for column in COLUMNS if not column.endswith("ADM2Code"))


def quad_class(cameo: str) -> str:
    """GDELT's quad class, which goes by CAMEO's root: 1 and 2 verbal and material cooperation, 3 and 4 conflict."""
    root = int(cameo[:2]) if cameo[:2].isdecimal() else 0
    return next((str(quad) for quad, last in enumerate((5, 8, 13, 20), 1) if 0 < root <= last), "")


def read_gdelt(content: bytes, name: str) -> CodedFile:
    """A file of version 2.0. Raises `UsageError` where its first row has another number of fields."""
    return _read(content, name, "gdelt", COLUMNS)


def read_gdelt_1(content: bytes, name: str) -> CodedFile:
    """A file of version 1.0, with `SOURCEURL`. Raises `UsageError` where its first row has another number of fields."""
    return _read(content, name, "gdelt1", COLUMNS_1)


def _read(content: bytes, name: str, layout: str, columns: tuple[str, ...]) -> CodedFile:
    sheet = tabbed(content, header=False)
    # The first row may be the bad one: the columns are wrong only where no row has their number.
    widths = {len(fields) for _, fields in sheet.rows}
    if len(columns) not in widths:
        found = max(widths, default=0)
        lacking = columns[found:] if found < len(columns) else ()
        raise UsageError(
            f"{name}: GDELT's events have {len(columns)} fields between tabs, these rows have {found}"
            + (f"; if the first ones are right, the missing ones are {', '.join(lacking)}" if lacking else "")
        )
    return coded_file(
        sheet, content, name=name, layout=layout, columns=columns, read=lambda n, f: _row(n, f, columns)
    )


def _row(line: int, fields: tuple[str, ...], columns: tuple[str, ...]) -> Coded:
    cell = dict(zip(columns, fields, strict=True))
    cameo = cell["EventCode"]
    if not cell["GLOBALEVENTID"].isdecimal():
        raise ValueError(f"GLOBALEVENTID {cell['GLOBALEVENTID']!r} is not a number")
    if not _CODE.fullmatch(cameo):
        raise ValueError(f"{cameo!r} is not a CAMEO code")
    meaning = meaning_of(cameo)
    action = cell["ActionGeo_FullName"]
    return Coded(
        line=line, original=fields, key=cell["GLOBALEVENTID"], day=_day(cell["SQLDATE"]), event=meaning.event,
        mode=meaning.mode, contexts=meaning.contexts, cameo=cameo, quad=meaning.quad,
        score=number_in(cell["GoldsteinScale"]), actors=_name(cell, 1), recipients=_name(cell, 2),
        actor_states=_state(cell, 1), recipient_states=_state(cell, 2), place=action or None,
        place_country=from_fips(cell["ActionGeo_CountryCode"]), published=_added(cell["DATEADDED"]),
        url=cell["SOURCEURL"] or None,
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        raise ValueError(f"SQLDATE {text!r} is not a day") from None


def _added(text: str) -> str | None:
    """The day of DATEADDED, which has a time of day in version 2.0 only."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) in (8, 14) and text.isdecimal() else None


def _name(cell: Mapping[str, str], number: int) -> tuple[str, ...]:
    name = cell[f"Actor{number}Name"] or cell[f"Actor{number}Code"]
    return (name,) if name else ()


def _state(cell: Mapping[str, str], number: int) -> tuple[str, ...]:
    state = from_cameo(cell[f"Actor{number}CountryCode"])
    return (state,) if state else ()
