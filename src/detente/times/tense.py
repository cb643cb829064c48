"""Whether the clause round an expression lies before or after the story: by its verb, or by light cues."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from detente.times.meanings import Tense
from detente.types import Sentence

AHEAD = frozenset(
    "scheduled due expected planned slated set will shall upcoming plan plans planning expects expect "
    "to-be until would may might could forthcoming set deadline".split()
)
_CUES = re.compile(
    r"\b(?:(will|shall|’ll|'ll|won['’]t|scheduled|due|expected|planned|planning|plans?|slated|set|upcoming|forthcoming|"
    r"until|ahead of|is to|are to|going to|would|expects?|intends?|deadline|should|invited|"
    r"may|might|could)|(had|was|were|did|has|have|said|told|[a-z]{2,}ed))\b"
)
_STOPS = ".!?\n"


def by_cues(text: str) -> Callable[[int], Tense | None]:
    """Tense from the nearest cue before the offset in its sentence ("will", "scheduled", "-ed"), else after it."""

    def tense(at: int) -> Tense | None:
        start = max(text.rfind(stop, max(0, at - 300), at) for stop in (". ", "\n", "? ", "! "))
        before = text[max(start, at - 300, 0) : at]
        cues = list(_CUES.finditer(before))
        if cues:
            return _told(cues)
        after = re.split(r"[.!?](?:\s|$)|\n", text[at : at + 200], maxsplit=1)[0]
        first = _CUES.search(after)
        return None if first is None else "future" if first[1] else "past"

    return tense


def _told(cues: list[re.Match[str]]) -> Tense:
    """The nearest cue; a word of planning counts although a "said" or "was" stands next to it."""
    last = cues[-1]
    if last[1]:
        return "future"
    planned = len(cues) > 1 and cues[-2][1] and last[2] not in ("said", "told")
    close = planned and last.start() - cues[-2].end() <= 12
    return "future" if close else "past"


def by_verbs(sentences: Sequence[Sentence], text: str) -> Callable[[int], Tense | None]:
    """Tense of the verb that governs the word at an offset; by cues outside the sentences."""
    cues = by_cues(text)
    starts = [sentence.start for sentence in sentences]

    def tense(at: int) -> Tense | None:
        index = bisect_right(starts, at) - 1
        if index < 0 or at >= sentences[index].end:
            return cues(at)
        sentence = sentences[index]
        word = max(bisect_right(sentence.starts, at) - 1, 0)
        return governing_tense(sentence, word) or cues(at)

    return tense


def governing_tense(sentence: Sentence, word: int) -> Tense | None:
    """Tense of the nearest verb above a word, read from its form and its auxiliaries."""
    for head in _above(sentence, word):
        lemma = sentence.words[head].lower()
        if lemma in AHEAD and sentence.tags[head] in ("VERB", "ADJ"):
            return "future"
        if sentence.tags[head] != "VERB" and not _helpers(sentence, head):
            continue
        told = _verb_tense(sentence, head)
        if told is not None:
            return told
    return None


def _above(sentence: Sentence, word: int) -> list[int]:
    path: list[int] = []
    head = sentence.heads[word]
    while head >= 0 and len(path) < 40:
        path.append(head)
        head = sentence.heads[head]
    return path


def _helpers(sentence: Sentence, verb: int) -> list[int]:
    return [
        i
        for i, head in enumerate(sentence.heads)
        if head == verb and sentence.relations[i].split(":")[0] in ("aux", "cop")
    ]


def _verb_tense(sentence: Sentence, verb: int) -> Tense | None:
    helpers = _helpers(sentence, verb)
    said = {sentence.words[i].lower() for i in helpers}
    if said & {"will", "shall", "'ll", "’ll", "wo", "would", "should", "may", "might", "could", "can"}:
        return None if "have" in said else "future"
    finite = [verb, *helpers]
    features = [sentence.features[i] for i in finite]
    if any("Tense=Past" in f and "VerbForm=Part" not in f for f in features):
        return "past"
    if said & {"has", "have", "had", "'ve", "’ve"}:
        return "past"
    if "VerbForm=Inf" in sentence.features[verb]:
        above = sentence.heads[verb]
        return (
            "future"
            if above < 0 or sentence.words[above].lower() not in ("able", "managed", "failed")
            else None
        )
    if "Tense=Past" in sentence.features[verb]:
        return "past" if not helpers else None
    if any("Tense=Pres" in f and "VerbForm=Fin" in f for f in features):
        return "present"
    return None
