"""What linking keeps in the record: by what articles and tellings are looked up, which are alike, what happened once.

Links are the machine's judgements and are only added; stories and happenings are derived from them and written anew
for those that a new article touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

from detente.errors import UnknownError
from detente.record.deriving import in_words
from detente.record.inserting import insert_rows
from detente.record.lookups import Lookup, kept
from detente.record.pairs import AT_ONCE
from detente.record.store import Record
from detente.record.transaction import transaction
from detente.record.waiting import done

Pair = tuple[str, str]


def unlinked(record: Record, most: int) -> list[str]:
    """Articles that have not been linked yet, in the order of their publication."""
    question = "SELECT article FROM waiting ORDER BY published_day NULLS LAST, article LIMIT ?"
    return [row[0] for row in record.connection.execute(question, [most]).fetchall()]


class Links:
    """The links of one kind as the record holds them, read when they are asked for, those of many items at a time.

    With `joined` pairs of a person's, which are as strong as `strength` says.
    """

    def __init__(self, record: Record, kind: str, joined: Iterable[Pair] = (), strength: float = 1.0) -> None:
        self._record = record
        self._kind = kind
        self._found: dict[str, list[tuple[float, str]]] = {}
        self._joined: dict[str, dict[str, float]] = {}
        for a, b in joined:
            self._joined.setdefault(a, {})[b] = self._joined.setdefault(b, {})[a] = strength

    def __call__(self, item: str, ahead: Iterable[str] = ()) -> list[tuple[float, str]]:
        """The likeness of others to an item with their identifiers, the likest first; what is `ahead` is read with it."""
        if item not in self._found:
            more = dict.fromkeys(one for one in ahead if one not in self._found and one != item)
            self._read([item, *islice(more, AT_ONCE - 1)])
        return self._found[item]

    def _read(self, items: Sequence[str]) -> None:
        found: dict[str, dict[str, float]] = {item: {} for item in items}
        named = in_words(items)
        # Two questions, for two indexes; DuckDB asks an index only where there is no other condition.
        for end, other_end in (("a", "b"), ("b", "a")):
            rows = self._record.connection.execute(
                f"SELECT kind, {end}, {other_end}, score FROM links WHERE {end} {named}"
            ).fetchall()
            for kind, here, other, score in rows:
                if kind == self._kind:
                    found[here][other] = score
        for item, links in found.items():
            both = links | self._joined.get(item, {})
            pairs = ((score, other) for other, score in both.items())
            self._found[item] = sorted(pairs, key=lambda one: (-one[0], one[1]))


def linked_around(record: Record, kind: str, identities: Iterable[str]) -> dict[Pair, float]:
    """All links of a kind among these and whatever they are linked with, directly or by way of others."""
    near = Links(record, kind)
    found: dict[Pair, float] = {}
    ahead, seen = sorted(set(identities)), set(identities)
    while ahead:
        here = ahead.pop()
        for score, other in near(here, ahead):
            found[min(here, other), max(here, other)] = score
            if other not in seen:
                seen.add(other)
                ahead.append(other)
    return found


def judged(record: Record, kinds: Sequence[str]) -> tuple[list[Pair], list[Pair]]:
    """Pairs of these kinds that people have joined, and pairs that they have parted, as far as they still hold."""
    rows = record.connection.execute(
        """SELECT a, b, same FROM judgements WHERE kind IN (SELECT unnest(?::VARCHAR[])) AND undone IS NULL
        ORDER BY made, id""",
        [list(kinds)],
    ).fetchall()
    last = {(a, b): same for a, b, same in rows}
    return [p for p, same in last.items() if same], [p for p, same in last.items() if not same]


def taken_up_by(record: Record, encounters: Iterable[str]) -> dict[str, str]:
    """The reports of people who consult that these encounters took up, with the (first) encounter that did."""
    return _taken_up(record, "encounters", encounters)


def standing_for(record: Record, reports: Iterable[str]) -> dict[str, str]:
    """The encounter that took each of these reports up, for those that one did."""
    return _taken_up(record, "reports", reports)


def _taken_up(record: Record, table: str, identities: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    ask = record.connection.execute
    for some in _some(identities):
        named = in_words(some)
        homes = ask(f"SELECT DISTINCT article FROM {table} WHERE id {named}").fetchall()
        these = in_words([article for (article,) in homes])
        column = "e.id" if table == "encounters" else "r.id"
        found |= dict(
            ask(
                f"""WITH e AS MATERIALIZED
                  (SELECT id, article, unnest(reports) AS report FROM encounters WHERE article {these}),
                r AS MATERIALIZED (SELECT id, article, event FROM reports WHERE article {these})
                SELECT r.id, min(e.id) FROM e JOIN r ON r.id = e.report AND r.article = e.article
                WHERE r.event = 'CONSULT' AND {column} {named} GROUP BY r.id"""
            ).fetchall()
        )
    return found


def _some(identities: Iterable[str]) -> Iterator[list[str]]:
    """Some at a time: DuckDB asks an index for few rows only, else it reads the whole table."""
    wanted = sorted(set(identities))
    return (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))


def happening_of(record: Record, identities: Iterable[str]) -> dict[str, str]:
    """To which story each of these articles belongs, or to which happening each of these tellings, where it is known."""
    return {
        of: happening
        for some in _some(identities)
        for of, happening in record.connection.execute(
            f'SELECT "of", happening FROM happenings WHERE "of" {in_words(some)}'
        ).fetchall()
    }


def happening_called(record: Record, identity: str) -> str:
    """The happening of this identifier, of an older one that led to it, or to which this report or encounter belongs.

    The beginning of an identifier does where only one begins so. Raises `UnknownError` for none or several.
    """
    found = _happenings(record, identity, exact=True) or _happenings(record, identity, exact=False)
    if not found:
        raise UnknownError(
            f"no event {identity!r} in {record.path}; `detente event` without one lists those told most"
        )
    if len(found) > 1:
        raise UnknownError(f"several events begin with {identity!r}; give more of the identifier")
    return found.pop()


def _happenings(record: Record, identity: str, *, exact: bool) -> set[str]:
    test = "{} = ?" if exact else "starts_with({}, ?)"
    home, of, was = (test.format(column) for column in ("happening", '"of"', "was"))
    rows = record.connection.execute(
        f"""SELECT DISTINCT happening FROM happenings WHERE kind <> 'story' AND ({home} OR {of})""",
        [identity, identity],
    ).fetchall()
    if rows:
        return {row[0] for row in rows}
    moved = record.connection.execute(f"SELECT now FROM moves WHERE {was} ORDER BY made", [identity])
    later = {row[0] for row in moved.fetchall()}
    return set().union(*(_happenings(record, now, exact=True) for now in later - {identity}))


def told_in(record: Record, happening: str) -> list[str]:
    """The reports and encounters that tell of a happening, sorted."""
    rows = record.connection.execute(
        """SELECT "of" FROM happenings WHERE happening = ? AND kind <> 'story' ORDER BY "of" """, [happening]
    )
    return [row[0] for row in rows.fetchall()]


def most_told(record: Record, limit: int) -> list[dict[str, Any]]:
    """The happenings that the most outlets tell: id, outlets, tellings, day, quote (of the first telling printed)."""
    answer = record.connection.execute(
        """WITH told AS (
             SELECT h.happening AS id, t.article, t.day, t.quote, a.outlet, a.published_day
             FROM happenings h
             JOIN (SELECT id, article, day, quote FROM reports UNION ALL SELECT id, article, day, quote FROM encounters) t
               ON t.id = h."of"
             JOIN articles a ON a.id = t.article WHERE h.kind <> 'story')
           SELECT id, count(DISTINCT coalesce(outlet, article)) AS outlets, count(*) AS tellings,
             coalesce(mode(day), min(published_day)) AS day, min_by(quote, (published_day, article)) AS quote
           FROM told GROUP BY id ORDER BY outlets DESC, tellings DESC, id LIMIT ?""",
        [limit],
    )
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def keep_links(
    record: Record,
    lookups: Sequence[Lookup],
    links: Mapping[str, Mapping[Pair, float]],
    happenings: Mapping[str, Mapping[str, str]],
) -> None:
    """Writes, in one transaction: new lookups and links by kind, and what belongs to which happening by kind.

    A happening that takes another's place is written down as a move, so that old identifiers still lead on.
    Raises `RecordError` when the record cannot be written; then nothing of it is kept.
    """
    pairs = [(kind, a, b, score) for kind, found in links.items() for (a, b), score in found.items()]
    homes = [
        (item, kind, home)
        for kind, found in happenings.items()
        for before in [happening_of(record, found)]
        for item, home in found.items()
        if before.get(item) != home
    ]
    with transaction(record, "run the command again to link the rest") as connection:
        insert_rows(connection, "found_by", kept(lookups))
        insert_rows(connection, "links", pairs, ("kind", "a", "b", "score"))
        _move(connection, homes)
        done(connection, [look.id for look in lookups if look.kind == "story"])
        _move_in_pairs(connection, {item: home for item, kind, home in homes if kind != "story"})


def _move(connection: duckdb.DuckDBPyConnection, homes: Sequence[tuple[str, str, str]]) -> None:
    if not homes:
        return
    items, kinds, places = zip(*homes, strict=True)
    connection.register(
        "moved", pa.table({"of": list(items), "kind": list(kinds), "happening": list(places)})
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE homes_before AS
        {" UNION ALL ".join(f'SELECT * FROM happenings WHERE "of" {in_words(some)}' for some in _some(items))}"""
    )
    connection.execute(
        """INSERT INTO moves SELECT DISTINCT h.kind, h.happening, i.happening, now()::TIMESTAMP
        FROM homes_before h JOIN moved i ON i."of" = h."of" AND i.kind = h.kind AND i.happening <> h.happening"""
    )
    # Of what kind it is follows from what it is: an article has a story, a telling a happening.
    for some in _some(items):
        connection.execute(f'DELETE FROM happenings WHERE "of" {in_words(some)}')
    connection.execute('INSERT INTO happenings SELECT "of", kind, happening FROM moved')
    connection.unregister("moved")


def _move_in_pairs(connection: duckdb.DuckDBPyConnection, homes: Mapping[str, str]) -> None:
    for some in _some(homes):
        named = in_words(some)
        articles = connection.execute(
            f"SELECT article FROM reports WHERE id {named} UNION SELECT article FROM encounters WHERE id {named}"
        ).fetchall()
        # Without a join, and with no other condition, DuckDB looks the rows up in the index.
        cases = " ".join("WHEN ? THEN ?" for _ in some)
        connection.execute(
            f"""UPDATE pairs SET happening = CASE "of" {cases} ELSE happening END
            WHERE article {in_words([article for (article,) in articles])}""",
            [word for one in some for word in (one, homes[one])],
        )
