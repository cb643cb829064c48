"""`detente check`, as people run it."""

import json

import pytest
from typer.testing import CliRunner

from detente.cli.app import app

PAGE = """<!doctype html><html lang="en"><head><title>Blinken in Beijing</title>
<meta property="article:published_time" content="2023-06-19T10:00:00Z"></head>
<body><article><h1>Blinken in Beijing</h1><p>U.S. Secretary of State Antony Blinken arrived in Beijing on Sunday for
two days of talks with Chinese officials, after a long pause in contacts between the two governments.</p>
<p>He is the first secretary of state to make the trip in {number} years, and both sides have played down hopes of a
breakthrough on trade, Taiwan and the war in Ukraine.</p></article></body></html>"""
VISITS = """traveller,office,traveller_country,country,start,end,remark
Rex Tillerson,secretary of state,USA,China,2017-09-28,2017-10-01,
Mike Pompeo,secretary of state,USA,China,2018-10-08,2018-10-08,Met with Foreign Minister Wang Yi
Antony Blinken,secretary of state,USA,China,2023-06-18,2023-06-19,
Antony Blinken,secretary of state,USA,Nowhere,2023-06-20,,
"""


@pytest.fixture
def folder(tmp_path):
    for number in ("five", "two", "ten"):
        (tmp_path / f"{number}.html").write_text(PAGE.format(number=number), encoding="utf-8")
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["check", *(str(a) for a in arguments)])


@pytest.mark.parametrize(
    ("number", "verdict"), [("five", "borne out"), ("two", "contradicted"), ("ten", "contradicted")]
)
def test_the_claim_of_an_article_is_judged_by_the_list(folder, number, verdict):
    found = run(
        folder / f"{number}.html", "--visits", folder / "visits.csv", "-r", folder / "none", "-f", "jsonl"
    )
    [finding] = [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]
    assert finding["verdict"] == verdict
    assert "2018-10-08" in {row["start"] for row in finding["evidence"]}


def test_the_finding_is_written_for_people_with_its_evidence_and_bad_rows_are_named(folder):
    found = run(folder / "five.html", "--visits", folder / "visits.csv", "-r", folder / "none")
    assert found.exit_code == 0
    assert "borne out  first visit to" in found.stdout
    assert "Met with Foreign Minister Wang Yi" in found.stdout
    assert "row 4: no state is called 'Nowhere'" in found.output


def test_the_claims_of_a_record(folder):
    CliRunner().invoke(app, ["read", str(folder / "five.html"), "-r", str(folder / "r.duckdb")])
    alone = run("-r", folder / "r.duckdb")
    assert "1 claim: 1 cannot tell" in alone.stdout
    listed = run("-r", folder / "r.duckdb", "--visits", folder / "visits.csv", "--about", "CHN-USA")
    assert "1 claim: 1 borne out" in listed.stdout
    assert "nothing to check" in run("-r", folder / "r.duckdb", "--about", "France").stdout


def test_an_article_that_is_none_ends_with_2(folder):
    (folder / "bad.html").write_text("", encoding="utf-8")
    assert run(folder / "bad.html", "-r", folder / "none").exit_code != 0
