"""What was found in an article that was handed over, as a page shows it: what is surest first, each with the way to its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from detente.display.names import state_name
from detente.display.reasons import headline
from detente.exports.bibliography import bibtex_text
from detente.runs.receiving import Received
from detente.web.article import facts_of
from detente.web.asked import SURE, SURE_OF_STANCE
from detente.web.batches import Batch, Item
from detente.web.view import View

Row = dict[str, Any]
Coded = Mapping[str, Sequence[Mapping[str, Any]]]
LISTED = 6
"""Rows of each kind that are shown; the article has all."""
PAIRS = 3
OPENING = 90
"""Characters of a text that stand for its headline where it has none."""
LEAST = {"encounters": SURE, "positions": SURE_OF_STANCE, "reports": SURE}
"""From which confidence on rows are shown: the rule of all pages."""
FATES = {
    "read": "kept", "revised": "kept beside an older text", "known": "known already", "tried": "read, not kept",
    "passed": "passed over", "failed": "could not be read",
}  # fmt: skip


def item_facts(batch: Batch, item: Item) -> Row:
    """What a page shows of an item: how far it is, and what was found."""
    base = {"number": item.number, "location": item.location, "open": item.number <= 2}
    got = item.received
    if got is None:
        return base | {"fate": "reading", "said": "being read", "title": None, "found": None}
    base |= {"fate": got.fate, "said": FATES[got.fate], "kind": got.kind, "message": got.message}
    if got.article is None or got.coded is None:
        return base | {"title": None, "found": None}
    article, kept = got.article, got.fate != "tried"
    where = f"/article/{article.id}" if kept else f"/read/{batch.id}/{item.number}"
    return base | {
        "title": article.title or _opening(article.text),
        "outlet": article.outlet, "published": article.published, "url": where,
        "kept": kept,
        "counts": {name: len(got.coded[name]) for name in ("encounters", "positions", "reports")},
        "found": {name: _rows(got, name, where, kept) for name in LEAST},
        "less": sum(len(got.coded[name]) - len(_sure(got.coded, name)) for name in LEAST),
        "pairs": _pairs(got.coded, kept),
        "problems": [dict(row) for row in got.coded["problems"]],
    }  # fmt: skip


def article_page(got: Received, batch: Batch) -> View:
    """An article that is in no record, with everything coded in it."""
    assert got.article is not None and got.coded is not None
    facts = facts_of(got.article, got.coded, {})
    return View(
        title=got.article.title or _opening(got.article.text),
        template="article.html",
        facts=facts | {"copies": [], "_bibtex": "", "_back": f"/read/{batch.id}"},
        writers={"bib": lambda: bibtex_text([got.article] if got.article else [])},
        python='import detente\n\nreading = detente.code({"id": "one", "text": "..."})',
    )


def _sure(coded: Coded, name: str) -> list[Mapping[str, Any]]:
    """Those that a page of the record would show: sure enough, and no background."""
    known = [row for row in coded[name] if not row.get("historical")]
    return [row for row in known if row["confidence"] is None or row["confidence"] >= LEAST[name]]


def _rows(got: Received, name: str, where: str, kept: bool) -> Row:
    """The surest rows of a kind in the order of the text, and how many more there are."""
    assert got.coded is not None
    kind = name.removesuffix("s")
    sure = _sure(got.coded, name)
    first = sorted(sure, key=lambda row: -(row["confidence"] or 1.0))[:LISTED]
    told = sorted(first, key=lambda row: (row["start"], row["id"]))
    return {"rows": [_row(got, row, kind, where, kept) for row in told], "more": len(sure) - len(first)}


def _row(got: Received, row: Mapping[str, Any], kind: str, where: str, kept: bool) -> Row:
    roles = [role for role in (got.coded or {})["roles"] if role["of"] == row["id"]]
    return {
        "id": row["id"],
        "headline": headline(row, kind, roles),
        "status": row.get("status"),
        "when": row.get("when"),
        "until": row.get("until"),
        "quote": row["quote"],
        "confidence": row["confidence"],
        "proof": f"/evidence/{row['id']}" if kept else f"{where}#{row['id']}",
    }


def _pairs(coded: Coded, kept: bool) -> list[Row]:
    """Between which states most is told, with their page where the record has it now."""
    ends: dict[str, tuple[set[str], set[str]]] = {}
    for role in coded["roles"]:
        if role["country"] and role["role"] in ("actor", "recipient", "participant"):
            sides = ends.setdefault(role["of"], (set(), set()))
            sides[role["role"] == "recipient"].add(role["country"])
    told: Counter[tuple[str, str]] = Counter()
    for actors, recipients in ends.values():
        others = recipients or actors
        told.update({(a, b) if a < b else (b, a) for a in actors for b in others if a != b})
    return [
        {"name": f"{state_name(a)} and {state_name(b)}", "url": f"/pair/{a}-{b}" if kept else None}
        for (a, b), _ in sorted(told.items(), key=lambda one: (-one[1], one[0]))[:PAIRS]
    ]


def _opening(text: str) -> str:
    """The first words of a text without a headline."""
    first = " ".join(text[: 2 * OPENING].split())
    return first if len(first) <= OPENING else f"{first[:OPENING].rsplit(' ', 1)[0]} …"
