"""`detente tension`, `detente agenda` and `detente movers`, as people run them."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import UsageError
from detente.record import keep, open_record
from detente.types import Actor, Article, IssueMention, Position, Reading, Report, Span

TEXT = "China sanctioned the United States over Taiwan."


def actor(words, country):
    start = TEXT.index(words)
    return Actor(text=words, start=start, end=start + len(words), kind="state", country=country, name=words)


def reading(number, event, day):
    sides = actor("China", "CHN"), actor("United States", "USA")
    report = Report(
        id=f"rp_{number}", event=event, mode=None, contexts=(), cameo="", quad="", score=0.0, actors=sides[:1],
        recipients=sides[1:], status="happened", negated=False, historical=False, said_by=None, when=None, where=None,
        trigger=Span(text="sanctioned", start=6, end=16), sentence=0, start=0, end=len(TEXT), quote=TEXT, confidence=0.9,
    )  # fmt: skip
    position = Position(
        holder=sides[0], addressee=sides[1], issue="taiwan", stance="opposes", what="arms sales",
        said_by=None, start=0, end=len(TEXT), quote=TEXT, confidence=0.9,
    )  # fmt: skip
    issue = IssueMention(issue="taiwan", text="Taiwan", start=40, end=46, between=("CHN", "USA"))
    article = Article(id=f"a{number}", text=TEXT, published=day)
    return Reading(
        id=article.id, detente="0", article=article, reports=(report,), positions=(position,), issues=(issue,)
    )


@pytest.fixture
def record(tmp_path):
    days = [f"2023-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 28, 3)]
    readings = [reading(i, "CONSULT" if day < "2023-05" else "SANCTION", day) for i, day in enumerate(days)]
    with open_record(tmp_path / "r.duckdb", create=True) as opened:
        keep(opened, readings)
    return tmp_path / "r.duckdb"


def run(record, *arguments):
    return CliRunner().invoke(app, [*arguments, "-r", str(record)], env={"COLUMNS": "140"})


def test_a_pair_is_told_with_its_turn_and_the_sentence_behind_it(record):
    found = run(record, "tension", "China-USA", "--since", "2023-04")
    assert found.exit_code == 0, found.output
    assert "China and United States" in found.stdout and "cooler" in found.stdout
    assert "CHN → USA  SANCTION" in found.stdout and TEXT in found.stdout


def test_the_series_is_written_as_figures_and_only_what_was_known(record):
    whole = list(csv.DictReader(io.StringIO(run(record, "tension", "CHN-USA", "-f", "csv").stdout)))
    assert whole[0]["day"] == "2023-01-01" and float(whole[-1]["mean"]) < 0
    early = [
        json.loads(line)
        for line in run(
            record, "tension", "CHN-USA", "--until", "2023-04-30", "-f", "jsonl"
        ).stdout.splitlines()
    ]
    assert early[-1]["day"] == "2023-04-28" or early[-1]["day"] == "2023-04-30"
    assert early[-1]["known_mean"] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tension", "CHN"), "no pair"),
        (("tension", "CHN-JPN"), "no act between"),
        (("tension", "CHN-USA", "--curve", "warmth"), "no curve"),
        (("tension", "CHN-USA", "--scale", "azar"), "no scale"),
        (("agenda", "CHN"), "no pair"),
    ],
)
def test_what_cannot_be_answered_is_said(record, arguments, words):
    found = run(record, *arguments)
    assert words in str(found.exception)


def test_the_agenda_and_the_movers(record):
    told = run(record, "agenda", "CHN-USA").stdout
    assert "taiwan" in told and "raised by CHN" in told and "opposes: arms sales" in told
    moved = run(record, "movers", "--until", "2023-05-20", "-f", "jsonl").stdout
    assert json.loads(moved)["why"][0]["event"] == "SANCTION"


def test_an_outlook_says_nothing_where_the_record_is_thin(record):
    assert "too few acts" in run(record, "outlook", "CHN-USA").stdout.replace("\n", " ")


def test_the_network_of_a_month_as_a_chart(record, tmp_path):
    pytest.importorskip("altair")
    shown = run(record, "network", "--month", "2023-05", "--chart", str(tmp_path / "n.json"))
    assert shown.exit_code == 0, shown.output
    assert "China" in (tmp_path / "n.json").read_text()


def test_the_network_of_a_month_as_table_and_json(record):
    shown = run(record, "network", "--month", "2023-05", "--by", "change")
    assert shown.exit_code == 0, shown.output
    assert "China and United States" in shown.stdout
    given = json.loads(run(record, "network", "--json").stdout)
    assert given["month"] == "2023-06" and given["ties"][0]["now"] == 9
    assert "No act between states in 2021-01" in run(record, "network", "--month", "2021-01").stdout
    assert isinstance(run(record, "network", "--month", "June").exception, UsageError)


def test_the_chronology_of_a_pair(record):
    shown = run(record, "chronology", "CHN-USA", "--from", "2023-04", "--to", "2023-05-10")
    assert shown.exit_code == 0 and "2023-05-01" in shown.stdout and "took a sanction against" in shown.stdout
    assert "2023-05-13" not in shown.stdout
    entries = json.loads(run(record, "chronology", "CHN-USA", "--json").stdout)
    assert {entry["kind"] for entry in entries} >= {"act", "turn", "office"}
    assert all(entry["sources"] for entry in entries)
    written = run(record, "chronology", "CHN-USA", "--markdown").stdout
    assert written.startswith("# China and United States") and "## Sources" in written
    assert run(record, "chronology", "China").exit_code != 0
    assert "Nothing of Nobody" in run(record, "chronology", "Nobody").stdout
