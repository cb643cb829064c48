"""Lexicon: what the rows of the knowledge tables say of the words of a sentence."""

from __future__ import annotations

from itertools import pairwise

from detente import grammar
from detente.knowledge.verbs import CodingTables, Noun, Verb
from detente.types import Sentence

PARTICLES = grammar.words_of(
    "up down out off back away over in home hostage dead free guilty go prisoner aside through together into "
    "responsible fire force control short under by office part packing"
)
NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
THINGS_BEHIND = ("", "from", "of", "out of", "off", "in", "on", "into", "with")
MEASURES = grammar.words_of(
    "number group dozen hundred thousand million billion lot couple batch series round string wave pair team set "
    "kind package shipment consignment tonne ton batch piece load flotilla fleet barrage handful score amount state "
    "worth delivery return release withdrawal member one some two three four battery day week weekend hour month slew raft list dose wagon truckload planeload sack crate box "
    "session"
)


def verb_keys(sentence: Sentence, word: int, tables: CodingTables) -> tuple[str, ...]:
    """Under which lemmas the lexicon may hold this verb, the longest first: ("call off", "call")."""
    lemma = tables.verb_lemma(sentence.words[word], sentence.lemmas[word])
    parts = [
        sentence.words[c].lower()
        for c in grammar.children(sentence, word, "compound:prt", "advmod", "xcomp", "obj", "ccomp")
        if sentence.words[c].lower() in PARTICLES and c > word
    ]
    if sentence.tags[word] not in {"VERB", "AUX"} and grammar.child(sentence, word, "cop") is not None:
        # "Was in Belgrade for talks": of a predicate without a verb, the copula is the verb.
        return (lemma, "be")
    strayed = _strayed_particle(sentence, word) or _particle_before_to(sentence, word)
    if strayed is not None and strayed not in parts:
        key = f"{lemma} {strayed}"
        parts += [strayed] if key in tables.verbs or key in tables.operators else []
    told = sentence.lemmas[word].lower()
    # "Has committed jets": a form that the lexicon knows as an adjective is the verb's here.
    other = (told,) if told != lemma == sentence.words[word].lower() and told in tables.verbs else ()
    return (*(f"{lemma} {part}" for part in parts), lemma, *other)


def _strayed_particle(sentence: Sentence, word: int) -> str | None:
    """ "Over" of "turned over 40 suspects": parsers hang a particle on the phrase that follows it."""
    after = word + 1
    if after >= len(sentence.words) or sentence.heads[after] == word:
        return None
    part = sentence.words[after].lower()
    phrase = sentence.tags[after] in {"ADP", "ADV", "ADJ"} and sentence.heads[after] > after
    return part if phrase and part in PARTICLES else None


def _particle_before_to(sentence: Sentence, word: int) -> str | None:
    """ "Over" of "handed the suspect over to Spain": parsers hang it on what "to" leads in."""
    for _, phrase in grammar.obliques(sentence, word):
        marks = [sentence.words[m].lower() for m in grammar.children(sentence, phrase, "case", "advmod")]
        if len(marks) > 1 and marks[1] == "to" and marks[0] in PARTICLES:
            return marks[0]
    return None


def noun_keys(sentence: Sentence, word: int, tables: CodingTables) -> tuple[str, ...]:
    """The lemmas of a noun with the words that determine it, the longest first: ("humanitarian aid", "aid")."""
    lemma = tables.noun_lemma(sentence.words[word], sentence.lemmas[word])
    modifiers = [
        c
        for c in grammar.children(sentence, word, "amod", "compound")
        if c < word and word - c <= 4 and sentence.tags[c] != "PUNCT"
    ]
    words = [sentence.words[m].lower() for m in modifiers]
    lemmas = [sentence.lemmas[m].lower() for m in modifiers]
    keys = [" ".join((*part[i:], lemma)) for i in range(len(words)) for part in (words, lemmas)]
    keys += [f"{part[i]} {lemma}" for i in range(len(words)) for part in (words, lemmas)]
    of = grammar.oblique(sentence, word, "of")
    if of is not None and of - word == 2:
        keys.insert(0, f"{lemma} of {tables.noun_lemma(sentence.words[of], sentence.lemmas[of])}")
    return (*dict.fromkeys(keys), lemma)


def in_groups(sentence: Sentence, word: int, names: tuple[str, ...], tables: CodingTables) -> bool:
    """Whether a noun, as it stands or as a compound, belongs to one of these groups or is one of these nouns."""
    heads = grammar.conjuncts(sentence, word)[:4]
    # "U.S. ambassador Nicholas Burns": what a name is said to be stands below the name.
    heads += grammar.children(sentence, word, "nmod:desc") if sentence.tags[word] == "PROPN" else ()
    keys = {key for w in heads for key in noun_keys(sentence, w, tables)}
    of = grammar.oblique(sentence, word, "of")
    if of is not None and sentence.lemmas[word].lower().rstrip("s") in MEASURES:
        keys.update(noun_keys(sentence, of, tables))
    if "person" in names and _is_named(sentence, word, "PER"):
        return True
    if "place taken" in names and _is_named(sentence, word, "LOC"):
        return True
    return any(keys & tables.groups.get(name, frozenset((name,))) for name in names)


