"""By what articles and tellings are found again, on which days, and that an older record's are carried over."""

import re
from datetime import date, timedelta

import duckdb
import pytest

from detente.record import keep, open_record
from detente.record import links as links_module
from detente.record.keeping import back_up, write_tables
from detente.record.links import keep_links
from detente.record.lookups import Lookup, kept, neighbours
from detente.record.settling import sort_rows
from detente.runs.linking import link_new

DAY = date(2023, 6, 18)


def lookup(identity="x", keys=("grain", "corridor"), first=DAY, last=None, **more):
    return Lookup(id=identity, kind="story", keys=keys, first=first, last=last or first, **more)


THERE = {
    "same day": lookup("same day"),
    "a month on": lookup("a month on", first=DAY + timedelta(30)),
    "five weeks on": lookup("five weeks on", first=DAY + timedelta(35)),
    "that half year": lookup("that half year", first=date(2023, 1, 1), last=date(2023, 7, 1)),
    "that decade": lookup("that decade", first=date(2020, 1, 1), last=date(2029, 12, 31)),
    "another decade": lookup("another decade", first=date(2000, 1, 1), last=date(2009, 12, 31)),
    "undated": lookup("undated", first=None),
    "one word": lookup("one word", keys=("grain", "wine")),
    "other words": lookup("other words", keys=("border", "wine")),
    "another kind": Lookup(id="another kind", kind="event", keys=("grain", "corridor"), first=DAY, last=DAY),
}
NEAR = {"same day", "a month on", "that half year", "that decade", "undated"}


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize(
    ("asker", "days", "least", "expected"),
    [
        (lookup(), 30, 2, NEAR),
        (lookup(), 30, 1, NEAR | {"one word"}),
        (lookup(), 0, 2, NEAR - {"a month on"}),
        (lookup(first=None), 30, 2, NEAR | {"five weeks on", "another decade"}),
        (lookup(first=date(2005, 5, 5)), 30, 2, {"another decade", "undated"}),
        (lookup(first=date(1999, 12, 1), last=date(2000, 1, 9)), 0, 2, {"another decade", "undated"}),
        (lookup(keys=("hope",), asks=("wine", "border")), 30, 2, {"other words"}),
        (lookup(keys=()), 30, 1, set()),
        (lookup(first=date.min), 30, 2, {"undated"}),
        (lookup(first=date.max), 30, 2, {"undated"}),
    ],
)
def test_what_shares_keys_is_found_in_its_days(record, in_order, asker, days, least, expected):
    keep_links(record, list(THERE.values()), {}, {})
    if in_order:
        sort_rows(record.connection, "found_by")
    assert neighbours(record, [asker], days, least) == expected


def test_of_several_that_ask_each_counts_its_own_keys(record):
    keep_links(record, list(THERE.values()), {}, {})
    asked = [lookup("a", keys=("grain",)), lookup("b", keys=("corridor",))]
    assert neighbours(record, asked, 30, 2) == set()


def test_a_long_span_takes_few_rows():
    assert [len(kept([lookup(keys=("grain",), last=DAY + timedelta(n))])) for n in (0, 40, 500, 40_000)] == [
        *(1, 2, 2, 1)
    ]


def of_version_11(path, lookups):
    """The record as it was before: rows by key instead of by slot, acts not told apart."""
    acts = re.compile(r"^(\S+-\S+) [A-Z]+$")
    rows = [
        (look.id, look.kind, acts.sub(r"\1", key), look.first, look.last)
        for look in lookups
        for key in look.keys
    ]
    with duckdb.connect(str(path)) as connection:
        connection.execute("DROP TABLE found_by")
        connection.execute(
            'CREATE TABLE lookups ("of" VARCHAR NOT NULL, kind VARCHAR NOT NULL, key VARCHAR NOT NULL, first DATE, last DATE)'
        )
        connection.executemany("INSERT INTO lookups VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE pairs SET mode = NULL WHERE kind = 'position'")
        connection.execute("DELETE FROM about WHERE key LIKE '% sorted'")
        connection.execute("UPDATE about SET value = '11' WHERE key = 'schema'")


ROWS = "SELECT * FROM found_by ORDER BY ALL"


@pytest.fixture
def older(tmp_path, make_reading, monkeypatch):
    """A record of version 11, and what it holds in today's form."""
    path, seen = tmp_path / "record.duckdb", []
    monkeypatch.setattr(links_module, "kept", lambda lookups: seen.extend(lookups) or kept(lookups))
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), make_reading("two", published="2023-06-20")])
        assert list(link_new(record, len))
        rows = record.connection.execute(ROWS).fetchall()
    assert rows and {look.kind for look in seen} == {"copy", "story", "event"}
    of_version_11(path, seen)
    return path, rows


def test_an_older_record_is_carried_over(older, make_reading):
    path, rows = older
    for writable in (False, True):
        with open_record(path, writable=writable) as record:
            assert record.connection.execute(ROWS).fetchall() == rows
            holds = record.connection.execute("SELECT DISTINCT mode FROM pairs WHERE kind = 'position'")
            assert holds.fetchall() == [("USA",)]
    with open_record(path) as record:
        assert not record.connection.execute("FROM duckdb_tables() WHERE table_name = 'lookups'").fetchall()
        keep(record, [make_reading("three")])
        assert [step.stories for step in link_new(record, len)] == [1]


def test_an_older_folder_of_tables_is_carried_over(older, tmp_path):
    path, rows = older
    folder, copy = tmp_path / "folder", tmp_path / "copy.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute(f"EXPORT DATABASE '{folder}' (FORMAT parquet)")
    with open_record(folder, writable=False) as record:
        assert record.connection.execute(ROWS).fetchall() == rows
        back_up(record, copy)
        write_tables(record, tmp_path / "anew")
    for at in (copy, tmp_path / "anew"):
        with open_record(at, writable=False) as record:
            assert record.connection.execute(ROWS).fetchall() == rows
