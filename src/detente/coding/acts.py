"""Acts: which words of a sentence tell an event, by which row of the lexicon, and where its parties stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from detente import grammar
from detente.knowledge.verbs import CodingTables, Noun, Operator, Verb
from detente.types import Sentence

PARTICLES = grammar.words_of(
    "up down out off back away over in home hostage dead free guilty go prisoner aside through together into "
    "responsible fire force control short under by office"
)
NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
THINGS_BEHIND = ("from", "of", "out of", "off", "in", "on", "into", "with")
INNER_MARKERS = ("for", "to", "on", "in", "of", "with", "from", "against", "into", "about")
TRANSPARENT = frozenset({"begin", "plan", "consider", "deny"})
DEPTH = 5
DEMANDING = frozenset({"must", "should", "ought"})
# What is done to things too: "the downing of the balloon by US jets" has an actor, and no party to suffer it.
FORCEFUL = frozenset({"17", "18", "19", "20"})
# A truce, a rally, a drill, a curfew is an event without anybody to whom it is done; a visit or a loan is not.
TELLING_ALONE = ("087", "14", "15", "1723", "1724")
# "An end to the fighting", "a halt to deliveries": what ends stands after "to".
ENDING = frozenset({"end", "halt", "stop", "cut"})
# Where a noun tells an event by itself; elsewhere ("despite its ties with") it is mostly background.
TELLING_RELATIONS = frozenset({"nsubj", "obj", "root", "csubj", "ccomp", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as the words tell it. Indices are of words; parties are in order of trust."""

    word: int
    trigger: tuple[int, ...]
    cameo: str
    event: str = ""
    mode: str = ""
    contexts: tuple[str, ...] = ()
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    both: bool = False
    alone: bool = False
    nominal: bool = False
    operators: tuple[str, ...] = ()
    core: int = -1
    """The verb inside ("visit" of "plans to visit") whose auxiliaries count too; -1 for `word` itself."""
    paths: tuple[str, ...] = ()
    """The prepositions after which the other party may stand, also when they hang on a verb above."""
    inside: tuple[int, ...] = ()
    """Words whose own events are part of this one."""
    row: str = ""
    path: str = ""
    trust: float = 0.9


def acts_of(sentence: Sentence, tables: CodingTables) -> tuple[Act, ...]:
    """The acts of a sentence, outermost first; those that are part of another are left out."""
    found: list[Act] = []
    taken: set[int] = set()
    words = range(len(sentence.words))
    for word in sorted(words, key=lambda w: (sentence.tags[w] in NOMINAL, _depth(sentence, w), w)):
        if word in taken:
            continue
        act = act_of(sentence, word, tables)
        if act is None or (act.nominal and not _tells(sentence, act)):
            continue
        found.append(_refined(sentence, _ended(sentence, act, tables), tables))
        taken.update(act.inside)
        taken.update(act.trigger)
    return tuple(sorted(found, key=lambda act: act.word))


def _ended(sentence: Sentence, act: Act, tables: CodingTables) -> Act:
    """ "The talks broke down" and "the truce collapsed" tell an end, not talks and a truce."""
    verb = sentence.heads[act.word]
    if not act.nominal or sentence.relations[act.word] != "nsubj" or verb < 0:
        return act
    if grammar.object_of(sentence, verb) is not None or sentence.tags[verb] != "VERB":
        return act
    ends = any(
        row.kind == "end"
        for key in verb_keys(sentence, verb, tables)
        for row in tables.operators.get(key, ())
    )
    cameo = tables.compose("end", act.cameo) if ends else None
    if cameo is None:
        return act
    trigger = tuple(sorted((*act.trigger, verb)))
    return replace(act, cameo=cameo, event="", mode="", trigger=trigger, both=True, row=f"{act.row}; ended")


def _refined(sentence: Sentence, act: Act, tables: CodingTables) -> Act:
    if act.cameo not in tables.refinements or act.event:
        return act
    words = grammar.subtree(sentence, act.word)
    lemmas = [sentence.lemmas[w].lower() for w in words]
    cameo = tables.refine(act.cameo, (*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas))))
    if cameo == act.cameo:
        return act
    return replace(act, cameo=cameo, mode="", row=f"{act.row}; refinements.csv: {act.cameo} to {cameo}")


