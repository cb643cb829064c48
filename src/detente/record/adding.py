"""Rows that a person adds by hand, with a source: made, written, removed again when the adding is undone.

Such a row has `hand` in its identifier and the person in `added_by`. Its article is the one of that address in the record;
where there is none, the words that the person quotes stand for it, under an identifier that begins with `ar_hand_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.record.fields import TABLES, columns_of, kind_of, named_fields, roles_of
from detente.record.rows import first_day
from detente.record.standing import Correction, Row, Rows, Whole, asked, cast_in, insert
from detente.record.store import Record
from detente.record.waiting import done, wait
from detente.version import __version__

HAND = "ar_hand_"
"""How the identifier of an article begins of which the record has only what people quoted."""
NEEDED = {
    "report": ("event", "actors"),
    "encounter": ("form", "participants"),
    "position": ("holder", "stance", "what"),
}
PREFIX = {"report": "rp", "encounter": "en", "position": "po"}
EMPTY: dict[str, Row] = {
    "report": {
        "mode": None, "contexts": [], "status": "happened", "negated": False, "historical": False, "said_by": None,
        "trigger": "",
    },
    "encounter": {"status": "happened", "agenda": [], "reports": []},
    "position": {"said_by": None, "issue": None},
}  # fmt: skip


def row_of(kind: str, values: Mapping[str, Any], article: Mapping[str, Any], quote: str, by: str) -> Whole:
    """A new row and who stands in it. Raises `UsageError` for a missing or unknown field, or a wrong value."""
    if kind not in NEEDED:
        raise UsageError(f"{kind!r} cannot be added; what can: {', '.join(NEEDED)}")
    values = named_fields(kind, values)
    missing = [field for field in NEEDED[kind] if values.get(field) in (None, "", [])]
    if missing:
        raise UsageError(f"a {kind} needs {', '.join(f'{field}=...' for field in missing)}")
    start = article["text"].index(quote)
    row: Row = {
        "id": f"{PREFIX[kind]}_hand_{uuid4().hex[:12]}", "article": article["id"], **EMPTY[kind],
        "start": start, "end": start + len(quote), "quote": quote, "confidence": 1.0, "added_by": by,
    }  # fmt: skip
    if kind == "report":
        row |= {"trigger_start": start, "trigger_end": start}
    # The category first, which sets mode and CAMEO code; a mode or a code that is given holds over them.
    for field in sorted(values, key=lambda name: name != TABLES[kind].what):
        row |= columns_of(kind, field, values[field])
    if kind == "report":
        row["score"] = categories().score(row["event"], row["mode"])
    roles: Rows = []
    for field, value in values.items():
        changed = roles_of(kind, field, value)
        if changed is not None:
            roles += cast_in(row, *changed)
    return row, roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a person has it from."""

    at: str
    """An address (https://...), or an article of the record (ar_...)."""
    quote: str
    """The words that say so, as the source has them."""
    published: str | None = None
    """Day of publication, ISO 8601 prefix; for a source that the record does not hold."""
    outlet: str | None = None
    """For a source that the record does not hold; the address's host if not given."""


def article_of(record: Record, source: Source) -> tuple[dict[str, Any], str, bool]:
    """The article of a source, its words as that has them, and whether they are new to the record.

    Raises `UsageError` where the source is neither an address nor an article here, or the article has no such words.
    """
    if not source.quote.strip():
        raise UsageError("name the words that say so, as the source has them: --quote '...'")
    rows = asked(
        record,
        """SELECT id, url, text FROM articles
        WHERE url IN (SELECT unnest($1::VARCHAR[])) OR id IN (SELECT unnest($1::VARCHAR[])) ORDER BY id""",
        [source.at],
    )
    for row in rows:
        words = _as_in(row["text"], source.quote)
        if words is not None:
            return row, words, False
    read = [row["id"] for row in rows if not row["id"].startswith(HAND)]
    if read:
        raise UsageError(
            f"{read[0]} ({source.at}) does not say {source.quote!r}; quote its own words (`detente article {read[0]}`)"
        )
    return _new_article(source), source.quote, True


