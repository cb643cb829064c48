"""Lending a record: a process that keeps it open lets go of it while another one writes.

Who lends listens at a port of the loopback that its announcement names. Who wants the file connects, shows the token of the
announcement, and is told when the holder has let go of it; the loan lasts as long as the connection. So a borrower that
is killed gives back by dying, and a lender that is killed takes nothing away: DuckDB's own lock on the file decides who has
it, and the talk only says whose turn it is. docs/decisions/writers.md weighs this against other ways.
"""

from __future__ import annotations

import hmac
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from detente.errors import RecordError
from detente.record.announcing import Announcement, announced, others_of, own_command, spoken

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0
"""Seconds that a borrower waits for all who hold the record."""
BRIEFLY = 2.0
"""Seconds that one waits who has the word of another holder already: two borrowers may have each what the other wants."""
SAYING = 5.0
"""Seconds in which a connection must have said what it wants."""
LONGEST = 4096
"""Bytes of what is said."""

Lend = Callable[[str, float], AbstractContextManager[None]]
"""Lets go of the record while the block runs, for a command, after at most so many seconds; else raises `RecordError`."""


class Wanted(msgspec.Struct, frozen=True):
    """What a borrower says."""

    token: str
    command: str
    patience: float


class Said(msgspec.Struct, frozen=True):
    """What a lender answers."""

    lent: bool
    why: str = ""


@dataclass(slots=True)
class Loan:
    """The word of those who hold the record that they have let go of it, until it is given back."""

    lines: dict[str, socket.socket] = field(default_factory=dict)
    """By the holder's token."""

    def give_back(self) -> None:
        """Lets them have the record again."""
        while self.lines:
            _hang_up(self.lines.popitem()[1])


@contextmanager
def lending(
    record: Path, lend: Lend, *, command: str | None = None, url: str | None = None
) -> Iterator[Announcement]:
    """Announces this process as one that holds the record and lends it, until the block ends.

    Raises `RecordError` where nothing can be written beside the record.
    """
    with ExitStack() as stack:
        try:
            door = stack.enter_context(socket.create_server((LOOPBACK, 0)))
        except OSError as error:
            raise RecordError(
                f"{record}: cannot be lent, for no port can be had ({error.strerror})"
            ) from None
        port = door.getsockname()[1]
        own = stack.enter_context(announced(record, command or own_command(), url=url, door=port))
        threading.Thread(target=_listen, args=(door, own.token, lend), daemon=True).start()
        # Closing a socket does not wake who waits at it; this does.
        stack.callback(_shut, door)
        yield own


def borrow(record: Path, loan: Loan, patience: float = PATIENCE) -> None:
    """Asks all other processes that hold the record and lend it to let go of it, and adds their word to the loan.

    Nobody may be there to be asked. Raises `RecordError`, with all given back, where one does not let go within `patience`
    seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            for one in others_of(record):
                left = max(0.1, deadline - time.monotonic())
                if one.token not in loan.lines:
                    _ask(one, loan, min(BRIEFLY, left) if loan.lines else left)
            return
        except RecordError as error:
            had = len(loan.lines)
            loan.give_back()
            if not had or time.monotonic() > deadline:
                raise RecordError(f"{record}: {error}") from None
            # Another borrower has what we want and wants what we had; the one that comes back later lets it pass.
            time.sleep(random.uniform(0.05, 0.5))
        except BaseException:
            loan.give_back()
            raise


def _ask(holder: Announcement, loan: Loan, patience: float) -> None:
    """Adds the line to a holder that has let go; nothing for one that does not lend, or has ended meanwhile."""
    if holder.door is None or holder.host != socket.gethostname():
        return
    line = socket.socket()
    try:
        # The holder's own patience ends first, so that its reason is heard.
        line.settimeout(patience + BRIEFLY)
        line.connect((LOOPBACK, holder.door))
        wanted = Wanted(token=holder.token, command=own_command(), patience=patience)
        line.sendall(msgspec.json.encode(wanted) + b"\n")
        answer = msgspec.json.decode(_line(line), type=Said)
        if answer.lent:
            loan.lines[holder.token] = line
            return
    except TimeoutError:
        answer = Said(lent=False, why="it does not answer")
    except (OSError, msgspec.DecodeError):
        # It was just ending, or was killed: then the file is free.
        answer = None
    except BaseException:
        _hang_up(line)
        raise
    _hang_up(line)
    if answer is not None:
        raise RecordError(
            f"{spoken(holder)} has the record open and cannot lend it now ({answer.why}); try again"
        )


def _listen(door: socket.socket, token: str, lend: Lend) -> None:
    with suppress(OSError):
        while True:
            line, _ = door.accept()
            threading.Thread(target=_serve, args=(line, token, lend), daemon=True).start()


def _serve(line: socket.socket, token: str, lend: Lend) -> None:
    with line, suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        line.settimeout(SAYING)
        wanted = msgspec.json.decode(_line(line), type=Wanted)
        if not hmac.compare_digest(wanted.token.encode(), token.encode()):
            return
        try:
            with lend(wanted.command, min(wanted.patience, PATIENCE)):
                _say(line, Said(lent=True))
                line.settimeout(None)
                # Nothing more is said: the line ends when the borrower gives back, or dies.
                line.recv(1)
        except RecordError as error:
            _say(line, Said(lent=False, why=str(error)))


def _say(line: socket.socket, said: Said) -> None:
    line.sendall(msgspec.json.encode(said) + b"\n")


def _line(line: socket.socket) -> bytes:
    """What is said up to the end of a line, nothing where the other side has hung up."""
    said = b""
    while not said.endswith(b"\n") and len(said) <= LONGEST:
        part = line.recv(LONGEST)
        if not part:
            return b""
        said += part
    return said


def _hang_up(line: socket.socket) -> None:
    _shut(line)
    line.close()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
