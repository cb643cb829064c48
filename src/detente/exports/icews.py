"""ICEWS: its twenty columns, and the six of the benchmarks that were made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from detente.exports.countries import state_named, state_of_actor
from detente.exports.meaning import meaning_of, number_in
from detente.exports.reading import coded_file
from detente.exports.sheets import comma_separated, missing, tabbed
from detente.knowledge.categories import categories
from detente.types import Coded, CodedFile

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
BENCHMARK = ("date", "source", "relation", "cameo", "target")
"""The benchmarks add `split`, which is kept and means nothing here."""

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CODE = re.compile(r"\d{2,4}")
_EMPTY = ("", "NA")


def read_icews(content: bytes, name: str) -> CodedFile:
    """A file of the twenty columns; others are kept. Raises `UsageError` that names the missing ones."""
    sheet = tabbed(content, header=True)
    missing(sheet.header, COLUMNS, layout="ICEWS", name=name)
    at = {column: sheet.header.index(column) for column in COLUMNS}
    return coded_file(
        sheet, content, name=name, layout="icews", columns=sheet.header,
        read=lambda line, fields: _row(line, fields, at),
    )  # fmt: skip


def read_benchmark(content: bytes, name: str) -> CodedFile:
    """A file with the columns of the benchmarks, between commas. Raises `UsageError` that names the missing ones."""
    sheet = comma_separated(content)
    missing(sheet.header, BENCHMARK, layout="ICEWS benchmark", name=name)
    at = {column: sheet.header.index(column) for column in BENCHMARK}
    return coded_file(
        sheet, content, name=name, layout="icews-benchmark", columns=sheet.header,
        read=lambda line, fields: _short(line, fields, at),
    )  # fmt: skip


def _row(line: int, fields: tuple[str, ...], at: Mapping[str, int]) -> Coded:
    cell = {column: fields[index] for column, index in at.items()}
    day, cameo = day_of(cell["Event Date"]), code_of(cell["CAMEO Code"])
    if cell["Event ID"] in _EMPTY:
        raise ValueError("no Event ID")
    meaning = meaning_of(cameo)
    for column in ("Latitude", "Longitude"):
        number_in(cell[column])
    country = state_named(cell["Country"])
    return Coded(
        line=line, original=fields, key=f"{cell['Event ID']} {day}", day=day, event=meaning.event, mode=meaning.mode,
        contexts=meaning.contexts, cameo=cameo, quad=meaning.quad, score=number_in(cell["Intensity"]),
        actors=_some(cell["Source Name"]), recipients=_some(cell["Target Name"]),
        actor_states=_some(state_named(cell["Source Country"])),
        recipient_states=_some(state_named(cell["Target Country"])),
        place=_first(cell["City"], cell["District"], cell["Province"], cell["Country"]), place_country=country,
        outlet=_first(cell["Publisher"]),
    )  # fmt: skip


def _short(line: int, fields: tuple[str, ...], at: Mapping[str, int]) -> Coded:
    cell = {column: fields[index] for column, index in at.items()}
    day, cameo = day_of(cell["date"]), code_of(cell["cameo"])
    meaning = meaning_of(cameo)
    return Coded(
        line=line, original=fields, day=day, event=meaning.event, mode=meaning.mode, contexts=meaning.contexts,
        cameo=cameo, quad=meaning.quad, score=categories().goldstein(cameo), actors=_some(cell["source"]),
        recipients=_some(cell["target"]), actor_states=_some(state_of_actor(cell["source"], day)),
        recipient_states=_some(state_of_actor(cell["target"], day)),
    )  # fmt: skip


def day_of(text: str) -> str:
    """A day in ISO 8601; ICEWS of 2017 writes 9/30/2017. Raises `ValueError`."""
    american = _AMERICAN.fullmatch(text)
    try:
        if american:
            month, day, year = map(int, american.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is not a day") from None


def code_of(text: str) -> str:
    """A CAMEO code. Raises `ValueError`."""
    if not _CODE.fullmatch(text):
        raise ValueError(f"{text!r} is not a CAMEO code")
    return text


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None or value in _EMPTY else (value,)


def _first(*values: str) -> str | None:
    return next((value for value in values if value not in _EMPTY), None)
