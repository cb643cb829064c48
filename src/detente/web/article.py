"""`/article/ar_...`: a text with all that was coded in it marked in place, and the reasons beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from detente.display.highlight import Mark, pieces
from detente.display.reasons import ROLES, as_read, headline, who
from detente.exports.bibliography import bibtex_text
from detente.knowledge.categories import categories
from detente.record import queries
from detente.record.links import happening_of
from detente.record.outlets import copies_of
from detente.types import Article
from detente.web.asked import Asked
from detente.web.evidence import article_facts
from detente.web.site import Site
from detente.web.view import View

Row = dict[str, Any]
Coded = Mapping[str, Sequence[Mapping[str, Any]]]
LONGEST_SHOWN = 200_000
"""Characters of a text that are shown; what is longer is no article but a book."""


def article_view(site: Site, asked: Asked, identity: str) -> View | str:
    """An article with everything coded in it. Raises `UnknownError` for none of that identifier."""
    with site.record.borrow(asked.as_of) as record:
        article = queries.article(record, identity)
        if article.id != identity:
            return asked.link(path=f"/article/{article.id}", format=asked.format)
        tables = queries.of_article(record, identity)
        coded = {name: table.to_pylist() for name, table in tables.items()}
        home = {
            kind: happening_of(record, [row["id"] for row in coded[f"{kind}s"]])
            for kind in ("report", "encounter")
        }
        copies = copies_of(record, identity)
    return View(
        title=article.title or f"Article {article.id}",
        template="article.html",
        facts=facts_of(article, coded, home["report"] | home["encounter"])
        | {"copies": copies, "_bibtex": bibtex_text([article]), "_back": None},
        tables={name: partial(_given, table) for name, table in tables.items()},
        writers={"bib": lambda: bibtex_text([article])},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").article("{article.id}")',
        sql=f"SELECT * FROM reports WHERE article = '{article.id}' ORDER BY start;",
    )


def facts_of(article: Article, coded: Coded, home: Mapping[str, str]) -> dict[str, Any]:
    """What a page shows of an article and all that was coded from it; `home` has the events of its rows."""
    marks = list(_marks(coded))
    shown = article.text[:LONGEST_SHOWN]
    paragraphs = [
        {
            "pieces": pieces(article.text, start, end, marks),
            "findings": list(_findings(start, end, coded, home)),
            "issues": _issues(start, end, coded),
        }
        for start, end in _paragraphs(shown)
    ]
    return {
        "article": article_facts(article) | {"text": article.text, "language": article.language},
        "counts": {
            name: len(coded[name]) for name in ("reports", "encounters", "positions", "issues", "claims")
        },
        "coded": coded,
        "_paragraphs": paragraphs,
        "_left_out": len(article.text) - len(shown),
    }


def _given(table: pa.Table) -> pa.Table:
    return table


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 2


def _marks(coded: Coded) -> Iterator[Mark]:
    for name in ("reports", "encounters", "positions"):
        for row in coded[name]:
            yield Mark(start=row["start"], end=row["end"], kind="sentence", of=row["id"])
    for row in coded["reports"]:
        yield Mark(
            start=row["trigger_start"], end=row["trigger_end"], kind="trigger", of=row["id"],
            title=categories().name(row["event"], row["mode"]),
        )  # fmt: skip
    for role in coded["roles"]:
        if role["role"] in ROLES:
            yield Mark(
                start=role["start"], end=role["end"], kind=role["role"], of=role["of"], title=who(role)
            )
    for row in coded["issues"]:
        yield Mark(start=row["start"], end=row["end"], kind="issue", title=f"issue: {row['issue']}")


def _issues(start: int, end: int, coded: Coded) -> dict[str, list[str]]:
    """The issues that a paragraph names, in the order of the text, each with its words there."""
    found: dict[str, list[str]] = {}
    for row in sorted(coded["issues"], key=lambda row: (row["start"], row["issue"])):
        if start <= row["start"] < end:
            words = found.setdefault(row["issue"], [])
            if row["text"] not in words:
                words.append(row["text"])
    return found


def _findings(start: int, end: int, coded: Coded, home: Mapping[str, str]) -> Iterator[Row]:
    """What was coded from a paragraph, in the order of the text."""
    found = []
    for name in ("reports", "encounters", "positions"):
        kind = name.removesuffix("s")
        for row in coded[name]:
            if start <= row["start"] < end:
                roles = [role for role in coded["roles"] if role["of"] == row["id"]]
                found.append(
                    {
                        "id": row["id"], "kind": kind, "start": row["start"], "headline": headline(row, kind, roles),
                        "status": row.get("status"), "confidence": row["confidence"], "read": as_read(row, kind),
                        "happening": home.get(row["id"]), "rejected": row["judged"] == "rejected",
                        "roles": [who(role) + f" (“{role['text']}”)" for role in roles if role["role"] in ROLES],
                    }
                )  # fmt: skip
    yield from sorted(found, key=lambda row: (row["start"], row["id"]))
