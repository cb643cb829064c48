"""What the trained reader finds in an article: words that tell an encounter or a stand, with their parties, days and issues.

The rules of this room know how encounters and stands are told; this reader has learned it from passages, and finds what no rule
foresees ("was shown round the port by his Kenyan host"). Each act comes with its probability, and the callers decide what to believe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from detente.diplomacy.frames import HEADING, Frame, frames, marked
from detente.diplomacy.relating import Relating
from detente.diplomacy.telling import tells
from detente.types import Actor, Article, EncounterForm, Sentence, Stance, Status, When, Where

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scores = Mapping[str, "NDArray[np.float32]"]
PARTY, HOLDER, ADDRESSEE, TIME = range(4)
"""Roles that the head is asked for."""
LEAST = 0.3
"""Probability below which nothing is told at all."""
PEOPLE = 2.0
"""By how much a person may fit worse than a place and still be who stands for the power."""
ELSEWHERE = 1e6
"""By how much a mention in another part of the article comes after those in the frame."""
SIDES = 2
"""Powers that an article must name: what one does alone, at home, is neither an encounter nor a stand that concerns another."""
MOST = 512
"""Pieces that the encoder has positions for: a sentence of more is no sentence."""
NEAR = 4
"""Words within which two words tell one act: "held" and "talks"."""


class Head(Protocol):
    """What the room of language gives: labels, word pieces, and scores of a frame."""

    labels: Mapping[str, Any]
    pieces: Callable[[str], tuple[int, ...]]

    def scores(self, pieces: Sequence[int], places: Sequence[int], kinds: Sequence[int]) -> Scores: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEncounter:
    """A word that tells an encounter."""

    sentence: int
    word: int
    form: EncounterForm
    status: Status
    sure: float
    """Probability that it tells one, 0 to 1."""
    parties: tuple[tuple[Actor, float], ...]
    """One actor a power, with the probability that it takes part; all powers near, the likeliest first."""
    when: When | None
    when_sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStand:
    """A word that takes a stand."""

    sentence: int
    word: int
    stance: Stance
    sure: float
    """Probability that it takes one, 0 to 1."""
    holders: tuple[tuple[Actor, float], ...]
    """One actor a power, with the probability that it holds the stand; the likeliest first."""
    addressees: tuple[tuple[Actor | None, float], ...]
    """One actor a power, and None for nobody, with the probability that the stand is toward it; the likeliest first."""
    issues: Mapping[str, float]
    """Probability of each issue and of `NONE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All acts of an article, in the order of its text."""

    encounters: tuple[ToldEncounter, ...] = ()
    stands: tuple[ToldStand, ...] = ()


def read(
    sentences: Sequence[Sentence],
    article: Article,
    mentions: Sequence[Actor],
    times: Sequence[When],
    places: Sequence[Where],
    head: Head,
    telling: Mapping[str, float],
    least: float = LEAST,
) -> Told:
    """The acts whose probability is at least `least`, of the sentences that `telling` lets pass in an article of two powers."""
    met: list[ToldEncounter] = []
    stood: list[ToldStand] = []

    def wanted(sentence: Sentence) -> bool:
        return tells(sentence, telling)

    for frame in frames(sentences, article, mentions, times, places, head.pieces, wanted):
        if len(frame.powers) < SIDES or len(frame.pieces) > MOST:
            continue
        scored = Scored(frame, head.scores(*marked(frame)), head.labels)
        met += _encounters(scored, least)
        stood += _stands(scored, least)
    return Told(encounters=tuple(met), stands=tuple(stood))


def _words(frame: Frame, logits: NDArray[np.float32], least: float) -> list[tuple[int, NDArray[np.float32]]]:
    """The words of an act and their probabilities, the likeliest of neighbours alone."""
    shares = _softmax(logits[list(frame.firsts)])
    told = 1 - shares[:, 0]
    told[[n for n, s in enumerate(frame.sentences) if s < frame.since]] = 0.0
    kept: list[int] = []
    for word in np.argsort(-told, kind="stable").tolist():
        if told[word] < least:
            break
        if not any(frame.sentences[k] == frame.sentences[word] and abs(k - word) <= NEAR for k in kept):
            kept.append(word)
    return [(word, shares[word]) for word in sorted(kept)]


def _encounters(scored: Scored, least: float) -> Iterator[ToldEncounter]:
    labels, scores = scored.labels, scored.scores
    for word, shares in _words(scored.frame, scores["form"], least):
        status = _softmax(scores["status"][scored.frame.firsts[word]])
        roles = scored.roles(word)
        when, sure = scored.time(word, roles)
        yield ToldEncounter(
            sentence=scored.frame.sentences[word],
            word=scored.frame.words[word],
            form=labels["forms"][1 + int(shares[1:].argmax())],
            status=labels["statuses"][int(status.argmax())],
            sure=float(1 - shares[0]),
            parties=_likeliest(scored.places(roles[PARTY])),
            when=when,
            when_sure=sure,
        )


def _stands(scored: Scored, least: float) -> Iterator[ToldStand]:
    for word, shares in _words(scored.frame, scored.scores["stance"], least):
        roles = scored.roles(word)
        yield ToldStand(
            sentence=scored.frame.sentences[word],
            word=scored.frame.words[word],
            stance=scored.labels["stances"][1 + int(shares[1:].argmax())],
            sure=float(1 - shares[0]),
            holders=_likeliest(scored.places(roles[HOLDER])),
            addressees=scored.addressees(word, roles),
            issues=_issues(scored.frame, scored.scores, scored.labels, word),
        )


def _likeliest(scored: Sequence[tuple[Actor, float]]) -> tuple[tuple[Actor, float], ...]:
    return tuple(sorted(((a, _sigmoid(s)) for a, s in scored), key=lambda p: -p[1]))


class Scored:
    """A frame with what the head says of it."""

    def __init__(self, frame: Frame, scores: Scores, labels: Mapping[str, Any]) -> None:
        self.frame, self.scores, self.labels = frame, scores, labels
        self._relating = Relating(frame)
        shown = scores["shown"]
        firsts = [frame.firsts[m.first] for m in frame.mentions]
        lasts = [frame.lasts[m.last] for m in frame.mentions]
        self._shown = (shown[firsts] + shown[lasts]) / 2
        self._linked, self._far = labels["links"], labels["far"]

    def roles(self, word: int) -> NDArray[np.float32]:
        """(roles, mentions): how well each mention fits each role beside a word."""
        size: int = self.labels["size"]
        links = self._relating.links(word, range(len(self.frame.mentions)))
        asked = self.scores["asking"][self.frame.firsts[word]].reshape(-1, size)
        beside = (self._shown + self._linked[links]).reshape(len(links), -1, size)
        fit: NDArray[np.float32] = np.einsum("rs,mrs->rm", asked, beside) / size**0.5 + self._far[:, links]
        return fit

    def places(self, fits: NDArray[np.float32]) -> list[tuple[Actor, float]]:
        """Each power with the score of its best mention, as the actor of the best that is one, people before places."""
        best: dict[int, float] = {}
        actors: dict[int, tuple[float, Actor]] = {}
        for mention, fit in zip(self.frame.mentions, fits.tolist(), strict=True):
            if not mention.place:
                continue
            best[mention.place] = max(fit, best.get(mention.place, fit))
            if mention.actor is not None:
                rated = fit + (PEOPLE if mention.actor.kind in {"person", "unnamed"} else 0.0)
                rated -= ELSEWHERE if mention.sentence == HEADING else 0.0
                if rated > actors.get(mention.place, (-1e9,))[0]:
                    actors[mention.place] = (rated, mention.actor)
        return [(actors[place][1], score) for place, score in sorted(best.items()) if place in actors]

    def addressees(self, word: int, roles: NDArray[np.float32]) -> tuple[tuple[Actor | None, float], ...]:
        """Nobody and each power with its share of the probability."""
        nobody = float(self.scores["nobody"][self.frame.firsts[word], 0])
        told = self.places(roles[ADDRESSEE])
        shares = _softmax(np.array([nobody, *(score for _, score in told)], dtype=np.float32))
        found = zip((None, *(actor for actor, _ in told)), shares.tolist(), strict=True)
        return tuple(sorted(found, key=lambda f: -f[1]))

    def time(self, word: int, roles: NDArray[np.float32]) -> tuple[When | None, float]:
        """The time that is the act's day, None for none of those told, and how sure that is."""
        timed = [n for n, m in enumerate(self.frame.mentions) if m.when is not None]
        nobody = float(self.scores["nobody"][self.frame.firsts[word], 1])
        shares = _softmax(np.array([nobody, *roles[TIME, timed]], dtype=np.float32))
        best = int(shares.argmax())
        return (self.frame.mentions[timed[best - 1]].when if best else None), float(shares[best])


def _issues(frame: Frame, scores: Scores, labels: Mapping[str, Any], word: int) -> Mapping[str, float]:
    piece = frame.firsts[word]
    sought = _softmax(scores["show"] @ scores["seek"][piece] / labels["size"] ** 0.5)
    logits = scores["issue"][piece] + sought @ scores["about"]
    return dict(zip(labels["issues"], _softmax(logits).tolist(), strict=True))


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _sigmoid(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))
