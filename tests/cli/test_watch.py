"""`detente watch` as people call it, against outlets on this machine."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import open_record
from newsfeeds import Article, World, serving

ROOT = Path(__file__).parents[2]
CODE = (
    "import newsfeeds, runpy; newsfeeds.calling_here().__enter__(); from detente.cli.app import main; main()"
)
NOW = datetime.now(UTC).replace(tzinfo=None)
ARTICLES = [
    Article(
        path=f"/{n}", title="China and Japan hold talks", published=NOW - timedelta(minutes=30 - n),
        paragraphs=(
            f"Foreign Minister Wang Yi of China met Foreign Minister Yoko Kamikawa of Japan in Tokyo on {NOW:%A} for talks.",
            "Officials of both countries said that the talks had lasted three hours and would go on next month.",
            f"This is story {n} of the day.",
        ),
    )
    for n in range(6)
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


def watch(*words):
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks"), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", CODE, "watch", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip


@pytest.mark.slow
def test_once_reads_tells_and_ends_and_a_bad_feed_does_not_keep_the_others(tmp_path):
    record = tmp_path / "news.duckdb"
    with serving(World(articles={"lantern": ARTICLES}, now=lambda: NOW)) as world:
        feeds = (world.address("lantern"), world.address("lantern", "/none.xml"), "nonsense")
        first = watch(
            *feeds,
            "--record",
            record,
            "--pair",
            "CHN-JPN",
            "--once",
            "--log",
            "json",
            "--publish",
            tmp_path / "copy.duckdb",
        )
        told, logged = first.communicate(timeout=300)
        again = watch(feeds[0], "--record", record, "--pair", "CHN-JPN", "--once")
        nothing, _ = again.communicate(timeout=300)
    assert (first.returncode, again.returncode, nothing) == (1, 0, "")
    [alert] = map(json.loads, told.splitlines())
    assert (alert["kind"], alert["states"]) == ("encounter", ["CHN", "JPN"])
    assert alert["evidence"][0]["link"].startswith(world.address("lantern", "/"))
    lines = [json.loads(line) for line in logged.splitlines()]
    failed = {
        line["feed"]: line["kind"] for line in lines if line["event"] == "feed" and line["level"] == "warning"
    }
    assert failed == {feeds[1]: "http-404", "nonsense": "bad-address"}
    with open_record(tmp_path / "copy.duckdb", writable=False) as copy:
        assert copy.connection.execute("SELECT count(*) FROM articles").fetchall() == [(6,)]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_after_the_item_in_hand(tmp_path, number):
    import urllib.request

    with serving(World(articles={"lantern": ARTICLES}, now=lambda: NOW)) as world:
        running = watch(
            world.address("lantern"),
            "--record",
            tmp_path / "news.duckdb",
            "--log",
            "json",
            "--status",
            "127.0.0.1:0",
        )
        events = []
        for line in running.stderr:
            events.append(json.loads(line))
            if events[-1]["event"] == "status":
                at = events[-1]["at"].removesuffix("/metrics")
                for path in ("/healthz", "/readyz"):
                    assert urllib.request.urlopen(at + path, timeout=10).read() == b"ok\n"
                page = urllib.request.urlopen(f"{at}/metrics", timeout=10).read().decode()
                assert "detente_watch_feeds_failing 0" in page
            if events[-1]["event"] == "article":
                running.send_signal(number)
                break
        events += [json.loads(line) for line in running.stderr]
        assert running.wait(60) == 0
    assert events[-1]["event"] == "stopped"
    with open_record(tmp_path / "news.duckdb", writable=False) as record:
        states = record.connection.execute("SELECT DISTINCT state FROM feed_items").fetchall()
        assert ("in hand",) not in states
