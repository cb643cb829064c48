"""From pages and stories to articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from detente.articles import dates
from detente.articles.credits import Head, head_of
from detente.articles.decoding import clean, decode
from detente.articles.languages import language_of
from detente.articles.pages import Read, outlet_of, read_page
from detente.articles.scrapes import looks_like_scrape, read_scrape
from detente.articles.sieve import Powers
from detente.errors import ArticleError
from detente.knowledge.outlets import OutletTables
from detente.types import Article, Dateline, Page

LARGEST = 20_000_000
"""Bytes of a page. No article is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTables:
    """Outlets and agencies, and the country of each city that has only one likely bearer of its name."""

    outlets: OutletTables
    cities: Mapping[str, str]
    powers: Powers

    def country_of(self, place: str) -> str | None:
        """The country of a dateline's place, written as it is; None where unknown."""
        return self.cities.get(place.casefold()) or self.cities.get(place.split(",")[0].strip().casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A line of `detente code` or of a JSONL file."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None


def extract(page: Page, tables: ArticleTables) -> Article:
    """The article of a page.

    Raises `ArticleError` whose reason is one of: empty, binary, too-large, too-deep, bad-line, no-article, soft-404,
    paywall.
    """
    if len(page.content) > LARGEST:
        raise ArticleError(f"{len(page.content):,} bytes; no page of {LARGEST:,} is an article", "too-large")
    if page.media_type == "application/json":
        return _of_line(page, tables)
    text = decode(page.content, page.charset)
    if page.media_type == "text/plain" and not _is_html(text):
        if not looks_like_scrape(text) and page.title is None:
            return read_text(_as_story(text, page), tables, source=page.location, retrieved=page.retrieved)
        read = read_scrape(text, page.url, page.retrieved, tables.outlets)
    else:
        read = read_page(text, page.url, page.retrieved, tables.outlets)
    return _article(read, page, tables)


def read_text(
    story: Story, tables: ArticleTables, *, source: str | None = None, retrieved: str | None = None
) -> Article:
    """An article whose text is a body already: nothing is removed; agency, dateline and language are read."""
    text = clean(story.text)
    if not text.strip():
        raise ArticleError("the text is empty", "empty")
    published = _given(story.published)
    first = next((line for line in text.split("\n") if line.strip()), "")
    head = head_of(first.strip(), tables.outlets.agencies, tables.country_of, (published or "")[:4] or None)
    known = outlet_of(story.url, tables.outlets)
    dated = head.dateline.date if head.dateline else None
    return Article(
        id=identity(story.url, text, story.title),
        text=text,
        title=story.title,
        published=published or dated,
        published_by="given" if published else ("dateline" if dated else None),
        dateline=head.dateline,
        agency=head.agency,
        outlet=story.outlet or (known.name if known else None),
        language=language_of(text),
        url=story.url,
        source=source,
        retrieved=retrieved,
    )


def read_raw(story: Story, tables: ArticleTables) -> Article:
    """An article whose text is a scrape or the HTML of a whole page; what the story gives is kept."""
    media_type = "text/html" if _is_html(story.text) else "text/plain"
    text = clean(story.text)
    if not text.strip():
        raise ArticleError("the text is empty", "empty")
    reader = read_page if media_type == "text/html" else read_scrape
    read = reader(text, story.url, None, tables.outlets)
    page = Page(content=b"", location=story.id, media_type=media_type, url=story.url)
    article = _article(read, page, tables)
    given = _given(story.published)
    return replace(
        article,
        title=story.title or article.title,
        outlet=story.outlet or article.outlet,
        published=given or article.published,
        published_by="given" if given else article.published_by,
    )


def identity(url: str | None, text: str, title: str | None) -> str:
    """A stable identifier: of the address without its trackers where there is one, else of headline and text."""
    if url:
        key = re.sub(
            r"^https?://(?:www\.|m\.|amp\.)?|[?&](?:utm_\w+|fbclid|gclid|ref|cmpid|ocid)=[^&#]*|#.*$|/+$",
            "",
            url,
        )
    else:
        key = " ".join(f"{title or ''} {text}".split())
    return "ar_" + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _article(read: Read, page: Page, tables: ArticleTables) -> Article:
    published, by = read.published, read.published_by
    given = _given(page.published)
    # A feed knows the hour as well as a page does; what is weaker than the page's own marks yields to it.
    if given is not None and dates.not_after(given, page.retrieved) and by not in {"structured", "marked"}:
        published, by = given, "given"
    head: Head = head_of(
        read.paragraphs[0], tables.outlets.agencies, tables.country_of, (published or "")[:4] or None
    )
    stamped = _stamped_dateline(read, tables) if head.dateline is None else None
    dateline = head.dateline or stamped
    if (
        (published is None or by == "guessed")
        and dateline is not None
        and dates.not_after(dateline.date, page.retrieved)
        and dateline.date
    ):
        published, by = dateline.date, "dateline"
    text = "\n\n".join(read.paragraphs)
    return Article(
        id=identity(read.url, text, read.title),
        text=text,
        title=read.title or page.title,
        subtitle=read.subtitle,
        published=published,
        published_by=by if published else None,
        dateline=dateline,
        agency=read.agency or head.agency,
        byline=read.byline,
        outlet=read.outlet or page.outlet,
        language=language_of(text),
        captions=read.captions,
        url=read.url,
        source=page.location,
        retrieved=page.retrieved,
    )


def _stamped_dateline(read: Read, tables: ArticleTables) -> Dateline | None:
    """The place of a stamp ("AP Beijing"): what is left of it without the credit, where it is a city."""
    words = (read.stamp or "").split()
    for start in range(len(words)):
        place = " ".join(words[start:]).strip(" ,|-")
        country = tables.country_of(place) if place[:1].isupper() else None
        if country is not None:
            return Dateline(place=place.title() if place.isupper() else place, country=country)
    return None


def _of_line(page: Page, tables: ArticleTables) -> Article:
    try:
        story = msgspec.json.decode(page.content, type=Story)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArticleError(f"not a story: {error}", "bad-line") from None
    reader = read_raw if _is_html(story.text) else None
    if reader is not None:
        return reader(story, tables)
    return read_text(story, tables, source=page.location, retrieved=page.retrieved)


def _as_story(text: str, page: Page) -> Story:
    return Story(
        id=page.location,
        text=text.strip(),
        title=page.title,
        published=page.published,
        url=page.url,
        outlet=page.outlet,
    )


def _given(value: str | None) -> str | None:
    if not value:
        return None
    if re.fullmatch(r"\d{4}(?:-\d{2})?", value):
        return value
    return dates.structured(value)


def _is_html(text: str) -> bool:
    return bool(
        re.search(r"<(?:!doctype|html|head|body|article|div|p|h1|meta)\b", text[:2000], re.IGNORECASE)
    )
