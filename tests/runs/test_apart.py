"""One article after the other in a process of its own, and into a record that others read."""

import os
import sys
import textwrap
import threading
import time
from dataclasses import replace

import pytest

from detente.errors import BusyError
from detente.reading import open_reader
from detente.record import open_record, queries
from detente.record.shared import SharedRecord
from detente.runs.apart import Apart
from detente.runs.local import read_into
from detente.runs.reading_apart import read_apart
from detente.runs.receiving import receive, trial
from detente.runs.steps import Step
from detente.sources import Refusal
from detente.types import Article, Page, Reading

STORY = "BEIJING, June 19 - China accused the United States of hypocrisy on Monday. Antony Blinken met Xi Jinping in Beijing."
TEACHES = "French Foreign Minister Jeanne Duval met Oskar Lindt, Germany's new defence minister, in Berlin on Monday."


def page(text, published="2023-06-19", **more):
    return Page(content=text.encode(), location="a.txt", media_type="text/plain", published=published, **more)


@pytest.fixture(scope="module")
def coder():
    made = Apart(model=False)
    yield made
    made.close()


@pytest.fixture
def shared(tmp_path):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True):
        pass
    record = SharedRecord(path)
    yield record
    record.close()


def test_an_article_is_read_or_left_or_refused(coder):
    found = coder.read(page(STORY), lambda article: ())
    assert isinstance(found, Reading) and found.reports and found.encounters
    assert isinstance(coder.read(page(STORY), lambda article: None), Article)
    empty = coder.read(page(" "), lambda article: ())
    assert isinstance(empty, Step) and empty.kind == "empty"


def all_of(articles):
    return [True] * len(articles)


def test_a_batch_gives_what_reading_it_in_one_process_gives(tmp_path, coder):
    """Taught of within the batch, known already, no article, a copy of another: in the order of the pages."""
    pages = [
        page(TEACHES, "2027-03-01", url="http://a.example/1"),
        page("Jeanne Duval accused Russia of a breach of the agreement on Tuesday.", "2027-03-02", url="http://a.example/2"),
        page(" ", url="http://a.example/3"),
        page(STORY, url="http://a.example/4"),
        page(STORY, url="http://a.example/4"),
        page(f"{STORY} More follows.", url="http://a.example/4"),
    ]  # fmt: skip
    pages = [replace(one, location=f"{n}.txt") for n, one in enumerate(pages)]
    told = {}
    for name, read in (("apart", read_apart), ("here", read_into)):
        with open_record(tmp_path / f"{name}.duckdb", create=True) as record:
            list(read(record, pages[3:4], coder if name == "apart" else open_reader(model=False)))
            steps = list(read(record, pages, coder if name == "apart" else open_reader(model=False)))
            told[name] = sorted((s.location, s.fate, s.kind, s.reading) for s in steps), record.connection.execute(
                "SELECT id, article, event, quote FROM reports ORDER BY id"
            ).fetchall()  # fmt: skip
            if name == "apart":
                assert [step.location for step in steps] == [one.location for one in pages]
    assert told["apart"] == told["here"]
    assert [fate for _, fate, *_ in told["apart"][0]] == [
        "read",
        "read",
        "failed",
        "known",
        "known",
        "revised",
    ]


@pytest.fixture
def hasty(tmp_path, monkeypatch):
    """One whose process hangs at a page, and is given no more time than any other page needs many times over."""
    (tmp_path / "sitecustomize.py").write_text(
        textwrap.dedent("""
            import sys
            if "detente.runs.worker" in " ".join(sys.orig_argv):
                from detente.reading import Reader
                found = Reader.article
                def article(self, page):
                    while b"ENDLESS" in page.content: pass
                    return found(self, page)
                Reader.article = article
        """)
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, sys.path)]))
    made = Apart(model=False, seconds=2.0)
    yield made
    made.close()


def test_one_page_of_a_batch_that_takes_too_long_keeps_no_other(hasty):
    """The limit is of processor time; the process is ended with the batch, and with the page alone."""
    given = [page(STORY), page(f"{STORY} ENDLESS."), page(TEACHES)]
    first, slow, last = hasty.read_all(given, all_of, ())
    assert isinstance(first, Reading) and isinstance(last, Reading) and first.reports
    assert isinstance(slow, Step) and slow.kind == "too-slow" and "set aside" in slow.message


def test_who_does_not_wait_is_told_so(coder):
    inside, leave = threading.Event(), threading.Event()

    def slowly(article):
        inside.set()
        leave.wait(20)

    holder = threading.Thread(target=coder.read, args=(page(STORY), slowly))
    holder.start()
    try:
        assert inside.wait(20)
        with pytest.raises(BusyError, match="others are having"):
            coder.read(page(STORY), lambda article: (), patience=0.05)
    finally:
        leave.set()
        holder.join()


def test_an_idle_process_is_ended_and_begun_anew(coder, monkeypatch):
    monkeypatch.setattr(coder, "idle", 0.1)
    coder.read(page(STORY), lambda article: ())
    until = time.monotonic() + 60
    while coder._process is not None and time.monotonic() < until:
        time.sleep(0.05)
    assert coder._process is None
    monkeypatch.undo()
    assert isinstance(coder.read(page(STORY), lambda article: ()), Reading)


def test_what_was_taught_and_is_forgotten_is_not_used(coder):
    taught = coder.read(page(TEACHES, "2027-03-01"), lambda article: ()).learned
    assert taught
    first = coder._process
    coder.read(page(STORY), lambda article: taught)
    assert coder._process is first
    coder.read(page(STORY), lambda article: ())
    assert coder._process is not first


def test_into_a_record_with_all_that_it_needs_to_be_found(shared, coder):
    got = receive(shared, page(STORY), coder)
    assert got.fate == "read" and got.coded["reports"] and got.article.id == got.reading.id
    with shared.borrow() as record:
        assert queries.article(record, got.article.id).text == STORY
        happenings = record.connection.execute("SELECT count(*) FROM happenings").fetchall()[0][0]
    assert happenings >= len(got.coded["reports"])
    again = receive(shared, page(STORY), coder)
    assert again.fate == "known" and again.article.id == got.article.id and again.coded == got.coded
    changed = receive(shared, page(f"{STORY} More follows.", url="http://a.example/x"), coder)
    other = receive(shared, page(f"{STORY} Nothing followed.", url="http://a.example/x"), coder)
    assert (changed.fate, other.fate) == ("read", "revised") and other.article.id != changed.article.id
    assert (
        receive(shared, page(f"{STORY} Nothing followed.", url="http://a.example/x"), coder).fate == "known"
    )
    refused = receive(shared, Refusal(location="b", kind="robots", message="not asked"), coder)
    assert (refused.fate, refused.kind, refused.message) == ("failed", "robots", "not asked")


def test_readers_are_answered_while_an_article_is_coded(shared, coder):
    """The record is asked while the coder works on an article; only its storing keeps others out."""
    asked = []

    class Watched:
        def read(self, page, wanted, patience=None):
            with shared.borrow() as record:
                asked.append(queries.counts(record)["articles"])
            return coder.read(page, wanted, patience)

    receive(shared, page(STORY), Watched())
    receive(shared, page(STORY + " More."), Watched())
    assert asked == [0, 1]


def test_a_trial_keeps_nothing(shared, coder):
    with trial() as place:
        got = place.receive(page(STORY), coder, ())
    assert got.fate == "tried" and got.coded["reports"] and got.article.text == STORY
    with shared.borrow() as record:
        assert queries.counts(record)["articles"] == 0
