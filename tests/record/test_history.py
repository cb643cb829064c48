"""What was known when, what has changed since, and copies of the whole."""

import duckdb
import pytest

from detente.errors import RecordError, UsageError
from detente.record import keep, open_record
from detente.record.corrections import correct, corrections, undo
from detente.record.history import as_of, changes
from detente.record.judging import judge, unjudge
from detente.record.keeping import ask, back_up, write_tables
from detente.record.queries import Scope, articles, counts, encounters, events


@pytest.fixture
def path(tmp_path, make_reading):
    """One article kept in June and one in August; the first one's report corrected in July."""
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading("one"), make_reading("two")])
        correct(record, "rp_one", "change", by="ana", values={"status": "denied", "recipients": ["CHN"]})
        for table, column, value, where in (
            ("articles", "kept", "2026-06-01", "id = 'ar_one'"),
            ("articles", "kept", "2026-08-01", "id = 'ar_two'"),
            ("corrections", "made", "2026-07-01T10:00:00.000000+00:00", "true"),
        ):
            record.connection.execute(f"UPDATE {table} SET {column} = '{value}' WHERE {where}")
    return path


@pytest.mark.parametrize(
    ("day", "known", "status", "recipients"),
    [
        ("2026-05-31", [], None, None),
        ("2026-06-15", ["ar_one"], "happened", ["Russia"]),
        ("2026-07-15", ["ar_one"], "denied", ["China"]),
        ("2026-08-15", ["ar_one", "ar_two"], "denied", ["China"]),
    ],
)
def test_the_record_as_it_stood(path, day, known, status, recipients):
    with open_record(path, writable=False) as record:
        as_of(record, day)
        assert sorted(articles(record, Scope())["id"].to_pylist()) == known
        rows = {row["id"]: row for row in events(record, Scope()).to_pylist()}
        assert rows.get("rp_one", {}).get("status") == status
        assert rows.get("rp_one", {}).get("recipients") == recipients
        assert encounters(record, Scope()).num_rows == len(known)


def test_looking_back_leaves_the_file_as_it_is(path):
    before = path.read_bytes()
    with open_record(path, writable=False) as record:
        as_of(record, "2026-06-15")
    assert path.read_bytes() == before


def test_a_record_open_for_writing_does_not_look_back(path):
    with open_record(path) as record, pytest.raises(RecordError, match="writable=False"):
        as_of(record, "2026-06-15")


def test_what_has_changed_since(path):
    with open_record(path) as record:
        found = {(c.at[:10], c.what, c.of, c.field) for c in changes(record, "2026-06-15")}
        assert found == {
            ("2026-07-01", "changed", "rp_one", "recipients"),
            ("2026-07-01", "changed", "rp_one", "status"),
            ("2026-08-01", "added", "ar_two", None),
        }
        undo(record, corrections(record)[0].id)
        assert [c.what for c in changes(record, "2026-09-01")] == ["undone"]


JUDGED_BADLY = [
    ("rp_one", "rp_one", "name two"),
    ("rp_one", "en_two", "only two reports or two encounters"),
    ("po_one_0", "po_two_0", "only two reports or two encounters"),
    ("rp_one", "rp_none", "no report"),
]


@pytest.mark.parametrize(("a", "b", "message"), JUDGED_BADLY)
def test_a_judgement_on_what_cannot_be_one_is_refused(path, a, b, message):
    with open_record(path) as record, pytest.raises(UsageError, match=message):
        judge(record, a, b, same=True, by="ana")


def test_a_backup_is_a_record(path, tmp_path):
    copy = tmp_path / "copy.duckdb"
    with open_record(path, writable=False) as record:
        before = counts(record)
        assert back_up(record, copy)["articles"] == 2
    with open_record(copy) as record:
        assert counts(record) == before
        undo(record, record.connection.execute("SELECT id FROM corrections LIMIT 1").fetchall()[0][0])


def test_every_table_goes_into_parquet(path, tmp_path):
    with open_record(path, writable=False) as record:
        rows = write_tables(record, tmp_path / "tables")
    files = {f.stem for f in (tmp_path / "tables").glob("*.parquet")}
    assert files == set(rows)
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/tables/reports.parquet'").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "question", ["SELECT nonsense", "SELEC 1", "DROP TABLE reports", "DELETE FROM reports"]
)
def test_a_question_that_is_none_is_refused(path, question):
    with open_record(path, writable=False) as record, pytest.raises(UsageError):
        ask(record, question)
    with open_record(path, writable=False) as record:
        assert counts(record)["reports"] == 2


def test_a_question_in_sql_is_answered(path):
    with open_record(path, writable=False) as record:
        assert ask(record, "SELECT count(*) AS n FROM reports").to_pylist() == [{"n": 2}]


def test_a_judgement_and_its_undoing_are_changes(path):
    with open_record(path) as record:
        made = judge(record, "en_one", "en_two", same=False, by="ana", why="another day")
        unjudge(record, made)
        found = [(c.what, c.of, c.now, c.by) for c in changes(record, "2020-01-01") if c.of == "en_one"]
    assert found == [("parted", "en_one", "en_two", "ana"), ("undone", "en_one", "en_two", "ana")]
