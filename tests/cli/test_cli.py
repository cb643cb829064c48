"""The commands, run as people run them: what is written, and how they end."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from detente.cli.app import app, main
from detente.errors import DetenteError, RecordError, UsageError
from detente.record import open_record, queries
from detente.record.queries import Scope, articles, counts

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2023-06-19T10:00:00Z"></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""
VISIT = (
    "U.S. Secretary of State Antony Blinken met Chinese Foreign Minister Qin Gang in Beijing on Sunday.",
    "China urged the United States to lift its sanctions, the foreign ministry said in a statement.",
    "Relations between the two countries have been strained since a balloon was shot down in February.",
)
GRAIN = (
    "Russia said on Monday that it was leaving the agreement on grain shipments across the Black Sea.",
    "Turkey condemned the decision, and the United Nations said that millions of people would suffer.",
    "Ukraine accused Russia of blackmail, and asked Turkey to keep the sea lane open for its ships.",
)


def page(title: str, paragraphs: tuple[str, ...]) -> str:
    return PAGE.format(title=title, body="".join(f"<p>{p}</p>" for p in paragraphs))


@pytest.fixture(scope="session")
def news(tmp_path_factory) -> Path:
    """A folder of two pages that can be read and one that cannot."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.html").write_text(page("Blinken meets Qin", VISIT), "utf-8")
    (folder / "b.html").write_text(page("Russia leaves grain deal", GRAIN), "utf-8")
    (folder / "c.html").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def record(news, tmp_path_factory, run_once) -> Path:
    path = tmp_path_factory.mktemp("record") / "news.duckdb"
    run_once("read", str(news), "--record", str(path))
    return path


@pytest.fixture(scope="session")
def run_once():
    return run


def run(*arguments: str, stdin: str | bytes | None = None):
    """The command in this process: (exit status, standard output as bytes, standard error)."""
    result = CliRunner().invoke(app, arguments, input=stdin, env={"COLUMNS": "200", "NO_COLOR": "1"})
    if isinstance(result.exception, DetenteError):
        # main() alone turns errors into messages; see test_errors_become_messages.
        return (
            (2 if isinstance(result.exception, UsageError) else 1),
            result.stdout_bytes,
            str(result.exception),
        )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes, result.stderr


def test_reading_a_folder_with_one_bad_file_keeps_the_rest_and_says_so(news, tmp_path):
    path = tmp_path / "news.duckdb"
    status, _, told = run("read", str(news), "--record", str(path))
    assert status == 1
    assert "c.html" in told
    assert "2 articles read" in told
    assert "1 item skipped: empty 1" in told
    with open_record(path, writable=False) as opened:
        assert {row["title"] for row in articles(opened, Scope()).to_pylist()} == {
            "Blinken meets Qin",
            "Russia leaves grain deal",
        }


def test_reading_again_changes_nothing(news, tmp_path):
    path = tmp_path / "news.duckdb"
    assert run("read", str(news / "a.html"), "-r", str(path))[0] == 0
    with open_record(path, writable=False) as opened:
        before = counts(opened)
    status, _, told = run("read", str(news / "a.html"), "-r", str(path))
    assert (status, "1 article known already" in told) == (0, True)
    with open_record(path, writable=False) as opened:
        assert counts(opened) == before


def test_a_revised_page_may_be_read_any_number_of_times(news, tmp_path):
    path, revised = tmp_path / "news.duckdb", tmp_path / "a.html"
    for paragraphs in (VISIT, (*VISIT, "The visit had been put off in February."), (*VISIT, "The visit had been put off in February.")):  # fmt: skip
        revised.write_text(page("Blinken meets Qin", paragraphs), "utf-8")
        assert run("read", str(revised), "-r", str(path))[0] == 0
    with open_record(path, writable=False) as opened:
        assert counts(opened)["articles"] == 2


