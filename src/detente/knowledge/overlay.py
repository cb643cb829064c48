"""A user's own tables, laid over those of the package: `holders.csv`, `bodies.csv` and `issues.toml` of one folder,
or one such list of actors.

What the user's table says of a person in an office replaces all that ours says of that person in that office, and
its rows win for their dates over other holders of the office. A body replaces ours of the same name.
An issue of a known identifier adds its words and pairs to ours.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.errors import KnowledgeError
from detente.knowledge.bodies import Body, read_bodies
from detente.knowledge.holders import Holder, offices, read_holders
from detente.knowledge.issues import Issue, overlaid, read_issues
from detente.knowledge.spans import day_after, day_before, first_day, last_day
from detente.knowledge.spelling import fold

HOLDERS, BODIES, ISSUES = "holders.csv", "bodies.csv", "issues.toml"
COLUMNS = ("person", "aliases", "office", "country", "from", "to", "source")
_HEAD = "# Who held which office: your own rows. Columns as in detente/knowledge/holders/README.md.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The rows of a user's own tables."""

    holders: tuple[Holder, ...] = ()
    bodies: tuple[Body, ...] = ()
    issues: tuple[Issue, ...] = ()

    def __or__(self, other: Overlay) -> Overlay:
        """Both, the other's rows on top."""
        return Overlay(
            holders=laid_over(self.holders, other.holders),
            bodies=bodies_over(self.bodies, other.bodies),
            issues=overlaid(self.issues, other.issues),
        )


def beside_record(record: Path) -> Path:
    """Where the user's own tables for a record lie, if they have any: `asia.knowledge/` beside `asia.duckdb`."""
    return record.with_suffix(".knowledge")


def read_folder(folder: Path) -> Overlay:
    """The tables of a folder, none where it does not exist.

    Raises `KnowledgeError` with file, line and column of every fault, also for a table that is not one of these.
    """
    if not folder.exists():
        return Overlay()
    if not folder.is_dir():
        raise KnowledgeError(f"{folder} is no folder; give the folder that holds {HOLDERS} or {BODIES}")
    strangers = sorted(f.name for f in folder.glob("*.csv") if f.name not in {HOLDERS, BODIES})
    if strangers:
        raise KnowledgeError(
            f"{folder}: {', '.join(strangers)}: only {HOLDERS} and {BODIES} are read; rename it"
        )
    faults: list[str] = []
    found = Overlay()
    for name in (HOLDERS, BODIES, ISSUES):
        if (folder / name).exists():
            try:
                found |= _of_folder(folder / name)
            except KnowledgeError as error:
                faults.append(str(error))
    if faults:
        raise KnowledgeError("\n".join(faults))
    return found


def _of_folder(file: Path) -> Overlay:
    if file.name == ISSUES:
        return Overlay(issues=read_issues(file))
    return _read(file, bodies=file.name == BODIES)


def read_file(file: Path) -> Overlay:
    """One list of actors: people with their offices, or bodies; its header tells which. Raises `KnowledgeError`."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise KnowledgeError(f"{file}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{file}: cannot be read as UTF-8 ({error})") from None
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return _read(file, bodies="person" not in next(csv.reader([header]), []))


def _read(file: Path, *, bodies: bool) -> Overlay:
    return Overlay(bodies=read_bodies(file)) if bodies else Overlay(holders=read_holders(file))


def laid_over(ours: Sequence[Holder], own: Sequence[Holder]) -> tuple[Holder, ...]:
    """Our rows with a user's rows laid over them."""
    if not own:
        return tuple(ours)
    told = {_key(h) for h in own}
    known = max((h.since for h in ours), default="")
    by_office: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for h in own:
        by_office[(h.office, h.country)].append(h)
    kept = [
        part
        for h in ours
        if _key(h) not in told
        for part in _beside(h, by_office.get((h.office, h.country), ()), known)
    ]
    return (*kept, *own)


def bodies_over(ours: Sequence[Body], own: Sequence[Body]) -> tuple[Body, ...]:
    """Our bodies with a user's laid over them, by name."""
    told = {b.name for b in own}
    return (*(b for b in ours if b.name not in told), *own)


def _key(h: Holder) -> tuple[str, str, str]:
    return (fold(h.person), h.office, h.country)


def _beside(row: Holder, own: Sequence[Holder], known: str) -> Iterator[Holder]:
    """What is left of a row where others have its office: nothing, the row, or its parts.

    A row without an end goes on after another's stay only if that ends before the last day that our rows know of.
    """
    parts = [row]
    for new in own if _is_for_one(row.office) else ():
        parts = [left for part in parts for left in _without(part, new, known)]
    yield from parts


def _without(row: Holder, new: Holder, known: str) -> Iterator[Holder]:
    begins, ends = first_day(new.since), last_day(new.until) if new.until else "9999-12-31"
    if first_day(row.since) > ends or (row.until and last_day(row.until) < begins):
        yield row
        return
    if first_day(row.since) < begins:
        yield replace(row, until=day_before(new.since))
    if new.until and (ends < known if row.until is None else last_day(row.until) > ends):
        yield replace(row, since=day_after(new.until))


def _is_for_one(office: str) -> bool:
    """Whether one person holds an office at a time: those of the first two ranks."""
    rank = next((o.rank for o in offices() if o.office == office), 3)
    return rank <= 2


def write_holders(folder: Path, rows: Sequence[Holder]) -> Path:
    """Writes a folder's `holders.csv` anew, ordered, and answers its path.

    The file takes the old one's place only after it was read back without a fault. Raises `KnowledgeError`.
    """
    file, fresh = folder / HOLDERS, folder / f"{HOLDERS}.new"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for h in sorted(set(rows), key=lambda h: (h.country, h.office, h.since, h.person)):
        writer.writerow(
            (h.person, "|".join(h.aliases), h.office, h.country, h.since, h.until or "", h.source)
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(_HEAD + text.getvalue(), "utf-8")
        read_holders(fresh)
        fresh.replace(file)
    except OSError as error:
        raise KnowledgeError(f"{file}: cannot be written ({error.strerror or error})") from None
    finally:
        fresh.unlink(missing_ok=True)
    return file
