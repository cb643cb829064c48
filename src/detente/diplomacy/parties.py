"""Who, whither and with whom of a claim, sought in the stretch of text that the claim covers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente import grammar
from detente.diplomacy.cast import Cast, distinct, same
from detente.diplomacy.peers import ANYBODY, Peers, Titles, peers_in
from detente.knowledge.states import state_by_code
from detente.types import Actor, Claim, Encounter, EncounterForm, Sentence, Where

Forms = Mapping[tuple[str, str], EncounterForm]
FACE_TO_FACE = frozenset({"talks", "meeting", "summit", "meal"})
GOING = frozenset({"go", "come", "travel", "fly", "head", "arrive", "land", "journey", "return", "jet"})
VERBS_OF_MEETING = frozenset({"meet", "visit", "tour", "confer", "dine", *GOING})
SPOKEN = frozenset({"speak", "talk", "phone", "negotiate", "host", "receive", "welcome"})
_PERIOD = re.compile(
    r"\b(?:since|this (?:year|month|week)|in (?:[\w-]+ ){0,4}(?:year|decade|month)s?)\b", re.IGNORECASE
)
_GOAL = re.compile(
    r"\b(?:to|in|into|at|of|on|reach|enter|visit(?:ed|ing|s)?|tour(?:ed|ing)?)\s+(?:(?:the|both|mainland)\s+)?$"
)
_SOME_PLACE = re.compile(r"\bto (?:an?|any|another) ")
"""A kind of place is none that a list could be asked for: "his first trip to a NATO country"."""
_AND_THE = re.compile(r"\band (?:also )?the\s$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is counted."""

    form: EncounterForm
    at: int
    """The word that names it."""
    clause: int | None
    """The verb that does it, where there is one."""
    of: Literal["people", "encounter", "clause", "ellipsis"]
    peers: Peers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The stretch of text of one claim and what stands in it."""

    sentence: Sentence
    start: int
    after: int
    end: int
    cast: Cast
    places: Sequence[Where]
    text: str


def of_clause(sentence: Sentence, word: int, forms: Forms) -> Told | None:
    """The clause that something is done in "for the first time" or "not since": its verb tells the form."""
    for verb in (word, *grammar.ancestors(sentence, word), *grammar.children(sentence, word, "acl", "advcl")):
        form = form_of(sentence, verb, forms)
        if form is not None:
            return Told(form=form, at=verb, clause=verb, of="clause")
    return None


def form_of(sentence: Sentence, verb: int, forms: Forms) -> EncounterForm | None:
    """The form of encounter that a verb tells, itself or by its object ("held talks", "made the trip")."""
    if sentence.tags[verb] not in {"VERB", "AUX"}:
        return None
    lemma = sentence.lemmas[verb].lower()
    if lemma in VERBS_OF_MEETING or (
        lemma in SPOKEN and any(p in {"with", "to", ""} for p, _ in grammar.obliques(sentence, verb))
    ):
        return forms.get(("verb", lemma))
    for noun in (*grammar.children(sentence, verb, "obj", "nsubj:pass"),):
        found = forms.get(("noun", sentence.lemmas[noun].lower())) or forms.get(
            ("noun", sentence.words[noun].lower())
        )
        if found is not None:
            return found
    return None


def deed_after(sentence: Sentence, noun: int, end: int, forms: Forms) -> tuple[int, EncounterForm] | None:
    """What the people do: the first word of encounter after their noun ("to visit", "to make the trip")."""
    for word in range(noun + 1, len(sentence.words)):
        if sentence.starts[word] >= end:
            return None
        lemma = sentence.lemmas[word].lower()
        if lemma in VERBS_OF_MEETING | SPOKEN and sentence.tags[word] == "VERB":
            form = forms.get(("verb", lemma))
            return (word, form) if form is not None else None
        if sentence.tags[word] == "NOUN" and (form := forms.get(("noun", lemma))) is not None:
            return word, form
        if lemma in {"set", "step"} and "foot" in sentence.lemmas[word : word + 3]:
            return word, "visit"
    return None


def elliptical(sentence: Sentence, word: int, after: int, end: int, forms: Forms) -> Told | None:
    """ "The first by a chancellor", "the first to visit": what is counted stands elsewhere or in the verb."""
    following = next((w for w, at in enumerate(sentence.starts) if at >= after), None)
    if following is None:
        return None
    if sentence.words[following].lower() == "to":
        deed = deed_after(sentence, following, end, forms)
        return (
            Told(
                form=deed[1],
                at=word,
                clause=deed[0],
                of="people",
                peers=Peers(words="anyone", office=None, country=None),
            )
            if deed
            else None
        )
    if sentence.words[following].lower() in {"by", "since", "in", "between", "of"}:
        for before in range(word - 1, -1, -1):
            lemma = sentence.lemmas[before].lower()
            form = forms.get(("noun", lemma)) or (
                forms.get(("verb", lemma)) if lemma in VERBS_OF_MEETING else None
            )
            if form is not None:
                return Told(form=form, at=word, clause=None, of="ellipsis")
    return None


def encounter_of(stretch: Stretch, told: Told, encounters: Sequence[Encounter]) -> Encounter | None:
    """The encounter of the article that the claim is made of: in its sentence, else the last of its form before it."""
    fitting = [e for e in encounters if e.form == told.form or {e.form, told.form} <= FACE_TO_FACE]
    fitting = [e for e in fitting if e.status not in {"denied", "refused"}]
    here = [e for e in fitting if stretch.sentence.start <= e.start < stretch.sentence.end]
    before = [
        e
        for e in fitting
        if e.start < stretch.sentence.start and e.status in {"happened", "ongoing", "planned"}
    ]
    return next(iter(here), None) or (before[-1] if before else None)


def day_of(encounter: Encounter | None) -> str | None:
    """The first day of an encounter, where it is known to the day."""
    value = encounter.when.value if encounter is not None and encounter.when is not None else None
    return value[:10] if value is not None and len(value) >= 10 and value[4] == value[7] == "-" else None


def who(
    stretch: Stretch, told: Told, before: Sequence[Claim], encounter: Encounter | None
) -> tuple[Actor, ...]:
    """Those of whom it is said; pronouns that stand for nobody known are nobody."""
    found = _who(stretch, told, before, encounter)
    named = tuple(
        a for a in found if a.name or a.kind in {"igo", "group"} or (a.country and not _is_pronoun(a))
    )
    if len(named) < len(found) and encounter is not None and encounter.start == stretch.sentence.start:
        # "X and Y met, their third meeting": who took part is known better than what "their" stands for.
        return _travellers(encounter, told)
    return named


def _is_pronoun(actor: Actor) -> bool:
    return actor.text.lower() in {"their", "they", "them", "his", "her", "its", "he", "she", "it", "theirs"}


def _who(
    stretch: Stretch, told: Told, before: Sequence[Claim], encounter: Encounter | None
) -> tuple[Actor, ...]:
    """Of whom it is said: the possessor, the subject of the copula, who is renamed; else who made that encounter."""
    sentence, cast = stretch.sentence, stretch.cast
    if (
        before
        and before[-1].start == sentence.start
        and _AND_THE.search(stretch.text[sentence.start : stretch.start])
    ):
        # "The highest official since X took office and the first ...": parsers hang the second on what X did.
        return before[-1].who
    for word in _bearers(sentence, told):
        actors = tuple(a for a in cast.at(sentence, word) if a.country or a.kind in {"igo", "group"})
        if actors and not _is_class_itself(actors, stretch, told):
            return actors
    if before and before[-1].start == sentence.start:
        return before[-1].who
    if told.of == "clause":
        return ()
    if encounter is not None and encounter.start == sentence.start:
        return _travellers(encounter, told)
    named = [a for a in cast.within(sentence.start, stretch.start) if a.kind == "person" and a.name]
    if named and (told.of == "people" or told.form == "visit"):
        return (named[0],)
    return _travellers(encounter, told) if encounter is not None else _between(stretch)


def _between(stretch: Stretch) -> tuple[Actor, ...]:
    """The two sides after "between": for "the first in 12 years between Japan and South Korea"."""
    at = stretch.text.find(" between ", stretch.start, stretch.end)
    if at < 0:
        return ()
    sides = [
        a
        for a in stretch.cast.within(at, _before_since(stretch))
        if a.country and a.kind in {"state", "person"}
    ]
    people = [a for a in sides if a.kind == "person"]
    return distinct(people if len(people) > 1 else [a for a in sides if a.kind == "state"])


def _bearers(sentence: Sentence, told: Told) -> Sequence[int]:
    """Words at which whoever the claim is of may stand, the surest first."""
    noun = told.at
    found: list[int | None] = []
    if told.of in {"encounter", "ellipsis"}:
        found.append(grammar.possessor(sentence, noun))
    if told.of == "clause":
        subject = grammar.subject_of(sentence, noun)
        return [] if subject is None or is_nobody(sentence, subject) else [subject]
    first = grammar.first_conjunct(sentence, noun)
    for at in dict.fromkeys((noun, first)):
        subject = grammar.child(sentence, at, "nsubj")
        if subject is not None and subject < noun:
            owner = grammar.possessor(sentence, subject)
            found += [owner, subject] if told.of != "people" else [subject]
        head = grammar.head_of(sentence, at)
        if head < 0:
            continue
        if grammar.base(sentence.relations[at]) in {"appos", "parataxis"} and told.of == "people":
            found.append(head)
        if grammar.is_verbal(sentence, head) and grammar.base(sentence.relations[at]) in {
            "obj",
            "xcomp",
            "obl",
            "conj",
            "parataxis",
            "advcl",
        }:
            found.append(grammar.subject_of(sentence, head))
    return [w for w in found if w is not None]


def _is_class_itself(actors: Sequence[Actor], stretch: Stretch, told: Told) -> bool:
    """Whether the words found are the counted phrase: "the first secretary of state" is no answer to who."""
    return told.of == "people" and all(
        stretch.start - 4 <= a.start < stretch.end and a.end > stretch.start for a in actors
    )


def _travellers(encounter: Encounter, told: Told) -> tuple[Actor, ...]:
    people = [a for a in encounter.participants if a.kind in {"person", "unnamed"}]
    if told.form != "visit":
        return encounter.participants
    host = encounter.host.country if encounter.host is not None else None
    return tuple(a for a in people if a.country != host)[:1]


def peers_of(
    stretch: Stretch, told: Told, who: Sequence[Actor], before: Sequence[Claim], titles: Titles
) -> Peers | None:
    """The class among which is counted; None where only the same people's own encounters are."""
    if told.peers is not None:
        if told.peers.country is None and told.peers.office is not None and not _is_foreign(told.peers.words):
            return Peers(
                words=told.peers.words,
                office=told.peers.office,
                country=next((a.country for a in who if a.country), None),
            )
        return told.peers
    sentence = stretch.sentence
    by = _after_by(stretch)
    if by is not None:
        found = peers_in(stretch.text, sentence.starts[by[0]], sentence.ends[by[1]], stretch.cast, titles)
        if found is not None:
            country = found.country or (
                next((a.country for a in who if a.country), None) if not _is_foreign(found.words) else None
            )
            return Peers(words=found.words, office=found.office, country=country)
    if told.of == "clause":
        subject = grammar.subject_of(sentence, told.at)
        if subject is not None and is_nobody(sentence, subject):
            start, end = grammar.phrase_span(sentence, subject)
            return peers_in(stretch.text, start, end, stretch.cast, titles)
        return None
    words = stretch.text[stretch.start : sentence.ends[told.at]]
    person = next((a for a in who if a.kind == "person" and a.office), None)
    if " such " in f" {words} " and person is not None:
        return Peers(words=" ".join(words.split()), office=person.office, country=person.country)
    if told.of == "encounter" and told.form == "visit" and "level" in words:
        return Peers(
            words=" ".join(words.split()), office="official", country=person.country if person else None
        )
    return None


