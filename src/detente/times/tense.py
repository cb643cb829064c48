"""Whether the clause round an expression lies before or after the story: by its verb, or by light cues."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

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
_AS_SOON_AS = re.compile(
    r"(?:\b[Aa]s (?:early|soon) as|\b[Nn]o (?:later|earlier) than|[\w,] until|\b(?:is|are) to be \w+ \w+)\s+$"
)
"""Before a day, these look ahead whatever the verb: "could arrive as early as Tuesday"."""
_TOLD = re.compile(r"\b([a-z]{2,}ed|said|told|met|left|made|began) $")
"""A verb of the past right before a day takes it, whatever else stands in the sentence: "predicted Wednesday"."""
BE = _words("is are was were 's ’s")
Helpers = Mapping[int, tuple[int, ...]]
"""Word -> its auxiliaries and copulas."""
FUTURE_AUX = _words("will shall 'll ’ll wo would should may might could can")
PERFECT_AUX = _words("has have had 've ’ve")


def by_cues(text: str) -> Callable[[int], Tense | None]:
    """Tense from the nearest cue in the sentence ("will", "scheduled", "said", "-ed"), a comma counting as distance."""

    def tense(at: int) -> Tense | None:
        if looks_ahead(text, at):
            return "future"
        if (told := _TOLD.search(text, max(0, at - 24), at)) and told[1] not in PLANS | AHEAD:
            return "past"
        before = _cues_in(_WORD.findall(text, max(0, at - 240), at))
        after = _cues_in(_WORD.findall(text, at, min(len(text), at + 160)))
        ahead, behind = _FAR, _FAR
        for words, start in ((reversed(before), 0), (iter(after[1:]), 2)):
            near_ahead, near_behind = _nearest(words, start)
            ahead, behind = min(ahead, near_ahead), min(behind, near_behind)
        if ahead == behind:
            return None
        return "future" if ahead < behind else "past"

    return tense


def _cues_in(words: Sequence[str]) -> list[str]:
    """The words in small letters, without those that only look like cues.

    Not of the past are the participle in "will be held" and names ("the United States"); not ahead are plans of the
    past ("had been due") and "Until" at the head of a sentence; but the aim in "is to resume" is.
    """
    out: list[str] = []
    for i, word in enumerate(words):
        last, lower = out[-2:], word.lower()
        if (
            last[-1:] == ["be"]
            or (word[0].isupper() and (lower.endswith("ed") or lower == "until"))
            or (lower in PLANS and last == ["had", "been"])
        ):
            lower = "-"
        elif lower == "to" and last[-1:] and last[-1] in ("is", "are") and words[i + 1 : i + 2] != ["the"]:
            lower = "will"
        out.append(lower)
    return out


def looks_ahead(text: str, at: int) -> bool:
    """Whether "as early as" or the like stands right before an offset."""
    return _AS_SOON_AS.search(text, max(0, at - 20), at) is not None


def _nearest(words: Iterable[str], start: int) -> tuple[int, int]:
    """How far the nearest cues ahead and behind are, up to the end of the sentence."""
    ahead = behind = _FAR
    distance = start
    for word in words:
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
    helpers: dict[int, Helpers] = {}

    def tense(at: int) -> Tense | None:
        if looks_ahead(text, at):
            return "future"
        index = bisect_right(starts, at) - 1
        if index < 0 or at >= sentences[index].end or not sentences[index].words:
            return cues(at)
        sentence = sentences[index]
        if index not in helpers:
            helpers[index] = helpers_of(sentence)
        word = max(bisect_right(sentence.starts, at) - 1, 0)
        if word and _tells(sentence, word - 1):
            return "past"
        return governing_tense(sentence, word, helpers[index]) or cues(at)

    return tense


def _tells(sentence: Sentence, word: int) -> bool:
    """Whether a word is a verb of the past that is no plan."""
    past = sentence.tags[word] == "VERB" and "Tense=Past" in sentence.features[word]
    return past and sentence.words[word].lower() not in PLANS


def helpers_of(sentence: Sentence) -> Helpers:
    """Each word's auxiliaries and copulas."""
    found: dict[int, tuple[int, ...]] = {}
    for word, head in enumerate(sentence.heads):
        if sentence.relations[word].split(":")[0] in ("aux", "cop"):
            found[head] = (*found.get(head, ()), word)
    return found


