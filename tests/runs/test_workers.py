"""Reading by several processes: the same record as by one, whatever becomes of a worker."""

import os
import signal
import sys
import textwrap
from pathlib import Path

import pytest

from detente.errors import ModelError
from detente.record import open_record
from detente.runs import local, process
from detente.runs import workers as workers_
from detente.runs.workers import read_by
from detente.sources import Refusal
from detente.types import Page

ACTS = (
    "Russia expelled {n} Norwegian diplomats on Friday, and Norway called the decision unfounded.",
    "French Foreign Minister Jeanne Duval met her Kenyan counterpart in Nairobi on Monday to discuss {n} projects.",
    "Jeanne Duval accused Russia of {n} breaches of the agreement, and asked Poland for its support.",
    "China and Australia signed an agreement on {n} farm products in Canberra on Tuesday.",
)
BODY = (
    "<html lang='en'><head><meta property='article:published_time' content='2027-03-{day:02}T08:00:00Z'></head><body>"
    "<article><h1>Story {n}</h1><p>{act}</p><p>The two governments have worked together for years, and officials said "
    "that they would go on doing so in the months to come.</p></article></body></html>"
)
TOGETHER = 16
"""Articles of a batch here."""
COUNT = 40
"""Pages: two whole batches and a part."""


@pytest.fixture(scope="module", autouse=True)
def small_batches():
    """Batches that are small enough for a few pages to fill several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "BATCH", TOGETHER)
        patch.setattr(workers_, "BATCH", TOGETHER)
        yield


def page(number: int, act: str | None = None) -> Page:
    told = (act or ACTS[number % len(ACTS)]).format(n=number)
    return Page(
        content=BODY.format(n=number, act=told, day=number % 28 + 1).encode(),
        location=f"{number}.html",
        media_type="text/html",
        url=f"https://news.example/{number}",
    )


def all_rows(record) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the record, without the hour at which a row was kept."""
    connection = record.connection
    tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    rows = {}
    for table in tables:
        columns = [row[0] for row in connection.execute(f'DESCRIBE "{table}"').fetchall()]
        wanted = ", ".join(f'"{c}"' for c in columns if c not in {"kept", "recorded", "at"})
        rows[table] = sorted(connection.execute(f'SELECT {wanted} FROM "{table}"').fetchall(), key=repr)
    return rows


def read(path: Path, pages, number: int, each=lambda step: None):
    with open_record(path, create=True) as record:
        fates = []
        for step in read_by(record, pages, workers=number):
            fates.append((step.location, step.fate, step.kind))
            each(step)
        return fates, all_rows(record)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What one process makes of the pages."""
    return read(tmp_path_factory.mktemp("alone") / "record.duckdb", pages(), 1)


def pages():
    return [*map(page, range(COUNT)), Refusal(location="gone.html", kind="missing", message="not there")]


def test_two_workers_leave_the_record_that_one_process_leaves(tmp_path, alone):
    assert read(tmp_path / "record.duckdb", pages(), 2) == alone


def children() -> list[int]:
    """The processes of this one's workers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if int(stat[1]) == os.getpid() and "detente.runs.worker" in command:
                found.append(int(entry.name))
    return sorted(found)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the workers in /proc")
def test_a_worker_that_is_killed_costs_nothing(tmp_path, alone):
    killed = []

    def kill(step):
        if not killed:
            killed.extend(children()[:1])
            os.kill(killed[0], signal.SIGKILL)

    assert read(tmp_path / "record.duckdb", pages(), 2, kill) == alone
    assert killed


@pytest.fixture
def treacherous(tmp_path, monkeypatch):
    """Workers that die of one page, sit over another for ever, fail on others, and make of one what no record takes."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        textwrap.dedent("""
            import os, sys
            from dataclasses import replace
            if "detente.runs.worker" in " ".join(sys.orig_argv):
                from detente.reading import Reader
                found = Reader.article
                def article(self, page):
                    if b"DEADLY" in page.content: os._exit(7)
                    while b"ENDLESS" in page.content: pass
                    if b"FAULTY" in page.content: raise ZeroDivisionError("oh")
                    return found(self, page)
                coded = Reader.code
                def code(self, analysed, learned=()):
                    texts = [one.text for one, _ in analysed.parsed]
                    if any("FICKLE" in text for text in texts): raise KeyError("oh")
                    return [replace(one, reports=one.reports * 2) if "TWICE" in one.article.text else one
                            for one in coded(self, analysed, learned)]
                Reader.article, Reader.code = article, code
        """)
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, sys.path)]))
    monkeypatch.setattr(workers_, "SECONDS_A_PAGE", 5.0)
    monkeypatch.setattr(workers_, "SECONDS_A_BATCH", 10.0)


@pytest.mark.slow
def test_pages_that_end_a_worker_are_set_aside_and_named(tmp_path, treacherous):
    given = pages()
    given[20] = page(20, "This page is DEADLY.")
    given[25] = page(25, "This page is FAULTY.")
    given[28] = page(28, f"This page is FICKLE. {ACTS[0]}")
    given[30] = page(30, f"This page is told TWICE. {ACTS[0]}")
    given[36] = page(36, "This page is ENDLESS.")
    fates, _ = read(tmp_path / "record.duckdb", given, 2)
    assert {fate for fate in fates if fate[1] == "failed"} == {
        ("20.html", "failed", "crashed"),
        ("25.html", "failed", "crashed"),
        ("28.html", "failed", "crashed"),
        ("30.html", "failed", "not-kept"),
        ("36.html", "failed", "too-slow"),
        ("gone.html", "failed", "missing"),
    }
    assert sum(fate[1] == "read" for fate in fates) == COUNT - 5


def test_what_a_run_that_was_stopped_had_told_is_kept(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as record:
        steps = read_by(record, pages(), workers=2)
        told = [next(steps) for _ in range(20)]
        steps.close()
        assert not children()
        [(count,)] = record.connection.execute("SELECT count(*) FROM articles").fetchall()
        assert count >= len(told)


def test_a_worker_that_cannot_begin_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with open_record(tmp_path / "record.duckdb", create=True) as record, pytest.raises(ModelError):
        list(read_by(record, pages(), workers=2))
