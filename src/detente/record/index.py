"""The index of words beside the record: an SQLite file with FTS5, which can be thrown away and made anew at any time.

DuckDB's own full-text extension is not bundled and not kept fresh when rows are added. The index holds no text (FTS5
"contentless"): what a word stands in is read from the record. An entry is an article or one of its coded sentences;
entries of articles that are gone or have been corrected since are taken out of `entries`, and their words lead nowhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.errors import RecordError
from detente.record.store import Record

LAYOUT = 1
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
SELECT s.article, s.start, s."end", CAST(a.published_day AS VARCHAR) AS day, NULL::BIGINT AS kept, s.kinds, s.states,
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
    path = index_path(record)
    for attempt in (0, 1):
        try:
            index = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            try:
                _refresh(record, index, progress)
            except BaseException:
                index.close()
                raise
            return index
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise RecordError(f"{path}: another process writes the index; try again in a while") from None
            # The folder or the file cannot be written, or the disk is full.
            break
        except sqlite3.DatabaseError:
            if attempt:
                break
            with suppress(OSError):
                path.unlink()
    index = sqlite3.connect(":memory:", isolation_level=None)
    _refresh(record, index, progress)
    return index


def mark(kind: str, value: str) -> str:
    """The word by which entries of a state, a kind or an outlet are found: a word that no text holds."""
    return f"{kind}{sha256(value.casefold().encode('utf-8', 'replace')).hexdigest()[:12]}"


def _refresh(record: Record, index: sqlite3.Connection, progress: Progress | None) -> None:
    # A reader of a fresh index needs no lock; whoever has something to write waits for others first.
    if _layout(index) == LAYOUT and _state(index) == _stands(record):
        return
    index.execute("PRAGMA synchronous = OFF")
    index.execute("BEGIN IMMEDIATE")
    try:
        if _layout(index) != LAYOUT:
            _make_tables(index)
        _catch_up(record, index, progress)
        index.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            index.execute("ROLLBACK")
        raise


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


def _stands(record: Record) -> State:
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


def _catch_up(record: Record, index: sqlite3.Connection, progress: Progress | None) -> None:
    was, now = _state(index), _stands(record)
    if was == now:
        return
    held = "SELECT article FROM entries WHERE start IS NULL"
    empty = index.execute(f"{held} LIMIT 1").fetchone() is None
    if empty:
        _add(record, index, None, now["articles"], progress)
    else:
        fresh = _kept_since(record, was["last"]) if was.get("last") is not None else []
        known = _known(index, fresh)
        fresh = [identity for identity in fresh if identity not in known]
        if was["articles"] + len(fresh) != now["articles"] or was["first"] != now["first"]:
            fresh = _all_differences(record, index)
        again = _corrected(record, was)
        _drop(index, again)
        if _mostly_gone(index):
            _make_tables(index)
            _add(record, index, None, now["articles"], progress)
        else:
            _add(record, index, sorted({*fresh, *again}), len(fresh) + len(again), progress)
    index.execute("DELETE FROM state")
    index.executemany("INSERT INTO state VALUES (?, ?)", list(now.items()))


def _kept_since(record: Record, last: int) -> list[str]:
    return [row[0] for row in record.connection.execute(
        "SELECT id FROM articles WHERE kept >= make_timestamp(?)", [last]).fetchall()]  # fmt: skip


def _known(index: sqlite3.Connection, articles: Sequence[str]) -> set[str]:
    question = "SELECT 1 FROM entries WHERE article = ? LIMIT 1"
    return {article for article in articles if index.execute(question, [article]).fetchone()}


def _all_differences(record: Record, index: sqlite3.Connection) -> list[str]:
    """Takes out what the record no longer holds as it was; gives the articles that the index lacks then."""
    there = dict(record.connection.execute("SELECT id, epoch_us(kept) FROM articles").fetchall())
    here = dict(index.execute("SELECT article, kept FROM entries WHERE start IS NULL").fetchall())
    gone = [article for article, kept in here.items() if article not in there or there[article] != kept]
    _drop(index, gone)
    return sorted(there.keys() - (here.keys() - set(gone)))


def _corrected(record: Record, was: State) -> list[str]:
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
    if was.get("corrections") != _stands(record)["corrections"]:
        rows = record.connection.execute("SELECT DISTINCT article FROM corrections").fetchall()
    return [row[0] for row in {*rows, *recoded}]


def _drop(index: sqlite3.Connection, articles: Iterable[str]) -> None:
    index.executemany("DELETE FROM entries WHERE article = ?", [(article,) for article in articles])


def _mostly_gone(index: sqlite3.Connection) -> bool:
    here = int(index.execute("SELECT count(*) FROM entries").fetchone()[0])
    return _last(index) > 2 * here + TOGETHER


def _add(
    record: Record,
    index: sqlite3.Connection,
    articles: Sequence[str] | None,
    most: int,
    progress: Progress | None,
) -> None:
    """Adds these articles, or all, with their coded sentences."""
    if articles is not None and not articles:
        return
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


def matches(
    index: sqlite3.Connection, expression: str, days: tuple[str | None, str | None], limit: int, skip: int
) -> list[tuple[str, int | None, int | None, float]]:
    """Article, start and end of the sentence (None for a whole article) and score of the best entries, best first."""
    since, until = days
    return index.execute(
        """SELECT e.article, e.start, e."end", -bm25(words, 0.0, 3.0, 1.0) AS score
        FROM words JOIN entries e ON e.rowid = words.rowid
        WHERE words MATCH ? AND (? IS NULL OR e.day >= ?) AND (? IS NULL OR e.day <= ?)
        ORDER BY score DESC, e.day DESC, e.article, e.start LIMIT ? OFFSET ?""",
        [expression, since, since, until, until, limit, skip],
    ).fetchall()


def number_of_matches(index: sqlite3.Connection, expression: str, days: tuple[str | None, str | None]) -> int:
    """How many entries there are in all."""
    since, until = days
    found = index.execute(
        """SELECT count(*) FROM words JOIN entries e ON e.rowid = words.rowid
        WHERE words MATCH ? AND (? IS NULL OR e.day >= ?) AND (? IS NULL OR e.day <= ?)""",
        [expression, since, since, until, until],
    ).fetchone()
    return int(found[0])
