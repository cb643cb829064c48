"""A fault of one article takes no other with it, on whatever way articles are read."""

import json
from contextlib import nullcontext
from dataclasses import replace

import pyarrow.parquet as parquet
import pytest
from tests.record.conftest import TEXT, reading
from tests.runs.pieces import write_stories

from detente.errors import ModelError, RecordError, UnfitError
from detente.record import keep, open_record
from detente.record.parts import part_of
from detente.record.recoding import pending
from detente.runs.filter import code_lines
from detente.runs.local import read_into
from detente.runs.piecework import read_piece
from detente.runs.reading_apart import read_apart
from detente.runs.reading_to import Way, link_folder, plan
from detente.runs.receiving import receive, trial
from detente.runs.recoding import accept_pending, code_anew, compare
from detente.runs.sparing import keep_sparing, read_sparing
from detente.runs.steps import Step
from detente.types import Article, Page

NAMES = ("a", "twice", "b", "faulty", "empty", "large", "broken", "c")
"""Of the articles: those of one letter are as they should be."""
KEPT = {"a", "b", "c"}
KINDS = {
    "twice": "not-kept", "empty": "not-kept", "large": "not-kept", "faulty": "crashed", "broken": "crashed",
}  # fmt: skip


def twice(one):
    """Two encounters of one identifier."""
    return replace(one, encounters=one.encounters * 2)


def without(one):
    """No category, which every report must have."""
    return replace(one, reports=(replace(one.reports[0], event=None),))


def too_large(one):
    """An offset that no text has."""
    return replace(one, encounters=(replace(one.encounters[0], start=2**40),))


SPOILT = {"twice": twice, "empty": without, "large": too_large}


class Desk:
    """Reads without an encoder; what it makes of an article depends on how that is called."""

    coder = "desk"

    def article(self, page):
        name = json.loads(page.content)["id"]
        if name == "broken":
            raise KeyError("a fault of ours")
        return replace(reading(name).article, source=page.location)

    def story(self, story, *, raw):
        return self.article(page(story.id))

    def passed_over(self, page):
        return None

    def read_after(self, found, learned=()):
        names = [article.id.removeprefix("ar_") for article in found]
        if "faulty" in names:
            raise IndexError("another of ours")
        return [
            replace(SPOILT.get(name, lambda one: one)(reading(name)), article=article, coder=self.coder)
            for name, article in zip(names, found, strict=True)
        ]

    read = read_after

    def rarity(self, word):
        return 4.0


class Beside(Desk):
    """The same as whatever reads in a process of its own."""

    def read_all(self, pages, fresh, known):
        return [self.read(one, lambda _: known) for one in pages]

    def read(self, page, wanted, patience=None):
        try:
            article = self.article(page)
            [got] = self.read_after([article], wanted(article))
        except (KeyError, IndexError):
            return Step(location=page.location, fate="failed", kind="crashed", message="please report it")
        return got


def page(name):
    content = json.dumps({"id": name, "text": TEXT}).encode()
    return Page(content=content, location=name, media_type="application/json")


PAGES = [page(name) for name in NAMES]


def kept(record):
    rows = record.connection.execute("SELECT id FROM articles").fetchall()
    return {identity.removeprefix("ar_") for (identity,) in rows}


def told(steps):
    failed = {
        step.location.removeprefix("ar_").removesuffix(".html"): step
        for step in steps
        if step.fate == "failed"
    }
    assert all("please report it" in step.message for step in failed.values())
    return {name: step.kind for name, step in failed.items()}


@pytest.mark.parametrize(("read", "desk"), [(read_into, Desk()), (read_apart, Beside())])
def test_into_a_record(record, read, desk):
    steps = list(read(record, PAGES, desk))
    assert len(steps) == len(NAMES)
    assert (told(steps), kept(record)) == (KINDS, KEPT)
    assert {step.location for step in steps if step.fate == "read"} == KEPT
    # A second run tries again what failed, and nothing else.
    again = list(read(record, PAGES, desk))
    assert (told(again), {step.location for step in again if step.fate == "known"}) == (KINDS, KEPT)


def test_nothing_is_half_kept(record):
    list(read_into(record, PAGES, Desk()))
    for table in ("reports", "encounters", "roles", "waiting", "learned"):
        rows = record.connection.execute(f"SELECT DISTINCT article FROM {table}").fetchall()
        assert {row[0].removeprefix("ar_") for row in rows} <= KEPT


