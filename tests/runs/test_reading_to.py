"""Reading into a folder of tables: the same parts whoever reads them, nothing lost, nothing double, nothing done again."""

import os
import signal
import sys
import textwrap
import threading
import time
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from tests.runs.pieces import ACTS, parts, read, story, write_stories

from detente.errors import ModelError, RecordError, SourceError
from detente.record import open_record
from detente.record.links import most_told
from detente.record.manifest import NAME, read_manifest
from detente.record.parts import part_of
from detente.runs import foreman as foreman_
from detente.runs import reading_to
from detente.runs.local import read_into
from detente.runs.reading_to import Way, link_folder, plan, read_to
from detente.sources import pages


def ids(folder):
    with open_record(folder, writable=False) as record:
        return sorted(row[0] for row in record.connection.execute("SELECT id FROM articles").fetchall())


def test_two_workers_write_the_parts_that_one_process_writes(tmp_path, source, alone):
    lines = read(source, tmp_path / "out")
    assert parts(tmp_path / "out") == alone
    assert {line.status for line in lines} == {"done"}
    assert sum(line.fates["read"] for line in lines) == 48
    assert sum(line.rows["failed"] for line in lines) == 1
    assert len(ids(tmp_path / "out")) == 48
    assert read(source, tmp_path / "out") == []


