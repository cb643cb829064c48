"""Backup and restore as docs/how-to/operate.md walks through them."""

from contextlib import suppress

import duckdb
from tests.alerts.conftest import came_in, story
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import open_record
from detente.record.alerted import alert_bodies
from detente.record.corrections import correct
from detente.record.watched import FeedItem, FeedState, feed_states, item_counts, note_feed


def filled(path):
    with open_record(path, create=True) as record:
        came_in(record, story("one"), story("two", event="THREATEN"))
        correct(record, "rp_one", "change", by="ana", values={"status": "denied"})
        from datetime import datetime

        from detente.alerts.raising import Alarms
        from detente.alerts.wishes import wish

        assert Alarms([wish(["any"])], ["terminal"]).look(record, datetime(2023, 3, 5))
        note_feed(record, FeedState(address="f", etag='"7"'))
    return path


def run(*words):
    answer = CliRunner().invoke(app, [str(word) for word in words])
    assert answer.exit_code == 0, answer.output


def everything(path):
    with open_record(path, writable=False) as record:
        ask = record.connection.execute
        tables = [
            row[0]
            for row in ask(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'record' ORDER BY 1"
            ).fetchall()
        ]
        return {table: sorted(map(repr, ask(f'SELECT * FROM "{table}"').fetchall())) for table in tables}


def test_a_copy_takes_the_place_of_what_was_lost(tmp_path):
    path = filled(tmp_path / "news.duckdb")
    before = everything(path)
    run("backup", tmp_path / "friday.duckdb", "--record", path)
    # What came after, and then the file is damaged in its middle.
    with open_record(path) as record:
        came_in(record, story("late"))
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    (tmp_path / "news.duckdb.wal").write_bytes(b"what was left of it")
    path.write_bytes((tmp_path / "friday.duckdb").read_bytes())
    (tmp_path / "news.duckdb.wal").unlink()
    assert everything(path) == before
    with open_record(path) as record:
        assert (len(alert_bodies(record)), item_counts(record)) == (1, {"read": 2})
        assert feed_states(record)["f"].etag == '"7"'
        # The watch goes on from there: what it had is known, what came after is read again.
        known = FeedItem(
            item="ar_one", feed="f", id="", link="", title=None, published=None, outlet=None, text=""
        )
        lost = FeedItem(
            item="ar_late", feed="f", id="", link="", title=None, published=None, outlet=None, text=""
        )
        assert note_feed(record, FeedState(address="f"), [known, lost]) == 1


def test_a_folder_of_tables_becomes_a_record_again(tmp_path):
    path = filled(tmp_path / "news.duckdb")
    run("backup", tmp_path / "tables", "--parquet", "--record", path)
    run("backup", tmp_path / "again.duckdb", "--record", tmp_path / "tables")
    assert everything(tmp_path / "again.duckdb") == everything(path)


def test_a_published_copy_is_put_in_place_whole(tmp_path, monkeypatch):
    from detente.errors import RecordError
    from detente.record.keeping import publish

    path = filled(tmp_path / "news.duckdb")
    target = tmp_path / "out" / "news.duckdb"
    target.parent.mkdir()
    with open_record(path, writable=False) as record:
        publish(record, target)
    reader = duckdb.connect(str(target), read_only=True)
    with open_record(path) as record:
        came_in(record, story("late"))
        publish(record, target)
    # Who had the older one open goes on with it.
    assert reader.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
    reader.close()
    assert len(everything(target)["articles"]) == 3
    monkeypatch.setattr(
        "detente.record.keeping.back_up", lambda *a: (_ for _ in ()).throw(RecordError("full"))
    )
    with open_record(path, writable=False) as record, suppress(RecordError):
        publish(record, target)
    assert len(everything(target)["articles"]) == 3
    assert [file.name for file in target.parent.iterdir()] == ["news.duckdb"]
