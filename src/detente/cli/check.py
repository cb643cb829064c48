"""`detente check`: claimed firsts, counts and ranks against the record and lists of visits."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption, scope_of
from detente.display.files import write_lines
from detente.display.findings import findings_text
from detente.errors import UsageError
from detente.reading import open_reader
from detente.record import open_record, queries
from detente.relations.precedents import Finding, judge
from detente.relations.questions import Question, question_of, question_of_row
from detente.relations.visits import Precedent, Reference, from_record, reference
from detente.runs.fetching import Fetching, pages_of
from detente.runs.local import article_or_step
from detente.runs.steps import Step
from detente.runs.visits import visit_rows


class Format(StrEnum):
    """How findings are written."""

    text = "text"
    jsonl = "jsonl"


def check(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Articles (files, URLs, -) whose claims are checked; nothing: those of the record."
        ),
    ] = None,
    visits: Annotated[
        Path | None,
        typer.Option(
            help="A list of visits, CSV or JSONL: traveller, office, traveller_country, country, start, end, remark."
        ),
    ] = None,
    about: Annotated[str | None, typer.Option(help="Only claims about a pair, a state or a person.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.text,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Checks "the first visit in five years" and the like: borne out, contradicted, or cannot tell, with the evidence.

    Examples: `detente check story.html --visits visits.csv`, `detente check --about CHN-USA --format jsonl`
    """
    listed = reference(visit_rows(visits)) if visits is not None else None
    for refusal in listed.refused[:5] if listed is not None else ():
        typer.echo(f"{visits}: skipped {refusal}", err=True)
    if sources:
        questions, held = _of_articles(sources), _held(record) if record.exists() else ()
    else:
        with open_record(record, writable=False) as opened:
            rows = queries.claims(opened, scope_of(about)).to_pylist()
            questions, held = (
                [question_of_row(row) for row in rows],
                from_record(queries.held(opened).to_pylist()),
            )
    _write([judge(question, held, listed) for question in questions], listed, format)


def _held(record: Path) -> tuple[Precedent, ...]:
    with open_record(record, writable=False) as opened:
        return from_record(queries.held(opened).to_pylist())


def _of_articles(sources: list[str]) -> list[Question]:
    reader, found = open_reader(), []
    for source in sources:
        for page in pages_of(source, Fetching()):
            article = article_or_step(page, reader)
            if isinstance(article, Step):
                raise UsageError(f"{article.location}: {article.message}")
            [reading] = reader.read([article])
            outlet = ", ".join(
                p for p in (reading.article.outlet, (reading.article.published or "")[:10]) if p
            )
            found += [question_of(claim, outlet or page.location) for claim in reading.claims]
    return found


def _write(findings: list[Finding], listed: Reference | None, format: Format) -> None:
    if format is Format.jsonl:
        write_lines(findings, sys.stdout.buffer)
        return
    rows = [msgspec.to_builtins(finding) for finding in findings]
    Console(highlight=False).print(findings_text(rows, listed=listed is not None))
