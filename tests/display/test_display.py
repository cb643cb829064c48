"""What people see: files of tables, rows on a terminal, an article with its findings."""

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from rich.console import Console

from detente.display.annotated import annotated
from detente.display.files import write_csv, write_jsonl, write_parquet
from detente.display.names import state_name
from detente.display.summary import Tally, summary
from detente.display.terminal import table_of
from detente.runs.steps import Step
from detente.types import Article, Problem, Reading

TABLE = pa.table(
    {
        "name": ["=cmd()", "Zürich, \"the\" city\nand lake", None],
        "states": [["CHN", "USA"], [], None],
        "score": [-2.5, 0.0, None],
        "negated": [True, False, None],
    }
)  # fmt: skip


def drawn(thing) -> str:
    console = Console(file=io.StringIO(), width=120, highlight=False)
    console.print(thing)
    return console.file.getvalue()


def test_csv_can_be_read_again():
    stream = io.StringIO()
    write_csv(TABLE, stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert [row["states"] for row in rows] == ["CHN; USA", "", ""]
    assert [row["negated"] for row in rows] == ["true", "false", ""]
    assert [row["score"] for row in rows] == ["-2.5", "0.0", ""]
    assert rows[1]["name"] == 'Zürich, "the" city\nand lake'


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x"])
def test_no_cell_of_an_article_is_a_formula(text):
    stream = io.StringIO()
    write_csv(pa.table({"quote": [text]}), stream)
    assert stream.getvalue().splitlines()[1] == "'" + text


def test_jsonl_is_one_object_a_row():
    stream = io.BytesIO()
    write_jsonl(TABLE, stream)
    assert (
        stream.getvalue().splitlines()[0]
        == b'{"name":"=cmd()","states":["CHN","USA"],"score":-2.5,"negated":true}'
    )
    assert stream.getvalue().count(b"\n") == 3


def test_parquet_can_be_read_again():
    stream = io.BytesIO()
    write_parquet(TABLE, stream)
    assert parquet.read_table(io.BytesIO(stream.getvalue())).equals(TABLE)


@pytest.mark.parametrize(
    ("code", "name"), [("CHN", "China"), ("USA", "United States"), ("QQQ", "QQQ"), ("", "")]
)
def test_states_have_names(code, name):
    assert state_name(code) == name


EVENT = {
    "day": None, "event": "ACCUSE", "mode": "allege", "status": "called_for", "negated": True,
    "historical": False, "actors": ["China"], "recipients": None, "quote": "[red]A\n\nquote",
    "outlet": None, "agency": None, "url": None, "published": None, "sample": True,
}  # fmt: skip


def test_an_event_is_one_line_and_its_sentence():
    shown = drawn(table_of("events", [EVENT], total=7))
    assert "events (1 of 7)" in shown
    assert "no date    ACCUSE allege [called for, not]  China\n" in shown
    assert "“[red]A quote” [unknown outlet, no date, sample]" in shown


def test_an_article_is_shown_with_its_findings_and_none_of_its_words_is_markup():
    article = Article(id="a", text="[bold]China[/bold] left.\n\n[/]Then it came back.", title="[red]Title")
    shown = drawn(annotated(article, {"issues": [{"issue": "trade", "start": 0, "end": 3}]}))
    assert "[bold]China[/bold] left." in shown
    assert "[red]Title" in shown
    assert shown.index("▸ issue trade") < shown.index("[/]Then it came back.")


def test_the_summary_counts_every_fate():
    article = Article(id="a", text="x")
    reading = Reading(id="a", detente="0", article=article, problems=(Problem(kind="undated", message=""),))
    steps = [
        Step(location="a", fate="read", reading=reading),
        Step(location="b", fate="revised", reading=reading),
        Step(location="c", fate="known"),
        Step(location="d", fate="failed", kind="empty", message=""),
        Step(location="e", fate="failed"),
    ]
    tally = Tally()
    for step in steps:
        tally.add(step)
    assert summary(tally, Path("r.duckdb")).splitlines() == [
        "2 articles read into r.duckdb",
        "  0 reports of events, 0 encounters, 0 issues, 0 positions",
        "1 article had changed since; both texts are kept",
        "1 article known already",
        "2 articles with a problem: undated",
        "2 items skipped: empty 1, unknown 1",
    ]
