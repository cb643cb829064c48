"""The index of words beside the record: an SQLite file with FTS5, which can be thrown away and made anew at any time.

DuckDB's own full-text extension is not bundled and not kept fresh when rows are added. The index holds no text (FTS5
"contentless"): what a word stands in is read from the record. An entry is an article or one of its coded sentences;
entries of articles that are gone or have been corrected since are taken out of `entries`, and their words lead nowhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.errors import RecordError
from detente.record.store import Record

LAYOUT = 2
"""Of the tables below; an index of another layout is made anew."""
TOGETHER = 2000
"""Entries written between two reports of progress."""
WAIT = 20.0
"""Seconds to wait for another process that writes the index."""
CODED = {"report": "reports", "encounter": "encounters", "position": "positions", "claim": "claims"}
"""Tables whose rows have an identifier, a sentence and roles, by their kind."""

_TABLES = f"""
CREATE TABLE entries (
    rowid INTEGER PRIMARY KEY, article TEXT NOT NULL, start INTEGER, "end" INTEGER, day TEXT, kept INTEGER
);
CREATE INDEX entries_of ON entries (article);
CREATE TABLE state (key TEXT PRIMARY KEY, value);
CREATE VIRTUAL TABLE words USING fts5 (
    marks, title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
PRAGMA user_version = {LAYOUT};
"""

_ARTICLES = """
WITH who AS (SELECT article, list(DISTINCT country) AS states FROM roles WHERE country IS NOT NULL {among} GROUP BY article)
SELECT a.id, NULL::INTEGER AS start, NULL::INTEGER AS "end", CAST(a.published_day AS VARCHAR) AS day,
  epoch_us(a.kept) AS kept, ['article'] AS kinds, who.states, a.outlet, a.agency,
  concat_ws(chr(10), a.title, a.subtitle) AS title, concat_ws(chr(10), a.text, array_to_string(a.captions, chr(10))) AS text
FROM articles a LEFT JOIN who ON who.article = a.id WHERE true {these}
"""

_SENTENCES = """
WITH coded AS ({rows}),
who AS (SELECT "of", list(DISTINCT country) AS states FROM roles WHERE country IS NOT NULL {among} GROUP BY "of"),
sentences AS (
  SELECT c.article, c.start, c."end", list(DISTINCT c.kind) AS kinds, flatten(list(coalesce(w.states, []))) AS states,
    any_value(c.quote) AS quote
  FROM coded c LEFT JOIN who w ON w."of" = c.id GROUP BY c.article, c.start, c."end")
SELECT s.article, s.start, s."end", CAST(a.published_day AS VARCHAR) AS day, epoch_us(a.kept) AS kept, s.kinds, s.states,
  a.outlet, a.agency, '' AS title, s.quote AS text
FROM sentences s JOIN articles a ON a.id = s.article
"""

Progress = Callable[[int, int], None]
"""Called now and then with the entries written and the articles that there are to write."""


def index_path(record: Record) -> Path:
    """Where the index of this record lies: `news.duckdb` has `news.search.sqlite`."""
    return record.path.with_name(f"{record.path.stem}.search.sqlite")


def open_index(record: Record, progress: Progress | None = None) -> sqlite3.Connection:
    """The index of this record as the record stands now: what was read since is added, what is gone taken out.

    A file that is missing, damaged, of another layout or of another record is made anew. Where no file can be written,
    the index is made in memory for this one time. Close it. Raises `RecordError` where another process holds it.
    """
    try:
        return with_index(index_path(record), lambda index: _refresh(record, index, progress))
    except (sqlite3.Error, OSError):
        # The folder or the file cannot be written, or the disk is full.
        return with_index(":memory:", lambda index: _refresh(record, index, progress))


def with_index(path: Path | str, do: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """The index that lies there, after something was done with it; one that is damaged is made anew. Close it.

    Raises `RecordError` where another process holds it, and SQLite's error where it cannot be written.
    """
    for attempt in (0, 1):
        # Made in one thread, it may be asked in another; never in two at a time.
        index = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            do(index)
            return index
        except sqlite3.OperationalError as error:
            index.close()
            if "locked" in str(error):
                raise RecordError(f"{path}: another process writes the index; try again in a while") from None
            raise
        except sqlite3.DatabaseError:
            index.close()
            if attempt:
                raise
            Path(path).unlink()
        except BaseException:
            index.close()
            raise
    raise AssertionError("an index is had or an error raised")


def mark(kind: str, value: str) -> str:
    """The word by which entries of a state, a kind or an outlet are found: a word that no text holds."""
    return f"{kind}{sha256(value.casefold().encode('utf-8', 'replace')).hexdigest()[:12]}"


def _refresh(record: Record, index: sqlite3.Connection, progress: Progress | None) -> None:
    # A reader of a fresh index needs no lock; whoever has something to write waits for others first.
    if is_current(record, index):
        return
    with writing(index):
        begun = begin(record, index)
        add(record, index, None if begun.everything else begun.articles, progress)
        finish(index)


@contextmanager
def writing(index: sqlite3.Connection) -> Iterator[None]:
    """All that is done inside, or nothing of it; others wait."""
    index.execute("PRAGMA synchronous = OFF")
    index.execute("BEGIN IMMEDIATE")
    try:
        yield
        index.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            index.execute("ROLLBACK")
        raise


def is_current(record: Record, index: sqlite3.Connection) -> bool:
    """Whether the index holds all that the record holds now."""
    return _layout(index) == LAYOUT and _state(index) == stands(record)


def _layout(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])


def _make_tables(index: sqlite3.Connection) -> None:
    there = [row[0] for row in index.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in ("words", "entries", "state"):
        if table in there:
            index.execute(f"DROP TABLE {table}")
    for statement in _TABLES.split(";\n"):
        index.execute(statement)


State = dict[str, Any]


def stands(record: Record) -> State:
    """What tells cheaply whether anything has changed that the index holds."""
    articles = record.connection.execute(
        "SELECT count(*), epoch_us(min(kept)), epoch_us(max(kept)) FROM articles"
    ).fetchall()[0]
    corrected = record.connection.execute(
        "SELECT count(*), max(made), count(undone), max(undone) FROM corrections"
    ).fetchall()[0]
    recoded = record.connection.execute(
        "SELECT count(*), CAST(max(made) AS VARCHAR) FROM recoded"
    ).fetchall()[0]
    names = (
        "articles",
        "first",
        "last",
        "corrections",
        "corrected",
        "undoings",
        "undone",
        "recodings",
        "recoded",
    )
    return dict(zip(names, (*articles, *corrected, *recoded), strict=True))


def _state(index: sqlite3.Connection) -> State:
    return dict(index.execute("SELECT key, value FROM state").fetchall())


_UNFINISHED = "unfinished"
"""In the state of an index to which articles are still to be added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What is to be added to an index, then, before it is finished."""

    articles: tuple[str, ...]
    """In the order in which they lie in the record."""
    everything: bool
    """Whether these are all that the record holds."""
    state: State
    """How the record stood."""


def begin(record: Record, index: sqlite3.Connection) -> Begun:
    """Takes out what is gone or was corrected; what is left to do may be done in several goes."""
    if _layout(index) != LAYOUT:
        _make_tables(index)
    was, now = _state(index), stands(record)
    fresh: set[str] = set()
    if index.execute("SELECT 1 FROM entries LIMIT 1").fetchone():
        fresh = _fresh(record, index, was, now)
        again = _corrected(record, was) - fresh
        _drop(index, again)
        fresh |= again
        if _mostly_gone(index):
            _make_tables(index)
    everything = index.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None
    index.execute("DELETE FROM state")
    index.executemany("INSERT INTO state VALUES (?, ?)", list((now | {_UNFINISHED: 1}).items()))
    if everything:
        return Begun(articles=_in_order(record), everything=True, state=now)
    ordered = sorted(fresh) if len(fresh) < TOGETHER else [one for one in _in_order(record) if one in fresh]
    return Begun(articles=tuple(ordered), everything=False, state=now)


def _fresh(record: Record, index: sqlite3.Connection, was: State, now: State) -> set[str]:
    """The articles that the index lacks, after those were taken out that are gone."""
    if was.get("last") is None or _UNFINISHED in was:
        return _all_differences(record, index)
    recent = record.connection.execute(
        "SELECT id FROM articles WHERE kept >= make_timestamp(?)", [was["last"]]
    ).fetchall()
    known = "SELECT 1 FROM entries WHERE article = ? LIMIT 1"
    fresh = {article for (article,) in recent if not index.execute(known, [article]).fetchone()}
    if was["articles"] + len(fresh) != now["articles"] or was["first"] != now["first"]:
        return _all_differences(record, index)
    return fresh


def _in_order(record: Record) -> tuple[str, ...]:
    """All articles as they lie in the record: what lies together is read together."""
    rows = record.connection.execute("SELECT id FROM articles").fetchall()
    return tuple(article for (article,) in rows)


def finish(index: sqlite3.Connection) -> None:
    """All that was to be added is there."""
    index.execute("DELETE FROM state WHERE key = ?", [_UNFINISHED])


def _all_differences(record: Record, index: sqlite3.Connection) -> set[str]:
    """Takes out what the record no longer holds as it was; gives the articles that the index lacks then."""
    there = dict(record.connection.execute("SELECT id, epoch_us(kept) FROM articles").fetchall())
    here = dict(index.execute("SELECT article, kept FROM entries WHERE start IS NULL").fetchall())
    gone = [article for article, kept in here.items() if article not in there or there[article] != kept]
    _drop(index, gone)
    return there.keys() - (here.keys() - set(gone))


def _corrected(record: Record, was: State) -> set[str]:
    """Articles of which something was corrected, taken back or coded anew since."""
    recoded = record.connection.execute(
        "SELECT DISTINCT article FROM recoded WHERE made >= CAST(? AS TIMESTAMP)",
        [was.get("recoded") or "0001-01-01"],
    ).fetchall()
    rows = record.connection.execute(
        "SELECT DISTINCT article FROM corrections WHERE made >= ? OR undone >= ?",
        [was.get("corrected") or "", was.get("undone") or ""],
    ).fetchall()
    # A colleague's corrections bear the time at which they were made; a file of them is rare, so all are looked at.
    if was.get("corrections") != stands(record)["corrections"]:
        rows = record.connection.execute("SELECT DISTINCT article FROM corrections").fetchall()
    return {row[0] for row in (*rows, *recoded)}


def _drop(index: sqlite3.Connection, articles: Iterable[str]) -> None:
    index.executemany("DELETE FROM entries WHERE article = ?", [(article,) for article in articles])


def _mostly_gone(index: sqlite3.Connection) -> bool:
    here = int(index.execute("SELECT count(*) FROM entries").fetchone()[0])
    return _last(index) > 2 * here + TOGETHER


def add(
    record: Record,
    index: sqlite3.Connection,
    articles: Sequence[str] | None,
    progress: Progress | None = None,
) -> None:
    """Adds these articles, or all, with their coded sentences."""
    if articles is not None and not articles:
        return
    most = len(articles) if articles is not None else int(stands(record)["articles"])
    number = _last(index)
    for question in _questions(articles):
        for rows in _rows(record, question, articles):
            entries, words = [], []
            for article, start, end, day, kept, kinds, states, outlet, agency, title, text in rows:
                number += 1
                entries.append((number, article, start, end, day, kept))
                marked = [mark("kind", kind) for kind in kinds] + [mark("state", s) for s in states or ()]
                marked += [mark("outlet", name) for name in (outlet, agency) if name]
                words.append((number, " ".join(dict.fromkeys(marked)), title, text))
            index.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", entries)
            index.executemany("INSERT INTO words (rowid, marks, title, text) VALUES (?, ?, ?, ?)", words)
            if progress is not None:
                progress(number, most)


def _last(index: sqlite3.Connection) -> int:
    """The last entry ever written: a number is not given twice, for the words of one that is gone are still there."""
    return int(index.execute("SELECT coalesce(max(id), 0) FROM words_docsize").fetchone()[0])


def _questions(articles: Sequence[str] | None) -> Iterator[str]:
    among = "" if articles is None else "AND article IN (SELECT unnest($ids::VARCHAR[]))"
    these = among.replace("AND article", "AND a.id")
    yield _ARTICLES.format(among=among, these=these)
    rows = [
        f"SELECT '{kind}' AS kind, id, article, start, \"end\", quote FROM {table} WHERE true {among}"
        + ("" if kind == "claim" else " AND judged IS DISTINCT FROM 'rejected'")
        for kind, table in CODED.items()
    ]
    yield _SENTENCES.format(rows=" UNION ALL ".join(rows), among=among)


def _rows(record: Record, question: str, articles: Sequence[str] | None) -> Iterator[list[tuple[Any, ...]]]:
    answer = record.connection.execute(question, {} if articles is None else {"ids": list(articles)})
    while rows := answer.fetchmany(TOGETHER):
        yield rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted."""

    expression: str
    """In the language of FTS5."""
    since: str | None = None
    until: str | None = None
    """First and last day of publication."""
    kept: int | None = None
    """No later than that the article came into the record: microseconds since 1970."""


_WANTED = """FROM words JOIN entries e ON e.rowid = words.rowid WHERE words MATCH :expression
AND (:since IS NULL OR e.day >= :since) AND (:until IS NULL OR e.day <= :until)
AND (:kept IS NULL OR e.kept IS NULL OR e.kept <= :kept)"""


def matches(
    index: sqlite3.Connection, sought: Sought, limit: int, skip: int
) -> list[tuple[str, int | None, int | None, float]]:
    """Article, start and end of the sentence (None for a whole article) and score of the best entries, best first."""
    return index.execute(
        f"""SELECT e.article, e.start, e."end", -bm25(words, 0.0, 3.0, 1.0) AS score {_WANTED}
        ORDER BY score DESC, e.day DESC, e.article, e.start LIMIT :limit OFFSET :skip""",
        asdict(sought) | {"limit": limit, "skip": skip},
    ).fetchall()


def number_of_matches(index: sqlite3.Connection, sought: Sought) -> int:
    """How many entries there are in all."""
    return int(index.execute(f"SELECT count(*) {_WANTED}", asdict(sought)).fetchone()[0])