def _is_foreign(words: str) -> bool:
    """Whether the class is drawn from several states: "foreign leader", "G7 leader", "NATO minister"."""
    return bool(ANYBODY & set(words.lower().split())) or (
        re.match(r"[A-Z]{1,}[A-Z0-9]+\b", words) is not None and not words.startswith(("US ", "UK ", "UAE "))
    )


def is_nobody(sentence: Sentence, subject: int) -> bool:
    """Whether the subject is a class and nobody in it: "no American president", "an American president"."""
    if any(
        sentence.words[w].lower() in {"a", "an", "any"} for w in grammar.children(sentence, subject, "det")
    ):
        return True
    return grammar.is_negated(sentence, subject) or sentence.words[subject].lower() in {"none", "nobody"}


def _after_by(stretch: Stretch) -> tuple[int, int] | None:
    """First and last word of the phrase after "by", "of" or "for" that names people."""
    sentence = stretch.sentence
    for word, text in enumerate(sentence.words):
        if (
            stretch.after <= sentence.starts[word] < stretch.end
            and text.lower() == "by"
            and word + 1 < len(sentence.words)
        ):
            last = word + 1
            while (
                last + 1 < len(sentence.words) and sentence.tags[last + 1] in {"NOUN", "PROPN", "ADJ"}
            ) or (
                last + 1 < len(sentence.words) and sentence.words[last].lower() in {"a", "an", "the", "any"}
            ):
                last += 1
            return word + 1, last
    return None


