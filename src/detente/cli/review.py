"""`detente review`: the least certain rows, one at a time, for a person to judge."""

from __future__ import annotations

import getpass
import shlex
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.correct import ByOption, values_of
from detente.cli.keys import Answer, answers_from
from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.display.waiting import waiting_text
from detente.errors import UsageError
from detente.record import Record, open_record
from detente.record.queue import KINDS, Action, Asked, Waiting, left, waiting
from detente.runs.reviewing import decide, take_back

ACTIONS: dict[str, Action] = {"a": "accept", "x": "reject", "e": "edit", "m": "merge", "s": "split"}
DONE = {"accept": "accepted", "reject": "rejected", "edit": "changed", "merge": "merged", "split": "split"}


def review(
    pair: Annotated[str | None, typer.Option(help="Only what is about a pair, a state or a person.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Only these: {', '.join(KINDS)}; may be repeated.")
    ] = None,
    below: Annotated[float | None, typer.Option(help="Only what is less sure than this, 0 to 1.")] = None,
    by: ByOption = None,
    why: Annotated[str | None, typer.Option("--why", help="A reason for all that is judged now.")] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Walks through what the coder is least sure of; each answer is kept at once and can be taken back.

    Keys: a accept, x reject, e edit, m merge, s split, space skip, u undo, q quit. Answers may come from a pipe, one a
    line ("a", "e status=planned", "m en_91"). Examples: `detente review --pair CHN-USA --below 0.6`
    """
    kinds = tuple(one for one in KINDS if one in kind) if kind else KINDS
    if unknown := set(kind or ()) - set(KINDS):
        raise UsageError(f"--kind {sorted(unknown)[0]!r} is none of {', '.join(KINDS)}")
    asked = Asked(scope=scope_of(pair), kinds=kinds, below=below)
    console = Console(highlight=False)
    with open_record(record) as opened:
        session = Session(opened, asked, by or getpass.getuser(), why, console)
        session.walk(lambda: answers_from(sys.stdin))
        console.print(f"{session.told()}; {left(opened, asked)} left")


class Session:
    """One sitting: what was passed over, and what was done, so that it can be undone."""

    def __init__(self, record: Record, asked: Asked, by: str, why: str | None, console: Console) -> None:
        self._record, self._asked, self._by, self._why = record, asked, by, why
        self._console = console
        self._done: list[tuple[str, tuple[str, ...]]] = []
        """What was done, and by which corrections; a row passed over is its own identifier, with none."""
        self._counts: Counter[str] = Counter()

    def walk(self, answer: Callable[[], Answer]) -> None:
        """Shows a row, takes an answer, until nothing is left or the person quits."""
        while found := waiting(self._record, self._now(), 1):
            self._console.print(waiting_text(found[0], left(self._record, self._now())))
            # People take their time.
            self._record.pause()
            while (said := answer()).key != "q":
                if self._answered(found[0], said):
                    break
            else:
                return
        if not self._done:
            self._console.print("Nothing waits for a judgement there.")

    def told(self) -> str:
        """What has been done, in words."""
        parts = [f"{number} {what}" for what, number in self._counts.items() if number]
        return ", ".join(parts) or "nothing judged"

    def _now(self) -> Asked:
        return replace(self._asked, passed=frozenset(what for what, made in self._done if not made))

    def _answered(self, one: Waiting, said: Answer) -> bool:
        """Whether the answer settled what is next; one that cannot be is explained, and asked for again."""
        try:
            if said.key == "u":
                return self._undo()
            if said.key == " ":
                self._done.append((one.id, ()))
                return True
            if said.key not in ACTIONS:
                raise UsageError(f"{said.key!r} is no key; a, x, e, m, s, space, u or q")
            self._do(one, ACTIONS[said.key], said.words)
        except UsageError as error:
            self._console.print(f"  {error}", style="yellow", markup=False, soft_wrap=True)
            return False
        return True

    def _do(self, one: Waiting, action: Action, words: str) -> None:
        values = values_of(_split(words)) if action == "edit" else None
        other = (words or None) if action in {"merge", "split"} and one.kind != "event" else None
        made = decide(self._record, one, action, by=self._by, why=self._why, values=values, other=other)
        self._done.append((DONE[action], made))
        self._counts[DONE[action]] += 1
        self._console.print(
            f"  {DONE[action]} ({', '.join(made)})", style="green", markup=False, soft_wrap=True
        )

    def _undo(self) -> bool:
        if not self._done:
            raise UsageError(
                "nothing to take back in this sitting; `detente correct co_... --undo` takes older ones"
            )
        what, made = self._done.pop()
        if made:
            take_back(self._record, made)
            self._counts[what] -= 1
        self._console.print(
            f"  taken back: {what if made else 'skip'}", style="green", markup=False, soft_wrap=True
        )
        return True


def _split(words: str) -> list[str]:
    try:
        return shlex.split(words)
    except ValueError as error:
        raise UsageError(f"{words!r} cannot be told apart ({error}); write what='two words'") from None
