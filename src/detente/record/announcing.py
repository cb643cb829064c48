"""Who holds a record, and how to reach it: a small file beside the record, written by a process that keeps it open.

DuckDB lets no second process open a file while one writes to it, not even to read. A process that stays (`detente serve`)
therefore announces itself in `NAME.writer.json`; others read there whom to name in their message, or where to send what
they would have written. The file can be read by its owner alone, for it holds the token that lets others in. It goes when
the process ends; one that was left behind by a killed process is recognised and taken away. docs/decisions/writers.md has
the contract.
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
from secrets import token_urlsafe

import msgspec

from detente.errors import RecordError

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
    """Where it can be reached, `http://127.0.0.1:8765`; None where it cannot."""
    token: str = field(default="", repr=False)
    """Whoever sends it may write."""


def announcement_path(record: Path) -> Path:
    """Where the announcement of a record lies: `news.duckdb` has `news.writer.json`."""
    return record.with_name(f"{record.stem}.writer.json")


@contextmanager
def announced(record: Path, command: str, url: str | None = None) -> Iterator[Announcement]:
    """Announces this process as the one that holds the record, until the block ends. Open the record first.

    Raises `RecordError` where another process that still runs has announced itself, or no file can be written.
    """
    path = announcement_path(record)
    other = announcement_of(record)
    if other is not None and other.pid != os.getpid():
        raise RecordError(f"{record}: {spoken(other)} has announced itself as its writer; stop it first")
    own = Announcement(
        pid=os.getpid(), host=socket.gethostname(), command=command, born=_born(os.getpid()), url=url,
        since=datetime.now(UTC).isoformat(timespec="seconds"), token=token_urlsafe(32),
    )  # fmt: skip
    try:
        _write(path, msgspec.json.encode(own))
    except OSError as error:
        raise RecordError(f"{path}: could not be written ({error.strerror})") from None
    try:
        yield own
    finally:
        still = _read(path)
        if still is not None and still.token == own.token:
            with suppress(OSError):
                path.unlink()


def announcement_of(record: Path) -> Announcement | None:
    """Who has announced to hold the record and still runs; None for nobody. What a killed process left is taken away.

    Of a process on another machine it cannot be told whether it runs: it is taken at its word.
    """
    path = announcement_path(record)
    found = _read(path)
    if found is None or found.host != socket.gethostname() or _runs(found):
        return found
    with suppress(OSError):
        path.unlink()
    return None


def holder(record: Path, said: str) -> str:
    """Who keeps the record open, in words, and what to do: from the announcement, else from DuckDB's own message."""
    known = announcement_of(record)
    match = _PROCESS.search(said)
    if known is not None and (match is None or int(match["pid"]) == known.pid):
        ask = f"ask it there ({known.url}), or " if known.url else ""
        return f"{spoken(known)} has the record open; {ask}stop it and try again"
    if match is None:
        return "another process has the record open; close it (or its `detente serve`) and try again"
    pid = int(match["pid"])
    name = _command(pid) or match["program"]
    pages = (
        "; `detente serve --write` takes corrections on its pages" if name.startswith("detente serve") else ""
    )
    return f"another process has the record open: `{name}` (process {pid}); wait until it is done or stop it, and try again{pages}"


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
