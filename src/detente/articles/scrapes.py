"""From the plain text of a whole page, furniture and all, to its article.

A scrape has lost its markup, so its lines must tell what they are: sentences make the body, short lines at the top
are navigation until the headline, those between the headline and the body are the deck, the stamp and the captions,
and what follows the last sentence is furniture again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.articles import dates
from detente.articles.credits import agency_at_foot, agency_in_line, byline_of
from detente.articles.pages import Read, outlet_of
from detente.articles.publication import order_of_lines
from detente.errors import ArticleError
from detente.knowledge.outlets import DateOrder, OutletTables
from detente.types import PublishedBy

_NOISE = re.compile(
    r"""^(?:
      advertisements?|ads?\s+by\s.*|sponsored(?:\s+content)?|promoted|sponsored\s+links?
    | (?:sign|log)\s*(?:in|up|out)|subscribe(?:\s+now)?|register|login|account|my\s+account|menu|search|home|close|open
    | skip\s+to\s+.*|jump\s+to\s+.*|back\s+to\s+top|top\s+stories|latest(?:\s+news)?|trending.*|most\s+(?:read|popular|viewed).*
    | share(?:\s+(?:this|on|via).*)?|tweet|e-?mail|print|save|copy\s+link|link\s+copied.*|whatsapp|facebook|twitter|x|linkedin
    | telegram|instagram|youtube|reddit|pinterest|messenger|flipboard|pocket|threads|rss|gift\s+.*
    | follow\s+us.*|follow\s.{0,40}|join\s+(?:us|our).*|download\s+.*app.*|get\s+(?:the|our)\s.*app.*
    | related(?:\s.*)?|also\s+read.*|read\s+(?:also|more|next|full).*|see\s+also.*|more\s+(?:from|on|in|stories|news).*|recommended.*
    | you\s+may\s+(?:also\s+)?like.*|up\s+next.*|watch(?:\s*:.*|\s+now.*)?|listen(?:\s+to.*)?|play|pause|live|video|photos?|gallery
    | \d*\s*comments?(?:\s*\(\d+\))?|leave\s+a\s+(?:comment|reply)|view\s+comments.*|post\s+a\s+comment|join\s+the\s+conversation.*
    | tags?\s*:?.*|topics?\s*:?|filed\s+under.*|keywords?.*|categories.*|in\s+this\s+(?:article|story).*
    | cookie.*|we\s+use\s+cookies.*|accept(?:\s+all)?.*|privacy.*|terms.*|contact.*|about\s+us.*|copyright.*|©.*|\(c\)\s.*|all\s+rights\s+reserved.*
    | newsletter.*|sign\s+up\s+(?:for|to).*|enter\s+your\s+e-?mail.*|your\s+e-?mail.*|thank\s+you\s+for\s+(?:signing|subscribing).*
    | \d+\s*(?:min(?:ute)?s?)\s+read|reading\s+time.*|\d+(?:\.\d+)?[km]?\s+(?:shares?|views?|likes?)|text\s+size.*|font\s+size.*|a[+-]
    | (?:regular|opens?|site|main)[-\s].*(?:logo|window|menu|navigation)|.*\blogo\b.*|breadcrumbs?|image|photo|caption|loading.*
    | next\s+(?:article|story).*|previous\s+(?:article|story).*|editor.?s?\s+picks?.*|explore\s+more.*|support\s+(?:us|our).*|donate.*
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_END = re.compile(
    r"^(?:follow\s+us|related|also\s+read|more\s+(?:from|on|in|stories)|read\s+next|recommended|tags?\b|topics?\b|comments?\b|"
    r"copyright|©|all\s+rights|sign\s+up|newsletter|you\s+may|most\s+(?:read|popular)|trending|share\s+this|leave\s+a)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$|[.!?][\"”’]?\s*\(.{2,40}\)$")
_CAPTION = re.compile(
    r"(?:\b|(?=[(/]))(?:file\s+(?:photo|picture|image)|photo(?:graph)?\s*(?:by|credit|courtesy|:)|picture\s*(?:by|credit|:)|image\s*(?:by|credit|courtesy|source|:)|"
    r"getty\s+images|representational\s+(?:image|photo)|courtesy\b.{0,40}$|via\s+(?:AP|REUTERS)|/\s?(?:AP|AFP|Reuters)\s*(?:photo)?|\((?:AP|AFP|Reuters|PTI)\s*(?:photo|file)?[^)]*\)$)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\b(?:first\s+)?(?:published|posted)\b(?:\s+(?:on|at))?[\s:|–-]*", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated|modified)\b(?:\s+(?:on|at))?[\s:|–-]*", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|copyright|\(c\)|logo", re.IGNORECASE)