def _new_article(source: Source) -> dict[str, Any]:
    parts = urlsplit(source.at)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UsageError(
            f"{source.at!r} is no source: give an address (https://...) or an article of the record (ar_...)"
        )
    if source.published is not None and first_day(source.published) is None:
        raise UsageError(f"published: {source.published!r} is no day; write 2023-06-18, 2023-06 or 2023")
    return {
        "id": f"{HAND}{sha256(source.at.encode()).hexdigest()[:12]}", "text": source.quote,
        "published": source.published, "published_by": "given" if source.published else None,
        "published_day": first_day(source.published), "outlet": source.outlet or parts.netloc.removeprefix("www."),
        "language": "en", "captions": [], "url": source.at, "source": source.at, "sample": False,
        "detente": __version__,
    }  # fmt: skip


def _as_in(text: str, quote: str) -> str | None:
    """The quoted words as a text has them, whatever space stands between them."""
    if quote in text:
        return quote
    wanted = " ".join(quote.split())
    at = 0
    while (at := _begin(text, wanted, at)) >= 0:
        end, left = at, wanted
        while left and end < len(text):
            if left[0] == " " and text[end].isspace():
                end = next((i for i in range(end, len(text)) if not text[i].isspace()), len(text))
            elif text[end] == left[0]:
                end += 1
            else:
                break
            left = left[1:]
        if not left:
            return text[at:end]
        at += 1
    return None


def _begin(text: str, wanted: str, at: int) -> int:
    return text.find(wanted.split(" ", 1)[0], at)


def insert_added(record: Record, one: Correction) -> None:
    """Writes the row that a correction adds, and its article where that is new; to be called in a transaction."""
    given = msgspec.json.decode(one.now or "{}")
    connection, row, moved = record.connection, given["row"], 0
    if "article" in given:
        held = asked(
            record, "SELECT text FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[]))", [one.article]
        )
        if not held:
            insert(connection, "articles", [given["article"]])
            wait(connection, [one.article])
        else:
            # Other words of the same source: they stand below those that are there.
            text = held[0]["text"]
            if row["quote"] not in text:
                text += "\n\n" + row["quote"]
                connection.execute("UPDATE articles SET text = ? WHERE id = ?", [text, one.article])
            moved = text.index(row["quote"]) - row["start"]
    insert(connection, TABLES[kind_of(one.of)].name, [_shifted(row, moved)])
    insert(connection, "roles", (_shifted(role, moved) for role in given["roles"]))


def _shifted(row: Row, by: int) -> Row:
    offsets = ("start", "end", "trigger_start", "trigger_end")
    return row | {name: row[name] + by for name in offsets if name in row}


def remove_added(record: Record, of: str) -> None:
    """Takes out a row that was added by hand, and its article if nothing else is left of that."""
    connection = record.connection
    connection.execute(f"DELETE FROM {TABLES[kind_of(of)].name} WHERE id = ?", [of])
    for table, column in (("roles", "of"), ("originals", "of"), ("happenings", "of"), ("found_by", "of")):
        connection.execute(f'DELETE FROM {table} WHERE "{column}" = ?', [of])
    connection.execute("DELETE FROM links WHERE a = ? OR b = ?", [of, of])
    connection.execute('DELETE FROM pairs WHERE "of" = ?', [of])
    unused = [
        row[0] for row in connection.execute(
            f"""SELECT id FROM articles WHERE starts_with(id, '{HAND}')
            AND id NOT IN (SELECT article FROM reports UNION ALL SELECT article FROM encounters
                           UNION ALL SELECT article FROM positions)""").fetchall()
    ]  # fmt: skip
    for article in unused:
        connection.execute("DELETE FROM articles WHERE id = ?", [article])
        done(connection, [article])
        connection.execute('DELETE FROM happenings WHERE "of" = ?', [article])
        connection.execute('DELETE FROM found_by WHERE "of" = ?', [article])
        connection.execute("DELETE FROM links WHERE a = ? OR b = ?", [article, article])
