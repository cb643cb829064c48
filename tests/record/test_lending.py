"""Who keeps a record open lets go of it while another process writes, and has it again whatever becomes of that."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import contextmanager, suppress

import msgspec
import pytest

from detente.errors import RecordError
from detente.record import keep, lending, open_record, shared, store
from detente.record.announcing import announcements_of
from detente.record.lending import Loan, borrow
from detente.record.queries import counts
from detente.record.shared import SharedRecord

WRITING = """
    import sys, time
    from tests.record.conftest import reading
    from detente.record import keep, open_record
    path, then = sys.argv[1:]
    with open_record(path) as record:
        keep(record, [reading("theirs")])
        print("written", flush=True)
        if then == "wait":
            time.sleep(60)
        if then == "pause":
            record.pause()
            print("paused", flush=True)
            time.sleep(60)
"""


@pytest.fixture
def path(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("ours")])
    return path


@pytest.fixture
def lender(path):
    """A record that this process reads and lends."""
    held = SharedRecord(path)
    assert number(held) == 1
    with lending.lending(path, held.lent, command="detente serve"):
        yield held
    held.close()


def number(held):
    with held.borrow() as record:
        return counts(record)["articles"]


@contextmanager
def another(path, then):
    """Another process that writes into the record, once it has."""
    command = [sys.executable, "-c", textwrap.dedent(WRITING), str(path), then]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "written\n"
            yield process
        finally:
            process.kill()


def test_another_process_writes_while_the_record_is_held(path, lender):
    before = lender.stamp
    with another(path, "end") as process:
        process.wait()
    assert number(lender) == 2
    assert lender.stamp != before


def test_who_asks_meanwhile_waits_and_is_told_for_whom(path, lender, monkeypatch):
    monkeypatch.setattr(shared, "PATIENCE", 0.2)
    with another(path, "wait") as process:
        with pytest.raises(RecordError, match="is being written to by `detente"):
            number(lender)
        monkeypatch.setattr(shared, "PATIENCE", 30.0)
        process.kill()
        assert number(lender) == 2


def test_a_pause_lets_others_read_and_write(path, lender, make_reading):
    with another(path, "pause") as process:
        assert process.stdout.readline() == "paused\n"
        assert number(lender) == 2
        with lender.writing() as record:
            keep(record, [make_reading("more")])
        assert number(lender) == 3


@pytest.mark.parametrize("asked_again", [True, False])
def test_after_a_pause_it_is_had_again_with_what_others_wrote(path, make_reading, asked_again):
    with open_record(path) as record:
        keep(record, [make_reading("two")])
        record.pause()
        with another(path, "end") as process:
            process.wait()
        assert counts(record)["articles"] == 3
        keep(record, [make_reading("four")])
        record.pause()
        if asked_again:
            assert counts(record)["articles"] == 4
    assert not path.with_name("record.duckdb.wal").exists()
    assert not announcements_of(path)
    with open_record(path, writable=False) as record:
        assert counts(record)["articles"] == 4


def test_a_closed_record_is_not_had_again(path):
    with open_record(path) as record:
        record.pause()
    with pytest.raises(RecordError, match="was closed"):
        counts(record)


def test_what_is_only_read_is_not_let_go_of(path):
    with open_record(path, writable=False) as record:
        connection = record.connection
        record.pause()
        assert record.connection is connection


@pytest.mark.parametrize("then", ["wait", "pause"])
def test_a_borrower_that_is_killed_gives_back(path, lender, then):
    with another(path, then) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert number(lender) == 2


HOLDING = """
    import sys, time
    from pathlib import Path
    from detente.record.lending import lending
    from detente.record.shared import SharedRecord
    held = SharedRecord(Path(sys.argv[1]))
    with held.borrow():
        pass
    with lending(held.path, held.lent, command="detente serve"):
        print("holding", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def holding(path):
    """Another process that reads the record and lends it."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDING), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def test_a_lender_that_is_killed_takes_nothing_away(path, holding, make_reading):
    with open_record(path) as record:
        keep(record, [make_reading("before")])
        holding.kill()
        holding.wait()
        keep(record, [make_reading("after")])
        record.pause()
        assert counts(record)["articles"] == 3
    assert not announcements_of(path)


def test_a_lender_that_hangs_is_named(path, holding, monkeypatch):
    monkeypatch.setattr(lending, "BRIEFLY", 0.1)
    os.kill(holding.pid, signal.SIGSTOP)
    try:
        with pytest.raises(
            RecordError, match=r"`detente serve` .* cannot lend it now \(it does not answer\)"
        ):
            borrow(path, Loan(), patience=0.2)
    finally:
        os.kill(holding.pid, signal.SIGCONT)


def test_reading_beside_a_lender_asks_nobody(path, holding):
    with open_record(path, writable=False) as record:
        assert counts(record)["articles"] == 1


def test_a_lender_that_cannot_let_go_says_why(path, lender):
    [own] = announcements_of(path)
    with lender.borrow(), socket.create_connection(("127.0.0.1", own.door)) as line:
        line.sendall(said(token=own.token, patience=0.1))
        answer = msgspec.json.decode(line.recv(1000))
    assert (answer["lent"], "too many are asking" in answer["why"]) == (False, True)


def said(**more):
    return msgspec.json.encode({"token": "", "command": "detente read", "patience": 5.0} | more) + b"\n"


@pytest.mark.parametrize(
    "words",
    [said(), said(token="guessed"), b"GET / HTTP/1.1\r\n\r\n", b"{}\n", b"[" * 10_000 + b"\n", b"\xff\n"],
)
def test_who_does_not_show_the_token_gets_nothing(path, lender, words):
    [own] = announcements_of(path)
    # The other side may have hung up before all is said.
    with suppress(OSError), socket.create_connection(("127.0.0.1", own.door)) as line:
        line.sendall(words)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1000) == b""
    assert number(lender) == 1


def test_two_who_have_what_the_other_wants_both_come_through(path, monkeypatch):
    monkeypatch.setattr(lending, "BRIEFLY", 0.2)
    locks = {name: threading.Lock() for name in "ab"}
    through = []

    @contextmanager
    def let_go(name, patience):
        if not locks[name].acquire(timeout=patience):
            raise RecordError("in use")
        try:
            time.sleep(0.05)
            yield
        finally:
            locks[name].release()

    def write(name):
        loan = Loan()
        borrow(path, loan, patience=20.0)
        loan.give_back()
        through.append(name)

    def in_either_order(record):
        forward = threading.current_thread().name == "forward"
        return announcements_of(record)[:: 1 if forward else -1]

    monkeypatch.setattr(lending, "others_of", in_either_order)
    with (
        lending.lending(path, lambda _, patience: let_go("a", patience)),
        lending.lending(path, lambda _, patience: let_go("b", patience)),
    ):
        names = ["forward", "backward"] * 3
        threads = [threading.Thread(target=write, args=(name,), name=name) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(through) == sorted(names)


def test_where_nobody_lends_a_second_writer_is_told_at_once(path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    script = "import sys, time; from detente.record import open_record; r = open_record(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with pytest.raises(RecordError, match=rf"process {process.pid}\); wait until it is done or stop it"):
            open_record(path)
        process.kill()


def test_one_that_takes_turns_is_waited_for(path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.0)
    script = "import sys, time; from detente.record import open_record; r = open_record(sys.argv[1]); r.pause(); r.connection; print('open', flush=True); time.sleep(0.5); r.pause(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with open_record(path, writable=False) as record:
            assert counts(record)["articles"] == 1
        process.kill()
