"""The record's events in GDELT's 61 columns (58 for version 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.exports.countries import cameo_code, fips_code, name_of, state_named
from detente.exports.gdelt import COLUMNS, COLUMNS_1, quad_class
from detente.exports.occurrences import Occurrence, dyads, name_of_actor, number_of, whole_day
from detente.exports.sheets import lines_of
from detente.knowledge.categories import categories
from detente.knowledge.sector_names import sector_names
from detente.types import Actor, Where

COUNTRY, CITY = "1", "4"
"""Geo types of GDELT: a country; a city outside the United States."""
US_CITY = "3"


def gdelt_text(events: Iterable[Occurrence]) -> str:
    """A row for each pair of actor and recipient, no header, as version 2.0 has it."""
    return lines_of(tuple(cells[column] for column in COLUMNS) for cells in _all(events))


def gdelt_1_text(events: Iterable[Occurrence]) -> str:
    """The same as version 1.0 has it: no ADM2 codes, DATEADDED a day."""
    rows = (cells | {"DATEADDED": cells["DATEADDED"][:8]} for cells in _all(events))
    return lines_of(tuple(cells[column] for column in COLUMNS_1) for cells in rows)


def _all(events: Iterable[Occurrence]) -> Iterator[dict[str, str]]:
    return (cells for event in events for cells in gdelt_cells(event))


def gdelt_cells(event: Occurrence) -> Iterator[dict[str, str]]:
    """The rows of one event by column. Tone, ethnic and religious codes, known groups and the actors' own places are
    not measured here and stay empty, and so do days that are not known."""
    report, known = event.report, categories()
    day, added = event.day or "", (event.article.published or "")[:10].replace("-", "")
    whole = whole_day(event.day)
    goldstein = known.goldstein(report.cameo)
    for number, (actor, recipient, cameo) in enumerate(dyads(report, both_ways=False)):
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {
            "GLOBALEVENTID": str(number_of(f"{event.id} {number}")),
            "SQLDATE": whole.replace("-", "") if whole else "",
            "MonthYear": day[:7].replace("-", "") if len(day) >= 7 else "",
            "Year": day[:4], "FractionDate": _fraction(whole) if whole else "",
            "IsRootEvent": str(int(report.sentence == 0)), "EventCode": cameo, "EventBaseCode": cameo[:3],
            "EventRootCode": cameo[:2], "QuadClass": quad_class(cameo),
            "GoldsteinScale": "" if goldstein is None else f"{goldstein:g}", "NumMentions": str(event.reports),
            "NumSources": str(len(event.outlets)), "NumArticles": str(len(event.articles)),
            "DATEADDED": f"{added}000000" if len(added) == 8 else "", "SOURCEURL": event.article.url or "",
        }  # fmt: skip
        yield cells | _party(1, actor) | _party(2, recipient) | _place(report.where)


def _fraction(day: str) -> str:
    year, month, date = map(int, day.split("-"))
    return f"{year + (month * 30 + date) / 365:.4f}"


def _party(number: int, actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return {}
    named = sector_names().get(actor.sector or "")
    kind, country = named.cameo if named else "", cameo_code(actor.country)
    # A state as such has no type in CAMEO: "USA" is the United States, "USAGOV" its government.
    kind = "" if actor.kind == "state" else kind
    return {
        f"Actor{number}Code": country + kind, f"Actor{number}Name": name_of_actor(actor).upper(),
        f"Actor{number}CountryCode": country, f"Actor{number}Type1Code": kind,
    }  # fmt: skip


def _place(where: Where | None) -> dict[str, str]:
    if where is None:
        return {}
    is_country = state_named(where.name) is not None
    country = name_of(where.country)
    city = US_CITY if where.country == "USA" else CITY
    return {
        "ActionGeo_Type": COUNTRY if is_country else city,
        "ActionGeo_FullName": where.name if is_country or not country else f"{where.name}, {country}",
        "ActionGeo_CountryCode": fips_code(where.country),
        "ActionGeo_Lat": "" if where.lat is None else f"{where.lat:g}",
        "ActionGeo_Long": "" if where.lon is None else f"{where.lon:g}",
    }
