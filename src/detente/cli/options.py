"""Options that several commands share, and what their words mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.knowledge.overlay import Overlay, read_file, read_folder
from detente.knowledge.states import states_by_word
from detente.record.scope import Scope

RecordOption = Annotated[
    Path,
    typer.Option("--record", "-r", help="The record's file.", envvar="DETENTE_RECORD", show_default=True),
]
DEFAULT_RECORD = Path("detente.duckdb")
KnowledgeOption = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        help="Folder of your own tables (holders.csv, bodies.csv, issues.toml). `detente read` and `detente actors` look beside the record (detente.knowledge/).",
        envvar="DETENTE_KNOWLEDGE",
        show_default=False,
    ),
]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        help="A list of actors of your own, over all others: a CSV as holders.csv or bodies.csv.",
        show_default=False,
    ),
]

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def scope_of(about: str | None, since: str | None = None, until: str | None = None) -> Scope:
    """The scope that a person's words name: "CHN-USA", "China", "russia-ukraine", "Antony Blinken".

    Raises `UsageError` for a state that does not exist or a day that is not ISO 8601.
    """
    first, last = day_of(since, "since"), day_of(until, "until", "-12-31")
    if about is None:
        return Scope(since=first, until=last)
    words = states_by_word()
    whole = words.get(_bare(about))
    if whole:
        return Scope(states=(whole,), since=first, until=last)
    parts = [part.strip() for part in re.split(r"\s*[-–/,:]\s*|\s+and\s+", about) if part.strip()]
    codes = [words.get(_bare(part)) for part in parts]
    if len(parts) == 2 and all(codes):
        if codes[0] == codes[1]:
            raise UsageError(f"{about!r} names one state twice; a pair is two states, such as CHN-USA")
        return Scope(states=tuple(code for code in codes if code), since=first, until=last)
    if len(parts) == 2 and any(codes):
        unknown = parts[codes.index(None)]
        raise UsageError(f"no state is called {unknown!r}; use a name or an ISO code, such as CHN-USA")
    if re.fullmatch(r"[A-Z]{3}", about):
        raise UsageError(f"no state has the code {about!r}; codes are ISO 3166 alpha-3, such as CHN")
    return Scope(person=about, since=first, until=last)


def own_folder(record: Path, knowledge: Path | None) -> Path:
    """The folder of the user's own tables: the one named, else the one beside the record."""
    return knowledge or record.with_suffix(".knowledge")


def overlay_of(folder: Path | None, actors: Path | None = None) -> Overlay:
    """The user's own tables, and on top of them a list of actors. Raises `KnowledgeError`."""
    own = read_folder(folder) if folder else Overlay()
    return own | read_file(actors) if actors else own


def _bare(name: str) -> str:
    return name.strip().casefold().removeprefix("the ")


def day_of(value: str | None, option: str, rest: str = "-01-01") -> str | None:
    """The day that an option's value means; `rest` completes a year. Raises `UsageError`."""
    if value is None:
        return None
    whole = value + {4: rest, 7: "-01" if rest == "-01-01" else _last_day(value)}.get(len(value), "")
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(whole).isoformat()
    except ValueError:
        raise UsageError(f"--{option} {value!r} is not a day; write 2023-06-18, 2023-06 or 2023") from None


def _last_day(month: str) -> str:
    year, number = month[:4], month[5:]
    if not (year.isdigit() and number.isdigit()) or not 1 <= int(number) <= 12 or year == "0000":
        return ""
    return f"-{monthrange(int(year), int(number))[1]}"
