"""Where powers stand: who demands, offers, refuses, supports, opposes, warns or accuses, toward whom, of what.

A position is a word of stance with a holder; each coordinated infinitive or matter below it is a position of its
own, since a power may win one and lose the other, and so is each holder's and each addressee's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.diplomacy import nouns_of_stance, topics, toward, verbs_of_stance, vows
from detente.diplomacy.acts import Told, ToldStand
from detente.diplomacy.cast import Cast, is_private
from detente.diplomacy.choosing import Asked, choose
from detente.diplomacy.heard import addressee as addressee_of
from detente.diplomacy.heard import together
from detente.diplomacy.stands import Offsets, Scene, Stand, is_armed, power_of, scene_of
from detente.diplomacy.topics import Topics, TopicTables
from detente.knowledge.hints import HintRow
from detente.knowledge.issue_words import ChoiceRow, IssueWords
from detente.knowledge.issues import Issue
from detente.knowledge.stances import StanceKey, StanceRow, by_lemma, openings
from detente.types import Actor, Article, Position, Sentence, Stance

SHORTEST = 4
"""Characters of what is demanded, offered or promised; one may well welcome or reject "it"."""
WANTED: frozenset[Stance] = frozenset({"demands", "offers", "undertakes", "warns"})
POINTING = frozenset({"it", "them", "this", "that", "these", "so"})
NEAR = 250
"""Characters from the end of a stand within which "it" may be what that stand was about."""
ANSWERING: frozenset[Stance] = frozenset({"refuses", "undertakes", "opposes"})
SAME = 0.6
"""Share of words in common from which two matters are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTables:
    """Words that take a stand, and the matters on which one is taken."""

    stances: Mapping[StanceKey, StanceRow]
    openings: frozenset[StanceKey]
    """The first words of those, by part."""
    topics: TopicTables


def build(
    stances: Sequence[StanceRow],
    taxonomy: Sequence[Issue],
    hints: Sequence[HintRow],
    words: IssueWords,
    choice: Sequence[ChoiceRow],
) -> PositionTables:
    """Indexes the tables once."""
    rows = by_lemma(stances)
    return PositionTables(
        stances=rows,
        openings=openings(rows),
        topics=topics.topic_tables(taxonomy, hints, words, choice),
    )


def find(
    sentences: Sequence[Sentence],
    article: Article,
    cast: Cast,
    tables: PositionTables,
    told: Told | None = None,
) -> tuple[Position, ...]:
    """All positions of an article, in the order of the text; the same stand said twice is one."""
    scene = scene_of(article, cast, tables.stances, tables.openings, sentences)
    found: list[Position] = []
    named: Topics | None = None
    for sentence in sentences:
        for stand, seen in together(sentence, stands(sentence, scene), told.stands if told else ()):
            # What an article is about is asked only where somebody takes a stand: many articles have none.
            named = named or topics.topics_of(article, map(power_of, scene.pair), tables.topics)
            for position in _positions(stand, scene, named, found, seen):
                if not any(_is_same(position, other) for other in found):
                    found.append(position)
    return tuple(found)


def stands(sentence: Sentence, scene: Scene) -> list[Stand]:
    """Every stand that a sentence takes, in its order."""
    found = [
        *verbs_of_stance.stands(sentence, scene),
        *nouns_of_stance.stands(sentence, scene),
        *vows.stands(sentence, scene),
    ]
    return sorted(found, key=lambda stand: stand.word)


def _positions(
    stand: Stand, scene: Scene, named: Topics, before: Sequence[Position], seen: ToldStand | None
) -> Iterator[Position]:
    read = seen.issues if seen is not None and len(stand.matters) == 1 else {}
    for matter in stand.matters:
        if stand.stance in WANTED and matter[1] - matter[0] < SHORTEST:
            continue
        for holder in stand.holders:
            if power_of(holder) is None or (holder.kind == "group" and is_private(holder)):
                continue
            read_toward = addressee_of(seen, holder)
            for addressee in toward.addressees(stand, matter, holder, scene, before, read_toward):
                answered = _answered(stand, matter, holder, scene, before)
                asked = _asked(stand, matter, (holder, addressee), before, read)
                issue = answered.issue if answered else choose(asked, named)
                yield _position(stand, matter, holder, addressee, issue, scene)


def _asked(
    stand: Stand,
    matter: Offsets,
    parties: Sequence[Actor | None],
    before: Sequence[Position],
    read: Mapping[str, float],
) -> Asked:
    powers = {power for a in parties if a is not None and (power := power_of(a))}
    last = before[-1].issue if before else None
    return Asked(
        matter=matter,
        sentence=stand.sentence,
        powers=tuple(sorted(powers)),
        last=last,
        read=read,
    )


def _answered(
    stand: Stand, matter: Offsets, holder: Actor, scene: Scene, before: Sequence[Position]
) -> Position | None:
    """The position that "the accusation" or "such an agreement" was, the last one taken toward the holder; or "it"."""
    if before and _points_back(matter, stand.sentence) and stand.sentence.start - before[-1].end < NEAR:
        return before[-1]
    if stand.stance not in ANSWERING or not toward.is_answer(matter, scene):
        return None
    own = power_of(holder)
    to_holder = (p for p in reversed(before) if p.addressee is not None and power_of(p.addressee) == own)
    return next(to_holder, None)


def _points_back(matter: Offsets, sentence: Sentence) -> bool:
    """Whether a matter says what it is about by a pronoun alone: "this", "must lift it"."""
    words = [w for w, at in enumerate(sentence.starts) if matter[0] <= at < matter[1]]
    if any(sentence.tags[w] == "NOUN" for w in words):
        return False
    return any(sentence.tags[w] == "PRON" and sentence.words[w].lower() in POINTING for w in words[-2:])


def _position(
    stand: Stand, matter: Offsets, holder: Actor, addressee: Actor | None, issue: str | None, scene: Scene
) -> Position:
    sentence, article = stand.sentence, scene.article
    return Position(
        holder=holder,
        addressee=addressee,
        issue=issue,
        stance=stand.stance,
        what=_words(matter, scene),
        said_by=stand.said_by,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        confidence=_confidence(holder, issue, addressee is not None),
    )


def _words(matter: Offsets, scene: Scene) -> str:
    return " ".join(scene.article.text[matter[0] : matter[1]].split())


def _is_same(one: Position, other: Position) -> bool:
    if is_armed(one.holder) != is_armed(other.holder):
        return False
    if (one.stance, one.issue) != (other.stance, other.issue) or power_of(one.holder) != power_of(
        other.holder
    ):
        return False
    toward_one, toward_other = (power_of(p.addressee) if p.addressee else None for p in (one, other))
    if toward_one != toward_other:
        return False
    a, b = set(one.what.lower().split()), set(other.what.lower().split())
    return len(a & b) >= SAME * min(len(a), len(b))


def _confidence(holder: Actor, issue: str | None, addressed: bool) -> float:
    return round(holder.confidence * (0.55 + 0.2 * (issue is not None) + 0.15 * addressed), 2)