LONG_LINE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Where the sentences are: line numbers, and the paragraphs that they make."""

    first: int
    last: int
    paragraphs: tuple[str, ...]


def read_scrape(text: str, url: str | None, retrieved: str | None, tables: OutletTables) -> Read:
    """Everything that a plain-text scrape tells of its article. Raises `ArticleError` where it holds no sentences."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    body = _body(lines)
    heading = _heading(lines, body.first)
    title = lines[heading] if heading is not None else None
    between = [line for line in lines[(heading + 1 if heading is not None else 0) : body.first] if line]
    top = [line for line in lines[: heading if heading is not None else 0] if line]
    captions = tuple(line for line in between if _is_caption(line))
    subtitle = next((line for line in between if _is_deck(line, captions)), None)
    outlet = _outlet(top + lines[body.last + 1 :], tables)
    below = [line for line in lines[body.last + 1 :] if line]
    known = outlet_of(url, tables) or (tables.by_name.get(outlet.casefold()) if outlet else None)
    order = known.order if known else order_of_lines([*top, *between, *below]) or "dmy"
    published, by = _published((between, top, below), url, retrieved, order)
    return Read(
        paragraphs=body.paragraphs,
        title=title,
        subtitle=subtitle,
        published=published,
        published_by=by,
        agency=_agency(
            [line for line in between if line not in (subtitle, *captions)], lines[body.last + 1 :], tables
        )
        or agency_at_foot(body.paragraphs, tables)
        or (known.agency if known else None),
        byline=_byline(between, tables),
        outlet=known.name if known else outlet,
        captions=captions,
        url=url,
        stamp=next(
            (
                b
                for b in (
                    _PUBLISHED.split(line)[0].strip(" ,|-") for line in between if _PUBLISHED.search(line)
                )
                if b
            ),
            None,
        ),
    )


def looks_like_scrape(text: str) -> bool:
    """Whether a plain text carries furniture: noise lines, or a headline over short lines before the sentences."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    return any(_NOISE.match(line) for line in lines)


def _body(lines: list[str]) -> Body:
    sentences = [n for n, line in enumerate(lines) if _is_sentence(line)]
    starts = [n for n in sentences if len(lines[n]) >= LONG_LINE and not _is_caption(lines[n])]
    if not starts:
        raise ArticleError("no sentences in the text, only short lines", "no-article")
    first = _first_of_story(lines, starts)
    last = first
    for number in range(first, len(lines)):
        line = lines[number]
        if line and _END.match(line) and not _resumes(lines, number):
            break
        if number in set(starts) or (number in set(sentences) and _belongs(lines, number, last)):
            last = number
    kept = [line for line in lines[first : last + 1] if line and not _is_furniture(line)]
    return Body(first=first, last=last, paragraphs=tuple(kept))


def _first_of_story(lines: list[str], starts: list[int]) -> int:
    """The first long sentence that another follows soon; a cookie notice at the top stands alone."""
    for position, number in enumerate(starts):
        rest = starts[position + 1 :]
        if _NOISE.match(lines[number]) or re.search(
            r"\bcookies?\b|\bjavascript\b|\bbrowser\b", lines[number], re.IGNORECASE
        ):
            continue
        if not rest or rest[0] - number <= 8:
            return number
    return starts[0]


def _resumes(lines: list[str], number: int) -> bool:
    """Whether the story goes on behind a furniture line: two long sentences soon after."""
    following = [line for line in lines[number + 1 : number + 10] if line]
    return (
        sum(len(line) >= LONG_LINE and _is_sentence(line) and not _NOISE.match(line) for line in following)
        >= 1
    )


def _belongs(lines: list[str], number: int, last: int) -> bool:
    return number - last <= 4 and len(lines[number].split()) >= 3 and not _NOISE.match(lines[number])


def _is_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line.split()) >= 3 and not _NOISE.match(line)


def _is_furniture(line: str) -> bool:
    return (bool(_NOISE.match(line)) and len(line) < 100) or (_is_caption(line) and len(line) < 160)


def _is_caption(line: str) -> bool:
    """A picture's caption or credit: says so, or is a bare name with a full stop ("Antony Blinken.")."""
    if _CAPTION.search(line):
        return True
    words = line.split()
    bare = (
        1 <= len(words) <= 5
        and line.endswith(".")
        and all(w[:1].isupper() or w in {"of", "and", "de", "al"} for w in words)
    )
    return bare and not re.search(r"\d", line)