def test_into_tables(tmp_path):
    write_stories(tmp_path / "all.jsonl", [{"id": name, "text": TEXT} for name in NAMES])
    out = tmp_path / "out"
    [order] = plan([str(tmp_path / "all.jsonl")], out, Way()).orders
    line = read_piece(order, Desk(), tell=lambda at: None)
    failed = parquet.read_table(part_of(out, "failed", line.piece)).to_pylist()
    names = [NAMES[int(row["location"].rpartition(":")[2]) - 1] for row in failed]
    assert dict(zip(names, (row["kind"] for row in failed), strict=True)) == KINDS
    assert (line.fates, line.rows["articles"]) == ({"failed": 5, "read": 3}, 3)
    articles = parquet.read_table(part_of(out, "articles", line.piece)).to_pylist()
    assert {row["id"] for row in articles} == {f"ar_{name}" for name in KEPT}


def test_a_piece_of_which_some_failed_can_be_linked(tmp_path):
    from detente.record.manifest import append

    write_stories(tmp_path / "all.jsonl", [{"id": name, "text": TEXT} for name in NAMES])
    [order] = plan([str(tmp_path / "all.jsonl")], tmp_path / "out", Way()).orders
    append(tmp_path / "out", read_piece(order, Desk(), tell=lambda at: None))
    assert link_folder(tmp_path / "out") == 3


def test_lines_in_and_out():
    lines = [json.dumps({"id": name, "text": TEXT}).encode() for name in NAMES]
    answers = [json.loads(line) for line in code_lines(lines, Desk())]
    assert [answer["id"] for answer in answers] == list(NAMES)
    problems = {answer["id"]: [one["kind"] for one in answer["problems"]] for answer in answers}
    # Nothing is kept here, so that what no record would take is written as it is.
    assert {name for name, kinds in problems.items() if kinds == ["crashed"]} == {"faulty", "broken"}
    assert not any(problems[name] for name in KEPT)


class Alone:
    """A record of which a test is the only reader."""

    def __init__(self, record):
        self.record = record

    def borrow(self):
        return nullcontext(self.record)

    writing = borrow


@pytest.mark.parametrize("name", NAMES)
def test_handed_in_one_by_one(record, name):
    got = receive(Alone(record), page(name), Beside())
    assert (got.location, got.kind) == (name, KINDS.get(name))
    assert kept(record) == ({name} & KEPT)
    with trial() as place:
        tried = place.receive(page(name), Beside(), ())
    assert (tried.location, tried.kind) == (name, KINDS.get(name))


class Newer(Desk):
    """Another coder, that spoils what the older one read well."""

    coder = "newer"


def held(record):
    for name in ("a", "b", "c", *SPOILT, "faulty"):
        keep(record, [replace(reading(name), coder="older")])
    return record


@pytest.mark.parametrize("accept", [False, True])
def test_coding_anew(record, accept):
    failed = [step for coded in code_anew(held(record), Newer()) for step in coded.failed]
    assert told(failed) == {"faulty": "crashed"}
    found = accept_pending(record, "newer", Desk().rarity) if accept else compare(record, "newer")
    rows = record.connection.execute("SELECT id FROM articles WHERE coder = 'newer'").fetchall()
    assert {row[0].removeprefix("ar_") for row in rows} == (KEPT if accept else set())
    assert found.articles + len(found.failed) == 6
    if accept:
        assert told(found.failed) == dict.fromkeys(SPOILT, "not-kept")
        assert pending(record, "newer") == sorted(f"ar_{name}" for name in SPOILT)
        # What could not be put in place stands as it was.
        rows = record.connection.execute("SELECT article FROM encounters").fetchall()
        assert len(rows) == len({row[0] for row in rows}) == 7


def test_what_is_of_no_article_ends_the_run(record, monkeypatch):
    def full(*_, **__):
        raise RecordError("the disk is full")

    monkeypatch.setattr("detente.runs.sparing.keep", full)
    with pytest.raises(RecordError, match="full"):
        keep_sparing(record, [reading("a"), reading("b")])

    def gone(_):
        raise ModelError("no model")

    with pytest.raises(ModelError):
        read_sparing([reading("a").article], gone)


def test_those_that_only_fail_together_are_read_alone():
    def read(articles):
        if len(articles) > 1:
            raise MemoryError
        return [reading(article.id) for article in articles]

    given = [Article(id=name, text="") for name in "abc"]
    assert [got.id for got in read_sparing(given, read)] == ["ar_a", "ar_b", "ar_c"]


def test_the_record_says_what_does_not_fit(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as record:
        for spoil in SPOILT.values():
            with pytest.raises(UnfitError, match=r"does not fit .*nothing of this batch was kept"):
                keep(record, [reading("a"), spoil(reading("b"))])
        assert kept(record) == set()
