"""The articles of the record as BibTeX and as CSL-JSON, for footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from detente.types import Article

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def bibtex_text(articles: Iterable[Article]) -> str:
    """One `@article` each, keyed by the record's identifier; UTF-8, as biber and today's bibtex read it."""
    return "\n".join(map(_bibtex, articles))


def _bibtex(article: Article) -> str:
    date = _DATE.match(article.published or "")
    year, month, day = date.groups() if date else (None, None, None)
    fields = {
        # Braces twice, or BibTeX makes names in a title small.
        "title": f"{{{_tex(article.title)}}}" if article.title else None,
        "author": f"{{{_tex(article.byline)}}}" if article.byline else None,
        "journal": _tex(article.outlet or article.agency or ""), "year": year, "month": month,
        "date": "-".join(filter(None, (year, month, day))), "langid": article.language, "url": article.url,
    }  # fmt: skip
    written = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{article.id}{written}\n}}\n"


def csl_text(articles: Iterable[Article]) -> str:
    """A CSL-JSON list of `article-newspaper`, as Zotero and pandoc read it."""
    document = [csl_item(article) for article in articles]
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def csl_item(article: Article) -> dict[str, Any]:
    """One item. The byline stands as a literal: it may name several, or a team."""
    date = _DATE.match(article.published or "")
    parts = [int(part) for part in date.groups() if part] if date else []
    every = {
        "id": article.id, "type": "article-newspaper", "title": article.title,
        "author": [{"literal": article.byline}] if article.byline else None,
        "container-title": article.outlet or article.agency, "issued": {"date-parts": [parts]} if parts else None,
        "URL": article.url, "language": article.language,
    }  # fmt: skip
    return {name: value for name, value in every.items() if value}


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))