def _tells(sentence: Sentence, act: Act) -> bool:
    first = grammar.first_conjunct(sentence, act.word)
    return grammar.base(sentence.relations[first]) in TELLING_RELATIONS and not act.cameo.startswith("050")


def _depth(sentence: Sentence, word: int) -> int:
    return sum(1 for _ in grammar.ancestors(sentence, word))


def act_of(sentence: Sentence, word: int, tables: CodingTables, depth: int = DEPTH) -> Act | None:
    """The act that this word tells, alone or with what hangs on it; None where it tells none."""
    if depth == 0:
        return None
    tag = sentence.tags[word]
    if depth == DEPTH:
        urged = _urged_act(sentence, word, tables)
        if urged is not None:
            return urged
    if tag in {"VERB", "ADJ", "AUX", "ADV"} or grammar.child(sentence, word, "cop") is not None:
        found = _verb_act(sentence, word, tables, depth)
        if found is not None or tag in {"VERB", "AUX"}:
            return found
    if tag in {"NOUN", "PROPN"}:
        return _noun_act(sentence, word, tables)
    return None


# verbs


def _verb_act(sentence: Sentence, word: int, tables: CodingTables, depth: int) -> Act | None:
    keys = verb_keys(sentence, word, tables)
    is_verb = sentence.tags[word] in {"VERB", "AUX"}
    rows = [(key, row) for key in keys for row in tables.verbs.get(key, ())] if is_verb else []
    operators = [(key, row) for key in keys for row in tables.operators.get(key, ())]
    exact = next(((k, r) for k, r in rows if r.is_conditional() and fits(sentence, word, r, tables)), None)
    over = _operator_act(sentence, word, operators, tables, depth)
    if exact is not None:
        act = _from_row(sentence, word, exact, tables, 0.95)
        return _finer(act, over)
    if over is not None:
        return over
    light = _light_act(sentence, word, keys, operators, tables)
    if light is not None:
        return light
    plain = next(
        ((k, r) for k, r in rows if not r.is_conditional() and fits(sentence, word, r, tables)), None
    )
    if plain is not None:
        return _from_row(sentence, word, plain, tables, 0.8)
    bare = next(((k, r) for k, r in operators if r.cameo), None)
    return _bare_operator(sentence, word, bare) if bare is not None else None


