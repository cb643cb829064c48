"""POLECAT: its forty columns, in PLOVER's own categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.exports.countries import cow_number, name_of, state_named
from detente.exports.icews import day_of
from detente.exports.meaning import number_in
from detente.exports.occurrences import Occurrence, name_of_actor, whole_day
from detente.exports.reading import coded_file
from detente.exports.sheets import lines_of, missing, tabbed
from detente.knowledge.categories import categories
from detente.types import Actor, Coded, CodedFile

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NOTHING = "None"
SEPARATOR = "; "
LANGUAGES = {"en": "english"}


def read_polecat(content: bytes, name: str) -> CodedFile:
    """A file of the forty columns; others are kept, `Event Intensity` stands for `Intensity`.

    Raises `UsageError` that names missing ones.
    """
    sheet = tabbed(content, header=True)
    columns = tuple(column for column in sheet.header)
    while columns and not columns[-1]:
        columns = columns[:-1]
    known = ["Intensity" if column == "Event Intensity" else column for column in columns]
    missing(known, COLUMNS, layout="POLECAT", name=name)
    at = {column: known.index(column) for column in COLUMNS}
    return coded_file(
        sheet, content, name=name, layout="polecat", columns=sheet.header, read=lambda n, f: _row(n, f, at)
    )


def _row(line: int, fields: tuple[str, ...], at: Mapping[str, int]) -> Coded:
    cell = {column: fields[index] for column, index in at.items()}
    event, known = cell["Event Type"].upper(), categories()
    if event not in known.events():
        raise ValueError(f"{cell['Event Type']!r} is not a category of PLOVER")
    day = day_of(cell["Event Date"])
    return Coded(
        line=line, original=fields, key=_one(cell["Event ID"]), day=day, event=event, mode=_one(cell["Event Mode"]),
        contexts=_many(cell["Contexts"]), quad=known.quad(event), score=number_in(cell["Intensity"]),
        actors=_many(cell["Actor Name"]), recipients=_many(cell["Recipient Name"]),
        actor_states=_states(cell["Actor Country"]), recipient_states=_states(cell["Recipient Country"]),
        place=_one(cell["Placename"]) or _one(cell["City"]) or _one(cell["Country"]),
        place_country=state_named(cell["Country"]), outlet=_one(cell["Source"]), published=_one(cell["Publication Date"]),
    )  # fmt: skip


def _one(value: str) -> str | None:
    return None if value in ("", NOTHING) else value


def _many(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip() not in ("", NOTHING))


def _states(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state for part in _many(value) if (state := state_named(part))))


def polecat_text(events: Iterable[Occurrence]) -> str:
    """A header and one row an event: compound actors stay together, `; ` between them."""
    return lines_of(map(polecat_row, events), COLUMNS)


def polecat_row(event: Occurrence) -> tuple[str, ...]:
    """One event in the forty columns. `None` where nothing is known or the column has no meaning here."""
    report, where = event.report, event.report.where
    country = where is not None and state_named(where.name) is not None
    cells = {
        "Event ID": event.id, "Event Date": whole_day(event.day), "Event Type": report.event, "Event Mode": report.mode,
        "Intensity": f"{report.score:g}", "Quad Code": report.quad.upper(), "Contexts": SEPARATOR.join(report.contexts),
        **dict(_party("Actor", report.actors)), **dict(_party("Recipient", report.recipients)),
        "Source": event.article.outlet or event.article.agency, "Publication Date": (event.article.published or "")[:10],
        "Language": LANGUAGES.get(event.article.language or "", event.article.language), "Version": "Detente",
    }  # fmt: skip
    if where is not None:
        cells |= {
            "Placename": where.name, "City": None if country else where.name, "Country": name_of(where.country),
            "Latitude": None if where.lat is None else f"{where.lat:g}",
            "Longitude": None if where.lon is None else f"{where.lon:g}", "Raw Placename": where.text,
        }  # fmt: skip
    return tuple(cells.get(column) or NOTHING for column in COLUMNS)


def _party(side: str, actors: Sequence[Actor]) -> Iterator[tuple[str, str]]:
    sectors = list(dict.fromkeys(a.sector for a in actors if a.sector))
    countries = list(dict.fromkeys(a.country for a in actors if a.country))
    yield f"{side} Name", SEPARATOR.join(map(name_of_actor, actors))
    yield f"{side} Country", SEPARATOR.join(map(name_of, countries))
    yield f"{side} COW", SEPARATOR.join(filter(None, map(cow_number, countries)))
    yield f"Primary {side} Sector", sectors[0] if sectors else ""
    yield f"{side} Sectors", SEPARATOR.join(sectors)
    yield f"{side} Title", SEPARATOR.join(a.office for a in actors if a.office)
    yield f"{side} Name Raw", SEPARATOR.join(a.text for a in actors)
