"""One sentence and what it is read with; an encounter as it tells it; who acts in a clause."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente import grammar
from detente.diplomacy.cast import Cast, distinct
from detente.diplomacy.company import Company
from detente.diplomacy.lexicon import EncounterTables
from detente.types import Actor, Encounter, Sentence, Span, Status, When

NOTE_TENSES = frozenset({"past", "participle", ""})
PAIRS = frozenset({"two", "both", "they", "pair", "duo"})
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
LEADERS = frozenset({"leader", "president", "premier", "man", "head", *NUMBERS})
FAR = 1500
"""Characters back in which a group was named."""
GAP = 30
"""Characters between two that are named together: "Egypt, Ethiopia and Sudan"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One encounter as one sentence tells it."""

    sentence: Sentence
    word: int
    """The trigger: the verb or noun that names the encounter."""
    clause: int
    """The verb whose status is the encounter's."""
    form: str
    participants: tuple[Actor, ...]
    maybe: tuple[Actor, ...] = ()
    """Those of whom the text says "possibly"."""
    host: Actor | None = None
    remote: bool = False
    delegation: tuple[Actor, ...] = ()
    """Those who came along with the guest."""
    purpose: Span | None = None
    near: int | None = None
    """The word whose neighbours tell day and place, where it is not the trigger."""
    status: Status | None = None
    """How it stands, where the construction says so: what one is invited to is possible."""
    turned: bool = False
    """Whether the day at its verb is that of the news, not of the encounter: "invited him on Tuesday"."""
    onward: bool = False
    """Whether a journey goes on to its next stop: "flew on to Erbil"."""
    again: bool = False
    """Whether it only points at what was told before: "the talks opened on Saturday"."""
    bound: bool = False
    """Whether it is what somebody travels for: then it is where the journey goes."""
    dated: bool = False
    """Whether it counts only with a day: a signing is a ceremony where the story tells when."""
    day: When | None = None
    """The time that the trained reader takes for its day."""
    read: bool = False
    """Whether only the trained reader sees it."""
    noted: bool = False
    """Whether it stands in a note of a journey, without a subject: then whoever is met abroad counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a sentence is read with."""

    sentence: Sentence
    cast: Cast
    tables: EncounterTables
    traveller: Actor | None
    """Whom a note without a subject ("Met with President X.") is about."""
    last: Encounter | None = None
    """The encounter told before, whose two parties "the two" may mean."""
    since: int = 0
    """Where the sentence before begins."""
    known: tuple[Encounter, ...] = ()
    """The encounters told so far, the one told last at the end."""


