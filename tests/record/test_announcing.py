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
from detente.record.announcing import (
    Announcement,
    announced,
    announcement_paths,
    announcements_of,
    holder,
    own_command,
)

HOLDING = """
    import sys, time
    from pathlib import Path
    from detente.record import open_record
    from detente.record.announcing import announced
    path = Path(sys.argv[1])
    with open_record(path, create=True), announced(path, "detente serve", url="http://127.0.0.1:8765"):
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
    assert announcements_of(path)[0].token not in str(error.value)


def test_what_a_killed_process_left_is_taken_away(serving):
    path, process = serving
    process.kill()
    process.wait()
    assert len(announcement_paths(path)) == 1
    assert announcements_of(path) == ()
    assert announcement_paths(path) == []
    open_record(path).close()


def test_several_may_hold_a_record_to_read_it(serving):
    path, process = serving
    with announced(path, "detente mcp") as own:
        assert {one.command for one in announcements_of(path)} == {"detente serve", "detente mcp"}
        assert holder(path, "Could not set lock on file").startswith("`detente serve`")
        assert f"process {process.pid}" in holder(path, f"held in python (PID {process.pid})")
    assert own not in announcements_of(path)


def test_the_announcement_is_its_owners_and_goes_with_the_process(tmp_path):
    path = tmp_path / "record.duckdb"
    with announced(path, "detente serve", url="http://127.0.0.1:1") as own:
        assert announcements_of(path) == (own,)
        assert len(own.token) > 30
        assert own.token not in repr(own)
        if os.name == "posix":
            [told] = announcement_paths(path)
            assert stat.S_IMODE(told.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []


def test_a_record_has_one_set_of_announcements_by_whatever_name_it_is_opened(tmp_path):
    path, other = tmp_path / "record.duckdb", tmp_path / "elsewhere" / "news.duckdb"
    path.touch()
    other.parent.mkdir()
    other.symlink_to(path)
    with announced(other, "detente serve") as own:
        assert announcements_of(path) == announcements_of(other) == (own,)


def test_announcements_of_another_record_are_not_its(tmp_path):
    with announced(tmp_path / "asia-2.duckdb", "detente serve"):
        assert announcements_of(tmp_path / "asia.duckdb") == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/usr/local/bin/detente", "read", "news/"], "detente read news/"),
        (["-c", "read", "news/"], "detente read news/"),
        (["/lib/detente/__main__.py", "serve"], "detente serve"),
        (["/home/ana/daily.py"], "daily"),
    ],
)
def test_a_process_calls_itself_as_people_do(monkeypatch, words, said):
    monkeypatch.setattr(sys, "argv", words)
    assert own_command() == said


def leave(path, **more):
    told = {"pid": os.getpid(), "host": "", "command": "detente serve", "since": "2026-11-26T09:00:00+00:00"}
    place = path.with_name(f"{path.stem}.holder-0123abcd.json")
    place.write_bytes(msgspec.json.encode(Announcement(**told | more)))


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells when a process was started"
)
def test_another_process_of_the_same_number_is_not_taken_for_the_writer(tmp_path):
    path = tmp_path / "record.duckdb"
    with announced(path, "detente serve") as own:
        leave(path, host=own.host, born="1")
        assert announcements_of(path) == (own,)


def test_a_process_on_another_machine_is_named_with_it(tmp_path):
    path = tmp_path / "record.duckdb"
    leave(path, host="archive.example", pid=99999999)
    assert "on archive.example" in holder(path, "Could not set lock on file")
    assert len(announcement_paths(path)) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"pid": "many"}'])
def test_what_is_no_announcement_announces_nobody(tmp_path, content):
    path = tmp_path / "record.duckdb"
    path.with_name(f"{path.stem}.holder-0123abcd.json").write_bytes(content)
    assert announcements_of(path) == ()
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
