"""Killed at any moment while it keeps, links and corrects: what was reported is there, once, and the record opens."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from detente.record import open_record

ROOT = Path(__file__).parents[2]
WORKER = textwrap.dedent(
    """
    import sys
    sys.path.insert(0, sys.argv[2])
    from tests.record.conftest import reading
    from detente.record import keep, open_record
    from detente.record.corrections import correct
    from detente.runs.linking import link_new

    with open_record(sys.argv[1], create=True) as record:
        first = record.connection.execute("SELECT count(*) FROM articles").fetchall()[0][0]
        print("open", flush=True)
        for number in range(first, first + 500):
            keep(record, [reading(f"k{number}")])
            print("kept", number, flush=True)
            for _ in link_new(record, lambda word: min(6.7, len(word) * 0.8)):
                pass
            correct(record, f"rp_k{number}", "change", by="ana", values={"status": "denied"})
            print("corrected", number, flush=True)
    """
)


def killed_after(path, seconds):
    """What one worker reported before it was killed."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path), str(ROOT)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "open\n"
    time.sleep(seconds)
    os.kill(worker.pid, signal.SIGKILL)
    said, _ = worker.communicate()
    return [line.split() for line in said.splitlines() if len(line.split()) == 2]


def assert_whole(path, kept, corrected):
    with open_record(path) as record:
        ask = record.connection.execute
        articles = [row[0] for row in ask("SELECT id FROM articles ORDER BY id").fetchall()]
        assert set(kept) <= set(articles)
        for table in ("reports", "encounters", "positions"):
            assert ask(f"SELECT count(*), count(DISTINCT id) FROM {table}").fetchall() == [
                (len(articles),) * 2
            ]
        assert ask('SELECT count(*) - count(DISTINCT ("of", role, rank)) FROM roles').fetchall() == [(0,)]
        assert ask('SELECT count(*) - count(DISTINCT ("of", kind)) FROM happenings').fetchall() == [(0,)]
        held = {
            row[0]
            for row in ask(
                "SELECT id FROM reports WHERE judged = 'corrected' AND status = 'denied'"
            ).fetchall()
        }
        assert set(corrected) <= held


@pytest.mark.slow
def test_two_hundred_kills(tmp_path):
    path = tmp_path / "record.duckdb"
    chance = random.Random(9)
    kept, corrected = [], []
    for number in range(200):
        for what, which in killed_after(path, chance.uniform(0.0, 0.4)):
            (kept if what == "kept" else corrected).append(f"{'ar' if what == 'kept' else 'rp'}_k{which}")
        if number % 10 == 9:
            assert_whole(path, kept, corrected)
    assert_whole(path, kept, corrected)
    # Enough was kept between the kills for them to have hit something, on a busy machine too.
    assert len(kept) > 30


def test_five_kills(tmp_path):
    path = tmp_path / "record.duckdb"
    kept, corrected = [], []
    for seconds in (0.0, 0.1, 0.2, 0.3, 0.5):
        for what, which in killed_after(path, seconds):
            (kept if what == "kept" else corrected).append(f"{'ar' if what == 'kept' else 'rp'}_k{which}")
    assert_whole(path, kept, corrected)