def actors_at(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The actors of a phrase; of "the two" and "both leaders" the two who were spoken of, where the room of actors says none."""
    found = scene.cast.at(scene.sentence, word)
    if len(found) > 1:
        return found
    if _is_pair(scene.sentence, word):
        return _pair(scene, word) or found
    return (_counted(scene, word) or found) if not any(a.country or a.kind == "igo" for a in found) else found


def _is_pair(sentence: Sentence, word: int) -> bool:
    form = sentence.words[word].lower()
    if form in PAIRS:
        return True
    counted = {sentence.words[c].lower() for c in grammar.children(sentence, word, "nummod", "det")}
    return sentence.tags[word] == "NOUN" and bool(counted & {"two", "both"})


def _counted(scene: Scene, word: int) -> tuple[Actor, ...]:
    """Those of "the three countries", "the four leaders" and "their ministers": as many powers as were named together last."""
    sentence = scene.sentence
    owner = grammar.possessor(sentence, word)
    if owner is not None and sentence.words[owner].lower() == "their":
        return _of_each(scene, word, _named_together(scene, word, 0))
    groups = (
        word,
        *(head for preposition, head in grammar.obliques(sentence, word) if preposition in {"of", "from"}),
    )
    for group in groups:
        numbers = {
            sentence.words[w].lower() for w in (group, *grammar.children(sentence, group, "nummod", "det"))
        }
        count = next((NUMBERS[n] for n in numbers if n in NUMBERS), None)
        if count is not None:
            return _of_each(scene, word, _named_together(scene, word, count))
    return ()


def _of_each(scene: Scene, word: int, powers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The people of a phrase, one of each power: "their foreign ministers"; leaders are the powers' own."""
    if scene.sentence.lemmas[word].lower() in LEADERS:
        return powers
    return tuple(
        replace(a, kind="unnamed", name=None, office=None) if a.kind == "person" else a for a in powers
    )


def _named_together(scene: Scene, word: int, count: int) -> tuple[Actor, ...]:
    """The last coordination of so many powers before a word (0: of two or more), or the company of the last encounter."""
    start = scene.sentence.starts[word]
    run: list[Actor] = []
    best: tuple[Actor, ...] = ()
    for actor in scene.cast.within(max(0, start - FAR), start):
        if not actor.country or actor.kind == "unnamed" or (run and actor.start < run[-1].end):
            continue
        joined = run and actor.start - run[-1].end <= GAP and actor.country not in {a.country for a in run}
        run = [*run, actor] if joined else [actor]
        if len(run) == count or (not count and len(run) > 1):
            best = tuple(run)
    if best:
        return best
    for encounter in reversed(scene.known):
        parties = tuple({a.country: a for a in encounter.participants if a.country}.values())
        if len(parties) == count or (not count and len(parties) > 1):
            return parties
    return ()


def _pair(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The two persons of two powers named last: in the sentence so far, in the one before, or as each other's guests."""
    sentence = scene.sentence
    if not _is_pair(sentence, word):
        return ()
    for since in (sentence.start, scene.since):
        people = [a for a in scene.cast.before(sentence.starts[word], since) if a.country]
        if len(people) == 2 and people[0].country != people[1].country:
            return tuple(people)
    company = [a for a in scene.last.participants if a.country] if scene.last is not None else []
    return tuple(company) if len({a.country for a in company}) == 2 and len(company) == 2 else ()


def own_side(scene: Scene, verb: int) -> tuple[Actor, ...]:
    """Who acts: the subject; in a note, and where a passive leaves out who is received, the traveller too."""
    sentence = scene.sentence
    subject = subject_before(sentence, verb)
    if subject is not None:
        own = actors_at(scene, subject)
        own = distinct(
            [a for other in _more_subjects(sentence, verb, subject) for a in actors_at(scene, other)] + [*own]
        )
        passive = grammar.is_passive(sentence, verb) and grammar.surface_subject(sentence, verb) is None
        return own + (implied(scene, verb) if passive else ())
    return implied(scene, verb) or _run_on(scene, verb)


def _run_on(scene: Scene, verb: int) -> tuple[Actor, ...]:
    """ "Flew to Pyongyang, dined with Kim and left": parsers hang the second of three verbs on the first as a clause."""
    sentence, above = scene.sentence, scene.sentence.heads[verb]
    alone = not grammar.children(sentence, verb, "mark", "aux", "nsubj") and above >= 0
    told = grammar.base(sentence.relations[verb]) in {"advcl", "parataxis"} and "VerbForm=Fin" in "".join(
        sentence.features[verb]
    )
    if not (alone and told) or sentence.tags[above] != "VERB":
        return ()
    subject = subject_before(sentence, above)
    return actors_at(scene, subject) if subject is not None else ()


def subject_before(sentence: Sentence, verb: int) -> int | None:
    found = grammar.subject_of(sentence, verb)
    before = [s for s in grammar.children(sentence, verb, "nsubj") if s < verb]
    if found is not None and len(before) > 1 and not any(grammar.children(sentence, s, "cc") for s in before):
        # "ISTANBUL, May 16 - Negotiators met": parsers take the dateline for a subject, too.
        return before[-1]
    if found is None and not grammar.is_passive(sentence, verb):
        # "Lavrov was to have held talks": parsers hang the subject on one of the small words.
        small = grammar.children(sentence, verb, "mark", "aux")
        found = next((s for w in small for s in grammar.children(sentence, w, "nsubj")), None)
    return found


def _more_subjects(sentence: Sentence, verb: int, subject: int) -> tuple[int, ...]:
    """Subjects that a parser sets side by side instead of coordinating them: "Abiy and el-Sisi met"."""
    others = grammar.children(sentence, verb, "nsubj")
    joined = {s for s in others if grammar.children(sentence, s, "cc")}
    return tuple(s for s in others if s != subject and s < verb and joined and subject < verb)


def implied(scene: Scene, word: int) -> tuple[Actor, ...]:
    """The traveller, for a note that begins with its verb or noun: "State visit; met with President X"."""
    sentence = scene.sentence
    if scene.traveller is None:
        return ()
    at = word
    for above in (word, *grammar.ancestors(sentence, word)):
        if grammar.children(sentence, above, "nsubj", "csubj", "expl", "mark"):
            return ()
        at = above
    if sentence.heads[at] >= 0 or not _is_chained(sentence, word):
        return ()
    told = sentence.tags[at] != "VERB" or grammar.tense(sentence, at) in NOTE_TENSES
    return (scene.traveller,) if told else ()


def _is_chained(sentence: Sentence, word: int) -> bool:
    """Whether only coordination and what stands beside it lead from the word up to the root."""
    at = word
    for above in grammar.ancestors(sentence, word):
        if grammar.base(sentence.relations[at]) not in {"conj", "parataxis", "list", "appos", "advcl", "dep"}:
            return False
        at = above
    return True


def sighting_of(scene: Scene, word: int, clause: int, form: str, company: Company) -> Sighting | None:
    people = tuple(
        a for a in company.sure if a.country or a.sector == "IGO" or a.kind in {"igo", "person", "group"}
    )
    if not people and not company.maybe:
        return None
    remote = form == "call" or (
        form in {"talks", "meeting"} and scene.tables.is_remote(scene.sentence, clause, word)
    )
    return Sighting(
        sentence=scene.sentence,
        word=word,
        clause=clause,
        form="call" if remote else form,
        participants=distinct(people),
        maybe=company.maybe,
        remote=remote,
        noted=scene.traveller is not None and scene.traveller in people and _is_note(scene, clause),
    )


def _is_note(scene: Scene, word: int) -> bool:
    """Whether the sentence leaves out its subject, who then is the traveller."""
    return bool(implied(scene, word))