def _is_deck(line: str, captions: tuple[str, ...]) -> bool:
    return (
        len(line.split()) >= 5
        and line not in captions
        and not _NOISE.match(line)
        and not _PUBLISHED.search(line)
        and not _UPDATED.search(line)
        and not re.match(r"by\s", line, re.IGNORECASE)
        and next(dates.printed(line, None), None) is None
    )


def _heading(lines: list[str], first: int) -> int | None:
    """The headline: the longest line before the deck that is no noise, date or caption; the first of equals."""
    candidates = [
        n
        for n, line in enumerate(lines[:first])
        if len(line.split()) >= 4
        and not _NOISE.match(line)
        and not _is_caption(line)
        and not _PUBLISHED.search(line)
        and not (_WEEKDAY.match(line) or next(dates.printed(line, None), None))
        and not re.search(r"\bcookies?\b", line, re.IGNORECASE)
        and not re.match(r"(?:by|source)\b[\s:]", line, re.IGNORECASE)
        and len(re.findall(r"\s[/›»>|•]\s", line)) < 2
    ]
    if not candidates:
        short = [
            n for n, line in enumerate(lines[:first]) if len(line.split()) >= 2 and not _is_furniture(line)
        ]
        return short[-1] if short else None
    # Headline and deck stand together just above the stamp: walk back from the last over close neighbours.
    block = [candidates[-1]]
    for number in reversed(candidates[:-1]):
        if block[0] - number <= 3 and len(block) < 3:
            block.insert(0, number)
    return block[0]


def _published(
    where: tuple[list[str], list[str], list[str]], url: str | None, retrieved: str | None, order: DateOrder
) -> tuple[str | None, PublishedBy | None]:
    """By lines between headline and body, above and below: what says "Published", "Updated", the address, a date
    beside the headline. A weekday's date at the very top is the day of the visit and never taken."""
    between, top, bottom = where

    def good(value: str | None) -> bool:
        return dates.not_after(value, retrieved)

    for mark in (_PUBLISHED, _UPDATED):
        for line in [*between, *bottom, *top]:
            match = mark.search(line)
            found = _first(line[match.end() :], order) if match and len(line) < 160 else None
            if good(found):
                return found, "marked"
    # A date with its hour just above the headline stamps the story; one without is the page's own.
    over = [line for line in top[-4:] if re.search(r"\d[:.]\d\d", line) and not _WEEKDAY.match(line)]
    shown = [d for line in [*between, *over] if len(line) < 100 and good(d := _first(line, order))]
    address = dates.in_url(url)
    if good(address):
        return next((d for d in shown if d and d[:10] == address), address), "url"
    if shown:
        return shown[0], "marked"
    rest = [
        line
        for line in [*top, *bottom]
        if not _WEEKDAY.match(line) and len(line) < 60 and not _COPYRIGHT.search(line)
    ]
    guessed = next((d for line in rest if good(d := _first(line, order))), None)
    return (guessed, "guessed") if guessed else (None, None)


def _first(line: str, order: DateOrder) -> str | None:
    return next(dates.printed(line, order), None)


def _agency(between: list[str], bottom: list[str], tables: OutletTables) -> str | None:
    for line in [
        *between,
        *(b for b in bottom if re.match(r"(?:source|with inputs|agenc|\()", b, re.IGNORECASE)),
    ]:
        if len(line) < 120 and not _is_caption(line):
            found = agency_in_line(_PUBLISHED.split(_UPDATED.split(line)[0])[0] or line, tables)
            if found:
                return found
    return None


def _byline(between: list[str], tables: OutletTables) -> str | None:
    for line in between:
        if re.match(r"by\s+\S", line, re.IGNORECASE):
            return byline_of(_PUBLISHED.split(_UPDATED.split(line)[0])[0], tables.agencies)
    return None


def _outlet(lines: list[str], tables: OutletTables) -> str | None:
    """The outlet that a logo or a copyright line names."""
    for line in lines:
        named = re.sub(
            r"^(?:copyright|©|\(c\)|the\s+logo\s+of)\s*(?:\d{4})?\s*|\s*(?:logo|home(?:page)?)$|\..*$",
            "",
            line,
            flags=re.IGNORECASE,
        ).strip(" .,")
        found = tables.by_name.get(named.casefold())
        if found is not None:
            return found.name
        if (
            re.search(r"\blogo$|^(?:copyright|©)", line, re.IGNORECASE)
            and 2 <= len(named) <= 40
            and named[:1].isupper()
            and " " in named
        ):
            return named
    return None