def _urged_act(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    """ "Iran must return to the deal, the minister said": a demand of the speaker on the subject."""
    if not grammar.is_verbal(sentence, word) or grammar.modal_of(sentence, word) not in DEMANDING:
        return None
    verb = grammar.speech_above(sentence, word)
    speaker = grammar.subject_of(sentence, verb) if verb is not None else None
    urged = grammar.surface_subject(sentence, word)
    if speaker is None or urged is None or speaker == urged:
        return None
    inner = act_of(sentence, word, tables, DEPTH - 1)
    cameo = tables.compose("demand", inner.cameo) if inner is not None else None
    inside = (*inner.inside, *inner.trigger) if inner is not None else ()
    return Act(
        word=word,
        trigger=(word,),
        cameo=cameo or "100",
        actors=(speaker,),
        recipients=(urged,) if inner is None else (urged, *inner.recipients),
        operators=("demand",),
        inside=inside,
        row="grammar: a modal of duty in another's words" + (f"; {inner.row}" if inner is not None else ""),
        path=f"speaker > {sentence.words[word]} > subject",
        trust=0.65,
    )


def verb_keys(sentence: Sentence, word: int, tables: CodingTables) -> tuple[str, ...]:
    """Under which lemmas the lexicon may hold this verb, the longest first: ("call off", "call")."""
    lemma = tables.verb_lemma(sentence.words[word], sentence.lemmas[word])
    parts = [
        sentence.words[c].lower()
        for c in grammar.children(sentence, word, "compound:prt", "advmod", "xcomp", "obj", "ccomp")
        if sentence.words[c].lower() in PARTICLES and c > word
    ]
    return (*(f"{lemma} {part}" for part in parts), lemma)


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
    keys = {key for w in heads for key in noun_keys(sentence, w, tables)}
    of = grammar.oblique(sentence, word, "of")
    if of is not None and sentence.lemmas[word].lower().rstrip("s") in MEASURES:
        keys.update(noun_keys(sentence, of, tables))
    if "person" in names and _is_person(sentence, word):
        return True
    return any(keys & tables.groups.get(name, frozenset((name,))) for name in names)


def _is_person(sentence: Sentence, word: int) -> bool:
    return any(name.label == "PER" and name.first <= word <= name.last for name in sentence.names)


def _is_predicated(sentence: Sentence, word: int) -> bool:
    """Whether the object is called or made something: "called the envoy a fool" calls nobody up."""
    other = grammar.child(sentence, word, "xcomp")
    return (
        other is not None
        and sentence.tags[other] in {"NOUN", "PROPN"}
        and not grammar.children(sentence, other, "case", "mark")
    )


def _obliques(sentence: Sentence, word: int) -> list[tuple[str, int]]:
    """Prepositional phrases that may be parties or things: "on Tuesday" is none."""
    return [
        (marker, w)
        for marker, w in grammar.obliques(sentence, word)
        if sentence.lemmas[w].lower() not in grammar.TIMES and sentence.tags[w] != "NUM"
    ]


MEASURES = grammar.words_of(
    "number group dozen hundred thousand million billion lot couple batch series round string wave pair team set "
    "kind package shipment consignment tonne ton batch piece load flotilla fleet barrage handful score amount state "
    "worth delivery return release withdrawal member one some two three four"
)


def fits(sentence: Sentence, word: int, row: Verb, tables: CodingTables) -> bool:
    """Whether what stands around the verb is what the row asks for."""
    things = [o for o in (grammar.object_of(sentence, word),) if o is not None]
    if row.object_not and any(in_groups(sentence, t, row.object_not, tables) for t in things):
        return False
    if row.marker:
        stems = (word, *things)
        marked = [w for stem in stems for marker, w in _obliques(sentence, stem) if marker in row.marker]
        if not marked:
            return False
        things = things if row.transitive else marked
    elif row.object and not things:
        things = [w for marker, w in _obliques(sentence, word) if marker in THINGS_BEHIND]
    if row.object and not any(in_groups(sentence, t, row.object, tables) for t in things):
        return False
    if row.transitive and grammar.object_of(sentence, word) is None:
        return False
    if row.object and not row.marker and _is_predicated(sentence, word):
        return False
    if row.amid and not set(row.amid) & {lemma.lower() for lemma in sentence.lemmas}:
        return False
    if row.actor_group:
        subject = grammar.subject_of(sentence, word)
        return subject is not None and in_groups(sentence, subject, row.actor_group, tables)
    return True


def _from_row(
    sentence: Sentence, word: int, entry: tuple[str, Verb], tables: CodingTables, trust: float
) -> Act:
    key, row = entry
    actors = _path(sentence, word, row.actor)
    if not actors and row.cameo.startswith("08") and grammar.is_passive(sentence, word):
        # "US sanctions were lifted": who lifts is whose they were.
        thing = grammar.object_of(sentence, word)
        actors = tuple(_modifying_owners(sentence, thing)) if thing is not None else ()
    thing = grammar.object_of(sentence, word)
    # "lodged a protest with China": parsers hang the party on the verb or on its object, as it comes.
    stems = (word,) if thing is None else (word, thing)
    paths = [(p, w) for p in row.recipient for stem in stems for w in _path(sentence, stem, p)]
    recipients = tuple(dict.fromkeys(w for _, w in paths if w not in actors))
    mutual = any(_is_each_other(sentence, w) for w in recipients)
    trigger = _trigger(sentence, word, key)
    inside: tuple[int, ...] = ()
    if thing is not None:
        inside = _inside(sentence, thing)
        if row.object and thing not in recipients[:1]:
            trigger = tuple(sorted({*trigger, thing}))
    return Act(
        word=word,
        trigger=trigger,
        cameo=row.cameo,
        event=row.event,
        mode=row.mode,
        contexts=row.contexts,
        actors=actors,
        recipients=recipients,
        both=row.both or mutual,
        alone=row.alone,
        inside=inside,
        row=f"verbs.toml: {key} ({row.cameo})",
        path=f"{row.actor} > {sentence.words[word]} > {paths[0][0] if paths else '-'}",
        trust=trust,
    )


def _inside(sentence: Sentence, thing: int) -> tuple[int, ...]:
    """What belongs to the object of an act: itself, and the "to" clause that says what it is."""
    aims = [
        c for c in grammar.children(sentence, thing, "acl", "nmod") if sentence.relations[c] != "acl:relcl"
    ]
    return tuple(dict.fromkeys((*grammar.conjuncts(sentence, thing), *aims)))


def _is_each_other(sentence: Sentence, word: int) -> bool:
    return sentence.words[word].lower() in {"other", "another"} and any(
        sentence.words[c].lower() in {"each", "one"} for c in grammar.children(sentence, word)
    )


def _path(sentence: Sentence, word: int, path: str) -> tuple[int, ...]:
    """The words at the end of a path of the lexicon, starting from a verb."""
    if path == "subject":
        found = grammar.subject_of(sentence, word)
    elif sentence.tags[word] in NOMINAL and path in {"object", "iobj", "clause"}:
        found = None
    elif path == "object":
        found = grammar.object_of(sentence, word)
    elif path == "iobj":
        found = grammar.indirect_object(sentence, word)
    elif path == "clause":
        inner = grammar.complement(sentence, word)
        found = grammar.surface_subject(sentence, inner) if inner is not None else None
    else:
        return tuple(w for marker, w in _obliques(sentence, word) if marker == path)
    return () if found is None else (found,)


def _trigger(sentence: Sentence, word: int, key: str) -> tuple[int, ...]:
    particle = key.partition(" ")[2]
    parts = [
        c for c in grammar.children(sentence, word) if particle and sentence.words[c].lower() == particle
    ]
    return tuple(sorted((word, *parts[:1])))


def _finer(act: Act, over: Act | None) -> Act:
    if over is None or not over.cameo.startswith(act.cameo.rstrip("0")) or act.event:
        return act
    recipients = tuple(dict.fromkeys((*act.recipients, *over.recipients)))
    inside = (*act.inside, *over.inside)
    return replace(act, cameo=over.cameo, recipients=recipients, inside=inside, row=f"{act.row}; {over.row}")


# operators


def _operator_act(
    sentence: Sentence, word: int, operators: list[tuple[str, Operator]], tables: CodingTables, depth: int
) -> Act | None:
    kinds = [(key, row) for key, row in operators if row.kind != "light"]
    if not kinds:
        return None
    inners = list(_inner_acts(sentence, word, tables, depth))
    for key, row in kinds:
        for inner in inners:
            act = _compose(sentence, word, key, row, inner, tables)
            if act is not None:
                return act
    return None


def _inner_acts(sentence: Sentence, word: int, tables: CodingTables, depth: int) -> Iterator[Act]:
    clauses = grammar.children(sentence, word, "xcomp", "ccomp")
    if not clauses:
        clauses = tuple(
            c
            for c in grammar.children(sentence, word, "advcl", "acl")
            if sentence.relations[c] in {"advcl", "acl"} and _is_infinitive_or_of(sentence, c)
        )
    short = [c for c in grammar.children(sentence, word, "advmod") if sentence.words[c].lower() == "short"]
    clauses += tuple(c for at in short for c in grammar.children(sentence, at, "advcl", "ccomp", "acl"))
    nouns = [grammar.object_of(sentence, word)]
    nouns += [w for marker, w in grammar.obliques(sentence, word) if marker in INNER_MARKERS]
    for inner in (*clauses, *(n for n in nouns if n is not None)):
        act = act_of(sentence, inner, tables, depth - 1)
        if act is not None:
            yield act


def _is_infinitive_or_of(sentence: Sentence, clause: int) -> bool:
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark", "case")}
    return bool(marks & {"to", "of", "from", "for"})


def _compose(
    sentence: Sentence, word: int, key: str, row: Operator, inner: Act, tables: CodingTables
) -> Act | None:
    subject = grammar.subject_of(sentence, word)
    own = tuple(w for p in row.recipient for w in _path(sentence, word, p))
    trigger = tuple(sorted({*_trigger(sentence, word, key), *inner.trigger}))
    inside = (*inner.inside, inner.word, *inner.trigger)
    cameo = tables.compose(row.kind, inner.cameo)
    if row.kind in TRANSPARENT or (row.kind == "refuse" and cameo is None):
        own_subject = () if subject is None else (subject,)
        actors = (*own_subject, *inner.actors) if inner.nominal else (*inner.actors, *own_subject)
        further = [w for p in inner.paths for w in _path(sentence, word, p) if inner.nominal]
        return replace(
            inner,
            actors=tuple(dict.fromkeys(actors)),
            recipients=tuple(r for r in (*inner.recipients, *further) if r not in (subject, inner.word)),
            core=inner.core if inner.core >= 0 else inner.word,
            word=word,
            trigger=trigger,
            inside=inside,
            nominal=False,
            operators=(row.kind, *inner.operators),
            row=f"operators.toml: {key} ({row.kind}); {inner.row}",
        )
    if cameo is None:
        return None
    if row.kind in {"demand", "appeal", "allow"}:
        recipients = (*own, *inner.actors, *inner.recipients)
    elif row.kind in {"accuse", "support"}:
        recipients = (*own, *inner.actors)
    else:
        further = [w for p in inner.paths for w in _path(sentence, word, p) if inner.nominal]
        recipients = (*inner.recipients, *further, *own, *(a for a in inner.actors if inner.nominal))
    keeps_thing = row.kind in {"accuse", "support"}
    kept = tuple(dict.fromkeys(w for w in recipients if w != subject and (keeps_thing or w != inner.word)))
    return Act(
        word=word,
        trigger=trigger,
        cameo=cameo,
        actors=() if subject is None else (subject,),
        recipients=kept,
        both=row.kind == "promise"
        or (row.kind == "refuse" and inner.both)
        or any(_is_each_other(sentence, w) for w in own),
        alone=inner.alone,
        inside=inside,
        operators=(row.kind,),
        row=f"operators.toml: {key} ({row.kind}); {inner.row}",
        path=f"subject > {sentence.words[word]} > {inner.path}",
        trust=min(0.92, inner.trust + 0.05),
    )


def _bare_operator(sentence: Sentence, word: int, entry: tuple[str, Operator]) -> Act | None:
    key, row = entry
    if sentence.tags[word] != "VERB":
        return None
    subject = grammar.subject_of(sentence, word)
    recipients = tuple(w for p in row.recipient for w in _path(sentence, word, p) if w != subject)
    return Act(
        word=word,
        trigger=(word,),
        cameo=row.cameo,
        actors=() if subject is None else (subject,),
        recipients=tuple(dict.fromkeys(recipients)),
        both=row.kind == "promise",
        operators=(row.kind,),
        row=f"operators.toml: {key} ({row.kind})",
        path=f"subject > {sentence.words[word]}",
        trust=0.6,
    )


# nouns


def _noun_row(sentence: Sentence, word: int, tables: CodingTables) -> tuple[str, Noun] | None:
    if sentence.tags[word] not in {"NOUN", "PROPN"}:
        return None
    return next(
        ((key, tables.nouns[key]) for key in noun_keys(sentence, word, tables) if key in tables.nouns), None
    )


def _light_act(
    sentence: Sentence,
    word: int,
    keys: tuple[str, ...],
    operators: list[tuple[str, Operator]],
    tables: CodingTables,
) -> Act | None:
    thing = grammar.object_of(sentence, word)
    things = [thing] if thing is not None else []
    things += [w for marker, w in grammar.obliques(sentence, word) if marker in {"in", "on", "into", "for"}]
    is_light = any(row.kind == "light" for _, row in operators)
    for at in things:
        for head in grammar.conjuncts(sentence, at)[:3]:
            entry = _noun_row(sentence, head, tables)
            if entry is None or not ((is_light and at == thing) or set(keys) & set(entry[1].light)):
                continue
            return _from_noun(sentence, head, entry, verb=word)
    return None


def _noun_act(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    told = _as_verb(sentence, word, tables)
    if told is not None:
        return told
    entry = _noun_row(sentence, word, tables)
    if entry is None or entry[1].own_verbs:
        return None
    return _from_noun(sentence, word, entry, verb=None)


def _as_verb(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    """ "The suspension of aid by Denmark" read as "Denmark suspended aid"."""
    lemma = tables.noun_lemma(sentence.words[word], sentence.lemmas[word])
    verb = tables.nominal.get(lemma)
    thing = grammar.oblique(sentence, word, "of")
    if thing is None and verb in ENDING:
        thing = grammar.oblique(sentence, word, "to", "in")
    if verb is None or thing is None:
        return None
    row = next(
        (r for r in tables.verbs.get(verb, ()) if r.object and in_groups(sentence, thing, r.object, tables)),
        None,
    )
    cameo = row.cameo if row is not None else None
    inner = _noun_row(sentence, thing, tables)
    for operator in tables.operators.get(verb, ()) if inner is not None and cameo is None else ():
        cameo = cameo or tables.compose(operator.kind, inner[1].cameo if inner is not None else "")
    if cameo is None:
        return None
    owners = [grammar.possessor(sentence, word), grammar.oblique(sentence, word, "by")]
    paths = row.recipient if row is not None else inner[1].recipient if inner is not None else ()
    places = [p for p in paths if p not in {"object", "iobj", "clause", "of"}]
    recipients = [w for p in places for at in (thing, word) for w in _path(sentence, at, p)]
    return Act(
        word=word,
        trigger=tuple(sorted((word, thing))),
        cameo=cameo,
        event=row.event if row is not None else "",
        mode=row.mode if row is not None else "",
        actors=tuple(w for w in owners if w is not None),
        recipients=tuple(dict.fromkeys((*recipients, thing))),
        nominal=True,
        alone=grammar.oblique(sentence, word, "by") is not None and cameo[:2] in FORCEFUL,
        paths=tuple(places),
        inside=(word, thing),
        row=f"nominalisations.csv: {lemma} ({verb}, {cameo})",
        path=f"{lemma} of",
        trust=0.7,
    )


def _from_noun(sentence: Sentence, word: int, entry: tuple[str, Noun], verb: int | None) -> Act:
    key, row = entry
    between = tuple(w for m, w in grammar.obliques(sentence, word) if m in {"between", "among"})
    actors: list[int] = []
    subject = grammar.subject_of(sentence, verb) if verb is not None else None
    if subject is not None:
        actors.append(subject)
    actors += _owners(sentence, word, row)
    recipients = [w for p in row.recipient for w in _path(sentence, word, p)]
    if verb is not None:
        recipients += [w for p in ("iobj", *row.recipient) for w in _path(sentence, verb, p) if w != word]
    if between:
        actors, recipients = (actors if verb is not None else []) + list(between), list(between)
    modifiers = [c for c in grammar.children(sentence, word, "amod", "compound") if c < word]
    parts = [m for m in modifiers if sentence.lemmas[m].lower() in key or sentence.words[m].lower() in key]
    return Act(
        word=word if verb is None else verb,
        trigger=tuple(sorted({word, *parts, *(() if verb is None else (verb,))})),
        cameo=row.cameo,
        event=row.event,
        mode=row.mode,
        contexts=row.contexts,
        actors=tuple(dict.fromkeys(actors)),
        recipients=tuple(dict.fromkeys(w for w in recipients if w != subject)),
        both=bool(between)
        or row.cameo[:2] in {"04", "05", "06"}
        or row.cameo == "0871"
        or _is_mutual(sentence, verb),
        alone=_stands_alone(sentence, word, row, verb),
        nominal=verb is None,
        paths=row.recipient,
        inside=(word,),
        row=f"nouns.toml: {key} ({row.cameo})",
        path=f"subject > {sentence.words[verb]} {key}" if verb is not None else f"{key} of",
        trust=0.9 if verb is not None else 0.6,
    )


def _is_mutual(sentence: Sentence, verb: int | None) -> bool:
    return verb is not None and sentence.lemmas[verb].lower() in {"exchange", "trade", "swap", "share"}


def _stands_alone(sentence: Sentence, word: int, row: Noun, verb: int | None) -> bool:
    if verb is not None:
        return row.cameo.startswith(TELLING_ALONE)
    return row.cameo[:2] in FORCEFUL and grammar.oblique(sentence, word, "by") is not None


def _owners(sentence: Sentence, word: int, row: Noun) -> list[int]:
    owners = [grammar.possessor(sentence, word), grammar.oblique(sentence, word, "by")]
    if "of" not in row.recipient:
        owners.append(grammar.oblique(sentence, word, "of"))
    return [w for w in owners if w is not None] + _modifying_owners(sentence, word)


def _modifying_owners(sentence: Sentence, word: int) -> list[int]:
    # "US sanctions", "Israeli air strikes": the nearer of two modifiers belongs to the noun's own name.
    return [
        c
        for c in grammar.children(sentence, word, "amod", "compound", "nmod:desc", "nmod:poss")
        if sentence.tags[c] in {"ADJ", "PROPN"} and sentence.words[c][:1].isupper()
    ]