def where(
    stretch: Stretch, told: Told, before: Sequence[Claim], encounter: Encounter | None, *, dated: bool
) -> Where | None:
    """The place that the claim is about: in its stretch, in the claim before it in the sentence, in its encounter.

    A meeting has one only where the claim dates it ("last met in Bali"): a third meeting is counted wherever it is.
    """
    if told.form != "visit" and not dated:
        return None
    limit = _before_since(stretch)
    if told.of != "clause" and _SOME_PLACE.search(stretch.text, stretch.after, limit):
        return None
    first = stretch.after if told.of != "clause" else stretch.sentence.start
    for place in stretch.places:
        if first <= place.start < limit and place.country and _is_goal(stretch, place):
            return place if told.form == "visit" or place.precision != "country" else None
    if told.form != "visit":
        return None
    if before and before[-1].start == stretch.sentence.start and before[-1].where is not None:
        return before[-1].where
    if encounter is not None and encounter.start == stretch.sentence.start:
        return encounter.where or _place_of(encounter.host)
    earlier = [p for p in stretch.places if stretch.sentence.start <= p.start < stretch.start and p.country]
    for place in reversed(earlier):
        if not _is_of_whom(stretch, place):
            return place
    return (encounter.where or _place_of(encounter.host)) if encounter is not None else None