def children() -> list[int]:
    """The processes of this one that read pieces."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if parent == os.getpid() and "detente.runs.piecework" in command:
                found.append(int(entry.name))
    return sorted(found)


def in_workers(folder, monkeypatch, code):
    """Has the processes that read pieces run this code when they begin."""
    site = folder / "site"
    site.mkdir()
    asked = "import os, sys\nif 'detente.runs.piecework' in ' '.join(sys.orig_argv):\n"
    (site / "sitecustomize.py").write_text(asked + textwrap.indent(textwrap.dedent(code), "    "))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), *filter(None, sys.path)]))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the processes in /proc")
def test_a_worker_that_is_killed_costs_nothing(tmp_path, source, alone, monkeypatch):
    # A part that is begun takes its time, so that there is something to be seen half written.
    in_workers(
        tmp_path,
        monkeypatch,
        """
        import time
        from detente.record.parts import PartWriter
        begun = PartWriter._begun
        def slowly(self, table, columns):
            time.sleep(0.05)
            return begun(self, table, columns)
        PartWriter._begun = slowly
        """,
    )
    killed, over = [], threading.Event()

    def kill():
        while len(killed) < 2 and not over.is_set():
            for child in children():
                if child not in killed and any((tmp_path / "out").rglob("*.tmp")):
                    os.kill(child, signal.SIGKILL)
                    killed.append(child)
            time.sleep(0.02)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        read(source, tmp_path / "out", lambda line: None if len(killed) > 1 else time.sleep(1))
    finally:
        over.set()
        killer.join()
    assert len(killed) >= 2
    assert parts(tmp_path / "out") == alone


@pytest.mark.slow
def test_items_that_end_a_worker_are_set_aside_and_named(tmp_path, monkeypatch):
    in_workers(
        tmp_path,
        monkeypatch,
        """
        from detente.reading import Reader
        found = Reader.article
        coded = Reader.read_after
        def article(self, page):
            if b"DEADLY" in page.content: os._exit(7)
            while b"ENDLESS" in page.content: pass
            if b"FAULTY" in page.content: raise ZeroDivisionError("oh")
            return found(self, page)
        def read_after(self, articles, learned=()):
            if any("HEAVY" in one.text for one in articles): raise MemoryError()
            return coded(self, articles, learned)
        Reader.article, Reader.read_after = article, read_after
        from detente.runs import piecework
        piecework.SECONDS_A_PAGE = 3.0
        """,
    )
    stories = [story(n) for n in range(20)]
    for at, word in {3: "DEADLY", 7: "FAULTY", 11: "ENDLESS", 17: "HEAVY"}.items():
        stories[at] = story(at, f"This is {word}. " + ACTS[0])
    write_stories(tmp_path / "bad.jsonl", stories)
    [line] = read(tmp_path / "bad.jsonl", tmp_path / "out")
    failed = parquet.read_table(part_of(tmp_path / "out", "failed", line.piece)).to_pylist()
    named = {(row["location"].rpartition(":")[2], row["kind"]) for row in failed}
    # The last is known by its article, which came from a line and has that line as its source.
    assert named == {("4", "crashed"), ("8", "crashed"), ("12", "too-slow"), ("18", "crashed")}
    assert line.fates == {"read": 16, "failed": 4}
    assert len(ids(tmp_path / "out")) == 16


def test_a_run_that_was_stopped_is_gone_on_with(tmp_path, source, alone):
    asked = plan([str(source)], tmp_path / "out", Way())
    lines = read_to(tmp_path / "out", asked, Way(workers=1))
    first = next(lines)
    lines.close()
    assert not children()
    # What another attempt had written without a line in the manifest is passed over, and written again.
    stray = part_of(tmp_path / "out", "articles", "stray")
    stray.write_bytes(part_of(tmp_path / "out", "articles", first.piece).read_bytes())
    assert len(ids(tmp_path / "out")) == first.rows["articles"]
    stray.unlink()
    assert {line.piece for line in read(source, tmp_path / "out")} == {
        order.piece.name for order in asked.orders
    } - {first.piece}
    assert parts(tmp_path / "out") == alone


@pytest.fixture
def held(tmp_path, reader, monkeypatch):
    """A folder with two pieces, read in this process; reads again what changed since."""
    (tmp_path / "news").mkdir()
    # Of acts that teach nobody's office: what one piece teaches does not reach another.
    for number, own in enumerate([(0, 3, 4), (7, 8, 11)]):
        write_stories(tmp_path / "news" / f"{number}.jsonl", [story(n) for n in own])
    from detente.runs.piecework import read_piece

    monkeypatch.setattr(
        reading_to,
        "read_here",
        lambda orders, begin, workers: (read_piece(order, reader, tell=lambda at: None) for order in orders),
    )
    assert len(read(tmp_path / "news", tmp_path / "out")) == 2
    return tmp_path / "news", tmp_path / "out"


def touched(news, out):
    os.utime(news / "0.jsonl", (1e9, 1e9))


def changed(news, out):
    write_stories(news / "0.jsonl", [story(12), story(15)])


def part_lost(news, out):
    next((out / "roles").iterdir()).unlink()


def line_cut_off(news, out):
    text = (out / NAME).read_bytes()
    (out / NAME).write_bytes(text[:-30])


def more(news, out):
    write_stories(news / "2.jsonl", [story(31)])


@pytest.mark.parametrize(
    ("change", "again", "articles"),
    [(touched, 0, 6), (changed, 1, 5), (part_lost, 1, 6), (line_cut_off, 1, 6), (more, 1, 7)],
)
def test_only_what_changed_is_read_again(held, change, again, articles):
    news, out = held
    change(news, out)
    assert len(read(news, out)) == again
    assert len(ids(out)) == articles
    assert read(news, out) == []


def test_a_file_that_is_cut_otherwise_leaves_nothing_behind(held, monkeypatch):
    news, out = held
    monkeypatch.setattr("detente.sources.cutting.SIZE", 400)
    assert len(read(news, out)) > 2
    assert len(ids(out)) == 6
    monkeypatch.setattr("detente.sources.cutting.SIZE", 10**9)
    read(news, out)
    assert len(ids(out)) == 6
    assert {line.status for line in read_manifest(out).values()} == {"done", "retired"}


def test_other_options_read_again(held):
    news, out = held
    assert len(read(news, out, everything=True)) == 2


def test_a_missing_part_is_named(held):
    _, out = held
    lost = next((out / "reports").iterdir())
    lost.unlink()
    with pytest.raises(RecordError, match=f"reports/{lost.name} is missing"):
        ids(out)


def test_nothing_else_writes_to_the_folder_meanwhile(held):
    news, out = held
    more(news, out)
    with reading_to._alone(out), pytest.raises(RecordError, match="another run"):
        read(news, out)


def test_what_is_in_the_folder_is_no_source_of_it(held):
    news, out = held
    assert {order.piece.source for order in plan([str(news.parent)], out, Way()).orders} == set()


def test_the_same_article_in_two_pieces_stands_once_and_another_text_beside_it(held, reader):
    news, out = held
    other = story(
        3, "Kenya recalled its ambassador from Somalia on Friday, and said that {n} talks had failed."
    )
    write_stories(news / "2.jsonl", [story(0), other, story(40)])
    write_stories(news / "3.jsonl", [other])
    read(news, out)
    link_folder(out)
    with open_record(out.with_name("whole.duckdb"), create=True) as record:
        given = (page for n in range(4) for page in pages(str(news / f"{n}.jsonl")))
        for _ in read_into(record, given, reader):
            pass
        with open_record(out, writable=False) as folder:
            for table in ("articles", "reports", "encounters", "positions", "roles", "stages", "happenings"):
                question = f'SELECT * EXCLUDE (kept) FROM "{table}" ORDER BY ALL'
                if table != "articles":
                    question = f'SELECT * FROM "{table}" ORDER BY ALL'
                asked = [one.connection.execute(question).fetchall() for one in (folder, record)]
                assert asked[0] == asked[1], table
            assert most_told(folder, 5) == most_told(record, 5)


def test_links_are_found_once(held):
    news, out = held
    assert link_folder(out) == 6
    assert link_folder(out) is None
    more(news, out)
    read(news, out)
    assert link_folder(out) == 7
    with open_record(out, writable=False) as record:
        [(stories,)] = record.connection.execute(
            "SELECT count(*) FROM happenings WHERE kind = 'story'"
        ).fetchall()
    assert stories == 7


def test_a_worker_that_cannot_begin_is_an_error(tmp_path, source, monkeypatch):
    monkeypatch.setattr(foreman_.sys, "executable", "/bin/false")
    with pytest.raises(ModelError):
        read(source, tmp_path / "out")


def test_a_worker_with_another_coder_is_an_error(tmp_path, source, monkeypatch):
    monkeypatch.setattr(reading_to, "coder_of", lambda **_: "0.0.1, model 0")
    with pytest.raises(ModelError, match="the same Détente"):
        read(source, tmp_path / "out")


def test_pages_and_missing_files_are_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        plan([str(tmp_path / "missing.jsonl")], tmp_path / "out", Way())
