"""`detente actors`, run as people run it."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import keep, open_record
from detente.types import Article, Learned, Reading

ADD = ("actors", "add", "Jane Doe", "-o", "foreign minister", "-c", "France", "--from", "2027-03-01")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()
    return lambda *words, **more: runner.invoke(app, words, **more)


def rows(result) -> list[dict[str, str]]:
    assert result.exception is None, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize(
    ("words", "people"),
    [
        (("--country", "USA", "--office", "secretary of state", "--day", "2023-06-18"), {"Antony Blinken"}),
        (("blinken", "--country", "United States"), {"Antony Blinken"}),
        (("--country", "NATO", "--office", "secretary-general", "--day", "2016"), {"Jens Stoltenberg"}),
        (("Nobody Atall",), set()),
    ],
)
def test_people_are_found_by_name_state_office_and_day(run, words, people):
    assert {row["person"] for row in rows(run("actors", "list", *words, "--format", "csv"))} == people


def test_a_person_and_a_state_are_shown(run):
    person = run("actors", "show", "Antony Blinken").stdout
    assert "foreign minister" in person and "2021-01-26" in person and "Wikipedia" in person
    state = run("actors", "show", "Soviet Union").stdout
    assert "SUN" in state and "Moscow" in state
    assert "no person and no state" in str(run("actors", "show", "Nobody Atall").exception)


def test_a_row_of_ones_own_is_added_used_and_corrected(run, tmp_path):
    assert run(*ADD, "--source", "Le Monde").exit_code == 0
    now = ("actors", "list", "-c", "FRA", "-o", "foreign minister", "-f", "csv", "--day")
    assert [row["person"] for row in rows(run(*now, "2027-04-01"))] == ["Jane Doe"]
    line = json.dumps(
        {"id": "a", "published": "2027-04-01", "text": "The French foreign minister accused Russia of lying."}
    )
    for words in (("--knowledge", "detente.knowledge"), ("--actors", "detente.knowledge/holders.csv")):
        coded = json.loads(run("code", "--no-model", *words, input=line).stdout)
        assert [a["name"] for r in coded["reports"] for a in r["actors"]] == ["Jane Doe"]
    changed = ("actors", "correct", "Jane Doe", "-o", "foreign minister", "-c", "FRA", "--to", "2027-03-31")
    assert run(*changed, "--source", "Le Monde").exit_code == 0
    assert rows(run(*now, "2027-04-01")) == []
    text = (tmp_path / "detente.knowledge" / "holders.csv").read_text("utf-8")
    assert text.splitlines()[2:] == ["Jane Doe,,foreign minister,FRA,2027-03-01,2027-03-31,Le Monde"]


def test_one_of_our_rows_is_corrected_beside_the_others(run):
    words = ("actors", "correct", "Wang Yi", "-o", "foreign minister", "-c", "CHN")
    assert "choose one with --stay" in str(run(*words, "--to", "2027-01-01", "--source", "x").exception)
    assert run(*words, "--stay", "2023-07-25", "--to", "2027-01-01", "--source", "x").exit_code == 0
    listed = rows(run("actors", "list", "Wang Yi", "-o", "foreign minister", "-f", "csv"))
    assert [(row["from"], row["to"]) for row in listed] == [
        ("2013-03-16", "2022-12-30"),
        ("2023-07-25", "2027-01-01"),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"-o": "king of hearts"}, "no office is called"),
        ({"-c": "Ruritania"}, "no state and no body is called"),
        ({"--from": "last May"}, "is no date"),
    ],
)
def test_a_row_that_cannot_be_is_refused(run, change, said, tmp_path):
    words = list(ADD)
    for option, value in change.items():
        words[words.index(option) + 1] = value
    assert said in str(run(*words, "--source", "x").exception)
    assert not list(tmp_path.glob("*.knowledge/*"))


@pytest.fixture
def record(tmp_path):
    text = "French Foreign Minister Jeanne Duval arrived in Berlin."
    told = Learned(
        person="Jeanne Duval", office="foreign minister", country="FRA", since="2027-03-01", sentence=0,
        start=0, end=len(text), quote=text, confidence=0.85,
    )  # fmt: skip
    article = Article(
        id="ar_a", text=text, published="2027-03-01", outlet="The Courier", url="https://c.example/a"
    )
    with open_record(tmp_path / "detente.duckdb", create=True) as opened:
        keep(opened, [Reading(id="ar_a", detente="0", article=article, learned=(told,))])


def test_what_was_learned_is_shown_confirmed_and_forgotten(run, record):
    assert "French Foreign Minister Jeanne Duval arrived in Berlin." in run("actors", "learned").stdout
    assert "nothing was learned" in str(run("actors", "learned", "--confirm", "Nobody").exception)
    assert run("actors", "learned", "--confirm", "Jeanne Duval").exit_code == 0
    [row] = rows(run("actors", "list", "Duval", "-f", "csv"))
    assert (row["from"], row["source"]) == ("2027-03-01", "The Courier, 2027-03-01: https://c.example/a")
    assert "[confirmed]" in run("actors", "learned").stdout
    assert "1 rows forgotten" in run("actors", "learned", "--forget", "jeanne duval").stdout
    assert "No article has taught" in run("actors", "learned").stdout


def test_update_says_that_it_needs_a_network(run, tmp_path):
    asked = run("actors", "update", "France", "--endpoint", "http://127.0.0.1:9/sparql")
    assert "needs a network" in str(asked.exception)
    assert not list(tmp_path.glob("*.knowledge"))
