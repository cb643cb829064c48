"""Which of the issues that may be meant a stand is on: what is observed of each candidate, weighed.

The observations are few and named in `issue_choice.toml`; their weights are learned from stories by `training.issues`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.diplomacy.topics import Topics
from detente.diplomacy.wording import scores
from detente.knowledge.issue_words import NONE
from detente.types import Sentence

SHARPNESS = 8.0
"""By what the scores of the words are multiplied before they are made probabilities."""
LIKELY = 6
"""Issues that the words of a matter, a sentence or a story suggest and that are weighed."""
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
    before: str | None = None
    """The issue of the stand before this one; `NONE` for none."""
    beside: bool = False
    """Whether that stand is taken in the same sentence."""


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
    """What is observed of each candidate, by the names of `issue_choice.toml`; `NONE` is one of them."""
    text = topics.article.text
    start, end = asked.matter
    words = topics.tables.words
    own = {issue.id for issue in topics.between(start, end)}
    here = {issue.id for issue in topics.between(asked.sentence.start, asked.sentence.end)}
    of_matter = _with_adopted(scores(text[start:end], words), own, topics)
    of_sentence = _with_adopted(scores(text[asked.sentence.start : asked.sentence.end], words), here, topics)
    candidates = own | here | topics.hinted(start, end) | set(topics.weights) | _standing(asked, topics)
    for each, number in ((of_matter, LIKELY), (of_sentence, LIKELY), (topics.sounds, LIKELY - 2)):
        candidates |= set(sorted(each, key=lambda issue: -each[issue])[:number])
    if asked.before is not None:
        candidates.add(asked.before)
    best = max((s for issue, s in of_matter.items() if issue != NONE), default=0.0)
    length = min(len(text[start:end].split()), LONG) / LONG
    matter, sentence = _logs(of_matter), _logs(of_sentence)
    found: dict[str, Mapping[str, float]] = {}
    for issue in sorted(candidates - {NONE}):
        weight = topics.weights.get(issue, 0.0)
        found[issue] = {
            "matter": matter.get(issue, 0.0),
            "sentence": sentence.get(issue, 0.0),
            "story": topics.sounds.get(issue, 0.0),
            "clear": max(0.0, of_matter.get(issue, 0.0) - 0.25),
            "named in the matter": float(issue in own),
            "named in the sentence": float(issue in here),
            "named in the story": math.log1p(weight),
            "named at all": float(weight > 0),
            "stands between": float(_stands(issue, asked.powers, topics)),
            "stands between the two": float(weight > 0 and _stands(issue, topics.pair, topics)),
            "beside": float(asked.beside and asked.before == issue),
            "before": float(not asked.beside and asked.before == issue),
        }
    found[NONE] = {
        "matter": matter.get(NONE, 0.0),
        "sentence": sentence.get(NONE, 0.0),
        "beside": float(asked.beside and asked.before == NONE),
        "before": float(not asked.beside and asked.before == NONE),
        "none": 1.0,
        "none, though something is clear": best,
        "none, though one is named": float(bool(own)),
        "none, of a long matter": length,
    }
    return found


def _with_adopted(found: np.ndarray, named: set[str], topics: Topics) -> dict[str, float]:
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
