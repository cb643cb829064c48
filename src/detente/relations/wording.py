"""Plain English for what the record holds: states with their article, dates, lists, quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from detente.knowledge.states import state_by_code

WITH_ARTICLE = frozenset(
    {"USA", "GBR", "ARE", "NLD", "PHL", "CZE", "BHS", "GMB", "MDV", "COM", "SYC", "SLB", "MHL", "DOM", "CAF", "COG", "COD", "SUN", "VAT"}
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PARTS_OF_YEAR = {
    "SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter", "H1": "the first half of", "H2": "the second half of",
    "Q1": "the first quarter of", "Q2": "the second quarter of", "Q3": "the third quarter of", "Q4": "the last quarter of",
}  # fmt: skip
LONGEST_QUOTE = 240
"""Characters of a quotation inside a sentence; the whole stands in the list of sources."""


def state(code: str) -> str:
    """The state's name as it stands in a sentence: "the United States"."""
    known = state_by_code().get(code)
    name = known.name if known is not None else code
    return f"the {name}" if code in WITH_ARTICLE and not name.lower().startswith("the ") else name


def adjective(code: str) -> str:
    """The state's adjective ("Chinese"), or its name where the table has none."""
    known = state_by_code().get(code)
    if code in {"USA", "GBR", "ARE"}:
        return {"USA": "US", "GBR": "British", "ARE": "Emirati"}[code]
    return known.adjectives[0] if known is not None and known.adjectives else state(code)


def sentence_case(words: str) -> str:
    """The words with a capital at their beginning, nothing else changed."""
    return words[:1].upper() + words[1:]


def day(prefix: str | None) -> str:
    """ "18 June 2023", "June 2023", "spring 2026", "2023"; empty for none."""
    if not prefix:
        return ""
    week = re.fullmatch(r"(\d{4})-W(\d{2})", str(prefix))
    if week is not None and 1 <= int(week[2]) <= 52:
        return "the week of " + day(date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat())
    if (part := PARTS_OF_YEAR.get(str(prefix)[5:])) is not None:
        return f"{part} {str(prefix)[:4]}"
    parts = str(prefix)[:10].split("-")
    if not all(part.isdecimal() for part in parts):
        return parts[0] if parts[0].isdecimal() else ""
    year, month = parts[0], MONTHS[int(parts[1]) - 1] if len(parts) > 1 and 1 <= int(parts[1]) <= 12 else ""
    return " ".join(p for p in (str(int(parts[2])) if len(parts) > 2 else "", month, year) if p)


def on_day(prefix: str | None) -> str:
    """ "on 18 June 2023", "in June 2023"; empty for none."""
    words = day(prefix)
    if not words:
        return ""
    return f"on {words}" if words[:1].isdecimal() and " " in words else f"in {words}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    told = [word for word in words if word]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def counted(number: int, noun: str) -> str:
    """ "1 article", "no article", "12 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}"


def quotation(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The words in quotation marks, on one line and without their full stop, cut at a word where they are too long."""
    flat = " ".join(text.split()).rstrip(".")
    if len(flat) > longest:
        flat = flat[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{flat.replace('“', '‘').replace('”', '’')}”"
