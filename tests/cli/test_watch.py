"""`detente watch` as people call it, against outlets on this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import open_record
from detente.record.announcing import announcements_of
from newsfeeds import Article, World, serving

ROOT = Path(__file__).parents[2]
# Names that lead here as long as it runs, and the patience of the real command: a busy machine answers late.
CODE = """
import newsfeeds
from detente.cli.app import main

with newsfeeds.calling_here(timeout=20.0, patience=60.0):
    main()
"""
LONGEST = 120.0
"""Seconds after which a command that should have ended is killed, so that the test fails and does not hang."""
HALF_AN_HOUR = timedelta(minutes=30)


def _now() -> datetime:
    """The present, or an hour ago where half an hour ago was another day: the stories say "on Monday"."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return now if (now - HALF_AN_HOUR).date() == now.date() else now - 2 * HALF_AN_HOUR


NOW = _now()
ARTICLES = [
    Article(
        path=f"/{n}", title="China and Japan hold talks", published=NOW - timedelta(minutes=30 - n),
        paragraphs=(
            f"Foreign Minister Wang Yi of China met Foreign Minister Yoko Kamikawa of Japan in Tokyo on {NOW:%A} for talks.",
            "Officials of both countries said that the talks had lasted three hours and would go on next month.",
            f"This is story {n} of the day.",
        ),
    )
    for n in range(3)
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.toml"], "cannot be read"),
        (["https://lantern.example/x", "--pair", "CHN"], "no pair"),
        (["https://lantern.example/x", "--every", "1s"], "too often"),
        (["https://lantern.example/x", "--issue", "weather-balloons"], "no issue"),
        (["https://lantern.example/x", "--category", "SHOUT"], "no category"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(tmp_path, words, said):
    answer = CliRunner().invoke(app, ["watch", *words, "--record", str(tmp_path / "r.duckdb")])
    assert answer.exit_code != 0
    assert said in str(answer.exception)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def running(*words: object) -> Iterator[subprocess.Popen[str]]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks"), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-c", CODE, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=os.environ | {"PYTHONPATH": path},
    ) as process:  # fmt: skip
        late = threading.Timer(LONGEST, process.kill)
        late.start()
        try:
            yield process
        finally:
            late.cancel()
            process.kill()


@pytest.mark.slow
def test_once_reads_tells_and_ends_and_a_bad_feed_does_not_keep_the_others(tmp_path):
    record, copy = tmp_path / "news.duckdb", tmp_path / "copy.duckdb"
    watch = ("watch", "--record", record, "--pair", "CHN-JPN", "--once", "--log", "json")
    with serving(World(articles={"lantern": ARTICLES}, now=lambda: NOW)) as world:
        feeds = (world.address("lantern"), world.address("lantern", "/none.xml"), "nonsense")
        with running(*watch, *feeds, "--publish", copy) as first:
            told, logged = first.communicate()
        with running(*watch, feeds[0]) as again:
            nothing, _ = again.communicate()
    assert (first.returncode, again.returncode, nothing) == (1, 0, ""), logged
    lines = [json.loads(line) for line in logged.splitlines()]
    failed = {
        line["feed"]: line["kind"] for line in lines if line["event"] == "feed" and line["level"] == "warning"
    }
    assert failed == {feeds[1]: "http-404", "nonsense": "bad-address"}
    [alert] = map(json.loads, told.splitlines())
    assert (alert["kind"], alert["states"]) == ("encounter", ["CHN", "JPN"])
    assert alert["evidence"][0]["link"].startswith(world.address("lantern", "/"))
    with open_record(copy, writable=False) as opened:
        assert opened.connection.execute("SELECT count(*) FROM articles").fetchall() == [(3,)]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_after_the_item_in_hand(tmp_path, number):
    record = tmp_path / "news.duckdb"
    with (
        serving(World(articles={"lantern": ARTICLES}, now=lambda: NOW)) as world,
        running("watch", world.address("lantern"), "--record", record, "--log", "json", "--status", "127.0.0.1:0") as process,
    ):  # fmt: skip
        events = []
        for line in process.stderr:
            events.append(json.loads(line))
            if events[-1]["event"] == "status":
                at = events[-1]["at"].removesuffix("/metrics")
                for path in ("/healthz", "/readyz"):
                    assert urllib.request.urlopen(at + path, timeout=30).read() == b"ok\n"
                page = urllib.request.urlopen(f"{at}/metrics", timeout=30).read().decode()
                assert "detente_watch_feeds_failing 0" in page
            if events[-1]["event"] == "article":
                # Others know whom they wait for.
                assert [one.turns for one in announcements_of(record)] == [True]
                process.send_signal(number)
                break
        events += [json.loads(line) for line in process.stderr]
        assert process.wait(LONGEST) == 0
    assert events[-1]["event"] == "stopped", events
    assert announcements_of(record) == ()
    with open_record(record, writable=False) as opened:
        states = opened.connection.execute("SELECT DISTINCT state FROM feed_items").fetchall()
        assert states == [("read",)]


@pytest.mark.slow
def test_a_server_shows_what_a_watch_reads_into_the_record_that_it_serves(tmp_path):
    record = tmp_path / "news.duckdb"
    with open_record(record, create=True):
        pass
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        serving(World(articles={"lantern": ARTICLES}, now=lambda: NOW)) as world,
        running("serve", record, "--port", port) as server,
    ):
        until = time.monotonic() + LONGEST
        while not announcements_of(record):
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.05)
        with running(
            "watch", world.address("lantern"), "--record", record, "--once", "--log", "json"
        ) as watch:
            told, logged = watch.communicate()
        assert (watch.returncode, len(told.splitlines())) == (0, 1), logged
        pages = f"http://127.0.0.1:{port}"
        found = json.load(urllib.request.urlopen(f"{pages}/api/v1/encounters", timeout=60))
        assert "CHN" in str(found) and "JPN" in str(found)
        assert server.poll() is None
