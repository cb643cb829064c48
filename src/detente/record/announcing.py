"""Who holds a record, and how to reach them: a small file beside the record for each process that keeps it open.

DuckDB lets no second process open a file while one writes to it, and nobody write while others read. A process that stays
(`detente serve`) therefore announces itself in `NAME.holder-XXXXXXXX.json`; others read there whom to name in their message,
and where to ask for the file. It can be read by its owner alone, for it holds the token with which one asks. It goes when the
process ends; what a killed process left behind is recognised and taken away. docs/decisions/writers.md has the contract.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex, token_urlsafe

import msgspec

from detente.errors import RecordError

_MARK = re.compile(r"\.holder-[0-9a-f]{8}\.json")
_PROCESS = re.compile(r"held in (?P<program>.*) \(PID (?P<pid>\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The process that keeps a record open."""

    pid: int
    host: str
    """The machine that it runs on."""
    command: str
    """As people call it: `detente serve`."""
    since: str
    """ISO 8601, UTC."""
    born: str | None = None
    """When the process was started, as the system tells it: another process may get its number later."""
    url: str | None = None
    """Where people find its pages, `http://127.0.0.1:8765`; None where it has none."""
    door: int | None = None
    """The port on the loopback at which it is asked for the file (`lending`); None where it does not lend it."""
    turns: bool = False
    """Whether it lets go of the file now and then, so that waiting is of use."""
    token: str = field(default="", repr=False)
    """Whoever sends it may have the file."""


def announcement_paths(record: Path) -> list[Path]:
    """Where the announcements of a record lie: `news.duckdb` has `news.holder-1f3a9c20.json` and the like."""
    # By whatever name it is opened, its announcements lie where the file itself is.
    record = record.resolve()
    try:
        return [p for p in record.parent.iterdir() if _MARK.fullmatch(p.name.removeprefix(record.stem))]
    except OSError:
        return []


@contextmanager
def announced(
    record: Path, command: str, *, url: str | None = None, door: int | None = None, turns: bool = False
) -> Iterator[Announcement]:
    """Announces this process as one that holds the record, until the block ends.

    Raises `RecordError` where no file can be written beside the record.
    """
    own = Announcement(
        pid=os.getpid(), host=socket.gethostname(), command=command, born=_born(os.getpid()), url=url, door=door,
        turns=turns, since=datetime.now(UTC).isoformat(timespec="seconds"), token=token_urlsafe(32),
    )  # fmt: skip
    path = record.resolve().with_name(f"{record.resolve().stem}.holder-{token_hex(4)}.json")
    try:
        _write(path, msgspec.json.encode(own))
    except OSError as error:
        raise RecordError(f"{path}: could not be written ({error.strerror})") from None
    try:
        yield own
    finally:
        with suppress(OSError):
            path.unlink()


def announcements_of(record: Path) -> tuple[Announcement, ...]:
    """Who has announced to hold the record and still runs, the oldest first. What killed processes left is taken away.

    Of a process on another machine it cannot be told whether it runs: it is taken at its word.
    """
    found = []
    for path in announcement_paths(record):
        one = _read(path)
        if one is None:
            continue
        if one.host != socket.gethostname() or _runs(one):
            found.append(one)
        else:
            with suppress(OSError):
                path.unlink()
    return tuple(sorted(found, key=lambda one: (one.since, one.pid, one.token)))


def others_of(record: Path) -> tuple[Announcement, ...]:
    """The processes besides this one that have announced to hold the record."""
    here = socket.gethostname()
    return tuple(one for one in announcements_of(record) if (one.pid, one.host) != (os.getpid(), here))


def announced_here(record: Path) -> bool:
    """Whether this process has announced to hold the record."""
    here = socket.gethostname()
    return any((one.pid, one.host) == (os.getpid(), here) for one in announcements_of(record))


def holder(record: Path, said: str) -> str:
    """Who keeps the record open, in words, and what to do: from the announcements, else from DuckDB's own message."""
    match = _PROCESS.search(said)
    pid = None if match is None else int(match["pid"])
    known = [one for one in others_of(record) if pid in (None, one.pid)]
    if known:
        ask = f"ask it there ({known[0].url}), or " if known[0].url else ""
        return f"{spoken(known[0])} has the record open; {ask}stop it and try again"
    if match is None or pid is None:
        return "another process has the record open; close it (or its `detente serve`) and try again"
    name = _command(pid) or match["program"]
    return f"another process has the record open: `{name}` (process {pid}); wait until it is done or stop it, and try again"


def own_command() -> str:
    """This process as people call it: `detente read news/`."""
    name = Path(sys.argv[0]).stem if sys.argv else ""
    # Started as a module or by `python -c` there is no name to show.
    words = ["detente" if name in ("", "-c", "__main__") else name, *sys.argv[1:]]
    return " ".join(" ".join(words).split())[:80]


def spoken(who: Announcement) -> str:
    """The process in words."""
    elsewhere = f" on {who.host}" if who.host != socket.gethostname() else ""
    return f"`{who.command}` (process {who.pid}{elsewhere}, since {who.since[:16].replace('T', ' ')} UTC)"


def _write(path: Path, content: bytes) -> None:
    # Made for the owner alone from its first moment, and put in its place whole.
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        new.unlink()
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    new.replace(path)


def _read(path: Path) -> Announcement | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Announcement)
    except (OSError, msgspec.DecodeError):
        # None there, not ours to read, or no announcement: then nobody is known.
        return None


def _runs(who: Announcement) -> bool:
    if who.pid <= 0:
        return False
    if sys.platform != "win32":
        try:
            os.kill(who.pid, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            # Another user's process has that number: it runs.
            pass
    born = _born(who.pid)
    return born is None or who.born is None or born == who.born


def _born(pid: int) -> str | None:
    """When a process was started, in ticks since the machine was (Linux); None where the system does not tell."""
    try:
        # The name of the program stands in brackets and may hold anything.
        return (
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()[19]
        )
    except (OSError, IndexError):
        return None


def _command(pid: int) -> str | None:
    """The command line of a process, shortened; None where the system does not tell."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return None
    words = [Path(words[0]).name, *words[1:]] if words else []
    # python /path/bin/detente read news/ is what people typed as: detente read news/
    shown = words[1:] if len(words) > 1 and Path(words[1]).name == "detente" else words
    told = " ".join([Path(shown[0]).name, *shown[1:]]).strip() if shown else ""
    return " ".join(told.split())[:80] or None
