"""One record for many readers at once, taken up anew when its file is replaced."""

import threading

import pytest

from detente.errors import RecordError
from detente.record import keep, open_record
from detente.record.shared import SHELVES, SharedRecord


def made(path, readings):
    with open_record(path, create=True) as record:
        keep(record, readings)
    return path


def number(record):
    return record.connection.execute("SELECT count(*) FROM articles").fetchone()[0]


def test_many_ask_at_once(tmp_path, make_reading):
    shared = SharedRecord(made(tmp_path / "one.duckdb", [make_reading("one")]))
    found = []

    def ask():
        for _ in range(5):
            with shared.borrow() as record:
                found.append(number(record))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 40
    shared.close()


def test_a_replaced_file_is_taken_up_and_who_was_asking_goes_on(tmp_path, make_reading):
    path = made(tmp_path / "one.duckdb", [make_reading("one")])
    shared = SharedRecord(path)
    with shared.borrow() as old:
        before = shared.stamp
        made(tmp_path / "two.duckdb", [make_reading("one"), make_reading("two")]).replace(path)
        with shared.borrow() as new:
            assert (number(old), number(new)) == (1, 2)
        assert number(old) == 1 and shared.stamp != before
    shared.close()


def test_looking_back_is_ones_own(tmp_path, make_reading):
    shared = SharedRecord(made(tmp_path / "one.duckdb", [make_reading("one")]))
    with shared.borrow("2001-01-01") as then, shared.borrow() as now:
        assert (number(then), number(now)) == (0, 1)
    shared.close()


def test_answers_are_worked_out_once_and_forgotten_with_the_file(tmp_path, make_reading):
    path = made(tmp_path / "one.duckdb", [make_reading("one")])
    shared, asked = SharedRecord(path), []

    def make():
        asked.append(1)
        return len(asked)

    assert [shared.remembered("x", make) for _ in range(3)] == [1, 1, 1]
    made(tmp_path / "two.duckdb", [make_reading("two")]).replace(path)
    assert shared.remembered("x", make) == 2
    for other in range(SHELVES["facts"]):
        shared.remembered(other, lambda: None)
    assert shared.remembered("x", make) == 3
    with pytest.raises(ZeroDivisionError):
        shared.remembered("fails", lambda: 1 // 0)
    assert shared.remembered("fails", lambda: "mended") == "mended"
    shared.close()


def test_what_is_wrong_with_the_file_is_told(tmp_path, make_reading):
    with pytest.raises(RecordError, match="no such record"), SharedRecord(tmp_path / "none.duckdb").borrow():
        pass
    (tmp_path / "text.duckdb").write_text("not a record " * 1000)
    with pytest.raises(RecordError), SharedRecord(tmp_path / "text.duckdb").borrow():
        pass
