"""Who holds the record is said by name, can be reached, and is forgotten when it has gone."""

import os
import stat
import subprocess
import sys
import textwrap

import msgspec
import pytest

from detente.errors import RecordError
from detente.record import open_record, store
from detente.record.announcing import Announcement, announced, announcement_of, announcement_path, holder

HOLDING = """
    import sys, time
    from pathlib import Path
    from detente.record import open_record
    from detente.record.announcing import announced
    path = Path(sys.argv[1])
    with open_record(path, create=True), announced(path, "detente serve", "http://127.0.0.1:8765"):
        print("open", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def serving(tmp_path):
    """The path of a record that another process holds, and that process."""
    path = tmp_path / "record.duckdb"
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDING), str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield path, process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("writable", [True, False])
def test_who_holds_the_record_is_named_with_the_remedy(serving, writable):
    path, process = serving
    with pytest.raises(RecordError) as error:
        open_record(path, writable=writable)
    for words in (
        "`detente serve`",
        f"process {process.pid}",
        "http://127.0.0.1:8765",
        "stop it and try again",
    ):
        assert words in str(error.value)
    assert announcement_of(path).token not in str(error.value)


def test_what_a_killed_process_left_is_taken_away(serving):
    path, process = serving
    process.kill()
    process.wait()
    assert announcement_path(path).exists()
    assert announcement_of(path) is None
    assert not announcement_path(path).exists()
    open_record(path).close()


def test_a_second_announcement_is_refused(serving):
    path, _ = serving
    with pytest.raises(RecordError, match="has announced itself"), announced(path, "detente read"):
        pass
    assert announcement_of(path).command == "detente serve"


def test_the_announcement_is_its_owners_and_goes_with_the_process(tmp_path):
    path = tmp_path / "record.duckdb"
    with announced(path, "detente serve", "http://127.0.0.1:1") as own:
        assert announcement_of(path) == own
        assert len(own.token) > 30
        assert own.token not in repr(own)
        if os.name == "posix":
            assert stat.S_IMODE(announcement_path(path).stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []


def leave(path, **more):
    told = {"pid": os.getpid(), "host": "", "command": "detente serve", "since": "2026-11-26T09:00:00+00:00"}
    announcement_path(path).write_bytes(msgspec.json.encode(Announcement(**told | more)))


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells when a process was started"
)
def test_another_process_of_the_same_number_is_not_taken_for_the_writer(tmp_path):
    path = tmp_path / "record.duckdb"
    with announced(path, "detente serve") as own:
        leave(path, host=own.host, born="1")
        assert announcement_of(path) is None


def test_a_process_on_another_machine_is_named_with_it(tmp_path):
    path = tmp_path / "record.duckdb"
    leave(path, host="archive.example", pid=99999999)
    assert "on archive.example" in holder(path, "Could not set lock on file")
    assert announcement_path(path).exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"pid": "many"}'])
def test_what_is_no_announcement_announces_nobody(tmp_path, content):
    path = tmp_path / "record.duckdb"
    announcement_path(path).write_bytes(content)
    assert announcement_of(path) is None
    assert "another process has the record open" in holder(path, "Could not set lock on file")


def test_a_short_command_beside_us_is_waited_for(tmp_path, monkeypatch):
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    script = "import sys, duckdb, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(0.3)"
    monkeypatch.setattr(store, "PATIENCE", 30.0)
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        open_record(path).close()


def test_one_process_opens_a_record_once(record):
    with pytest.raises(RecordError, match="this process has the record open already"):
        open_record(record.path)
