"""`/evidence/rp_...`: the sentence behind a row, where it stands, how it was read, and how to cite it."""

from __future__ import annotations

from typing import Any

from detente.display.highlight import Mark, pieces
from detente.display.moments import moment
from detente.display.reasons import ROLES, as_read, headline, who
from detente.exports.bibliography import bibtex_text
from detente.record.proof import Proof, proof
from detente.relations.wording import quotation
from detente.types import Article
from detente.version import __version__
from detente.web.asked import Asked
from detente.web.site import Site
from detente.web.view import View

Row = dict[str, Any]
NOUNS = {"report": "Report", "encounter": "Encounter", "position": "Position"}
LONGEST_CONTEXT = 1200
"""Characters of a paragraph that are shown about a sentence; a text without paragraphs may be a megabyte long."""


def evidence_view(site: Site, asked: Asked, identity: str) -> View:
    """One row with its sentence. Raises `UnknownError` where there is none of that identifier."""
    with site.record.borrow(asked.as_of) as record:
        found = proof(record, identity)
    row, article = found.row, found.article
    first, last, *cut = sight(found)
    said = headline(row, found.kind, found.roles)
    return View(
        title=f"{NOUNS[found.kind]}: {said}",
        template="evidence.html",
        facts={
            "id": found.id,
            "kind": found.kind,
            "headline": said,
            "row": row,
            "roles": [role for role in found.roles if role["role"] in ROLES],
            "article": article_facts(article),
            "read": as_read(row, found.kind),
            "happening": found.happening,
            "beside": [list(one) for one in found.beside],
            "corrections": list(found.corrections),
            "citation": citation(article, row["quote"]),
            "_pieces": pieces(article.text, first, last, marks_of(found)),
            "_cut": cut,
            "_bibtex": bibtex_text([article]),
        },
        writers={"bib": lambda: bibtex_text([article])},
        python=f'import detente\n\ndetente.open("{site.record.path.name}").evidence("{found.id}")',
        sql=f"SELECT r.*, a.outlet, a.published, a.url FROM {found.kind}s r JOIN articles a ON a.id = r.article\n"
        f"WHERE r.id = '{found.id}';",
    )


def marks_of(found: Proof) -> list[Mark]:
    """The sentence, the word that gave it away, and those who stand in it."""
    row = found.row
    marks = [Mark(start=row["start"], end=row["end"], kind="sentence")]
    if row.get("trigger_start") is not None:
        marks.append(
            Mark(
                start=row["trigger_start"], end=row["trigger_end"], kind="trigger", title="the deciding word"
            )
        )
    for role in found.roles:
        if role["role"] in ROLES:
            marks.append(Mark(start=role["start"], end=role["end"], kind=role["role"], title=who(role)))
    return marks


def article_facts(article: Article) -> Row:
    """An article without its text."""
    names = ("id", "title", "published", "published_by", "outlet", "agency", "byline", "url", "retrieved")
    return {name: getattr(article, name) for name in names}


def citation(article: Article, quote: str) -> str:
    """A plain citation of a sentence: outlet, headline, day, address, when it was got, by which reader."""
    parts = [
        article.byline, article.outlet or article.agency, quotation(article.title) if article.title else None,
        moment(article.published), article.url, f"got {moment(article.retrieved)}" if article.retrieved else None,
    ]  # fmt: skip
    source = ", ".join(part for part in parts if part)
    return f"{quotation(quote, 600)} {source} (sentence {article.id}, read by Détente {__version__})."


def sight(found: Proof, most: int = LONGEST_CONTEXT) -> tuple[int, int, bool, bool]:
    """What is shown about a sentence: its paragraph, or `most` characters of it to each side, cut between words.

    Gives where it begins and ends in the article's text, and whether something is left out before and after.
    """
    first, last = found.paragraph
    start, end = found.row["start"], found.row["end"]
    text, left, right = found.article.text, first, last
    if start - first > most:
        left = min(start, text.find(" ", start - most, start) + 1 or start - most)
    if last - end > most:
        found_at = text.rfind(" ", end, end + most)
        right = found_at if found_at >= 0 else end + most
    return left, right, left > first, right < last
