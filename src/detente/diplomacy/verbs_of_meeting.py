"""Encounters that a verb tells: met, received, talked with, telephoned, dined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente import grammar
from detente.diplomacy.cast import attending, distinct, states_of
from detente.diplomacy.company import WITH, Company, gaps, listed, partners, partners_below
from detente.diplomacy.scene import Scene, Sighting, own_side, sighting_of, subject_before
from detente.diplomacy.travels import journey_over, travel
from detente.knowledge.encounters import EncounterRow
from detente.types import Actor, EncounterForm, Sentence

OF_MATTERS = frozenset({"discuss", "negotiate", "review", "address"})
"""Verbs whose object is what was spoken of ("discussed Taiwan"), not with whom."""
GATHERING = frozenset({"gather", "convene", "reconvene", "assemble", "regroup"})
SIGNING = frozenset({"sign", "initial", "initialle", "initialled"})
NAMES = frozenset({"name", "signature", "pen", "initials"})
SPOKEN = frozenset({"speak"})
"""One leader "spoke with" another: on the line, where no place is told."""
FACE_TO_FACE = frozenset({"in", "at", "on", "aboard", "during", "before", "outside", "inside", "near"})


def of_verb(scene: Scene, verb: int) -> Iterator[Sighting]:
    sentence, cast = scene.sentence, scene.cast
    lemma = scene.tables.lemma(sentence, verb)
    row = scene.tables.verb(sentence, verb)
    if row is None and (lemma in SIGNING or _puts_name(scene, verb, lemma)):
        yield from _signed(scene, verb)
    if lemma == "call":
        yield from _called_on(scene, verb)
    escorted = lemma == "accompany" and grammar.is_passive(sentence, verb)
    if row is None or escorted:
        return
    own = own_side(scene, verb)
    if row.form == "visit":
        yield from travel(scene, verb, row, own)
        return
    company = partners(sentence, verb, row.partners, cast)
    target = grammar.object_of(sentence, verb)
    if lemma in OF_MATTERS:
        company += partners_below(sentence, verb, cast)
    elif target is not None:
        company += listed(sentence, target, cast)
    if not _is_spoken_with(scene, verb, row, company, own):
        return
    found = sighting_of(scene, verb, verb, _form(scene, verb, row, own, company), Company(sure=own) + company)
    if found is not None:
        host = own[0] if own and row.host else None
        # "Flew to Kazan to meet Putin": the meeting stands as the journey does.
        above = journey_over(scene, verb)
        found = replace(found, host=host, clause=above if above is not None else verb)
        yield found
        yield from _gapped(scene, verb, found, own)


def _form(
    scene: Scene, verb: int, row: EncounterRow, own: tuple[Actor, ...], company: Company
) -> EncounterForm:
    """The form of a verb, where those who act or the place tell another: delegations that meet negotiate."""
    sentence = scene.sentence
    subject = subject_before(sentence, verb)
    if row.form == "meeting" and subject is not None and not row.host:
        target = grammar.object_of(sentence, verb)
        met = target if target is not None and scene.cast.at(sentence, target) else None
        sides = [grammar.conjuncts(sentence, w) for w in (subject, met) if w is not None]
        heads = [{sentence.lemmas[w].lower() for w in side} for side in sides]
        return "talks" if all(h & scene.tables.negotiating for h in heads) else row.form
    if row.form == "talks" and _called_again(scene, verb, own + company.sure):
        return "call"
    if row.form == "talks" and scene.tables.lemma(sentence, verb) in SPOKEN:
        people = own and all(a.kind == "person" for a in attending((*own, *company.sure)))
        placed = any(
            p in FACE_TO_FACE for p, w in grammar.obliques(sentence, verb) if not _is_time(sentence, w)
        )
        aside = any(sentence.words[w].lower() == "there" for w in grammar.children(sentence, verb, "advmod"))
        two = company.sure or len(own) > 1
        return "call" if people and two and not placed and not aside else row.form
    return row.form


def _called_again(scene: Scene, verb: int, company: tuple[Actor, ...]) -> bool:
    """ "They are to speak again on Monday", after a call."""
    again = any(
        scene.sentence.words[w].lower() == "again" for w in grammar.children(scene.sentence, verb, "advmod")
    )
    last = scene.last
    return (
        again
        and last is not None
        and last.form == "call"
        and states_of(last.participants) == states_of(company)
    )


def _is_time(sentence: Sentence, word: int) -> bool:
    return sentence.lemmas[word].lower() in grammar.TIMES or sentence.tags[word] == "NUM"


def _called_on(scene: Scene, verb: int) -> Iterator[Sighting]:
    """ "Called on Benazir Bhutto in Islamabad": a meeting, where nobody is called on to do something."""
    sentence = scene.sentence
    head = grammar.oblique(sentence, verb, "on", "upon")
    asked = grammar.children(sentence, verb, "xcomp", "ccomp", "advcl") or grammar.complement(sentence, verb)
    if head is None or asked:
        return
    called = tuple(a for a in scene.cast.at(sentence, head) if a.kind == "person")
    own = tuple(a for a in own_side(scene, verb) if a.kind in {"person", "unnamed"})
    if called and own:
        found = sighting_of(scene, verb, verb, "meeting", Company(sure=own + called))
        if found is not None:
            yield found


def _signed(scene: Scene, verb: int) -> Iterator[Sighting]:
    """ "Putin and Kim signed a treaty on Wednesday": a ceremony of those who sign."""
    sentence = scene.sentence
    target = grammar.object_of(sentence, verb)
    if target is not None and sentence.lemmas[target].lower() in NAMES:
        target = grammar.oblique(sentence, verb, "to") or target
    named = target is not None and sentence.lemmas[target].lower() in scene.tables.signed | NAMES
    if target is None or not named:
        return
    own = own_side(scene, verb) if not grammar.is_passive(sentence, verb) else ()
    company = Company(sure=own) + partners(sentence, verb, (), scene.cast)
    company += partners(sentence, target, ("between",), scene.cast)
    if len({a.country for a in company.sure if a.country}) > 1 or len(company.sure) > 1:
        found = sighting_of(scene, verb, verb, "ceremony", company)
        if found is not None:
            yield replace(found, dated=True)


def _puts_name(scene: Scene, verb: int, lemma: str) -> bool:
    """ "Put their names to a declaration", "put pen to paper"."""
    target = grammar.object_of(scene.sentence, verb) if lemma == "put" else None
    return target is not None and scene.sentence.lemmas[target].lower() in NAMES


def _gapped(scene: Scene, verb: int, whole: Sighting, own: tuple[Actor, ...]) -> Iterator[Sighting]:
    """ "Met Qin on Sunday and Xi on Monday": a second meeting of the same subject, without its verb."""
    for other in gaps(scene.sentence, verb):
        met = scene.cast.single(scene.sentence, other)
        if met and own and met[0].kind in {"person", "unnamed", "state"}:
            yield replace(whole, participants=distinct([*own, *met]), maybe=(), near=other)


def _is_spoken_with(
    scene: Scene, verb: int, row: EncounterRow, company: Company, own: tuple[Actor, ...]
) -> bool:
    """ "Spoke with Xi" tells talks; "spoke of war", "spoke to reporters", "called the vote a sham" do not."""
    sentence = scene.sentence
    lemma = scene.tables.lemma(sentence, verb)
    others = company.sure + company.maybe
    claims = grammar.complement(sentence, verb) is not None
    if row.form == "talks":
        if not others and any(p in WITH or p in row.partners for p, _ in grammar.obliques(sentence, verb)):
            # "Spoke to reporters": the two of a subject speak with somebody else.
            return False
        return not claims and any(a.country or a.kind in {"igo", "person"} for a in others or own[1:])
    if row.form == "call" and sentence.lemmas[verb].lower() == "call":
        if grammar.particle(sentence, verb) not in {"", "up"}:
            return False
        summons = grammar.oblique(sentence, verb, "for", "on", "upon")
        return not claims and (summons is None or sentence.lemmas[summons].lower() in grammar.TIMES)
    if lemma in GATHERING and grammar.object_of(sentence, verb) is not None:
        # "Convened a summit".
        return False
    if row.form == "meeting" and lemma == "spend" and not company:
        # "Spent three days in Paris".
        return False
    if row.host:
        return any(a.kind in {"person", "unnamed"} for a in others)
    return True


def one_by_one(scene: Scene, found: Sighting) -> Iterator[Sighting]:
    """One call for each, where they were called one by one: "telephoned X and then Y", "spoke separately with"."""
    sentence = scene.sentence
    others = found.participants[1:]
    words = [sentence.words[w].lower() for w in grammar.subtree(sentence, found.clause, frozenset({"ccomp"}))]
    one_by_one = "separately" in words or any(a == "and" and b == "then" for a, b in pairwise(words))
    one_by_one = one_by_one or _with_both(sentence, found.clause)
    if len(others) < 2 or not one_by_one or found.form not in {"call", "meeting", "talks"}:
        yield found
        return
    for other in others:
        yield replace(found, participants=(found.participants[0], other))


def _with_both(sentence: Sentence, verb: int) -> bool:
    """ "Talked with both prime ministers, X and Y": with the one and with the other."""
    heads = [head for preposition, head in grammar.obliques(sentence, verb) if preposition in WITH]
    return any(
        sentence.words[w].lower() in {"both", "each"}
        for h in heads
        for w in grammar.children(sentence, h, "det", "cc")
    )
