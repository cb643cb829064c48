"""When an article was published, and how that was found out.

In order of trust: the page's structured data, a printed "Published" or "Updated", the date in its address, the
dateline; a date at the top of a page is often the day of the crawl and counts only as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from detente.knowledge.outlets import DateOrder

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_CLOCK = r"(?P<clock>(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?)\s*(?P<half>[ap]\.?\s?m\b\.?)?|(?P<hour2>\d{1,2})\s*(?P<half2>[ap]\.?m\b\.?))"
_ZONE = r"(?:\s*\(?(?P<zone>UTC|GMT|Z|IST|BST|CET|CEST|EST|EDT|ET|CST|CDT|PST|PDT|PT|JST|KST|SGT|HKT|AEST|AEDT|MSK)(?P<shift>[+-]\d{1,2}(?::?\d{2})?)?\)?|\s*(?P<offset>[+-]\d{2}:?\d{2}))?"
_GAP = r"[\s,|•·–—-]*(?:(?:at|on|à|um|alle|a las|om|kl\.?)\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[-\s]\s*{_MONTH},?\s*[-\s]\s*(?P<year>\d{{4}})(?:{_GAP}{_CLOCK}{_ZONE})?",
        rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?:{_GAP}{_CLOCK}{_ZONE})?",
        rf"(?P<year>(?:19|20)\d{{2}})[-/.](?P<month_number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[T\s,]*{_CLOCK}{_ZONE})?",
        rf"(?P<first>\d{{1,2}})(?P<separator>[./-])(?P<second>\d{{1,2}})[./-](?P<year>(?:19|20)?\d{{2}})\b(?:{_GAP}{_CLOCK}{_ZONE})?",
    )
)
_ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "ist": "+05:30", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "pst": "-08:00", "pdt": "-07:00", "jst": "+09:00",
    "kst": "+09:00", "sgt": "+08:00", "hkt": "+08:00", "aest": "+10:00", "aedt": "+11:00", "msk": "+03:00",
}  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s](\d{2}):?(\d{2})(?::?\d{2}(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_RFC = re.compile(
    r"^\s*(?:\w{3},?\s+)?(\d{1,2})\s+(\w{3})\w*\s+(\d{4})\s+(\d{2}):(\d{2})(?::\d{2})?\s*(Z|UTC|GMT|EST|EDT|PST|PDT|CST|CDT|[+-]\d{4})?"
)
_IN_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/_-]|$)|[/_-]((?:19|20)\d{2})(\d{2})(\d{2})(?:[/_.-]|$)"
)
EARLIEST = date(1700, 1, 1)


def structured(value: str | None) -> str | None:
    """An ISO 8601 or RFC 2822 date of structured data as ISO 8601 to the minute, None for anything else."""
    if not value:
        return None
    iso = _ISO.match(value)
    if iso:
        year, month, day, hour, minute, zone = iso.groups()
        return _joined(int(year), int(month), int(day), hour, minute, _offset(zone))
    rfc = _RFC.match(value)
    if rfc:
        day, name, year, hour, minute, zone = rfc.groups()
        number = MONTHS.get(name.lower())
        return _joined(int(year), number, int(day), hour, minute, _offset(zone)) if number else None
    return next(printed(value, None), None)


def printed(text: str, order: DateOrder | None) -> Iterator[str]:
    """The dates written in a line of text, in the order of the forms, as ISO 8601 prefixes."""
    for form in _FORMS:
        for match in form.finditer(text[:600]):
            found = _of_match(match.groupdict(), order)
            if found is not None:
                yield found


def in_url(url: str | None) -> str | None:
    """The day that an address names (/2023/06/19/, -20230619)."""
    match = _IN_URL.search(url.lower()) if url else None
    if match is None:
        return None
    year, month, day = (g for g in match.groups() if g is not None)
    number = MONTHS.get(month) if month.isalpha() else int(month)
    return _joined(int(year), number, int(day), None, None, None) if number else None


def not_after(value: str | None, bound: str | None) -> bool:
    """Whether a date is there and not from the future of the retrieval (a day's grace for zones)."""
    if value is None:
        return False
    if bound is None:
        return True
    try:
        return (date.fromisoformat(value[:10]) - date.fromisoformat(bound[:10])).days <= 1
    except ValueError:
        return True


def _of_match(parts: dict[str, str | None], order: DateOrder | None) -> str | None:
    year = int(parts["year"] or 0)
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        # Nobody who writes points puts the month first.
        if second > 12 and (first > 12 or parts.get("separator") == "."):
            return None
        month_first = second > 12 or (first <= 12 and order == "mdy" and parts.get("separator") != ".")
        month, day = (first, second) if month_first else (second, first)
    else:
        name = (parts.get("month") or "").lower().rstrip(".")
        month = MONTHS[name] if name else int(parts.get("month_number") or 0)
        day = int(parts["day"] or 0)
    hour, minute = _clock(parts)
    zone = _zone(parts, (year, month, day)) if hour is not None else None
    return _joined(year, month, day, hour, minute, zone)


def _clock(parts: dict[str, str | None]) -> tuple[str | None, str | None]:
    if not parts.get("clock"):
        return None, None
    hour = int(parts.get("hour") or parts.get("hour2") or 0)
    minute = parts.get("minute") or "00"
    half = (parts.get("half") or parts.get("half2") or "").lower()[:1]
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return (f"{hour:02d}", minute) if hour < 24 and int(minute) < 60 else (None, None)


def _zone(parts: dict[str, str | None], at: tuple[int, int, int]) -> str | None:
    shift = parts.get("shift") or parts.get("offset")
    if shift:
        sign, digits = shift[0], shift[1:].replace(":", "")
        hours, minutes = (digits[:2], digits[2:] or "00") if len(digits) != 1 else (f"0{digits}", "00")
        return f"{sign}{hours.zfill(2)}:{minutes}"
    named = (parts.get("zone") or "").lower()
    if named in {"et", "pt"}:
        named = named[0] + ("dt" if _american_summer(*at) else "st")
    return _ZONES.get(named)


def _american_summer(year: int, month: int, day: int) -> bool:
    """Whether daylight time holds in the United States (the rule since 2007): second Sunday of March to first of November."""
    try:
        begins = 14 - date(year, 3, 14).isoweekday() % 7
        ends = 7 - date(year, 11, 7).isoweekday() % 7
    except ValueError:
        return False
    return (3, begins) <= (month, day) < (11, ends)


def _offset(zone: str | None) -> str | None:
    if not zone:
        return None
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        return f"{zone[0]}{digits[:2]}:{digits[2:4]}"
    return _ZONES.get(zone.lower())


def _joined(
    year: int, month: int, day: int, hour: str | None, minute: str | None, zone: str | None
) -> str | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    if found < EARLIEST:
        return None
    clock = f"T{hour}:{minute}" if hour is not None and minute is not None else ""
    return found.isoformat() + clock + ((zone or "") if clock else "")
