"""`detente search`, on a record made by hand."""

import json

import pytest
from tests.record.conftest import reading
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import UsageError
from detente.record import keep, open_record


@pytest.fixture
def search(tmp_path):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [reading("one"), reading("two", published="2024-03-03")])

    def run(*words):
        return CliRunner().invoke(app, ["search", *words, "--record", str(path)], env={"COLUMNS": "160"})

    return run


def test_a_search_shows_title_source_sentence_and_what_was_coded(search):
    shown = search("lavrov", "--from", "2024").stdout
    for words in (
        "1-1 of 1",
        "Ministers meet",
        "2024-03-03  The Courier  ar_two",
        "met Sergey Lavrov",
        "meeting (happened)",
    ):
        assert words in shown


def test_a_search_writes_json_lines(search):
    [hit] = map(
        json.loads, search("espionage", "--kind", "report", "--to", "2023", "--json").stdout.splitlines()
    )
    [(start, end)] = hit["marks"]
    assert hit["snippet"][start:end] == "espionage"
    assert {row["kind"] for row in hit["coded"]} >= {"report", "position"}


@pytest.mark.parametrize(("narrowed", "hits"), [((), 2), (("--pair", "USA-RUS"), 2), (("--pair", "CHN-USA"), 0), (("--outlet", "the courier"), 2), (("--limit", "1"), 1)])  # fmt: skip
def test_a_search_is_narrowed(search, narrowed, hits):
    assert len(search("espionage", "--json", *narrowed).stdout.splitlines()) == hits


def test_nothing_found_is_said(search):
    answer = search('"(*')
    assert (answer.exit_code, answer.stdout.strip()) == (0, "Nothing found.")


def test_a_day_that_is_none_is_wrong_usage(search):
    assert isinstance(search("talks", "--from", "yesterday").exception, UsageError)
