"""Reading on a Ray cluster of several processes: the parts that one process writes, though workers are killed in the middle."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.runs.pieces import parts, read

from detente.errors import ModelError, UsageError
from detente.record import open_record
from detente.runs import reading_to
from detente.runs.reading_to import link_folder

ray = pytest.importorskip("ray", reason="needs the cluster extra", exc_type=ImportError)
pytestmark = [
    pytest.mark.slow,
    # Ray leaves its own pipes and sockets to the end of the process.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def running(words: str, marker: str) -> list[int]:
    """The processes whose command has these words and whose environment has this test's marker."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_text() if entry.name.isdigit() else ""
            if words in command and marker in (entry / "environ").read_text(errors="replace"):
                found.append(int(entry.name))
        except OSError:
            continue
    return sorted(found)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the processes in /proc")
def test_workers_that_are_killed_in_the_middle_cost_nothing(tmp_path, source, alone, monkeypatch):
    monkeypatch.setenv("DETENTE_TEST", str(tmp_path))
    killed: dict[str, int] = {}

    def kill():
        """First the worker of the cluster that has a piece in hand, then the process that reads one."""
        # Ray's own agents are called ray:: too, and its node ends with them.
        for words in ("ray::read_for", "detente.runs.piecework"):
            while words not in killed and not stop.is_set():
                if any((tmp_path / "out").rglob("*.tmp")):
                    for one in running(words, str(tmp_path))[:1]:
                        os.kill(one, signal.SIGKILL)
                        killed[words] = one
                time.sleep(0.02)

    stop = threading.Event()
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        lines = read(source, tmp_path / "out", ray="auto")
    finally:
        stop.set()
        killer.join()
    assert len(killed) == 2
    assert sorted(line.piece for line in lines) == sorted({line.piece for line in lines})
    assert parts(tmp_path / "out") == alone
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert read(source, tmp_path / "out", ray="auto") == []
    assert link_folder(tmp_path / "out") == 48
    with open_record(tmp_path / "out", writable=False) as record:
        [(articles,)] = record.connection.execute("SELECT count(DISTINCT id) FROM articles").fetchall()
    assert articles == 48


def test_errors_of_workers_are_ours(tmp_path, source, monkeypatch):
    monkeypatch.setattr(reading_to, "coder_of", lambda **_: "0.0.1, model 0")
    with pytest.raises(ModelError, match="the same Détente"):
        read(source, tmp_path / "out", ray="auto")


@pytest.mark.parametrize(
    "address", ["127.0.0.1:9", "ray://127.0.0.1:9", "[::1]:9", "nobody.invalid:6379", ":x"]
)
def test_a_cluster_that_is_not_there_is_named_at_once(tmp_path, source, address):
    """Ray itself tries for ten minutes."""
    began = time.monotonic()
    with pytest.raises(UsageError, match="no Ray cluster at"):
        read(source, tmp_path / "out", ray=address)
    assert time.monotonic() - began < 60