def test_a_missing_source_is_named(tmp_path):
    status, _, told = run("read", str(tmp_path / "nowhere"), "-r", str(tmp_path / "r.duckdb"))
    assert status == 1
    assert "nowhere" in told


@pytest.mark.parametrize("what", ["events", "encounters", "issues", "positions", "assessments", "articles"])
@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_each_table_can_be_had_in_each_format(record, what, format):
    status, out, _ = run("show", "--what", what, "--format", format, "-r", str(record))
    assert status == 0
    if format == "csv":
        rows = list(csv.DictReader(io.StringIO(out.decode())))
    elif format == "jsonl":
        rows = [json.loads(line) for line in out.splitlines()]
    else:
        rows = parquet.read_table(io.BytesIO(out)).to_pylist()
    assert rows or what in {"positions", "assessments"}
    if what == "articles":
        assert {row["title"] for row in rows} == {"Blinken meets Qin", "Russia leaves grain deal"}


def test_a_pair_is_shown_with_sentence_and_source(record):
    status, out, _ = run("show", "CHN-USA", "-r", str(record))
    shown = " ".join(out.decode().split())
    assert status == 0
    assert "meeting Antony Blinken, Qin Gang" in shown
    assert "“U.S. Secretary of State Antony Blinken met Chinese Foreign Minister Qin Gang" in shown
    assert "Turkey" not in shown


@pytest.mark.parametrize(
    "about", ["China-US", "china and the united states", "USA/CHN", "China – United States"]
)
def test_a_pair_has_many_names(record, about):
    asked = ("-w", "encounters", "-f", "jsonl", "-r", str(record))
    assert run("show", about, *asked)[1] == run("show", "CHN-USA", *asked)[1] != b""


def test_nothing_found_is_said(record):
    status, out, _ = run("show", "Fiji", "-r", str(record))
    assert (status, "Nothing in the record about Fiji" in out.decode()) == (0, True)


USAGE = {
    "unknown state of a pair": ("show", "CHN-Ruritania"),
    "unknown code": ("show", "QQQ"),
    "one state twice": ("show", "CHN-China"),
    "no day": ("show", "--since", "last week"),
    "several tables in one file": ("show", "--format", "csv"),
    "no such table": ("show", "--what", "gossip"),
    "no such format": ("show", "--what", "events", "--format", "docx"),
    "no rows": ("show", "--limit", "0"),
    "no such command": ("negotiate",),
    "no such option": ("read", "x", "--fast"),
    "nothing to read": ("read",),
    "no identifier": ("article",),
    "nothing to explain": ("explain",),
    "two things to explain": ("explain", "ar_1", "--text", "A text."),
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE.keys())
def test_wrong_usage_ends_with_2(record, arguments, monkeypatch):
    monkeypatch.setenv("DETENTE_RECORD", str(record))
    status, out, told = run(*arguments)
    assert status == 2
    assert told
    assert not out


@pytest.mark.parametrize("day", ["2023-13-01", "2023-02-30", "2023-00", "0000"])
def test_a_day_in_no_calendar_is_wrong_usage(record, day):
    assert run("show", "--since", day, "-r", str(record))[0] == 2


def test_a_record_that_is_not_there_ends_with_1(tmp_path):
    status, _, told = run("show", "-r", str(tmp_path / "none.duckdb"))
    assert status == 1
    assert "no such record" in told


def test_an_article_is_shown_with_what_was_coded_from_it(record):
    with open_record(record, writable=False) as opened:
        identity = next(r["id"] for r in articles(opened, Scope()).to_pylist() if "Qin" in r["title"])
    status, out, _ = run("article", identity[:12], "-r", str(record))
    shown = out.decode()
    assert status == 0
    assert "Blinken meets Qin" in shown
    assert "▸ meeting Antony Blinken, Qin Gang" in shown


def test_no_such_article_ends_with_1(record):
    status, _, told = run("article", "ar_none", "-r", str(record))
    assert (status, "no article 'ar_none'" in told) == (1, True)


