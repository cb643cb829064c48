"""`detente event`, on a record made by hand."""

import math
from dataclasses import replace

import pytest
from tests.record.conftest import reading
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import RecordError
from detente.record import keep, open_record
from detente.runs.linking import link_new


def told_on(name, day):
    plain = reading(name)
    met = plain.encounters[0]
    return replace(
        plain,
        article=replace(plain.article, outlet=f"The {name}"),
        encounters=(replace(met, when=replace(met.when, value=day)),),
    )


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01")])
        for _ in link_new(record, lambda word: min(6.7, math.log(1 + len(word)) * 2.0)):
            pass
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["event", *(str(a) for a in arguments)], env={"COLUMNS": "200"})


def test_one_event_with_all_its_sources(path):
    found = run("en_Mail", "-r", path)
    assert found.exit_code == 0
    for words in (
        "Meeting between Antony Blinken and Sergey Lavrov",
        "2 outlets",
        "held",
        "The Mail",
        "The Echo",
    ):
        assert words in found.output
    _, _, disputed = found.output.partition("What sources disagree on")
    assert "2023-03-01" in disputed and "2023-03-02" in disputed
    assert "2 independent sources" in found.output and "source 2" in found.output


def test_without_a_name_it_lists_what_most_outlets_tell(path):
    found = run("-r", path, "--limit", 1)
    assert found.exit_code == 0 and found.output.count("outlets") == 1
    assert "2 outlets" in found.output


def test_no_such_event(path):
    found = run("ev_nothing", "-r", path)
    assert isinstance(found.exception, RecordError) and "no event" in str(found.exception)
