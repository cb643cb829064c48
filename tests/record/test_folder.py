"""A record that is a folder of Parquet tables: read as a file is, never written, and what is wrong with it is named."""

import duckdb
import pytest

from detente.errors import RecordError
from detente.record import keep, open_record
from detente.record.corrections import correct, corrections
from detente.record.dealings import dealings
from detente.record.history import as_of
from detente.record.keeping import ask, back_up, write_tables
from detente.record.links import most_told
from detente.record.migrations import COLUMNS, SCHEMA_VERSION, TABLES, retired
from detente.record.queries import (
    articles,
    assessments,
    claims,
    counts,
    encounters,
    events,
    issues,
    positions,
)
from detente.record.scope import Scope
from detente.record.search import Question, search


@pytest.fixture
def filled(record, make_reading):
    keep(record, [make_reading("one"), make_reading("two", published="2023-03-04")])
    correct(record, "rp_two", "change", by="anna", values={"status": "denied"})
    return record


@pytest.fixture
def folder(filled, tmp_path):
    write_tables(filled, tmp_path / "tables")
    return tmp_path / "tables"


def split(folder, table, way):
    """Writes a table's rows as parts, one a row, as the workers of a cluster would."""
    whole = folder / f"{table}.parquet"
    with duckdb.connect() as connection:
        for number in range(connection.execute(f"SELECT count(*) FROM '{whole}'").fetchone()[0]):
            part = folder / way.format(table=table, number=number)
            part.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"COPY (SELECT * FROM '{whole}' LIMIT 1 OFFSET {number}) TO '{part}' (FORMAT parquet)"
            )
    whole.unlink()


QUESTIONS = [events, encounters, issues, positions, assessments, claims, articles]


def answers(record):
    return [question(record, Scope()).to_pylist() for question in QUESTIONS] + [
        dealings(record).to_pylist(), counts(record), corrections(record), most_told(record, 5),
        ask(record, "SELECT count(*) FROM roles").to_pylist(),
        search(record, Question(words="espionage", kind="report")).hits,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "way",
    [None, "{table}-{number:04}.parquet", "{table}/part-{number}.parquet", "{table}/day={number}/0.parquet"],
)
def test_a_folder_answers_as_the_file_does(filled, folder, way):
    for table in ("articles", "reports", "roles") if way else ():
        split(folder, table, way)
    with open_record(folder, writable=False) as opened:
        assert answers(opened) == answers(filled)


def test_a_folder_can_be_looked_back_in(folder):
    with open_record(folder, writable=False) as opened:
        as_of(opened, "2020-01-01")
        assert events(opened, Scope()).num_rows == 0


def test_a_folder_is_never_written_and_can_be_made_a_file(filled, folder, tmp_path):
    with pytest.raises(RecordError, match="detente backup"):
        open_record(folder, create=True)
    with open_record(folder, writable=False) as opened:
        with pytest.raises(RecordError):
            correct(opened, "rp_one", "accept", by="anna")
        back_up(opened, tmp_path / "copy.duckdb")
    with open_record(tmp_path / "copy.duckdb") as copy:
        assert answers(copy) == answers(filled)
        correct(copy, "rp_one", "accept", by="anna")
        with pytest.raises(duckdb.ConstraintException):
            copy.connection.execute("INSERT INTO articles SELECT * FROM articles")


def truncated(folder):
    part = folder / "reports.parquet"
    part.write_bytes(part.read_bytes()[:-40])


def without_a_table(folder):
    (folder / "roles.parquet").unlink()


def without_about(folder):
    (folder / "about.parquet").unlink()


def with_a_part_of_another_schema(folder):
    older = folder / "reports-older.parquet"
    duckdb.sql(
        f"COPY (SELECT * EXCLUDE (judged) FROM '{folder / 'reports.parquet'}') TO '{older}' (FORMAT parquet)"
    )


def with_about(folder, version, name="about.parquet"):
    duckdb.sql(f"COPY (SELECT 'schema' AS key, '{version}' AS value) TO '{folder / name}' (FORMAT parquet)")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (truncated, "reports.parquet: truncated"),
        (without_a_table, "no parts of roles"),
        (without_about, "without about.parquet"),
        (
            with_a_part_of_another_schema,
            "reports-older.parquet: a part of another schema version; it lacks judged",
        ),
        (lambda folder: with_about(folder, 99), "schema 99 is newer"),
        (lambda folder: with_about(folder, 5, "about-2.parquet"), "several schema versions"),
    ],
)
def test_what_is_wrong_with_a_folder_is_named(folder, spoil, said):
    spoil(folder)
    with pytest.raises(RecordError, match=said):
        open_record(folder, writable=False)


def test_a_folder_of_an_older_schema_is_brought_forward(filled, folder):
    later = range(8, SCHEMA_VERSION + 1)
    new = {table for added in later for table in TABLES.get(added, ())}
    for table in new:
        (folder / f"{table}.parquet").unlink()
    lacking = {}
    for table, column, *_ in (column for added in later for column in COLUMNS.get(added, ())):
        lacking.setdefault(table, []).append(column)
    for table, columns in ((table, columns) for table, columns in lacking.items() if table not in new):
        file = folder / f"{table}.parquet"
        rows = duckdb.sql(f"SELECT * EXCLUDE ({', '.join(columns)}) FROM '{file}'").to_arrow_table()
        duckdb.sql(f"COPY rows TO '{file}' (FORMAT parquet)")
        assert rows.num_rows
    for table, columns in retired(7).items():
        cells = ", ".join(f'CAST(NULL AS {kind}) AS "{column}"' for column, kind in columns.items())
        duckdb.sql(f"COPY (SELECT {cells} LIMIT 0) TO '{folder / table}.parquet' (FORMAT parquet)")
    with_about(folder, 7)
    with open_record(folder, writable=False) as opened:
        assert answers(opened) == answers(filled)
        write_tables(opened, folder.with_name("again"))
    with open_record(folder.with_name("again"), writable=False) as again:
        assert answers(again) == answers(filled)


def test_half_a_copy_is_no_record(filled, tmp_path):
    (tmp_path / "tables" / "reports.parquet").mkdir(parents=True)
    with pytest.raises(RecordError, match="could not be written"):
        write_tables(filled, tmp_path / "tables")
    assert not (tmp_path / "tables" / "about.parquet").exists()
