"""`/search?q=`: articles and coded sentences by their words, people and issues by their names."""

from __future__ import annotations

import re
from typing import Any, get_args

import msgspec
import pyarrow as pa

from detente.display.highlight import Mark, pieces
from detente.errors import UsageError
from detente.knowledge.issues import issue_name, issues
from detente.record.meant import pairs_meant, states_meant
from detente.record.persons import called
from detente.record.scope import Scope
from detente.record.search import Hit, Kind, Question
from detente.web.asked import Asked
from detente.web.site import Site
from detente.web.view import View

KINDS: tuple[Kind, ...] = get_args(Kind)
NAMED = 6
"""People and issues of a name that are given."""


def search_view(site: Site, asked: Asked) -> View:
    """What the record holds of some words. Raises `UsageError` for a kind that there is not, `BusyError` while the
    words are being indexed.
    """
    kind: Any = asked.given.get("kind", ("article",))[-1]
    if kind not in KINDS:
        raise UsageError(f"kind: there is no {kind!r}; there are {', '.join(KINDS)}")
    after = asked.after or "0"
    if not (after.isascii() and after.isdecimal() and len(after) < 7):
        raise UsageError(f"after: {after!r} is no place in a list; follow the link to more")
    skip = int(after)
    question = Question(
        words=asked.words, kind=kind, scope=Scope(since=asked.since, until=asked.until),
        outlet=asked.sources[0] if asked.sources else None, limit=min(asked.limit, 40), skip=skip,
    )  # fmt: skip
    found = site.search(question, asked.as_of)
    with site.record.borrow(asked.as_of) as record:
        people = called(record, asked.words, NAMED) if len(asked.words) > 2 else []
    seen = skip + len(found.hits)
    hits = [msgspec.to_builtins(hit) for hit in found.hits]
    pairs = list(pairs_meant(asked.words))[:4] if asked.words else []
    return View(
        title=f"Search: {asked.words}" if asked.words else "Search",
        template="search.html",
        facts={
            "words": asked.words,
            "kind": kind,
            "total": found.total,
            "hits": hits,
            "people": [{"name": name, "articles": number} for name, number in people],
            "pairs": [list(pair) for pair in pairs],
            "states": _states(asked.words),
            "issues": _issues(asked.words),
            "next": asked.link(after=seen) if seen < found.total and found.hits else None,
            "_shown": [_shown(hit) for hit in found.hits],
            "_kinds": [(name, asked.link(kind=name)) for name in KINDS],
        },
        tables={"hits": lambda: pa.Table.from_pylist([_flat(hit) for hit in hits])},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").search({asked.words!r})',
    )


def _states(words: str) -> list[str]:
    """The state that is called so, or whose name begins so."""
    meant = states_meant(words) if len(words.strip()) > 2 else []
    return meant if len(meant) <= 2 else []


def _issues(words: str) -> list[str]:
    """Issues that are called so, those whose own name it is first, then those that have a word for it."""
    bare = words.casefold().strip()
    if len(bare) < 3:
        return []
    begins = re.compile(rf"\b{re.escape(bare)}")
    ranked = []
    for one in issues():
        own, others = (one.id.replace("-", " "), issue_name(one.id)), one.words
        named = [bool(begins.search(name.casefold())) for name in (*own, *others)]
        if any(named):
            exact = bare in {name.casefold() for name in (*own, *others)}
            ranked.append((not any(named[: len(own)]), not exact, one.id))
    return [identity for *_, identity in sorted(ranked)][:NAMED]


def _shown(hit: Hit) -> dict[str, Any]:
    """Title and snippet of a hit in pieces, and whether the snippet begins and ends within a sentence."""
    title = hit.title or hit.article
    marks = [Mark(start=start, end=end, kind="found") for start, end in hit.title_marks if hit.title]
    inside = [Mark(start=start, end=end, kind="found") for start, end in hit.marks]
    return {
        "title": pieces(title, 0, len(title), marks),
        "snippet": pieces(hit.snippet, 0, len(hit.snippet), inside),
        "cut": (hit.snippet[:1].islower(), not hit.snippet.rstrip("”’\"')").endswith((".", "?", "!"))),
    }


def _flat(hit: dict[str, Any]) -> dict[str, Any]:
    names = ("article", "title", "outlet", "agency", "published", "url", "snippet", "score")
    return {name: hit[name] for name in names} | {"coded": [row["id"] for row in hit["coded"]]}
