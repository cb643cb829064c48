"""The index of a record that many ask: made beside the answers, part by part, and what is said meanwhile."""

import threading

import pytest
from tests.record.test_search import silent

from detente.errors import BusyError
from detente.record import indexing as module
from detente.record import keep, open_record
from detente.record.corrections import correct
from detente.record.index import index_path, open_index
from detente.record.indexing import Indexing
from detente.record.search import Question, search
from detente.record.shared import SharedRecord


@pytest.fixture
def shared(tmp_path, make_reading):
    path = tmp_path / "news.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), *(silent(f"b{n}", f"A balloon, number {n}.") for n in range(20))])
    made = SharedRecord(path)
    yield made
    made.close()


@pytest.fixture
def indexing(shared, monkeypatch):
    """One that adds two articles at a time, in its thread alone."""
    monkeypatch.setattr(module, "PART", 2)
    monkeypatch.setattr(module, "AT_ONCE", 0)
    made = Indexing(record=shared, patience=60)
    yield made
    made.end()


def balloons(indexing, **more):
    return indexing.search(Question(words="balloon", **more)).total


def alike(indexing):
    """Whether the index made in parts finds what one that is made at once finds."""
    for question in (Question(words="balloon OR espionage"), Question(words="met", kind="encounter")):
        found = indexing.search(question)
        with indexing.record.borrow() as record:
            index_path(record).unlink()
            whole = search(record, question)
        assert {hit.article for hit in found.hits} == {hit.article for hit in whole.hits} and found.total


def test_made_in_parts_it_finds_the_same(indexing):
    assert balloons(indexing) == 20
    alike(indexing)


def test_it_keeps_up(indexing, shared, make_reading):
    assert balloons(indexing) == 20
    with shared.writing() as record:
        keep(record, [silent(f"c{n}", "Another balloon.") for n in range(5)])
        record.connection.execute("DELETE FROM articles WHERE id = 'ar_b3'")
        correct(record, "rp_one", "reject", by="anna")
    assert balloons(indexing) == 24
    assert indexing.search(Question(words="espionage", kind="report")).total == 0
    alike(indexing)


def test_meanwhile_a_search_is_told_how_far_it_is(indexing, shared, monkeypatch):
    indexing.patience = 0.05
    going, added = threading.Event(), threading.Event()
    add = module.add

    def slowly(*given):
        add(*given)
        added.set()
        assert going.wait(60)

    monkeypatch.setattr(module, "add", slowly)
    with pytest.raises(BusyError, match="being indexed") as told:
        balloons(indexing)
    assert added.wait(60) and 2 <= told.value.wait <= 60
    # While a part is being added the record is asked as ever.
    with shared.borrow() as record:
        assert len(record.connection.execute("SELECT id FROM articles").fetchall()) == 21
    going.set()
    assert indexing.idle.wait(60)
    assert balloons(indexing) == 20


def test_who_writes_in_between_is_let_in_and_what_is_written_is_found(indexing, shared, monkeypatch):
    """The record changes after each of the first parts, and the index is begun again where it stands."""
    add, wrote = module.add, []

    def writes(record, index, part):
        add(record, index, part)
        if len(wrote) < 3:
            wrote.append(threading.Thread(target=write, args=(f"w{len(wrote)}",)))
            wrote[-1].start()

    def write(name):
        with shared.writing() as record:
            keep(record, [silent(name, "One more balloon.")])

    monkeypatch.setattr(module, "add", writes)
    assert balloons(indexing) >= 20
    for thread in wrote:
        thread.join(60)
    assert balloons(indexing) == 23
    alike(indexing)


def test_little_is_added_at_once(indexing, shared, monkeypatch):
    assert balloons(indexing) == 20
    monkeypatch.setattr(module, "AT_ONCE", 5)
    monkeypatch.setattr(Indexing, "want", None)
    with shared.writing() as record:
        keep(record, [silent("late", "A late balloon.")])
    assert balloons(indexing) == 21


def test_where_nothing_can_be_written_beside_the_record_it_is_made_elsewhere(indexing, shared):
    index_path(shared).mkdir()
    assert balloons(indexing) == 20
    folder = indexing._folder
    assert folder is not None and len(list(module.Path(folder.name).iterdir())) == 1
    indexing.end()
    assert not module.Path(folder.name).exists()


def test_a_search_of_another_day_leaves_the_index_as_it_is(indexing, shared):
    assert balloons(indexing) == 20
    with shared.borrow() as record:
        was = index_path(record).read_bytes()
    assert indexing.search(Question(words="balloon"), "2001-01-01").total == 0
    assert indexing.search(Question(words="balloon"), "2999-01-01").total == 20
    with shared.borrow() as record:
        assert index_path(record).read_bytes() == was


def test_it_can_be_begun_again(indexing):
    assert balloons(indexing) == 20
    indexing.end()
    with indexing.record.borrow() as record:
        index_path(record).unlink()
    assert balloons(indexing) == 20


@pytest.mark.parametrize(
    "spoil", [lambda path: path.write_bytes(b"no database at all" * 500), lambda path: path.unlink()]
)
def test_a_damaged_index_is_made_anew(indexing, shared, spoil):
    assert balloons(indexing) == 20
    with shared.borrow() as record:
        spoil(index_path(record))
    assert balloons(indexing) == 20


def test_one_that_was_left_unfinished_is_finished_by_who_searches_without_a_server(
    indexing, shared, monkeypatch
):
    def fails(record, index, part):
        raise OSError("enough")

    with shared.borrow() as record:
        add = module.add
        monkeypatch.setattr(module, "add", fails)
        indexing.patience = 0.2
        with pytest.raises(BusyError):
            balloons(indexing)
        indexing.end()
        monkeypatch.setattr(module, "add", add)
        assert search(record, Question(words="balloon")).total == 20
        open_index(record).close()
