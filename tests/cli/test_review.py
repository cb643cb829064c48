"""`detente review`, with answers from a pipe, on a record made by hand."""

import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest
from tests.record.conftest import reading
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import RecordError, UsageError
from detente.record import keep, open_record
from detente.record.corrections import corrections
from detente.record.judging import judgements
from detente.record.queue import Asked, left
from detente.runs.linking import link_new


@pytest.fixture
def path(tmp_path):
    """Two outlets with the same meeting and accusation: two of each kind of row, two events."""
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        for name in ("Echo", "Mail"):
            plain = reading(name)
            keep(record, [replace(plain, article=replace(plain.article, outlet=f"The {name}"))])
        for _ in link_new(record, lambda word: min(6.7, len(word) * 0.8)):
            pass
    return path


def run(path, *arguments, answers=""):
    return CliRunner().invoke(
        app, ["review", "-r", str(path), "--by", "ana", *arguments], input=answers, env={"COLUMNS": "250"}
    )


def acts(path):
    with open_record(path, writable=False) as record:
        made = [(c.of, c.act, c.field, c.by) for c in corrections(record) if not c.undone]
        return made + [(j.a, j.same) for j in judgements(record) if not j.undone], left(record, Asked())


def test_each_answer_is_kept(path):
    found = run(path, "--kind", "report", answers='e status=denied said_by="the White House"\nx\n')
    assert found.exit_code == 0
    assert "(2 left)" in found.output and "(1 left)" in found.output
    assert "1 changed, 1 rejected; 0 left" in found.output
    assert acts(path)[0] == [
        ("rp_Echo", "change", "said_by", "ana"), ("rp_Echo", "change", "status", "ana"), ("rp_Mail", "reject", None, "ana"),
    ] or acts(path)[0] == [
        ("rp_Echo", "change", "status", "ana"), ("rp_Echo", "change", "said_by", "ana"), ("rp_Mail", "reject", None, "ana"),
    ]  # fmt: skip


def test_the_sentence_is_shown_with_its_roles(path):
    found = run(path, "--kind", "report", answers="q\n")
    assert (
        "The United States [actor] accused [trigger] Russia [recipient] of espionage.  [The Echo"
        in found.output
    )
    assert "in doubt: who “United States” is" in found.output or "in doubt: what was done" in found.output


def test_what_is_skipped_comes_no_more_and_undo_brings_it_back(path):
    found = run(path, "--kind", "report", answers=" \nu\na\nu\nx\nq\n")
    assert "taken back: accepted" in found.output and "taken back: skip" in found.output
    assert acts(path)[0] == [("rp_Echo", "reject", None, "ana")]


def test_events_are_split_and_rows_merged(path):
    before = acts(path)[1]
    found = run(path, "--kind", "event", answers="s\na\n")
    assert "1 split, 1 accepted; 0 left" in found.output
    assert acts(path)[1] == before - 2
    run(path, "--kind", "encounter", answers="m en_Mail\nq\n")
    assert ("en_Echo", True) in acts(path)[0]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("e colour=red\n", "no field 'colour'"),
        ("e status\n", "is not field=value"),
        ("e what='open\n", "cannot be told apart"),
        ("m\n", "name the row"),
        ("z\n", "is no key"),
        ("u\n", "nothing to take back"),
    ],
)
def test_an_answer_that_cannot_be_is_explained_and_asked_again(path, answers, message):
    found = run(path, "--kind", "report", answers=answers + "a\n")
    assert message in found.output
    assert acts(path)[0] == [("rp_Echo", "accept", None, "ana")]


@pytest.mark.parametrize("arguments", [("--pair", "CHN-IND"), ("--below", "0.1")])
def test_an_empty_queue_says_so(path, arguments):
    found = run(path, *arguments)
    assert found.exit_code == 0
    assert "Nothing waits" in found.output and "nothing judged; 0 left" in found.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("--kind", "claim"), "is none of report"), (("--below", "2"), "between 0 and 1"), (("--pair", "CHN-XXX"), "no state")],
)  # fmt: skip
def test_a_filter_without_meaning_is_refused(path, arguments, message):
    found = run(path, *arguments)
    assert isinstance(found.exception, UsageError) and message in str(found.exception)


def test_a_record_of_a_newer_version_is_refused(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE key = 'schema'")
    found = run(path)
    assert isinstance(found.exception, RecordError) and "newer" in str(found.exception)


def test_a_record_that_another_process_writes_is_refused(path):
    holder = subprocess.Popen(
        [sys.executable, "-c", f"from detente.record import open_record; r = open_record({str(path)!r}); print(1, flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None and holder.stdout.readline() == b"1\n"
    try:
        found = run(path, answers="a\n")
        assert isinstance(found.exception, RecordError) and "open" in str(found.exception)
    finally:
        holder.communicate(b"\n")
    assert acts(path)[0] == []
