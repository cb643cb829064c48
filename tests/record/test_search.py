"""Searching by words: what is found, what the index keeps up with, and that no words can be wrong."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from tests.record.conftest import TEXT, reading

from detente.record import keep, open_record
from detente.record.corrections import correct, undo
from detente.record.index import index_path, open_index
from detente.record.queries import Scope
from detente.record.search import Question, search
from detente.types import Article

BALLOON = (
    "The Foreign Ministry in Berlin summoned the envoy of Montenegro.\n\nA spy balloon had flown over Bavaria, "
    "officials said. The balloon was no weather balloon.\n\nPresident Erdoğan called it a spy, not a balloon."
)


def silent(name: str, text: str, **more: str):
    """A reading in which nothing was coded."""
    article = Article(id=f"ar_{name}", text=text, published_by="given", source=name, language="en", **more)
    return replace(
        reading(name), article=article, reports=(), encounters=(), issues=(), positions=(), assessments=(),
        learned=(), claims=(), candidates=(), problems=(),
    )  # fmt: skip


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "news.duckdb", create=True) as opened:
        keep(
            opened,
            [
                reading("one"),
                silent("two", BALLOON, title="Café talk", outlet="Das Blatt", published="2023-05-01"),
            ],
        )
        yield opened  # fmt: skip


def found(record, words, **more):
    return [hit.article for hit in search(record, Question(words=words, **more)).hits]


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("espionage", ["ar_one"]),
        ("ESPIONAGE russia", ["ar_one"]),
        ("espionage balloon", []),
        ("espionage OR balloon", ["ar_two", "ar_one"]),
        ('"spy balloon"', ["ar_two"]),
        ('"balloon spy"', []),
        ("“spy balloon”", ["ar_two"]),
        ("ballo*", ["ar_two"]),
        ("ballo", []),
        ("cafe", ["ar_two"]),
        ("erdogan", ["ar_two"]),
        ("ministers", ["ar_one"]),
        ("ministry -espionage", ["ar_two"]),
        ("balloon -spy", []),
        ("handshake", ["ar_one"]),
    ],
)
def test_words_find_articles(record, words, articles):
    assert sorted(found(record, words)) == sorted(articles)


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '""', "*", "-", "AND", "NEAR(", "a AND", "x:y", "title:x", "{text}:a", "(", ")", "^a", "a + b", "'; DROP",
     "\0", "\ud800", "OR", "OR OR a", "-a -b", "%", "\\", "e\u0301" * 50, "a " * 5000, "NOT NOT", "\u202e", '"a" "b', "🎈"],
)  # fmt: skip
def test_no_words_can_be_wrong(record, words):
    answer = search(record, Question(words=words))
    assert answer.total >= len(answer.hits)


@pytest.mark.parametrize(
    ("narrowed", "articles"),
    [
        ({"scope": Scope(states=("USA", "RUS"))}, ["ar_one"]),
        ({"scope": Scope(states=("USA", "CHN"))}, []),
        ({"scope": Scope(since="2023-04-01")}, ["ar_two"]),
        ({"scope": Scope(until="2023-04-01")}, ["ar_one"]),
        ({"outlet": "das blatt"}, ["ar_two"]),
        ({"outlet": "Das"}, []),
        ({"scope": Scope(person="Lavrov")}, ["ar_one"]),
        ({"kind": "encounter"}, ["ar_one"]),
        ({"kind": "report"}, []),
        ({"limit": 1, "skip": 2}, []),
    ],
)
def test_a_search_is_narrowed(record, narrowed, articles):
    assert found(record, "on OR balloon OR met", **narrowed) == articles


def test_a_hit_shows_the_words_their_source_and_what_was_coded_there(record):
    [hit] = search(record, Question(words='lavrov "New Delhi"', kind="encounter")).hits
    assert (hit.outlet, hit.published, hit.title) == ("The Courier", "2023-03-03", "Ministers meet")
    assert hit.snippet == TEXT[47:]
    assert hit.start == 47
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Lavrov", "New Delhi"]
    [row] = [row for row in hit.coded if row.kind == "encounter"]
    assert (row.kind, row.what, row.status, row.states) == (
        "encounter",
        "meeting",
        "happened",
        ("RUS", "USA"),
    )


def test_a_snippet_is_where_most_of_the_words_stand(record):
    [hit] = search(record, Question(words="balloon bavaria")).hits
    assert BALLOON[hit.start :].startswith(hit.snippet)
    assert hit.snippet.startswith("A spy balloon had flown over Bavaria")
    assert not hit.coded


def test_pages_together_are_the_whole(record):
    pages = [search(record, Question(words="the", limit=1, skip=skip)) for skip in (0, 1, 2)]
    assert [len(page.hits) for page in pages] == [1, 1, 0]
    assert [page.total for page in pages] == [2, 2, 2]
    assert pages[0].hits != pages[1].hits


def test_the_index_keeps_up_with_the_record(record):
    assert found(record, "zeppelin") == []
    keep(record, [silent("three", "A zeppelin over Basel.")])
    assert found(record, "zeppelin") == ["ar_three"]
    record.connection.execute("DELETE FROM articles WHERE id = 'ar_two'")
    assert found(record, "balloon") == []
    assert search(record, Question(words="balloon")).total == 0


def test_only_what_is_new_is_added(record):
    found(record, "zeppelin")
    keep(record, [silent("three", "A zeppelin over Basel.")])
    written = []
    with closing(open_index(record, lambda done, of: written.append(of))):
        assert written == [1]


def test_what_is_rejected_is_no_coded_sentence(record):
    assert found(record, "espionage", kind="report") == ["ar_one"]
    [rejection] = correct(record, "rp_one", "reject", by="anna")
    assert found(record, "espionage", kind="report") == []
    assert found(record, "espionage") == ["ar_one"]
    undo(record, rejection.id)
    assert found(record, "espionage", kind="report") == ["ar_one"]


def test_many_corrections_do_not_swell_the_index(record, monkeypatch):
    monkeypatch.setattr("detente.record.index.TOGETHER", 4)
    for _ in range(8):
        correct(record, "rp_one", "accept", by="anna")
        found(record, "espionage")
    with closing(open_index(record)) as index:
        assert index.execute("SELECT count(*) FROM words_docsize").fetchone()[0] < 16


def damaged(path):
    path.write_bytes(b"no database at all" * 500)


def of_another_layout(path):
    with closing(sqlite3.connect(path)) as index:
        index.execute("PRAGMA user_version = 99")


def of_another_record(path):
    with open_record(path.with_name("other.duckdb"), create=True) as other:
        keep(other, [silent("one", "Nothing of the kind."), silent("ten", "A balloon elsewhere.")])
        open_index(other).close()
        index_path(other).replace(path)


def missing(path):
    path.unlink()


@pytest.mark.parametrize("spoil", [damaged, of_another_layout, of_another_record, missing])
def test_an_index_that_does_not_fit_is_made_anew(record, spoil):
    found(record, "balloon")
    spoil(index_path(record))
    assert found(record, "balloon") == ["ar_two"]
    assert found(record, "espionage") == ["ar_one"]
    assert found(record, "elsewhere") == []


def test_where_no_index_can_be_written_it_is_made_in_memory(record):
    index_path(record).mkdir()
    assert found(record, "balloon") == ["ar_two"]


def test_what_was_coded_anew_is_entered_again(record):
    found(record, "espionage")
    for table in ("reports", "positions"):  # Both stand in the same sentence.
        record.connection.execute(
            f"UPDATE {table} SET quote = 'An aside on sabotage.' WHERE article = 'ar_one'"
        )
    record.connection.execute(
        "INSERT INTO recoded (kind, article, now, coder, made) VALUES ('report', 'ar_one', 'rp_one', 'x', now()::TIMESTAMP)"
    )
    assert len(search(record, Question(words="sabotage", kind="report")).hits) == 1
