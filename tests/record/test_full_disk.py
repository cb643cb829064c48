"""A disk that takes no more, or nothing at all: said clearly, and the record stays as it was."""

import subprocess
import sys
import textwrap

import pytest

from detente.record import keep, open_record
from detente.record.corrections import correct
from detente.record.keeping import write_tables
from detente.record.queries import counts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files there")

SCRIPT = """
    import resource, signal, sys
    from pathlib import Path
    from tests.record.conftest import reading
    from detente.errors import DetenteError
    from detente.record import keep, open_record
    from detente.record.corrections import correct
    from detente.record.keeping import back_up, write_tables
    from detente.record.links import Lookup, keep_links
    from detente.record.search import Question, search
    path, act = Path(sys.argv[1]), sys.argv[2]
    long = "news " * 400_000
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    record = open_record(path, writable=act in ("read", "correct", "link"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
    acts = {
        "read": lambda: keep(record, [reading("three", text=long)]),
        "correct": lambda: correct(record, "rp_one", "change", by="anna", values={"said_by": long}),
        "link": lambda: keep_links(record, [Lookup(id=f"x{n}", kind="copy", keys=(long[: n + 9],), first=None, last=None) for n in range(5000)], {}, {}),
        "back up": lambda: back_up(record, path.with_name("copy.duckdb")),
        "export": lambda: write_tables(record, path.with_name("tables")),
        "search": lambda: print("found", search(record, Question(words="espionage")).total),
    }
    try:
        acts[act]()
        record.close()
    except DetenteError as error:
        print("said:", error)
"""


@pytest.fixture
def path(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), make_reading("two")])
    return path


@pytest.mark.parametrize("act", ["read", "correct", "link", "back up", "export", "search"])
def test_a_full_disk_is_named_and_the_record_stays(path, act):
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(path), act],
        capture_output=True,
        text=True,
        timeout=120,
    )
    if act == "search":
        assert answer.stdout == "found 2\n"
    else:
        assert "said:" in answer.stdout, answer.stderr
        assert "could not be written" in answer.stdout
    assert "Traceback" not in answer.stderr
    with open_record(path) as record:
        assert counts(record)["articles"] == 2
        correct(record, "rp_one", "accept", by="anna")
    assert not path.with_name("copy.duckdb").exists()
    assert not (path.with_name("tables") / "about.parquet").exists()


def test_what_stands_on_a_full_disk_can_still_be_copied_elsewhere(path, tmp_path):
    with open_record(path, writable=False) as record:
        assert write_tables(record, tmp_path / "tables")["articles"] == 2
