"""Which pages of a crawl are worth the time of extracting them: those in English that name at least two powers.

An archive of everything that a crawler met holds mostly other languages and other matters; finding an article in a page
costs fifty times what is done here. Only the text of paragraphs counts, for menus list the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import ahocorasick_rs

from detente.articles.decoding import decode
from detente.articles.languages import language_of
from detente.errors import ArticleError
from detente.knowledge.bodies import Body
from detente.knowledge.states import State
from detente.types import Page

PassedOver = Literal["not-english", "no-powers"]
LONGEST = 400_000
"""Characters of a page that are looked at."""
SAMPLE = 3_000
"""Characters of paragraphs by which the language is told."""
FEWEST = 200
"""Characters of paragraphs below which nothing is told: the page may be built of other elements."""
_PARAGRAPH = re.compile(r"<p[\s>](?:[^<]|<(?!/p))*+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>|&\w{2,8};|<[^<>]*+$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Powers:
    """The names of states and of bodies of states, and to which each belongs."""

    automaton: ahocorasick_rs.AhoCorasick
    power: tuple[str, ...]
    """By pattern: a state's code or a body's name."""


def powers(states: Iterable[State], bodies: Iterable[Body]) -> Powers:
    """The powers by their names, adjectives, peoples and capitals."""
    named: dict[str, str] = {}
    for state in states:
        for name in (state.name, *state.aliases, *state.adjectives, *state.demonyms, state.capital):
            if name and len(name) > 2:
                named.setdefault(name, state.code)
    for body in bodies:
        if body.kind != "group":
            for name in (body.name, *body.aliases):
                if len(name) > 1:
                    named.setdefault(name, body.country or body.name)
    automaton = ahocorasick_rs.AhoCorasick(list(named), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return Powers(automaton=automaton, power=tuple(named.values()))


def passed_over(page: Page, known: Powers) -> PassedOver | None:
    """Why a page need not be read, None where it must or where its paragraphs do not tell."""
    try:
        markup = decode(page.content, page.charset)[:LONGEST]
    except ArticleError:
        # Extraction will say what is wrong.
        return None
    text = "\n".join(_TAG.sub(" ", found) for found in _PARAGRAPH.findall(markup))
    if len(text) < FEWEST:
        return None
    middle = max(0, len(text) // 2 - SAMPLE // 2)
    if language_of(text[middle : middle + SAMPLE]) not in {None, "en"}:
        return "not-english"
    return None if _named(text, known) >= 2 else "no-powers"


def named(text: str, known: Powers) -> frozenset[str]:
    """The powers that a text names."""
    return frozenset(_each_named(text, known))


def _named(text: str, known: Powers) -> int:
    """How many powers are named, up to two."""
    found: set[str] = set()
    for power in _each_named(text, known):
        found.add(power)
        if len(found) == 2:
            break
    return len(found)


def _each_named(text: str, known: Powers) -> Iterator[str]:
    for pattern, start, end in known.automaton.find_matches_as_indexes(text):
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield known.power[pattern]