def test_extract_writes_articles_and_names_what_holds_none(news):
    status, out, told = run("extract", str(news))
    assert status == 1
    assert [json.loads(line)["title"] for line in out.splitlines()] == [
        "Blinken meets Qin",
        "Russia leaves grain deal",
    ]
    assert "c.html" in told


def test_code_is_a_filter():
    lines = json.dumps({"id": "a", "text": GRAIN[1]}) + "\n{broken\n"
    status, out, _ = run("code", stdin=lines)
    assert status == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "line-2"]


def test_parse_draws_a_tree_or_writes_conllu():
    status, out, _ = run("parse", "Blinken met Qin in Beijing.")
    assert (status, out.decode().splitlines()[0].split()[:3]) == (0, ["met", "VERB", "root"])
    status, out, _ = run("parse", "--conllu", stdin="Blinken met Qin in Beijing.\n")
    rows = [line.split("\t") for line in out.decode().splitlines() if line[:1].isdigit()]
    assert (status, [row[1] for row in rows]) == (0, ["Blinken", "met", "Qin", "in", "Beijing", "."])


def test_parse_keeps_gold_words_and_refuses_other_text():
    given = (
        "".join(f"{n}\t{word}" + "\t_" * 8 + "\n" for n, word in ((1, "I.M.F."), (2, "staff-left"))) + "\n"
    )
    status, out, _ = run("parse", "--gold-words", stdin=given)
    assert (status, [line.split("\t")[1] for line in out.decode().split("\n") if line]) == (
        0,
        ["I.M.F.", "staff-left"],
    )
    status, _, err = run("parse", "--gold-words", stdin="Blinken met Qin.\n")
    assert status != 0 and "line 1 is no row of CoNLL-U" in err


def test_an_explanation_shows_its_grounds():
    status, out, _ = run("explain", "--text", "Greece rejected Turkey's claim to the islets.", "--no-model")
    shown = out.decode()
    assert status == 0
    for ground in ("REJECT", "subject: Greece", "whose: Turkey", "nouns.toml:", "refused:", "lexicon alone"):
        assert ground in shown


def test_explanations_of_an_article_of_the_record_are_those_of_its_reports(record):
    with open_record(record, writable=False) as opened:
        identity = next(r["id"] for r in articles(opened, Scope()).to_pylist() if "Qin" in r["title"])
        kept = queries.of_article(opened, identity)["reports"].to_pylist()
    status, out, _ = run("explain", identity, "--json", "-r", str(record))
    told = [json.loads(line)["report"]["id"] for line in out.splitlines()]
    assert (status, sorted(told)) == (0, sorted(row["id"] for row in kept))


def test_a_text_without_events_is_explained_as_such(tmp_path):
    file = tmp_path / "weather.txt"
    file.write_text("It rained in the hills.", "utf-8")
    status, out, _ = run("explain", str(file))
    assert (status, b"No report" in out) == (0, True)
    assert run("explain", "-", "--json", stdin="It rained in the hills.")[:2] == (0, b"")


@pytest.mark.parametrize(
    "command", ["demo", "read", "show", "article", "extract", "code", "parse", "explain", "evaluate"]
)
def test_every_command_explains_itself(command):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert len(out) > 200


def test_the_version():
    assert run("--version")[1].startswith(b"detente ")


@pytest.mark.parametrize(
    ("error", "status"), [(UsageError("no state [bold]QQQ"), 2), (RecordError("no such record"), 1)]
)
def test_errors_become_messages(monkeypatch, capsys, error, status):
    def fails():
        raise error

    monkeypatch.setattr("detente.cli.app.app", fails)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == status
    assert capsys.readouterr().err == f"detente: {error}\n"


def test_an_interruption_ends_with_130(monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli.app.app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_the_installed_command_runs_and_says_no_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", "from detente.cli import main; main()", "show", "-r", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert run.returncode == 1
    assert run.stderr.startswith("detente: ")
    assert "Traceback" not in run.stderr
