"""What a page says of itself in machine-readable form: JSON-LD, OpenGraph and its kin."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "AdvertiserContentArticle",
        "ReviewNewsArticle",
        "Report",
        "WebPage",
        "MediaObject",
    ]
)
_PUBLISHED = (
    "article:published_time", "datepublished", "article:published", "og:published_time", "publishdate", "publish-date",
    "publish_date", "pubdate", "date.issued", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "published_time_telegram", "article_date_original",
    "originalpublicationdate", "rnews:datepublished", "ptime", "displaydate", "iso-8601-publish-date", "published-date",
    "apub:time", "firstpublishdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "lastmod",
    "dcterms.modified",
    "last-modified",
    "datemodified",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The page's own marks; each may be missing, and each may be wrong."""

    headlines: tuple[str, ...] = ()
    """In order of trust."""
    description: str | None = None
    published: tuple[str, ...] = ()
    """In order of trust."""
    modified: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    canonical: str | None = None
    language: str | None = None
    paywalled: bool = False
    body: str | None = None
    """JSON-LD's articleBody."""


def marks_of(tree: HtmlElement) -> Marks:
    """Reads the marks of a parsed page; malformed ones are passed over."""
    metas = _metas(tree)
    linked = next(iter(_linked(tree)), {})
    headline = _text(linked.get("headline"))
    og = metas.get("og:title") or metas.get("twitter:title")
    return Marks(
        headlines=tuple(h for h in (headline, og) if h),
        description=_text(linked.get("description"))
        or metas.get("og:description")
        or metas.get("description"),
        published=tuple(
            filter(
                None,
                [
                    _text(linked.get("datePublished")),
                    *(metas.get(m) for m in _PUBLISHED),
                    *_itemprops(tree),
                    _text(linked.get("dateCreated")),
                ],
            )
        ),
        modified=_text(linked.get("dateModified"))
        or next((metas[m] for m in _MODIFIED if metas.get(m)), None),
        authors=tuple(_names(linked.get("author"))) or tuple(filter(None, [_author(metas)])),
        publisher=next(_names(linked.get("publisher")), None) or metas.get("og:site_name"),
        canonical=_canonical(tree) or metas.get("og:url"),
        language=(tree.get("lang") or tree.get("xml:lang") or metas.get("og:locale") or "")[:2].lower()
        or None,
        paywalled=str(linked.get("isAccessibleForFree", "true")).lower() == "false",
        body=_body(linked.get("articleBody")),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), _plain(content))
    return found


def _itemprops(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath("//*[@itemprop='datePublished'][not(self::meta)]")[:5]:
        yield element.get("datetime") or element.get("content") or element.text_content()


def _linked(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The article objects of all JSON-LD blocks, the most articlelike first."""
    found: list[tuple[int, dict[str, Any]]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        for thing in _objects(_loaded(script.text)):
            kinds = thing.get("@type")
            names = {kinds} if isinstance(kinds, str) else {k for k in kinds or () if isinstance(k, str)}
            if names & ARTICLE_TYPES and ("headline" in thing or "datePublished" in thing):
                found.append((int(names <= {"WebPage", "MediaObject"}), thing))
    yield from (thing for _, thing in sorted(found, key=lambda item: item[0]))


def _loaded(text: str) -> Any:
    text = re.sub(
        r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$", "", text.strip()
    )
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for member in value[:200]:
            yield from _objects(member, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), dict | list):
                yield from _objects(value[name], depth + 1)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), None)
    return _plain(value) or None if isinstance(value, str) else None


def _plain(value: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]{1,80}>", "", value)).split())


def _body(value: Any) -> str | None:
    """The text with its line ends, without the tags that some outlets leave in."""
    if not isinstance(value, str):
        return None
    return html.unescape(re.sub(r"<[^>]{1,300}>", "", re.sub(r"</p>|<br */?>", "\n", value)))


def _names(value: Any) -> Iterator[str]:
    for member in value if isinstance(value, list) else [value]:
        name = member.get("name") if isinstance(member, dict) else member
        if isinstance(name, list):
            name = ", ".join(n for n in name if isinstance(n, str))
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            yield _plain(name)


def _author(metas: dict[str, str]) -> str | None:
    for name in ("author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author"):
        value = metas.get(name)
        if value and not value.startswith("http"):
            return value
    return None


def _canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    return None
