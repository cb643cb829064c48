"""What another coder reads, kept beside what the record holds, compared with it, and put in its place when accepted.

The machine's own rows are compared, never those that people corrected: corrections are put onto the new rows. A row
that a person accepted or changed stays even where the newer coder does not find it; what a person added and the newer
coder finds too is not doubled. What was rejected stays rejected as long as the coder says the same of these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import msgspec

from detente.record.differing import Difference, differences, same_thing
from detente.record.fields import TABLES
from detente.record.inserting import insert_rows
from detente.record.pairs import refresh_pairs
from detente.record.rows import rows_of
from detente.record.standing import Row, Rows, Whole, asked, insert, originals, stand
from detente.record.store import Record
from detente.record.transaction import transaction
from detente.record.unlinking import told_beside, unlink
from detente.record.writing import renamed
from detente.types import Article, Dateline, Reading

OTHERS = ("issues", "assessments", "claims", "candidates", "learned", "problems", "stages", "journeys")
"""Tables whose rows nobody corrects: they are replaced as they are."""
REVISED = re.compile(r"(ar_[0-9a-z]+)_([0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """One article as the newer coder reads it, against what the record holds."""

    article: str
    reading: Reading
    rows: tuple[Difference, ...]
    """Reports, encounters and positions, those of people left out."""
    agreed: tuple[tuple[str, str], ...]
    """Rows of people, and in what the newer coder agrees with them."""
    others: dict[str, tuple[int, int]]
    """How many rows of each other table there are and there will be."""


def to_code(record: Record, coder: str, *, everything: bool = False) -> list[str]:
    """Articles whose reading is another coder's and that this one has not read yet, sorted."""
    rows = record.connection.execute(
        """SELECT id FROM articles WHERE NOT starts_with(id, 'ar_hand_') AND (? OR coder IS DISTINCT FROM ?)
        AND id NOT IN (SELECT article FROM pending WHERE coder = ?) ORDER BY id""",
        [everything, coder, coder],
    ).fetchall()
    return [row[0] for row in rows]


def stored_articles(record: Record, identities: Sequence[str]) -> list[Article]:
    """The articles as they were read, texts and all; what stands beside an older text has that one's identifier."""
    rows = asked(
        record, "SELECT * FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[])) ORDER BY id", identities
    )
    found = []
    for row in rows:
        kept = {n: row[n] for n in Article.__slots__ if n in row and n not in {"captions", "dateline"}}
        place = row["dateline_place"]
        found.append(
            Article(
                **kept, captions=tuple(row["captions"] or ()),
                dateline=Dateline(place=place, country=row["dateline_country"]) if place else None,
            )
        )  # fmt: skip
    return [replace(a, id=m[1]) if (m := REVISED.fullmatch(a.id)) else a for a in found]


def keep_pending(record: Record, articles: Sequence[str], readings: Sequence[Reading], coder: str) -> None:
    """Keeps readings until somebody accepts them, those of other coders than this one no longer. Raises `RecordError`."""
    made = datetime.now(UTC).replace(tzinfo=None)
    with transaction(record) as connection:
        connection.execute("DELETE FROM pending WHERE coder <> ?", [coder])
        for article, reading in zip(articles, readings, strict=True):
            own = renamed(reading, article) if REVISED.fullmatch(article) else reading
            bare = replace(own, article=replace(own.article, text="", id=article))
            insert(
                connection,
                "pending",
                [
                    {
                        "article": article,
                        "coder": coder,
                        "reading": msgspec.json.encode(bare).decode(),
                        "made": made,
                    }
                ],
            )


def discard(record: Record) -> int:
    """Forgets what another coder has read and nobody has accepted; gives how many articles."""
    with transaction(record) as connection:
        return len(connection.execute("DELETE FROM pending RETURNING article").fetchall())


def pending(record: Record, coder: str) -> list[str]:
    """Articles that this coder has read and nobody has accepted yet, sorted."""
    rows = record.connection.execute("SELECT article FROM pending WHERE coder = ? ORDER BY article", [coder])
    return [row[0] for row in rows.fetchall()]


def compared(record: Record, articles: Sequence[str]) -> list[Recoded]:
    """These articles, as far as they are pending, against what the record holds."""
    waiting = asked(
        record,
        "SELECT article, reading FROM pending WHERE article IN (SELECT unnest(?::VARCHAR[])) ORDER BY article",
        articles,
    )
    held = _held(record, articles)
    columns = {
        table: _columns(record, table) for table in (*OTHERS, "roles", *(t.name for t in TABLES.values()))
    }
    found = []
    for row in waiting:
        reading = msgspec.json.decode(row["reading"], type=Reading)
        new = {
            table: [dict(zip(columns[table], cells, strict=False)) for cells in rows]
            for table, rows in rows_of(reading, sample=False).items()
            if table in columns
        }
        found.append(_recoded(record, row["article"], reading, held.get(row["article"], []), new))
    return found