def _is_named(sentence: Sentence, word: int, label: str) -> bool:
    return any(name.label == label and name.first <= word <= name.last for name in sentence.names)


def _is_predicated(sentence: Sentence, word: int) -> bool:
    """Whether the object is called or made something: "called the envoy a fool" calls nobody up."""
    other = grammar.child(sentence, word, "xcomp")
    return (
        other is not None
        and other != grammar.object_of(sentence, word)
        and sentence.tags[other] in {"NOUN", "PROPN"}
        and not grammar.children(sentence, other, "case", "mark")
    )


def parties_behind(sentence: Sentence, word: int) -> list[tuple[str, int]]:
    """Prepositional phrases that may be parties or things: "on Tuesday" is none."""
    return [
        (marker, w)
        for marker, w in grammar.obliques(sentence, word)
        if sentence.lemmas[w].lower() not in grammar.TIMES and sentence.tags[w] != "NUM"
    ]


def fits(sentence: Sentence, word: int, row: Verb, tables: CodingTables) -> bool:
    """Whether what stands around the verb is what the row asks for."""
    things = [o for o in (grammar.object_of(sentence, word),) if o is not None]
    if row.object_not and any(in_groups(sentence, t, row.object_not, tables) for t in things):
        return False
    if row.marker:
        stems = (word, *things)
        marked = [w for stem in stems for marker, w in parties_behind(sentence, stem) if marker in row.marker]
        if not marked:
            return False
        things = things if row.transitive else marked
    elif row.object and not things:
        things = [w for marker, w in parties_behind(sentence, word) if marker in THINGS_BEHIND]
    if row.object and not any(in_groups(sentence, t, row.object, tables) for t in things):
        return False
    if row.transitive and grammar.object_of(sentence, word) is None:
        return False
    if row.object and not row.marker and _is_predicated(sentence, word):
        return False
    if row.clause and grammar.child(sentence, word, "ccomp") is None:
        return False
    if row.amid and not _stands_amid(sentence, row.amid):
        return False
    if row.actor_group:
        subject = grammar.subject_of(sentence, word)
        return subject is not None and in_groups(sentence, subject, row.actor_group, tables)
    return True


def _stands_amid(sentence: Sentence, wanted: tuple[str, ...]) -> bool:
    """Whether one of these words, or pairs of words, stands in the sentence."""
    lemmas = [lemma.lower() for lemma in sentence.lemmas]
    return bool(set(wanted) & {*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas))})


def is_each_other(sentence: Sentence, word: int) -> bool:
    """Whether the word is "each other" or "one another"."""
    phrase = {sentence.words[w].lower() for w in (word, *grammar.children(sentence, word))}
    return {"each", "other"} <= phrase or {"one", "another"} <= phrase


def _behind_the_next(sentence: Sentence, word: int, path: str) -> tuple[int, ...]:
    """ "A visit by Modi to Pakistan": parsers hang the second phrase on the first."""
    if sentence.tags[word] not in NOMINAL:
        return ()
    agents = [w for marker, w in parties_behind(sentence, word) if marker in {"by", "between", "of"}]
    return tuple(w for at in agents for marker, w in parties_behind(sentence, at) if marker == path)


def at_path(sentence: Sentence, word: int, path: str) -> tuple[int, ...]:
    """The words at the end of a path of the lexicon, starting from a verb."""
    if path == "subject":
        found = grammar.subject_of(sentence, word)
    elif sentence.tags[word] in NOMINAL and path == "clause":
        clause = grammar.child(sentence, word, "acl", "ccomp")
        found = grammar.child(sentence, clause, "nsubj") if clause is not None else None
    elif sentence.tags[word] in NOMINAL and path in {"object", "iobj"}:
        found = None
    elif path == "object":
        found = grammar.object_of(sentence, word)
    elif path == "iobj":
        found = grammar.indirect_object(sentence, word)
    elif path == "clause":
        inner = grammar.complement(sentence, word)
        found = grammar.surface_subject(sentence, inner) if inner is not None else None
    else:
        found_here = tuple(w for marker, w in parties_behind(sentence, word) if marker == path)
        return found_here or _behind_the_next(sentence, word, path)
    return () if found is None else (found,)


def noun_rows(sentence: Sentence, word: int, tables: CodingTables) -> tuple[tuple[str, Noun], ...]:
    """The senses of an event noun under the longest key that the lexicon has, each with that key."""
    if sentence.tags[word] not in {"NOUN", "PROPN"}:
        return ()
    key = next((key for key in noun_keys(sentence, word, tables) if key in tables.nouns), None)
    return () if key is None else tuple((key, row) for row in tables.nouns[key])


def noun_row(sentence: Sentence, word: int, tables: CodingTables) -> tuple[str, Noun] | None:
    """The sense that a noun has on its own, without a verb that would tell a more special one."""
    rows = noun_rows(sentence, word, tables)
    return next((entry for entry in rows if not entry[1].own_verbs), rows[0] if rows else None)
