"""A cheap look at a sentence before the encoder: whether anyone is in it who could take part in a political event.

An actor shows as a name that the caller knows (states, bodies, office holders), as a capital where none need be or
a first word that is no common one, as a word for people in office or under arms, or as a pronoun that may stand for
one of these. So do dealings that are spoken of again ("The visit was cut short."). A sentence without any of this
("Doors open at noon; entry is free.") is not worth a parse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.language.boundaries import common_words

SHORTEST_NAME = 3
"""Letters; shorter names ("US", "EU") are capitals anyway."""

_CAPITAL = re.compile(
    r"(?<=[\w,;:)\"”’—–-]\s)[\"“‘(]?(?!I\b)[A-Z][\w'’-]*|\b[A-Z]{2,}\b|\b(?:[A-Z]\.){2,}|\w[A-Z]\w"
)
_FIRST = re.compile(r"\W{0,40}([A-Z][^\W\d_]+)")
_CALENDAR = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "june", "july", "august", "september", "october"),
        *("november", "december", "may", "i"),
    }
)
_PEOPLE = re.compile(
    r"""\b(?:
    he|she|they|them|him|we|us|both|neither|who
  | (?:prime\s|foreign\s)?minist(?:er|ers|ry|ries)|(?:vice\s)?presidents?|premiers?|chancellors?|kings?|queens?|emirs?
  | governments?|cabinet|parliaments?|lawmakers?|legislators?|senators?|governors?|mayors?|officials?|authorit(?:y|ies)
  | envoys?|ambassadors?|diplomats?|embass(?:y|ies)|consulates?|delegat(?:ion|ions|es?)|spokes(?:man|woman|men|person|people)
  | leaders?|leadership|part(?:y|ies)|opposition|courts?|judges?|prosecutors?|police|polic(?:eman|emen)|officers?
  | troops?|soldiers?|arm(?:y|ies)|navy|navies|military|militar(?:y|ies)|militias?|forces?|fighters?|gunm[ae]n|commanders?|guards?
  | rebels?|insurgents?|militants?|terrorists?|guerrillas?|separatists?|jihadists?|attackers?|bombers?|hackers?
  | protest(?:er|ers|or|ors)|demonstrators?|activists?|strikers?|workers?|students?|unions?|crowds?|residents?|citizens?
  | civilians?|people|villagers?|refugees?|migrants?|prisoners?|hostages?|journalists?|reporters?|media|companies|company
  | nations?|countr(?:y|ies)|states?|powers?|allies|ally|neighbou?rs?|sides?|capitals?|republics?|regimes?|administration
  | peacekeepers?|observers?|inspectors?|negotiators?|mediators?|warships?|warplanes?|jets?|aircraft|missiles?|drones?|bombs?
  | church(?:es)?|clerics?|priests?|bishops?|imams?|tribes?|tribesm[ae]n|gangs?|cartels?|suspects?|m[ae]n|wom[ae]n
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)

_DEALINGS = re.compile(
    r"""\b(?:visits?|trips?|meetings?|summits?|talks|negotiations?|dialogue|consultations?
  | ties|relations|relationship|tensions?|animosity|hostility|rapprochement|recriminations|breakthrough
    )\b
  | \b(?:it|this|that)\b.*\b(?:called\soff|cancell?ed|postponed|delayed|put\soff|moved|scrapped|shelved|extended
    |cut\sshort|held|happening|take\splace|took\splace|go(?:ing)?\sahead|went\sahead)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Dealings between powers that an earlier sentence named: "The visit was cut short." "It was called off on Friday.\""""

_STANDS = re.compile(
    r"""^\W*it\s+(?:\w+\s+){0,3}?(?:
    reject|refus|den(?:y|ies|ied)|accus|blam|demand|urg|insist|want|promis|pledg|vow|agree|offer|propos|threat|warn|condemn
  | denounc|criticis|criticiz|oppos|protest|welcom|support|back|undert|rul(?:es|ed)\sout|call(?:s|ed)\s(?:on|for)|ask|declin
    )\w*\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""A power that the sentence before named takes a stand: "It rejected a plan to hold elections only in two years"."""

Gate = Callable[[str], bool]
"""Takes a sentence and says whether it may hold an event."""


def gate_of(names: Iterable[str]) -> Gate:
    """The gate for these names of actors, matched without regard to case, whole words only.

    The gate takes a sentence's text and says whether it may hold an event.
    """
    wanted = sorted({folded for name in names if len(folded := name.casefold().strip()) >= SHORTEST_NAME})
    finder = AhoCorasick(wanted, matchkind=MatchKind.LeftmostLongest) if wanted else None

    def may_hold_an_event(sentence: str) -> bool:
        if (
            _PEOPLE.search(sentence)
            or _DEALINGS.search(sentence)
            or _STANDS.search(sentence)
            or _capital(sentence)
            or _opens_with_a_name(sentence)
        ):
            return True
        if finder is None:
            return False
        folded = sentence.encode("utf-8", "replace").decode("utf-8").casefold()
        return any(_whole(folded, start, end) for _, start, end in finder.find_matches_as_indexes(folded))

    return may_hold_an_event


def _capital(sentence: str) -> bool:
    """A capital that the start of a sentence does not explain, and that is no day or month."""
    return any(match.group().strip('"“‘(.').lower() not in _CALENDAR for match in _CAPITAL.finditer(sentence))


def _opens_with_a_name(sentence: str) -> bool:
    """A first word with a capital that is no common word: "Lavrov declined.\""""
    first = _FIRST.match(sentence)
    if first is None:
        return False
    low = first.group(1).lower()
    known = common_words()
    return not (
        low in _CALENDAR
        or low in known
        or low.removesuffix("s") in known
        or low.endswith(("ing", "ly", "ed"))
    )


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())
