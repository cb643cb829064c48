"""What is said when a record cannot be had."""

import os
import subprocess
import sys
import textwrap

import duckdb
import pytest

from detente.errors import RecordError
from detente.record import keep, open_record
from detente.record.migrations import COLUMNS, SCHEMA_VERSION, TABLES
from detente.record.queries import Scope, assessments, candidates, claims, counts, learned
from detente.record.watched import FeedState, feed_states, note_feed


def test_a_missing_record_is_made_only_when_asked(tmp_path):
    path = tmp_path / "record.duckdb"
    with pytest.raises(RecordError, match="no such record"):
        open_record(path)
    assert not path.exists()
    open_record(path, create=True).close()
    open_record(path).close()


def test_reading_only_makes_nothing(tmp_path):
    with pytest.raises(RecordError, match="no such record"):
        open_record(tmp_path / "record.duckdb", create=True, writable=False)
    assert not list(tmp_path.iterdir())


def not_a_duckdb_file(path):
    path.write_text("Dear diary,\n" * 2000)


def another_programs_file(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE wine (year INTEGER)")


def a_newer_schema(path):
    open_record(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE key = 'schema'")


def a_folder(path):
    path.mkdir()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (a_folder, "is a folder"),
        (not_a_duckdb_file, "not a Détente record"),
        (another_programs_file, "not a Détente record"),
        (a_newer_schema, "schema 99 is newer"),
    ],
)
@pytest.mark.parametrize("writable", [True, False])
def test_what_is_no_record_is_named(tmp_path, made, said, writable):
    path = tmp_path / "it's a record.duckdb"
    made(path)
    with pytest.raises(RecordError, match=said) as error:
        open_record(path, create=True, writable=writable)
    assert str(path) in str(error.value)


def test_an_empty_duckdb_file_becomes_a_record(tmp_path):
    path = tmp_path / "record.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(RecordError, match="empty"):
        open_record(path, writable=False)
    with open_record(path, create=True) as record:
        assert counts(record)["articles"] == 0


def test_a_record_held_by_another_process_is_named(tmp_path, record):
    script = textwrap.dedent(
        """
        import sys
        from detente.errors import RecordError
        from detente.record import open_record
        try:
            open_record(sys.argv[1])
        except RecordError as error:
            print(error)
        """
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, str(record.path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "another process has the record open" in answer.stdout
    assert f"(process {os.getpid()})" in answer.stdout


def test_a_record_opened_for_reading_is_not_written(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    open_record(path, create=True).close()
    with open_record(path, writable=False) as record, pytest.raises(RecordError, match="reading only"):
        keep(record, [make_reading()])


def test_what_was_kept_is_there_after_closing(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading()])
    with open_record(path, writable=False) as record:
        assert counts(record)["articles"] == 1


def an_older_record(path, reading):
    """A record of schema version 1, without what later versions brought."""
    with open_record(path, create=True) as record:
        keep(record, [reading])
    with duckdb.connect(str(path)) as connection:
        # What an index depends on cannot be altered; the older versions had fewer.
        for (index,) in connection.execute("SELECT index_name FROM duckdb_indexes()").fetchall():
            connection.execute(f'DROP INDEX "{index}"')
        later = range(2, SCHEMA_VERSION + 1)
        new = {table for version in later for table in TABLES.get(version, ())}
        for table in new:
            connection.execute(f"DROP TABLE {table}")
        for table, column, *_ in (column for version in later for column in COLUMNS.get(version, ())):
            if table not in new:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE about SET value = '1' WHERE key = 'schema'")


def test_an_older_record_is_brought_forward_when_it_is_written(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    an_older_record(path, make_reading())
    with open_record(path) as record:
        assert (counts(record)["articles"], learned(record)) == (1, ())
        keep(record, [make_reading("two")])
        assert [told.person for told in learned(record)] == ["Antony Blinken"]
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchall() == [
            (str(SCHEMA_VERSION),)
        ]


def test_an_older_record_is_read_as_it_is(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    an_older_record(path, make_reading())
    before = path.read_bytes()
    with open_record(path, writable=False) as record:
        assert (counts(record)["articles"], learned(record)) == (1, ())
        assert assessments(record, Scope()).to_pylist()[0]["holder"] is None
        assert (claims(record, Scope()).num_rows, candidates(record, Scope()).num_rows) == (0, 0)
    assert path.read_bytes() == before


@pytest.mark.parametrize("writable", [True, False])
def test_a_column_that_a_later_table_got_is_there_for_records_of_between(tmp_path, writable):
    """The table of feeds is of version 11, what feeds ask for of version 13."""
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        note_feed(record, FeedState(address="f", etag="7", wait=60.0))
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE feeds DROP COLUMN wait")
        connection.execute("UPDATE about SET value = '12' WHERE key = 'schema'")
    with open_record(path, writable=writable) as record:
        assert feed_states(record) == {"f": FeedState(address="f", etag="7")}
