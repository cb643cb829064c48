"""Hours: `10 a.m. EDT`, `0300 GMT`, `noon Monday`.

Each function takes the tokens of an expression and the story so far, and gives a `Meaning`, or None where
the words turn out to be no time after all. A missing anchor gives a meaning without a value, never a guess.
"""

from __future__ import annotations

from dataclasses import replace

from detente.times.days import month_day, today, weekday
from detente.times.meanings import (
    Meaning,
    Story,
    Words,
    focus_day,
    of_kind,
)


def clock(words: Words, story: Story) -> Meaning | None:
    """`10 a.m. EDT`, `0300 GMT`, `18:00 UTC`, `5 p.m. Friday`, `noon Monday`."""
    hour = _hour(words)
    if hour is None:
        return None
    zone = of_kind(words, "ZONE")
    day = _clock_day(words, story)
    until = None
    value = f"{day}{hour}{zone.value if zone else ''}" if day else None
    return Meaning(value=value, precision="hour", type="TIME", until=until)


def _hour(words: Words) -> str | None:
    if noon := of_kind(words, "NOON"):
        return "T24:00" if noon.value == "midnight" else "T12:00"
    first = of_kind(words, "CLOCK", "MILITARY", "NUM", "YEAR")
    if first is None:
        return None
    digits = first.text if first.kind != "NUM" else f"{first.value}:00"
    if ":" not in digits:
        digits = f"{digits[:2]}:{digits[2:]}"
    hours, minutes = (int(part) for part in digits.split(":")[:2])
    if half_day := of_kind(words, "AMPM"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half_day.value == "p" else 0)
    return f"T{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else None


def _clock_day(words: Words, story: Story) -> str | None:
    at = next((i for i, w in enumerate(words) if w.kind in ("WEEKDAY", "TODAY", "MONTH")), None)
    if at is None:
        day = focus_day(story) if story.focus is None or len(story.focus) >= 10 else story.day
        return day.isoformat() if day else None
    rest = [w for w in words[at:] if w.kind not in ("PART", "NOON")]
    if any(w.kind == "MONTH" for w in rest):
        if words[at - 1].kind == "NUM" and of_kind(rest, "NUM", "ORD") is None:
            rest = [words[at - 1], *rest]
        found = month_day(rest, story)
    else:
        tense = story.tense(words[0].start)
        story = replace(story, tense=lambda _: tense)
        found = (weekday if rest[0].kind == "WEEKDAY" else today)(rest, story)
    return found.value if found else None
