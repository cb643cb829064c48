"""Whether the clause round an expression lies before or after the story: by its verb, or by light cues."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from detente.times.meanings import Tense
from detente.types import Sentence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AHEAD = _words(
    "will shall 'll ’ll wo scheduled due expected planned planning plan plans slated set upcoming forthcoming until "
    "ahead going would expects expect intends deadline should invited may might could invites invite awaits await"
)
"""Words after which a day without a date lies ahead."""
PLANS = _words(
    "scheduled due expected planned planning slated set deadline upcoming forthcoming plan plans invited"
)
BEHIND = _words(
    "had was were did has have been said told met went took came made held left gave brought began spoke sent fell rose "
    "won lost saw got found thought became ran kept led flew broke struck shot fought grew paid drew drove threw wrote "
    "sought built hit wore swore knew stood sat fled died killed since after ago"
)
"""Words beside which it lies behind, with every word in -ed."""
_WORD = re.compile(r"[A-Za-z’']+|[,;:()\"“”]|[.!?](?=\s|$)|\n")
_FAR = 1000
FUTURE_AUX = _words("will shall 'll ’ll wo would should may might could can")
PERFECT_AUX = _words("has have had 've ’ve")


def by_cues(text: str) -> Callable[[int], Tense | None]:
    """Tense from the nearest cue in the sentence ("will", "scheduled", "said", "-ed"), a comma counting as distance."""

    def tense(at: int) -> Tense | None:
        before = [m.group().lower() for m in _WORD.finditer(text, max(0, at - 240), at)]
        after = [m.group().lower() for m in _WORD.finditer(text, at, min(len(text), at + 160))]
        ahead, behind = _FAR, _FAR
        for words, start in ((reversed(before), 0), (iter(after[1:]), 2)):
            near_ahead, near_behind = _nearest(words, start)
            ahead, behind = min(ahead, near_ahead), min(behind, near_behind)
        if ahead == behind:
            return None
        return "future" if ahead < behind else "past"

    return tense


def _nearest(words: object, start: int) -> tuple[int, int]:
    """How far the nearest cues ahead and behind are, up to the end of the sentence."""
    ahead = behind = _FAR
    distance = start
    for word in words:  # type: ignore[attr-defined]
        if word in ".!?\n":
            break
        distance += 4 if word in ',;:()"“”' else 1
        if word in AHEAD and ahead == _FAR:
            ahead = distance - (3 if word in PLANS else 0)
        elif (
            word in BEHIND or (word.endswith("ed") and len(word) > 4 and word not in AHEAD)
        ) and behind == _FAR:
            behind = distance
    return ahead, behind


def by_verbs(sentences: Sequence[Sentence], text: str) -> Callable[[int], Tense | None]:
    """Tense of the verb that governs the word at an offset; by cues where the sentences do not tell."""
    cues = by_cues(text)
    starts = [sentence.start for sentence in sentences]

    def tense(at: int) -> Tense | None:
        index = bisect_right(starts, at) - 1
        if index < 0 or at >= sentences[index].end:
            return cues(at)
        sentence = sentences[index]
        if not sentence.words:
            return cues(at)
        word = max(bisect_right(sentence.starts, at) - 1, 0)
        return governing_tense(sentence, word) or cues(at)

    return tense


def governing_tense(sentence: Sentence, word: int) -> Tense | None:
    """Tense of the nearest verb above a word, read from its form and its auxiliaries."""
    for head in _above(sentence, word):
        if sentence.words[head].lower() in PLANS and sentence.tags[head] in ("VERB", "ADJ"):
            return _plan_tense(sentence, head)
        if sentence.tags[head] != "VERB" and not _helpers(sentence, head):
            continue
        told = _verb_tense(sentence, head)
        if told is not None:
            return told
    return None


def _plan_tense(sentence: Sentence, plan: int) -> Tense:
    """ "Is due" lies ahead, "had been due" behind, "a visit planned for ... was put off" may be either."""
    said = {sentence.words[i].lower() for i in _helpers(sentence, plan)}
    if "had" in said:
        return "past"
    if said & {"was", "were"}:
        return "planned"
    above = next((head for head in _above(sentence, plan) if sentence.tags[head] == "VERB"), None)
    behind = not said and above is not None and _verb_tense(sentence, above) == "past"
    return "planned" if behind else "future"


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
    if said & FUTURE_AUX:
        return None if "have" in said else "future"
    features = [sentence.features[i] for i in (verb, *helpers)]
    if said & PERFECT_AUX or any("Tense=Past" in f and "VerbForm=Fin" in f for f in features):
        return "past"
    if "VerbForm=Inf" in sentence.features[verb]:
        above = sentence.heads[verb]
        if above < 0:
            return "future"
        if sentence.words[above].lower() in PLANS:
            return _plan_tense(sentence, above)
        return None if sentence.words[above].lower() in ("able", "managed", "failed") else "future"
    if "Tense=Past" in sentence.features[verb] and not helpers:
        return "past"
    if any("Tense=Pres" in f and "VerbForm=Fin" in f for f in features):
        return "present"
    return None