def governing_tense(sentence: Sentence, word: int, helpers: Helpers) -> Tense | None:
    """Tense of the nearest verb above a word, read from its form and its auxiliaries."""
    for head in _above(sentence, word):
        if sentence.words[head].lower() in PLANS and sentence.tags[head] in ("VERB", "ADJ"):
            return _plan_tense(sentence, head, helpers)
        if sentence.tags[head] != "VERB" and head not in helpers:
            continue
        if _is_still_to_follow(sentence, head):
            return "planned"
        told = _verb_tense(sentence, head, helpers)
        if told is not None:
            return told
    return None


def _is_still_to_follow(sentence: Sentence, verb: int) -> bool:
    """ "Met the premier before heading to Tokyo on Thursday": later than what is told, past or not."""
    marks = (i for i, head in enumerate(sentence.heads[:verb]) if head == verb)
    return sentence.words[verb].endswith("ing") and any(sentence.words[i].lower() == "before" for i in marks)


def _above(sentence: Sentence, word: int) -> list[int]:
    path: list[int] = []
    head = sentence.heads[word]
    while head >= 0 and len(path) < 40:
        path.append(head)
        head = sentence.heads[head]
    return path


def _plan_tense(sentence: Sentence, plan: int, helpers: Helpers) -> Tense:
    """What "is due" lies ahead, what "had been due" behind; a visit "planned" that "was put off" may be either."""
    said = {sentence.words[i].lower() for i in helpers.get(plan, ())}
    if "had" in said:
        return "past"
    if said & {"was", "were"}:
        return "planned"
    above = next((head for head in _above(sentence, plan) if sentence.tags[head] == "VERB"), None)
    return "planned" if not said and above is not None and _is_past(sentence, above, helpers) else "future"


def _is_past(sentence: Sentence, verb: int, helpers: Helpers) -> bool:
    around = (verb, *helpers.get(verb, ()))
    finite = any(
        "Tense=Past" in sentence.features[i] and "VerbForm=Fin" in sentence.features[i] for i in around
    )
    return finite or any(sentence.words[i].lower() in PERFECT_AUX for i in around[1:])


def _verb_tense(sentence: Sentence, verb: int, helpers: Helpers) -> Tense | None:
    own = helpers.get(verb, ())
    said = {sentence.words[i].lower() for i in own}
    if said & FUTURE_AUX:
        return None if "have" in said else "future"
    if said & BE and "VerbForm=Inf" in sentence.features[verb] and _has_to(sentence, verb):
        # "Is to begin on Sunday"; of "was to begin" the day may have come or not.
        return "planned" if said & {"was", "were"} else "future"
    if "have" in said and said & {"was", "were"} and _has_to(sentence, verb):
        # "Was to have met him on Friday".
        return "planned"
    if _is_past(sentence, verb, helpers):
        return "past"
    if "VerbForm=Inf" in sentence.features[verb]:
        return _aim_tense(sentence, verb, helpers)
    if "Tense=Past" in sentence.features[verb] and not own:
        return "past"
    features = [sentence.features[i] for i in (verb, *own)]
    return "present" if any("Tense=Pres" in f and "VerbForm=Fin" in f for f in features) else None


def _has_to(sentence: Sentence, verb: int) -> bool:
    return any(
        head == verb and sentence.relations[word] == "mark" and sentence.words[word].lower() == "to"
        for word, head in enumerate(sentence.heads)
    )


def _aim_tense(sentence: Sentence, infinitive: int, helpers: Helpers) -> Tense | None:
    """An infinitive looks ahead of its verb, unless that verb says how it came out."""
    above = sentence.heads[infinitive]
    if above < 0:
        return "future"
    if sentence.words[above].lower() in PLANS:
        return _plan_tense(sentence, above, helpers)
    if sentence.words[above].lower() in ("able", "managed", "failed"):
        return None
    # "Celebrations to mark the entry on Friday": an aim, if nothing above it lies ahead, may be reached by now.
    return "planned" if sentence.tags[above] in ("NOUN", "PROPN", "ADJ", "NUM") else "future"