Held = tuple[str, Whole, str | None]
"""Kind, the machine's own row (or the person's who added it), and what a person judged."""


def _held(record: Record, articles: Sequence[str]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for kind, table in TABLES.items():
        question = (
            f"SELECT id, judged FROM {table.name} WHERE article IN (SELECT unnest(?::VARCHAR[])) ORDER BY id"
        )
        judged = {row["id"]: row["judged"] for row in asked(record, question, articles)}
        for of, whole in originals(record, list(judged)).items():
            found.setdefault(whole[0]["article"], []).append((kind, whole, judged[of]))
    return found


def _columns(record: Record, table: str) -> list[str]:
    return [row[0] for row in record.connection.execute(f'DESCRIBE "{table}"').fetchall()]


def _recoded(
    record: Record, article: str, reading: Reading, held: Sequence[Held], new: dict[str, Rows]
) -> Recoded:
    rows: list[Difference] = []
    agreed: list[tuple[str, str]] = []
    cast: dict[str, Rows] = {}
    for role in new["roles"]:
        cast.setdefault(role["of"], []).append(role)
    for kind, table in TABLES.items():
        after: list[Whole] = [(_plain(row), cast.get(row["id"], [])) for row in new[table.name]]
        own = [(whole, judged) for k, whole, judged in held if k == kind]
        hand = [whole for whole, _ in own if whole[0].get("added_by")]
        for whole in hand:
            twin = next((one for one in after if same_thing(kind, whole, one)), None)
            if twin is not None:
                agreed.append((whole[0]["id"], "added by hand, and found"))
                after.remove(twin)
        before = [whole for whole, _ in own if not whole[0].get("added_by")]
        judged_of = {whole[0]["id"]: judged for whole, judged in own}
        for one in differences(kind, before, after):
            said = judged_of.get(one.before[0]["id"]) if one.before else None
            otherwise = table.what in one.fields
            if (said == "accepted" and (otherwise or not one.after)) or (
                said == "corrected" and not one.after
            ):
                # A person vouches for it: it stays as it is, and what the newer coder makes of the words is left out.
                continue
            if said == "rejected" and one.before and (otherwise or not one.after):
                # What was rejected is gone; what the newer coder makes of the words nobody has judged yet.
                agreed.append((one.before[0]["id"], "rejected, and no longer found"))
                rows.append(replace(one, fate="withdrawn", fields=(), after=None))
                rows += [replace(one, fate="added", fields=(), before=None)] if one.after else []
                continue
            rows.append(one)
    others = {table: (_count(record, table, article), len(new[table])) for table in OTHERS}
    return Recoded(article=article, reading=reading, rows=tuple(rows), agreed=tuple(agreed), others=others)


def _plain(row: Row) -> Row:
    plain: Row = msgspec.json.decode(msgspec.json.encode(row))
    return plain


def _count(record: Record, table: str, article: str) -> int:
    return int(
        record.connection.execute(f"SELECT count(*) FROM {table} WHERE article = ?", [article]).fetchall()[0][
            0
        ]
    )


def accept(record: Record, articles: Sequence[str], coder: str) -> list[Recoded]:
    """Puts the pending readings of these articles in the place of the old ones, all of them or none.

    Old identifiers lead to new ones, people's corrections stand on the new rows, and the articles are to be linked
    anew. Gives what was put in place. Raises `RecordError` when the record cannot be written.
    """
    found = compared(record, articles)
    made = datetime.now(UTC).replace(tzinfo=None)
    with transaction(record) as connection:
        moved: dict[str, str] = {}
        for one in found:
            moved |= _replace(connection, record, one, coder, made)
        touched = [one.article for one in found if any(_is_other(row) for row in one.rows)]
        unlink(connection, [*touched, *told_beside(connection, touched)])
        for one in found:
            _renew(connection, one, moved)
        connection.execute(
            "DELETE FROM pending WHERE article IN (SELECT unnest(?::VARCHAR[]))",
            [[one.article for one in found]],
        )
        corrected = connection.execute(
            """SELECT DISTINCT "of" FROM corrections WHERE article IN (SELECT unnest(?::VARCHAR[]))""",
            [[one.article for one in found]],
        ).fetchall()
        stand(record, [row[0] for row in corrected])
        refresh_pairs(connection, [one.article for one in found])
    return found


def _is_other(one: Difference) -> bool:
    """Whether a row is not, cell by cell, what it was."""
    if one.before is None or one.after is None:
        return True
    before, after = (
        {k: v for k, v in whole[0].items() if k not in {"judged", "added_by"}}
        for whole in (one.before, one.after)
    )
    return before != after or one.before[1] != one.after[1]


def _replace(
    connection: duckdb.DuckDBPyConnection, record: Record, one: Recoded, coder: str, made: datetime
) -> dict[str, str]:
    """Takes out the article's old rows and writes the new ones; gives the new identifiers by the old."""
    names = _final_names(one, record)
    moved: dict[str, str] = {}
    log: list[dict[str, Any]] = []
    for row in one.rows:
        was = row.before[0]["id"] if row.before else None
        now = names[row.after[0]["id"]] if row.after else None
        if was and now and was != now:
            moved[was] = now
        if row.fate != "same" or was != now:
            log.append(
                {
                    "kind": row.kind, "article": one.article, "was": was, "now": now, "before": _json(row.before),
                    "after": _json(row.after), "coder": coder, "made": made,
                }
            )  # fmt: skip
        if was:
            connection.execute(f"DELETE FROM {TABLES[row.kind].name} WHERE id = ?", [was])
            connection.execute('DELETE FROM roles WHERE "of" = ?', [was])
            if now:
                connection.execute('DELETE FROM originals WHERE "of" = ?', [was])
    for table in OTHERS:
        connection.execute(f"DELETE FROM {table} WHERE article = ?", [one.article])
    connection.execute(
        """DELETE FROM roles WHERE article = ? AND substr("of", 1, 3) NOT IN ('rp_', 'en_', 'po_')""",
        [one.article],
    )
    _write(connection, one, names)
    insert(connection, "recoded", log)
    insert(
        connection, "moves",
        ({"kind": row["kind"], "was": row["was"], "now": row["now"], "made": made} for row in log if row["was"] in moved),
    )  # fmt: skip
    connection.execute(
        "UPDATE articles SET detente = ?, coder = ? WHERE id = ?", [one.reading.detente, coder, one.article]
    )
    return moved


def _json(whole: Whole | None) -> str | None:
    return msgspec.json.encode(whole).decode() if whole else None


def _final_names(one: Recoded, record: Record) -> dict[str, str]:
    """The identifier that each new row gets: its own; of a position that of the old one, or a number not used yet."""
    names: dict[str, str] = {}
    taken = [
        int(row[0].rsplit("_", 1)[1]) for row in record.connection.execute(
            """SELECT id FROM positions WHERE article = ? AND NOT starts_with(id, 'po_hand_')
            UNION SELECT "of" FROM corrections WHERE article = ? AND starts_with("of", 'po_')
              AND NOT starts_with("of", 'po_hand_')""",
            [one.article, one.article]).fetchall()
    ]  # fmt: skip
    free = max(taken, default=-1) + 1
    for row in one.rows:
        if row.after is None:
            continue
        own = row.after[0]["id"]
        if row.kind != "position":
            names[own] = own
        elif row.before is not None:
            names[own] = row.before[0]["id"]
        else:
            names[own] = f"{own.rsplit('_', 1)[0]}_{free}"
            free += 1
    return names


def _write(connection: duckdb.DuckDBPyConnection, one: Recoded, names: dict[str, str]) -> None:
    """Writes the rows of a reading but those that people have added themselves, under their final identifiers."""
    rows = rows_of(one.reading, sample=False)
    for kind in ("reports", "encounters", "positions"):
        rows[kind] = [(names[row[0]], *row[1:]) for row in rows[kind] if row[0] in names]
    gone = {"rp_", "en_", "po_"}
    rows["roles"] = [
        (names.get(row[0], row[0]), *row[1:])
        for row in rows["roles"]
        if row[0] in names or row[0][:3] not in gone
    ]
    for table in ("stages", "journeys"):
        rows[table] = [row for row in rows[table] if row[0] in names]
    del rows["articles"]
    for table, values in rows.items():
        if values:
            insert_rows(connection, table, values)


def _renew(connection: duckdb.DuckDBPyConnection, one: Recoded, moved: dict[str, str]) -> None:
    """Leads what points to old rows to the new ones, and forgets where withdrawn ones belonged."""
    withdrawn = [row.before[0]["id"] for row in one.rows if row.before and not row.after]
    connection.execute('DELETE FROM happenings WHERE "of" IN (SELECT unnest(?::VARCHAR[]))', [withdrawn])
    for was, now in _own(moved, one.rows):
        connection.execute('UPDATE happenings SET "of" = ? WHERE "of" = ?', [now, was])
        connection.execute('UPDATE corrections SET "of" = ? WHERE "of" = ?', [now, was])
        for column, other in (("a", "b"), ("b", "a")):
            connection.execute(
                f"""UPDATE judgements SET a = least(?, {other}), b = greatest(?, {other}) WHERE {column} = ?""",
                [now, now, was],
            )


def _own(moved: dict[str, str], rows: Iterable[Difference]) -> list[tuple[str, str]]:
    return [
        (row.before[0]["id"], moved[row.before[0]["id"]])
        for row in rows
        if row.before and row.before[0]["id"] in moved
    ]
