"""`detente correct` and `detente corrections`: what people know better, made, undone, exchanged."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.display.corrected import corrections_table, said
from detente.display.files import write_lines
from detente.errors import UsageError
from detente.record import Record, open_record
from detente.record.corrections import Correction, Taken, agreeing, correct, corrections, take
from detente.record.judging import Judgement, judgements
from detente.record.teaching import Lessons, lessons_of
from detente.runs.reviewing import join_or_part, take_back, take_judgements

LISTS = {"actors", "recipients", "participants", "holder", "addressee", "agenda", "contexts"}
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", help="Who says so; your login name if left out.", envvar="DETENTE_BY", show_default=False
    ),
]


def correct_row(
    row: Annotated[
        str,
        typer.Argument(help="A report (rp_), encounter (en_) or position (po_), or a correction (co_, ju_)."),
    ],
    values: Annotated[
        list[str] | None, typer.Argument(help="field=value, such as status=planned or recipients=CHN,USA.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="It is right as it stands.")] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="It is no such thing; it is kept and not shown.")
    ] = False,
    join: Annotated[
        str | None, typer.Option("--join", help="It tells of the same happening as this row.")
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", help="It tells of another happening than this row.")
    ] = None,
    back: Annotated[
        bool, typer.Option("--undo", help="Take a correction (co_) or judgement (ju_) back.")
    ] = False,
    by: ByOption = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason, for colleagues.")] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Corrects one row of the record, or takes a correction back. Readings to come keep it.

    Examples: `detente correct rp_3f2a status=planned --why "it was only announced"`, `detente correct en_77 --reject`,
    `detente correct en_77 --join en_91`, `detente correct co_5ab1 --undo`
    """
    if sum(map(bool, (values, accept, reject, join, part, back))) != 1:
        raise UsageError(
            "say one thing: field=value ..., --accept, --reject, --join ROW, --part ROW or --undo"
        )
    who = by or getpass.getuser()
    console = Console(highlight=False)
    with open_record(record) as opened:
        if back:
            console.print(f"undone: {row}, of {', '.join(take_back(opened, [row]))}")
        elif join or part:
            [made] = join_or_part(opened, row, [join or part or ""], same=bool(join), by=who, why=why)
            console.print(
                f"{made}: {row} and {join or part}: {'one happening' if join else 'two happenings'}"
            )
        else:
            act: Literal["accept", "reject", "change"] = (
                "accept" if accept else "reject" if reject else "change"
            )
            for one in correct(opened, row, act, by=who, why=why, values=values_of(values) or None):
                console.print(f"{one.id}: {said(msgspec.to_builtins(one))}")


def values_of(given: list[str] | None) -> dict[str, Any]:
    """Values by field: JSON where it is JSON, lists at commas for those who take part, else the words."""
    found: dict[str, Any] = {}
    for one in given or []:
        field, equals, words = one.partition("=")
        if not equals:
            raise UsageError(f"{one!r} is not field=value")
        try:
            value = msgspec.json.decode(words)
        except msgspec.DecodeError:
            value = words
        if field in LISTS and isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        # A year alone is JSON's number; days are words here.
        found[field] = words if field in {"day", "when", "until"} else value
    return found


def show_corrections(
    take_from: Annotated[
        Path | None, typer.Option("--take", help="Take in a colleague's file of corrections.", exists=True)
    ] = None,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Write them out, one a line, for colleagues.")
    ] = False,
    agreed: Annotated[
        bool, typer.Option("--agreed", help="Only those that the coder by now agrees with.")
    ] = False,
    as_training: Annotated[
        Path | None,
        typer.Option(
            "--as-training",
            help="Write judged reports as examples for `training/events.py` into this file, other rows beside it.",
            dir_okay=False,
        ),
    ] = None,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Lists corrections, writes them to a file, or takes a colleague's file in.

    Examples: `detente corrections`, `detente corrections --jsonl > mine.jsonl`, `detente corrections --take hers.jsonl`
    """
    console = Console(highlight=False)
    with open_record(record, writable=take_from is not None) as opened:
        if take_from is not None:
            given = _read(take_from)
            taken = _taken(opened, given)
            console.print(
                f"{taken.added} added, {taken.known} known already, {len(taken.missing)} without their row"
            )
            for identity in taken.missing:
                console.print(f"[yellow]no such row here[/yellow] {identity}")
            raise typer.Exit(1 if taken.missing else 0)
        if as_training is not None:
            console.print(_teach(lessons_of(opened), as_training))
            return
        found = agreeing(opened) if agreed else corrections(opened)
        judged = () if agreed else judgements(opened)
    if as_jsonl:
        write_lines([*found, *judged], sys.stdout.buffer)
    elif found or judged:
        console.print(corrections_table([msgspec.to_builtins(one) for one in (*found, *judged)]))
    else:
        console.print(
            "No corrections. `detente correct ROW field=value` makes one, `detente review` walks through."
        )


def _teach(lessons: Lessons, path: Path) -> str:
    """Writes both files and says what is in them."""
    beside = path.with_name(f"{path.stem}.others{path.suffix}")
    try:
        for file, rows in ((path, lessons.marked), (beside, lessons.others)):
            with file.open("wb") as stream:
                write_lines(rows, stream)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder that is there"
        ) from None
    return (
        f"{len(lessons.marked)} marked sentences in {path} ({lessons.unmarked} judged reports cannot be marked), "
        f"{len(lessons.others)} encounters and positions in {beside}"
    )


def _taken(record: Record, given: Sequence[Correction | Judgement]) -> Taken:
    """Corrections first: a judgement may be on a row that one of them adds."""
    said = [one for one in given if isinstance(one, Correction)]
    judged = [one for one in given if isinstance(one, Judgement)]
    taken = take(record, said)
    also = take_judgements(record, judged)
    return Taken(
        added=taken.added + also.added,
        known=taken.known + also.known,
        missing=(*taken.missing, *also.missing),
    )


def _read(path: Path) -> list[Correction | Judgement]:
    found: list[Correction | Judgement] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                if b'"same":' in line and b'"act":' not in line:
                    found.append(msgspec.json.decode(line, type=Judgement))
                else:
                    found.append(msgspec.json.decode(line, type=Correction))
            except msgspec.DecodeError as error:
                raise UsageError(f"{path}, line {number}: not a correction ({error})") from None
    return found
