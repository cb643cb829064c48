"""A record on a disk or under rights that allow no writing: what writes says so, what reads works, nothing is changed."""

import json
import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from detente.record import keep, open_record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights and mounts as POSIX has them")

COMMANDS = """
    import contextlib, io, json, sys
    from detente.cli.app import main
    folder, elsewhere = sys.argv[1:3]
    record, new = f"{folder}/news.duckdb", f"{folder}/new.duckdb"
    page = f"{folder}/page.txt"
    commands = {
        "read": ["read", page, "--no-model", "--record", record],
        "make": ["read", page, "--no-model", "--record", new],
        "correct": ["correct", "rp_one", "--accept", "--record", record],
        "recode": ["recode", "--no-model", "--record", record],
        "back up there": ["backup", f"{folder}/copy.duckdb", "--record", record],
        "show": ["show", "--what", "events", "--format", "jsonl", "--record", record],
        "search": ["search", "espionage", "--record", record],
        "sql": ["sql", "SELECT count(*) FROM articles", "-f", "csv", "--record", record],
        "corrections": ["corrections", "--record", record],
        "back up elsewhere": ["backup", f"{elsewhere}/copy.duckdb", "--record", record],
    }
    for name, words in commands.items():
        sys.argv = ["detente", *words]
        told = io.StringIO()
        status = 0
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), write_through=True)), contextlib.redirect_stderr(told):
            try:
                main()
            except SystemExit as end:
                status = end.code or 0
        print(json.dumps({"name": name, "status": status, "told": " ".join(told.getvalue().split())}), flush=True)
"""
WRITING = {"read", "make", "correct", "recode", "back up there"}


@pytest.fixture
def folder(tmp_path, make_reading):
    """A folder with a record and a page."""
    folder = tmp_path / "desk"
    folder.mkdir()
    with open_record(folder / "news.duckdb", create=True) as record:
        keep(record, [make_reading("one")])
    (folder / "page.txt").write_text(
        "Iran's foreign minister met his Omani counterpart in Muscat on Sunday.\n"
    )
    yield folder
    folder.chmod(0o755)


def under(start, folder, elsewhere):
    """What became of each command, run in a process that is started so."""
    words = [*start, sys.executable, "-c", textwrap.dedent(COMMANDS), str(folder), str(elsewhere)]
    found = subprocess.run(
        words, capture_output=True, text=True, timeout=300, env=os.environ | {"COLUMNS": "1000"}
    )
    assert found.returncode == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


def assert_only_read(folder, elsewhere, told, cause):
    for one in told:
        if one["name"] in WRITING:
            assert one["status"] == 1, one
            assert cause in one["told"], one
            assert "Traceback" not in one["told"]
        else:
            assert one["status"] == 0, one
    assert {one["name"] for one in told} > WRITING
    assert sorted(path.name for path in folder.iterdir()) == ["news.duckdb", "page.txt"]
    with open_record(elsewhere / "copy.duckdb", writable=False) as record:
        assert record.connection.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_a_disk_mounted_for_reading_only(folder, tmp_path):
    mount = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"
    start = ["unshare", "-rm", "sh", "-c", f'{mount} && exec "$@"', "sh"]
    if not shutil.which("unshare") or subprocess.run([*start, "true"], capture_output=True).returncode:
        pytest.skip("this process may not mount")
    before = (folder / "news.duckdb").read_bytes()
    told = under(start, folder, tmp_path)
    assert_only_read(folder, tmp_path, told, "the disk can only be read")
    assert (folder / "news.duckdb").read_bytes() == before


def test_a_file_and_folder_that_one_may_only_read(folder, tmp_path):
    before = (folder / "news.duckdb").read_bytes()
    (folder / "news.duckdb").chmod(0o444)
    folder.chmod(0o555)
    start = []
    if os.getuid() == 0:
        # Rights do not bind root unless it gives up that they do not.
        start = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        if not shutil.which("setpriv") or subprocess.run([*start, "true"], capture_output=True).returncode:
            pytest.skip("rights do not bind this process")
    told = under(start, folder, tmp_path)
    assert_only_read(folder, tmp_path, told, "you may not write there")
    assert (folder / "news.duckdb").read_bytes() == before
