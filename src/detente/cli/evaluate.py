"""`detente evaluate`: any gold file of coded sentences against the coder."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console, RenderableType

from detente.display.figures import marked_figures, open_figures
from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.reading import Reader, Story, likeliest, open_reader
from detente.runs.evaluate import GoldLine, Prediction, measure_marked, measure_open, read_gold
from detente.types import Reading


class Protocol(StrEnum):
    """What the coder is given."""

    marked = "marked"
    open = "open"


def evaluate(
    gold: Annotated[Path, typer.Argument(help="JSON lines: text, event, and for marked source and target.")],
    protocol: Annotated[
        Protocol, typer.Option(help="marked: both parties are given; open: only the text.")
    ] = Protocol.marked,
    predictions: Annotated[
        Path | None, typer.Option(help="Write what was answered to each line here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    model: Annotated[
        bool,
        typer.Option("--model/--no-model", help="Weigh categories with the encoder, or by lexicon alone."),
    ] = True,
) -> None:
    """Scores a gold file: precision, recall and F1 by category, confusion matrix, calibration.

    A line without `event` gets a prediction and no mark. `--predictions` gets a line `{id, event, confidence}` for
    each (marked), or `{id, reports}` (open). Example: `detente evaluate gold.jsonl --protocol open`
    """
    try:
        lines, problems = read_gold(gold.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{gold}: cannot be read as UTF-8 JSON lines ({error})") from None
    for problem in problems:
        typer.echo(f"skipped: {problem.message}", err=True)
    reader = open_reader(model=model)
    if protocol is Protocol.marked:
        answers = _marked(lines, reader)
        written: list[Any] = [dataclasses.asdict(answer) for answer in answers]
        marked = measure_marked([line for line in lines if line.event], answers, categories())
        shown: RenderableType = marked_figures(marked)
        figures = dataclasses.asdict(marked)
    else:
        readings = _open(lines, reader)
        written = [
            {"id": line.id, "reports": list(r.reports)} for line, r in zip(lines, readings, strict=True)
        ]
        found = {line.id: r.reports for line, r in zip(lines, readings, strict=True)}
        free = measure_open([line for line in lines if line.event], found)
        shown, figures = open_figures(free), dataclasses.asdict(free)
    if predictions is not None:
        predictions.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in written))
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        Console(highlight=False).print(shown)


def _marked(lines: tuple[GoldLine, ...], reader: Reader) -> list[Prediction]:
    weighed = reader.weigh([(line.text, line.source, line.target) for line in lines])
    answers = []
    for line, found in zip(lines, weighed, strict=True):
        best, sure = likeliest(found)
        answers.append(Prediction(id=line.id, event=best, confidence=round(sure, 4)))
    return answers


def _open(lines: tuple[GoldLine, ...], reader: Reader) -> list[Reading]:
    return reader.read([reader.story(Story(id=line.id, text=line.text)) for line in lines])
