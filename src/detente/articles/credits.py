"""Who tells the story: agency, byline and dateline."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.articles.dates import printed
from detente.knowledge.outlets import OutletTables
from detente.types import Dateline

CountryOf = Callable[[str], str | None]
"""The country of a city, None where it is unknown or doubtful."""

_PLACE = r"[^\W\d_][^\W\d_.'’-]*(?:[ .'’/-]+[^\W\d_]+\.?){0,4}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:,?\s*(?P<date>{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?)?"
_DASH = r"\s*(?:—|–|--+|-(?=\s)|:(?=\s))\s*"
_DATELINE = re.compile(
    rf"^(?P<place>{_PLACE})(?:,\s*(?P<region>[^\W\d_][\w.'’ -]{{1,30}}?))?{_DAY}(?:\s*\((?P<agency>[^()]{{2,40}})\))?{_DASH}(?=\S)"
)
_DATE_ALONE = re.compile(rf"{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}")
_BYLINE = re.compile(r"^\s*(?:By|BY|by)[:\s]+(?P<names>.{2,160})$")
# A run of white space is tried from its beginning alone, else a page of blanks takes the square of its length.
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?(?:,|\||/|•|·|;|\band\b|\bwith\b|&)\s*+")
_BRACKETED = re.compile(r"\(([^()]{2,40})\)")
_PHOTO = re.compile(r"photo|image|picture|graphic|file|illustration|getty|courtesy", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the first sentence."""

    dateline: Dateline | None
    agency: str | None


def head_of(
    paragraph: str, agencies: Mapping[str, str], country_of: CountryOf, year: str | None = None
) -> Head:
    """The dateline of a first paragraph: "BEIJING (AP) — ...", "WASHINGTON, June 18 (Reuters) - ...", "New Delhi: ..."."""
    match = _DATELINE.match(paragraph[:160])
    credited = _credit_only(paragraph, agencies)
    if match is None:
        return Head(dateline=None, agency=credited)
    place, region, day = match["place"].strip(), (match["region"] or "").strip() or None, match["date"]
    if region is not None and _DATE_ALONE.fullmatch(region):
        region, day = None, region
    named = [p.strip() for p in (match["agency"] or "").split("/") if p.strip()]
    agency = next((agencies[n] for n in named if n in agencies), None)
    upper = place.isupper() or sum(c.isupper() for c in place) > len(place) / 2
    country = country_of(f"{place}, {region}" if region else place) or country_of(place.split("/")[0])
    # "Analysis: ..." and "Live - ..." look the same but are no places.
    if not upper and not match["agency"] and not day and country is None:
        return Head(dateline=None, agency=credited)
    dateline = Dateline(place=_written(place), country=country, date=_iso(day, match["year"] or year))
    return Head(
        dateline=dateline,
        agency=agency or (named[0] if named and named[0].isupper() and len(named[0]) <= 6 else None),
    )


def _credit_only(paragraph: str, agencies: Mapping[str, str]) -> str | None:
    match = re.match(r"^\(?(?P<name>[A-Z][\w./ -]{1,30})\)?\s*(?:—|–|--|-)\s", paragraph)
    return agencies.get(match["name"].strip()) if match else None


def agency_in_line(line: str, tables: OutletTables) -> str | None:
    """The agency that a line credits: a byline, a credit line, a stamp ("AP Beijing Published 19.06.23").

    A picture's credit is none of the story's.
    """
    agencies = tables.agencies
    if _PHOTO.search(line):
        return None
    bare = re.sub(
        r"^\s*(?:(?:written|reported|story|text|published|posted)\s+by|by|source|sources|from|credit|via|with inputs from|agency|agencies)\b[:\s]*",
        "",
        line,
        flags=re.IGNORECASE,
    )
    for part in [bare.strip(" .|-–—()"), *_SPLIT.split(bare)]:
        name = part.strip(" .()")
        found = agencies.get(name) or agencies.get(name.title())
        if found:
            return found
    bracketed = next((agencies[n] for n in _BRACKETED.findall(line) if n in agencies), None)
    return bracketed or _leading(bare, tables)


def _leading(line: str, tables: OutletTables) -> str | None:
    """The agency that a longer credit begins with ("AP Beijing", "Xinhua | Geneva")."""
    words = line.split()
    for count in range(min(5, len(words) - 1), 0, -1):
        name = " ".join(words[:count]).rstrip(",|/-")
        goes_on = words[count][:1].isupper() or words[count][:1] in ",|/-" or name != " ".join(words[:count])
        if name in tables.agencies and name not in tables.weak and goes_on:
            return tables.agencies[name]
    return None


_FOOT = re.compile(
    r"^[\W_]*(?:\(?(?:with\s+)?(?:agency\s+)?inputs?\s+from|source\s*:|sources\s*:|courtesy\s*:|credit\s*:|agenc(?:y|ies)\s*:)\s*(?P<names>.{2,60}?)[\W_]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[(–—-]\s*(?P<name>[A-Z][\w .-]{1,28}?)\s*\)?\.?$")
_REUTERS_FOOT = re.compile(r"^\(?(?:Additional\s+)?Reporting\s+by\s.{3,300}(?:Editing|Writing)\s+by\s")


def agency_at_foot(paragraphs: tuple[str, ...], tables: OutletTables) -> str | None:
    """The agency that signs at the end: "(With inputs from PTI)", "Source: Xinhua", a last "(AFP)", Reuters' own foot."""
    for paragraph in paragraphs[-3:]:
        foot = _FOOT.match(paragraph)
        if foot:
            found = agency_in_line(foot["names"], tables)
            if found:
                return found
        if _REUTERS_FOOT.match(paragraph):
            return "Reuters"
    signed = _SIGNED.search(paragraphs[-1][-40:]) if paragraphs else None
    return tables.agencies.get(signed["name"].strip()) if signed else None


def byline_of(line: str, agencies: Mapping[str, str]) -> str | None:
    """The reporters that a byline names ("By Jane Roe and Wei Chen, Associated Press" -> "Jane Roe and Wei Chen")."""
    match = _BYLINE.match(line)
    names = (match["names"] if match else line).strip(" .,|")
    kept = []
    for part in re.split(r"\s*(?:,|\||•|·|/)\s*", names):
        if part and part.lower() not in {"by"} and part not in agencies and part.title() not in agencies:
            kept.append(part)
    people = kept[0] if kept else None
    return people if people and len(people) <= 80 and re.match(r"[^\W\d_]", people) else None


def _written(place: str) -> str:
    if not place.isupper():
        return place
    return re.sub(
        r"[^\W\d_]+", lambda m: m.group().capitalize() if len(m.group()) > 2 else m.group().title(), place
    )


def _iso(day: str | None, year: str | None) -> str | None:
    if not day or not year:
        return None
    return next(printed(f"{day} {year}" if day[0].isdecimal() else f"{day}, {year}", None), None)