def _before_since(stretch: Stretch) -> int:
    """Where the words of the period begin: what comes after them is another matter."""
    period = _PERIOD.search(stretch.text, stretch.after, stretch.end)
    return period.start() if period is not None else stretch.end


def _is_goal(stretch: Stretch, place: Where) -> bool:
    """Whether the words before a place make it one that somebody goes to or is in."""
    before = stretch.text[max(stretch.sentence.start, place.start - 40) : place.start]
    return _GOAL.search(before) is not None and not _is_of_whom(stretch, place)


def _is_of_whom(stretch: Stretch, place: Where) -> bool:
    """Whether a place only says whose people they are: "US" of "a US secretary of state"."""
    sentence = stretch.sentence
    word = grammar.word_at(sentence, place.start, place.end)
    if word is None:
        return True
    relation = grammar.base(sentence.relations[word])
    after = stretch.text[place.end : place.end + 2]
    return (
        relation in {"amod", "compound", "nsubj"}
        or after in {"'s", "’s"}
        or sentence.relations[word] == "nmod:poss"
    )


def _place_of(state: Actor | None) -> Where | None:
    known = state_by_code().get(state.country or "") if state is not None else None
    if state is None or known is None:
        return None
    return Where(
        text=state.text,
        start=state.start,
        end=state.end,
        name=known.name,
        country=known.code,
        precision="country",
    )


def partners(
    stretch: Stretch, told: Told, who: Sequence[Actor], encounter: Encounter | None
) -> tuple[Actor, ...]:
    """With whom, where the form has two sides: after "with" or "between", the object of "met"."""
    if told.form == "visit":
        return ()
    sentence, cast = stretch.sentence, stretch.cast
    found: list[Actor] = []
    anchors = [w for w in (told.at, told.clause) if w is not None]
    for at in dict.fromkeys(anchors):
        for marker, word in grammar.obliques(sentence, at):
            if marker in {"with", "between", "to", "among"}:
                found += cast.at(sentence, word)
        if sentence.tags[at] == "VERB" and (target := grammar.object_of(sentence, at)) is not None:
            found += cast.at(sentence, target)
    others = [
        a for a in distinct(found) if not any(same(a, b) for b in who) and (a.country or a.kind == "igo")
    ]
    if others or len(who) > 1 or encounter is None:
        return tuple(others)
    return tuple(
        a for a in encounter.participants if (a.name or a.country) and not any(same(a, b) for b in who)
    )
