"""Every command works beside a running `detente serve`, and after it was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import open_record
from detente.record.announcing import announcements_of
from detente.record.queries import counts

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2024-10-21T15:00:00Z"></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""
TALKS = """Norwegian Foreign Minister Espen Barth Eide met his Swedish counterpart, Tobias Billström, in Oslo on Monday.

Norway urged Sweden to sign the agreement, the foreign ministry said in a statement.

Relations between the two neighbours are close, and both governments said that they would keep them so.
"""
CALL = """Finland's president, Alexander Stubb, spoke by phone with President Volodymyr Zelenskiy of Ukraine on Tuesday.

Finland pledged more aid to Ukraine, his office said.

Ukraine thanked Finland for its support, and the two presidents agreed to meet in Helsinki in November.
"""
READING = [
    ["show"], ["show", "--what", "events", "--as-of", "2030"], ["sql", "SELECT count(*) FROM articles"], ["search", "agreement"],
    ["changes", "--since", "2020"], ["corrections"], ["event"], ["tension", "NOR-SWE"], ["brief", "NOR-SWE"], ["agenda", "NOR-SWE"],
    ["export", "icews"], ["issues"], ["chronology", "NOR-SWE"],
]  # fmt: skip


def run(record, *words, stdin=None):
    result = CliRunner().invoke(app, [*words, "--record", str(record)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    return result


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "news.duckdb"
    for name, text in (("talks", TALKS), ("call", CALL)):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        (tmp_path / f"{name}.html").write_text(PAGE.format(title=name, body=body), "utf-8")
    assert run(path, "read", str(tmp_path / "talks.html"), "--no-model", "-q").exit_code == 0
    return path


@pytest.fixture
def serving(record):
    main = "from detente.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", main, "serve", str(record), "--port", "0"]) as process:
        until = time.monotonic() + 120
        while not announcements_of(record):
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.05)
        yield process
        process.kill()


def of(record, table):
    with open_record(record, writable=False) as opened:
        return [row[0] for row in opened.connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()]


def test_commands_beside_a_server(record, serving, tmp_path):
    for words in READING:
        assert run(record, *words).exit_code == 0, words
    [row, *_] = of(record, "reports")
    assert run(record, "correct", row, "--accept").exit_code == 0
    assert run(record, "read", str(tmp_path / "call.html"), "--no-model", "-q").exit_code == 0
    assert run(record, "review", stdin="a\na\nq\n").exit_code == 0
    assert run(record, "recode", "--no-model", "--all", "--accept").exit_code == 0
    assert run(record, "backup", str(tmp_path / "copy.duckdb")).exit_code == 0
    (tmp_path / "mine.jsonl").write_bytes(run(record, "corrections", "--jsonl").stdout_bytes)
    assert run(record, "corrections", "--take", str(tmp_path / "mine.jsonl")).exit_code == 0
    assert serving.poll() is None
    with open_record(record, writable=False) as opened:
        assert counts(opened)["articles"] == 2
    os.kill(serving.pid, signal.SIGKILL)
    serving.wait()
    assert run(record, "correct", row, "--reject").exit_code == 0
    assert announcements_of(record) == ()
