"""The table of pairs, and that of articles that wait: they hold what can be derived from the others, whatever was done."""

import random
from collections import Counter

import duckdb
import pytest

from detente.record import keep, open_record
from detente.record.corrections import correct, undo
from detente.record.deriving import derive
from detente.record.history import as_of
from detente.record.links import keep_links, unlinked
from detente.record.lookups import Lookup
from detente.record.migrations import DERIVED
from detente.record.pairs import refresh_pairs
from detente.record.settling import settle, sort_rows
from detente.record.transaction import transaction
from detente.record.unlinking import unlink


def rows_of(record, question):
    return Counter(map(str, record.connection.execute(question).fetchall()))


def is_true(record):
    return all(
        rows_of(record, f"SELECT * FROM {table}") == rows_of(record, f"SELECT * FROM ({truth})")
        for table, truth in DERIVED.items()
    )


def test_what_new_articles_say_of_pairs(record, make_reading):
    keep(record, [make_reading("one")])
    found = record.connection.execute("SELECT a, b, kind, event FROM pairs ORDER BY kind").fetchall()
    assert found == [
        ("RUS", "USA", "assessment", None), ("RUS", "USA", "encounter", "meeting"), ("RUS", "USA", "issue", "espionage"),
        ("RUS", "USA", "position", "accuses"), ("RUS", "USA", "report", "ACCUSE"),
    ]  # fmt: skip
    assert is_true(record)


def linked(record, chance, names):
    name = chance.choice(names)
    home = f"ev_{chance.choice(names)}"
    look = Lookup(id=f"ar_{name}", kind="story", keys=(), first=None, last=None)
    homes = {"report": {f"rp_{name}": home}, "story": {f"ar_{name}": f"st_{home}"}}
    keep_links(record, [look], {}, homes)


def corrected(record, chance, names):
    name = chance.choice(names)
    of, field, value = chance.choice(
        [
            (f"rp_{name}", "status", "denied"), (f"rp_{name}", "recipients", "CHN,FRA"), (f"en_{name}", "participants", "FRA,RUS"),
            (f"rp_{name}", "event", "AGREE"),
        ]
    )  # fmt: skip
    correct(record, of, "change", by="Ann", values={field: value})


def rejected(record, chance, names):
    correct(record, f"{chance.choice(('rp', 'en'))}_{chance.choice(names)}", "reject", by="Ann")


def undone(record, chance, names):
    last = record.connection.execute("SELECT id FROM corrections WHERE undone IS NULL ORDER BY made DESC")
    for (identity,) in last.fetchmany(1):
        undo(record, identity)


def untied(record, chance, names):
    with transaction(record) as connection:
        unlink(connection, [f"ar_{chance.choice(names)}"])


def sorted_anew(record, chance, names):
    with transaction(record) as connection:
        sort_rows(connection, "pairs")


@pytest.mark.parametrize("seed", range(4))
def test_the_pairs_stay_true_whatever_is_done(record, make_reading, seed):
    chance, names = random.Random(seed), []
    for step in range(24):
        if step % 4 == 0:
            names += [f"n{step}", f"m{step}"]
            keep(record, [make_reading(name) for name in names[-2:]])
        act = chance.choice([linked, linked, corrected, rejected, undone, untied, sorted_anew])
        act(record, chance, names)
        assert is_true(record), (step, act.__name__)


def test_the_truth_differs_where_nobody_refreshed(record, make_reading):
    keep(record, [make_reading("one"), make_reading("two")])
    record.connection.execute("UPDATE reports SET event = 'AGREE' WHERE id = 'rp_two'")
    assert not is_true(record)
    refresh_pairs(record.connection, ["ar_two"])
    assert is_true(record)


def test_few_rows_are_left_as_they_lie(record, make_reading):
    keep(record, [make_reading("one")])
    assert settle(record) == ()


def test_articles_wait_until_they_are_linked(record, make_reading):
    keep(record, [make_reading("one"), make_reading("two")])
    keep_links(
        record,
        [Lookup(id="ar_one", kind="story", keys=(), first=None, last=None)],
        {},
        {"story": {"ar_one": "st_1"}},
    )
    assert unlinked(record, 10) == ["ar_two"]


def of_version_9(path):
    with duckdb.connect(str(path)) as connection:
        for (index,) in connection.execute("SELECT index_name FROM duckdb_indexes()").fetchall():
            connection.execute(f"DROP INDEX {index}")
        for table in (*DERIVED, "found_by"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute(
            'CREATE TABLE lookups ("of" VARCHAR, kind VARCHAR, key VARCHAR, first DATE, last DATE)'
        )
        connection.execute("UPDATE about SET value = '9' WHERE key = 'schema'")


def test_a_record_of_version_9_is_brought_forward(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), make_reading("two")])
        keep_links(
            record, [], {}, {"story": {"ar_one": "st_1"}, "report": {"rp_one": "ev_1", "rp_two": "ev_1"}}
        )
    of_version_9(path)
    with open_record(path, writable=False) as record:
        assert is_true(record) and rows_of(record, "SELECT article FROM waiting") == Counter(["('ar_two',)"])
    with open_record(path) as record:
        assert is_true(record) and unlinked(record, 10) == ["ar_two"]
        assert record.connection.execute("SELECT count(*) FROM duckdb_indexes()").fetchall()[0][0] >= 8
        keep(record, [make_reading("three")])
        assert is_true(record)


def test_pairs_as_they_stood(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), make_reading("two")])
        record.connection.execute("UPDATE articles SET kept = '2023-03-04'")
        before = rows_of(record, "SELECT * FROM pairs")
        correct(record, "rp_two", "change", by="Ann", values={"recipients": "CHN"})
        keep(record, [make_reading("three")])
        assert rows_of(record, "SELECT * FROM pairs") != before
    with open_record(path, writable=False) as record:
        as_of(record, "2023-03-05")
        assert (
            rows_of(record, "SELECT * FROM pairs") == before == rows_of(record, f"SELECT * FROM ({derive()})")
        )
