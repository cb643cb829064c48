"""Killed at any moment while it keeps, links and corrects: what was reported is there, once, and the record opens."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from detente.record import open_record

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("DETENTE_KILLS", "40"))
"""A kill takes a third of a second: two hundred are made where there is time for them."""
WORKER = textwrap.dedent(
    """
    import os, sys
    sys.path.insert(0, sys.argv[2])
    from tests.record.conftest import reading
    from detente.record import keep, open_record
    from detente.record.corrections import correct
    from detente.runs.linking import link_new

    def work(path, turns):
        with open_record(path, create=True) as record:
            first = record.connection.execute("SELECT count(*) FROM articles").fetchall()[0][0]
            print("open", os.getpid(), flush=True)
            for number in range(first, first + 500):
                keep(record, [reading(f"k{number}")])
                print("kept", number, flush=True)
                for _ in link_new(record, lambda word: min(6.7, len(word) * 0.8)):
                    pass
                correct(record, f"rp_k{number}", "change", by="ana", values={"status": "denied"})
                print("corrected", number, flush=True)
                if turns:
                    record.pause()
    """
)
AT_ONCE = WORKER + 'work(sys.argv[1], turns="in turns" in sys.argv)\n'
ON_DEMAND = WORKER + textwrap.dedent(
    """
    # What is imported need not be imported again for each that is killed; DuckDB imports pandas where it is there.
    import contextlib
    with contextlib.suppress(ImportError):
        import pandas
    for line in sys.stdin:
        child = os.fork()
        if not child:
            work(sys.argv[1], turns=False)
            os._exit(0)
        os.waitpid(child, 0)
        print("ended", child, flush=True)
    """
)
LENDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from detente.record.lending import lending
    from detente.record.shared import SharedRecord

    held = SharedRecord(Path(sys.argv[1]))
    with lending(held.path, held.lent, command="detente serve"):
        while True:
            with held.borrow() as record:
                print("held", record.connection.execute("SELECT count(*) FROM articles").fetchall()[0][0], flush=True)
            time.sleep(0.02)
    """
)


class Process:
    """A running script and what it has said, by lines of a word and a number."""

    def __init__(self, script, *words):
        command = [sys.executable, "-c", script, *map(str, words)]
        self._child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.said = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self):
        for line in self._child.stdout:
            if len(line.split()) == 2 and line.endswith("\n"):
                self.said.append(line.split())

    def says(self, word, least=0):
        """Waits until it says anew that word with such a number at least."""
        before, until = len(self.said), time.monotonic() + 90
        while not any(w == word and int(n) >= least for w, n in self.said[before:]):
            assert self._child.poll() is None, self._child.stderr.read()
            assert time.monotonic() < until, f"no {word} {least} in {self.said[before:][-5:]}"
            time.sleep(0.01)

    def kill(self):
        """Ends it at once and gives all that it said."""
        self._child.kill()
        self._child.wait()
        self._listener.join()
        self._child.stdout.close()
        self._child.stderr.close()
        return self.said


class Workers:
    """Workers at one record, one after the other, each of which is killed."""

    def __init__(self, path):
        command = [sys.executable, "-c", ON_DEMAND, str(path), str(ROOT)]
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._parent.communicate(timeout=60)

    def _line(self):
        line = self._parent.stdout.readline().split()
        assert line, "the worker ended by itself"
        return line

    def kill(self, seconds, *, after="open"):
        """What one worker reported before it was killed, so many seconds after it said that word."""
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        said = [self._line()]
        [what, pid] = said[0]
        assert what == "open"
        began = time.monotonic()
        while said[-1][0] != after:
            said.append(self._line())
        self._since_open = time.monotonic() - began
        time.sleep(seconds)
        os.kill(int(pid), signal.SIGKILL)
        while said[-1] != ["ended", pid]:
            said.append(self._line())
        return said

    def seconds_a_round(self):
        """How long an article takes to be kept, linked and corrected here, from the opening on."""
        self.kill(0.0, after="corrected")
        return self._since_open


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


def note(said, kept, corrected):
    kept.extend(f"ar_k{which}" for what, which in said if what == "kept")
    corrected.extend(f"rp_k{which}" for what, which in said if what == "corrected")


@pytest.mark.slow
def test_killed_again_and_again(tmp_path):
    path = tmp_path / "record.duckdb"
    chance = random.Random(9)
    kept, corrected = [], []
    with Workers(path) as workers:
        # Kills fall into two rounds of keeping, linking and correcting, however busy the machine is; every other one comes
        # after something was reported, so that there is something to lose.
        a_round = workers.seconds_a_round()
        for number in range(KILLS):
            if number % 2:
                said = workers.kill(chance.uniform(0.0, a_round), after="kept")
            else:
                said = workers.kill(chance.uniform(0.0, 2 * a_round))
            note(said, kept, corrected)
            if number % 10 == 9:
                assert_whole(path, kept, corrected)
    assert_whole(path, kept, corrected)
    assert len(kept) >= KILLS // 2


@pytest.mark.parametrize("kills", [4, pytest.param(12, marks=pytest.mark.slow)])
def test_kills_of_who_lends_and_who_writes(tmp_path, kills):
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    chance = random.Random(kills)
    kept, corrected = [], []
    lender, worker = Process(LENDER, path), Process(AT_ONCE, path, ROOT, "in turns")
    for number in range(kills):
        lender.says("held")
        worker.says("kept")
        time.sleep(chance.uniform(0.0, 0.4))
        if number % 2:
            lender.kill()
            # The writer loses nothing by it, and goes on.
            worker.says("corrected")
            lender = Process(LENDER, path)
        else:
            note(worker.kill(), kept, corrected)
            # The reader has the record again, with all that was reported.
            lender.says("held", least=len(kept))
            worker = Process(AT_ONCE, path, ROOT, "in turns")
    note(worker.kill(), kept, corrected)
    lender.kill()
    assert_whole(path, kept, corrected)
    assert len(kept) > kills


def test_five_kills(tmp_path):
    path = tmp_path / "record.duckdb"
    kept, corrected = [], []
    with Workers(path) as workers:
        for seconds in (0.0, 0.1, 0.2, 0.3, 0.5):
            note(workers.kill(seconds), kept, corrected)
    assert_whole(path, kept, corrected)
