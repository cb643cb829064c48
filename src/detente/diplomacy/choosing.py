"""Which of the issues that may be meant a stand is on: what is observed of each candidate, weighed.

The observations are few and named in `issue_choice.toml`; their weights are learned from stories by `training.issues`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.diplomacy.topics import Topics
from detente.diplomacy.wording import scores
from detente.knowledge.issue_words import NONE
from detente.types import Sentence

SHARPNESS = 8.0
"""By what the scores of the words are multiplied before they are made probabilities."""
LIKELY = 12
"""Issues that the words of a matter, a sentence or a story suggest and that are weighed."""
READ = 6
"""Issues that the trained reader suggests and that are weighed."""
LEAST = 1e-4
CLEAR = 0.3
"""The score of words from which on they tell an issue."""
WHOLE = 1000
"""Characters from which on a text is more than a notice of one thing."""
LONG = 12
"""Words from which on a matter is long."""
ADOPTED = 0.5
"""What the words of an issue that the model was not trained on are taken to say where they stand in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A matter whose issue is sought."""

    matter: tuple[int, int]
    sentence: Sentence
    powers: tuple[str, ...]
    """Codes of the one who takes the stand and of the one toward whom, sorted."""
    last: str | None = None
    """The issue of the stand before it, where there is one and it has one."""
    read: Mapping[str, float] = field(default_factory=dict)
    """What the trained reader thinks of each issue and of none: probabilities, empty where it has not seen the stand."""


def choose(asked: Asked, topics: Topics) -> str | None:
    """The identifier of the likeliest issue; None where none is likelier than no issue at all."""
    weights = topics.tables.choice
    best, most = NONE, -math.inf
    for issue, seen in observed(asked, topics).items():
        weight = sum(weights.get(name, 0.0) * value for name, value in seen.items())
        if weight > most:
            best, most = issue, weight
    return None if best == NONE else best


def observed(asked: Asked, topics: Topics) -> Mapping[str, Mapping[str, float]]:
    """What is observed of each candidate, by the names of `issue_choice.toml`.

    Where the matter names issues, only these are candidates; where it hints at one, `NONE` is no candidate.
    """
    found = _observed(asked, topics)
    own = {issue.id for _, _, issue in topics.between(*asked.matter)}
    if own:
        return {issue: seen for issue, seen in found.items() if issue in own}
    if topics.hinted(*asked.matter):
        return {issue: seen for issue, seen in found.items() if issue != NONE}
    return found


def _observed(asked: Asked, topics: Topics) -> Mapping[str, Mapping[str, float]]:
    text = topics.article.text
    start, end = asked.matter
    words = topics.tables.words
    own = _shares(topics, start, end)
    here = {issue.id for _, _, issue in topics.between(asked.sentence.start, asked.sentence.end)}
    of_matter = _with_adopted(scores(text[start:end], words), own, topics)
    of_sentence = _with_adopted(scores(text[asked.sentence.start : asked.sentence.end], words), here, topics)
    candidates = (
        ({asked.last} if asked.last else set())
        | set(own)
        | here
        | topics.hinted(start, end)
        | set(topics.weights)
        | _standing(asked, topics)
    )
    suggesting = (
        (of_matter, LIKELY),
        (of_sentence, LIKELY),
        (topics.sounds, LIKELY - 4),
        (topics.heading, LIKELY - 4),
    )
    for each, number in suggesting:
        candidates |= set(sorted(each, key=lambda issue: -each[issue])[:number])
    best = max((s for issue, s in of_matter.items() if issue != NONE), default=0.0)
    length = min(len(text[start:end].split()), LONG) / LONG
    candidates |= set(sorted(asked.read, key=lambda issue: -asked.read[issue])[:READ])
    matter, sentence, title = _logs(of_matter), _logs(of_sentence), _logs(topics.heading)
    found: dict[str, Mapping[str, float]] = {}
    for issue in sorted(candidates - {NONE}):
        named = topics.weights.get(issue, 0.0) > 0
        found[issue] = {
            "matter": matter.get(issue, 0.0),
            "sentence": sentence.get(issue, 0.0),
            "story": topics.sounds.get(issue, 0.0),
            "title": title.get(issue, 0.0),
            "reader": _read(asked, issue),
            "as before": float(issue == asked.last),
            "fills the matter": own.get(issue, 0.0),
            "named at all": float(named),
            "stands between": float(_stands(issue, asked.powers, topics)),
            "stands between the two": float(named and _stands(issue, topics.pair, topics)),
        }
    found[NONE] = {
        "matter": matter.get(NONE, 0.0),
        "sentence": sentence.get(NONE, 0.0),
        "title": title.get(NONE, 0.0),
        "reader": _read(asked, NONE),
        "none": 1.0,
        "none, in a short text": 1 - min(len(text) / WHOLE, 1.0) if topics.article.title else 0.0,
        "none, where the story is of one thing": max(topics.sounds.values(), default=0.0),
        "none, where nothing is clear": max(0.0, CLEAR - best) / CLEAR,
        "none, of a long matter": length,
    }
    return found


def _read(asked: Asked, issue: str) -> float:
    """What the reader thinks of an issue, as a logarithm above that of an even guess."""
    if not asked.read:
        return 0.0
    return math.log(max(asked.read.get(issue, 0.0), LEAST) * len(asked.read))


def _shares(topics: Topics, start: int, end: int) -> dict[str, float]:
    """The issues named in a matter, each with the share of its letters that name it."""
    found: dict[str, float] = {}
    for first, last, issue in topics.between(start, end):
        found[issue.id] = found.get(issue.id, 0.0) + (last - first) / max(end - start, 1)
    return found


def _with_adopted(found: np.ndarray, named: Iterable[str], topics: Topics) -> dict[str, float]:
    """The scores by issue; an editor's own issue, which the model does not know, by whether it is named."""
    columns = topics.tables.words.columns
    adopted = {issue: ADOPTED for issue in named if issue not in columns}
    return dict(zip(columns, found.tolist(), strict=True)) | adopted


def _logs(found: Mapping[str, float]) -> dict[str, float]:
    """The scores as logarithms of probabilities, above the mean of them."""
    values = {issue: SHARPNESS * score for issue, score in found.items()}
    whole = math.log(sum(math.exp(value) for value in values.values()))
    even = -math.log(len(values))
    return {issue: value - whole - even for issue, value in values.items()}


def _standing(asked: Asked, topics: Topics) -> set[str]:
    return {
        issue.id
        for issue in topics.tables.by_id.values()
        if {"-".join(asked.powers), "-".join(topics.pair)} & set(issue.pairs)
    }


def _stands(issue: str, powers: Sequence[str], topics: Topics) -> bool:
    known = topics.tables.by_id.get(issue)
    return known is not None and len(powers) == 2 and "-".join(powers) in known.pairs
