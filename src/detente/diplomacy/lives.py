"""What later sentences say of an encounter without telling it again: "It was delayed", "the trip will go ahead"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.dating import dates_of
from detente.diplomacy.joining import CALLED_OFF, ordered
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.making import Setting
from detente.diplomacy.outcomes import TURNS
from detente.diplomacy.placing import place_of
from detente.diplomacy.scene import Sighting
from detente.types import Encounter, EncounterStage, Sentence, Stage, Status, When

POINTING = frozenset({"it", "this", "that", "which"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "their", "its"})
KNOWN_BY = {
    "talks": ("talks", "meeting"),
    "meeting": ("meeting", "talks"),
    "visit": ("visit",),
    "summit": ("summit",),
}
FOR_IT = ("visit", "summit", "talks", "meeting", "call", "meal", "ceremony")
FAR = 3
"""Sentences back to which "the trip" may point; "it" only to the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change in the life of an encounter that is only pointed at."""

    sentence: Sentence
    verb: int
    pointer: int
    stage: EncounterStage
    status: Status


def turns(sentence: Sentence, setting: Setting, tables: EncounterTables) -> Iterator[Turn]:
    """Every verb of the sentence that says what became of something pointed at."""
    for verb, tag in enumerate(sentence.tags):
        stage = tables.stage(sentence, verb) if tag == "VERB" else None
        if stage is None:
            continue
        pointer = _pointer(sentence, verb, tables)
        if pointer is None:
            continue
        status, negated, _ = setting.status_of(sentence, verb)
        found = _outcome(sentence, verb, stage, status)
        if not negated:
            yield Turn(sentence=sentence, verb=verb, pointer=pointer, stage=found[0], status=found[1])


def _outcome(
    sentence: Sentence, verb: int, stage: EncounterStage, status: Status
) -> tuple[EncounterStage, Status]:
    if stage == "held":
        near = any(sentence.words[w].lower() == "within" for w in range(max(0, verb - 5), verb))
        return ("planned", "planned") if near or status not in {"happened", "ongoing"} else ("held", status)
    if status in {"possible", "called_for", "hypothetical"}:
        return "planned", status
    return stage, TURNS.get(stage, status)


def _pointer(sentence: Sentence, verb: int, tables: EncounterTables) -> int | None:
    """The pronoun or definite noun whose fate the verb tells."""
    for word in _spoken_of(sentence, verb):
        if sentence.words[word].lower() in POINTING and sentence.tags[word] in {"PRON", "DET"}:
            return word
        row = tables.noun(sentence, word) if sentence.tags[word] == "NOUN" else None
        if row is None:
            continue
        marks = grammar.children(sentence, word, "det", "nmod:poss")
        behind = grammar.base(sentence.relations[verb]) == "acl" and sentence.heads[verb] == word
        if behind or any(sentence.words[m].lower() in DEFINITE for m in marks):
            return word
    return None


def _spoken_of(sentence: Sentence, verb: int) -> Iterator[int]:
    target = grammar.object_of(sentence, verb)
    if target is not None:
        yield target
    subject = grammar.surface_subject(sentence, verb)
    if subject is not None and target is None:
        yield subject
    # "It came within a day of happening": the subject stands at a verb further up.
    for above in grammar.ancestors(sentence, verb) if target is None else ():
        yield from grammar.children(sentence, above, "nsubj")


def turned(
    known: Sequence[Encounter], seen_in: Sequence[int], turn: Turn, setting: Setting
) -> list[Encounter]:
    """The encounters with a turn entered in the history of the one that it points at.

    `seen_in`: the index of the sentence that last told each.
    """
    index = _meant(known, seen_in, turn)
    changed = list(known)
    if index is None:
        return changed
    encounter = known[index]
    word = turn.pointer if turn.sentence.tags[turn.pointer] == "NOUN" else turn.verb
    sighting = Sighting(
        sentence=turn.sentence, word=word, clause=turn.verb, form=encounter.form, participants=encounter.participants,
    )  # fmt: skip
    moved = turn.stage in {"moved", "postponed", "cancelled", "agreed", "confirmed"}
    dates = dates_of(sighting, setting.times, turned=moved)
    beside = next((s.when for s in reversed(encounter.history) if s.start == turn.sentence.start), None)
    when = (dates.told or beside) if moved else dates.own
    stage = Stage(stage=turn.stage, when=when, start=turn.sentence.start, end=turn.sentence.end)
    if any(s.start == stage.start and s.stage == stage.stage for s in encounter.history):
        return changed
    changed[index] = _after(encounter, turn, stage, dates.own, setting, sighting)
    return changed


def _meant(known: Sequence[Encounter], seen_in: Sequence[int], turn: Turn) -> int | None:
    noun = turn.sentence.tags[turn.pointer] == "NOUN"
    forms = _forms(turn) if noun else FOR_IT
    reach = FAR if noun else 1
    for form in forms:
        near = [
            i
            for i, e in enumerate(known)
            if e.form == form
            and 0 <= turn.sentence.index - seen_in[i] <= reach
            and e.status not in {"refused", "denied"}
        ]
        if near:
            return max(near, key=lambda i: (seen_in[i], i))
    return None


def _forms(turn: Turn) -> tuple[str, ...]:
    lemma = turn.sentence.lemmas[turn.pointer].lower()
    if lemma in {"visit", "trip", "tour", "journey"}:
        return ("visit",)
    if lemma in {"summit", "conference"}:
        return ("summit", "meeting", "talks")
    return ("talks", "meeting", "summit")


def _after(
    encounter: Encounter, turn: Turn, stage: Stage, own: When | None, setting: Setting, sighting: Sighting
) -> Encounter:
    """The encounter after the turn. What took place stays so; of what is ahead the new day and place hold."""
    history = ordered((*encounter.history, stage))
    if encounter.status in {"happened", "ongoing"} or _is_long_past(
        stage, encounter, setting.article.published
    ):
        return replace(encounter, history=history)
    place, venue = place_of(sighting, setting.places, to=turn.stage == "moved")
    held = turn.stage in {"held", "planned", "moved"}
    return replace(
        encounter,
        history=history,
        status=encounter.status if _was_planned(turn) and encounter.status in CALLED_OFF else turn.status,
        when=own or encounter.when,
        where=(place or encounter.where) if held else encounter.where,
        venue=venue or encounter.venue,
    )


def _was_planned(turn: Turn) -> bool:
    """ "Cancelled a trip planned for this week": what is said behind the noun came before."""
    behind = grammar.base(turn.sentence.relations[turn.verb]) == "acl"
    return behind and turn.sentence.heads[turn.verb] == turn.pointer and turn.stage in {"planned", "agreed"}


def _is_long_past(stage: Stage, encounter: Encounter, published: str | None) -> bool:
    """Whether the turn is old news: an earlier delay of what stands planned for a later day now."""
    if stage.when is None or encounter.when is None or stage.stage not in {"postponed", "cancelled"}:
        return False
    then, day = (stage.when.value or "")[:7], (encounter.when.value or "")[:7]
    return bool(then) and then < day and then < (published or day)[:7]
