"""What a person's words name: a pair of states, a state, a person; a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from detente.errors import UsageError
from detente.knowledge.states import states, states_by_word
from detente.record.scope import Scope

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def scope_of(about: str | None, since: str | None = None, until: str | None = None) -> Scope:
    """The scope that a person's words name: "CHN-USA", "China", "russia-ukraine", "Antony Blinken".

    Raises `UsageError` for a state that does not exist or a day that is not ISO 8601.
    """
    first, last = day_of(since, "since"), day_of(until, "until", "-12-31")
    if about is None:
        return Scope(since=first, until=last)
    words = states_by_word()
    whole = words.get(_bare(about))
    if whole:
        return Scope(states=(whole,), since=first, until=last)
    parts = [part.strip() for part in re.split(r"\s*[-–/,:]\s*|\s+and\s+", about) if part.strip()]
    codes = [words.get(_bare(part)) for part in parts]
    if len(parts) == 2 and all(codes):
        if codes[0] == codes[1]:
            raise UsageError(f"{about!r} names one state twice; a pair is two states, such as CHN-USA")
        return Scope(states=tuple(code for code in codes if code), since=first, until=last)
    if len(parts) == 2 and any(codes):
        unknown = parts[codes.index(None)]
        raise UsageError(f"no state is called {unknown!r}; use a name or an ISO code, such as CHN-USA")
    if re.fullmatch(r"[A-Z]{3}", about):
        raise UsageError(f"no state has the code {about!r}; codes are ISO 3166 alpha-3, such as CHN")
    return Scope(person=about, since=first, until=last)


def _bare(name: str) -> str:
    return name.strip().casefold().removeprefix("the ")


def pair_of(a: str, b: str) -> tuple[str, str]:
    """The codes of two states, each by its name or code, in this order. Raises `UsageError`."""
    found = [scope_of(one).states for one in (a, b)]
    for one, codes in zip((a, b), found, strict=True):
        if len(codes) != 1:
            raise UsageError(f"no state is called {one!r}; use a name or an ISO code, such as CHN")
    if found[0] == found[1]:
        raise UsageError(f"{a!r} and {b!r} are one state; a pair is two, such as CHN and USA")
    return found[0][0], found[1][0]


def states_meant(words: str) -> list[str]:
    """The states of today that a word or its beginning may mean ("us", "chi"): those called so, else those that begin so."""
    known = states_by_word()
    bare = _bare(words)
    if bare in known:
        return [known[bare]]
    if len(bare) < 2:
        return []
    lasting = {state.code for state in states() if state.until is None}
    return sorted({code for word, code in known.items() if word.startswith(bare) and code in lasting})


def pairs_meant(words: str) -> list[tuple[str, str]]:
    """The pairs of states that words without a sign between them may mean: "us chi", "north korea japan"."""
    parts = re.split(r"[\s,/–-]+", words.strip())
    found = []
    for cut in range(1, len(parts)):
        first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
        found += [(a, b) for a in states_meant(first) for b in states_meant(second) if a != b]
    return found


def day_of(value: str | None, option: str, rest: str = "-01-01") -> str | None:
    """The day that an option's value means; `rest` completes a year. Raises `UsageError`."""
    if value is None:
        return None
    whole = value + {4: rest, 7: "-01" if rest == "-01-01" else _last_day(value)}.get(len(value), "")
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(whole).isoformat()
    except ValueError:
        raise UsageError(f"{option}: {value!r} is not a day; write 2023-06-18, 2023-06 or 2023") from None


def _last_day(month: str) -> str:
    year, number = month[:4], month[5:]
    if not (year.isdecimal() and number.isdecimal()) or not 1 <= int(number) <= 12 or year == "0000":
        return ""
    return f"-{monthrange(int(year), int(number))[1]}"
