"""Acts: which words of a sentence tell an event, by which row of the lexicon, and where its parties stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from detente import grammar
from detente.coding.act import THREATENED, Act
from detente.coding.lexicon import NOMINAL, at_path, fits, in_groups, is_each_other, verb_keys
from detente.coding.modality import wants_of_another
from detente.coding.nouns import light_act, modifying_owners, noun_act
from detente.knowledge.verbs import CodingTables, Operator, Verb
from detente.types import Sentence

INNER_MARKERS = ("for", "to", "on", "in", "of", "with", "from", "against", "into", "about")
SPOKEN = frozenset({"promise", "threaten", "refuse", "demand", "appeal"})
# "Said after talks with Kyiv": where a meeting is only named, but did take place.
MEASURES = frozenset({"day", "weekend", "week", "night", "hour", "round", "month", "evening", "series"})
"""Of which there are so many "of talks"."""
AMID = frozenset({"after", "during", "at", "following"})
HARMING = frozenset({"18", "19", "20"})
HARMED = frozenset({"die", "kill", "wound", "injure", "hurt", "perish"})
SAID = frozenset({"02", "03", "10", "11", "13"})
TRANSPARENT = frozenset({"begin", "plan", "consider", "deny", "fail"})
OWN_THINGS = ("08", "074", "15")
DEPTH = 5
DEMANDING = frozenset({"must", "should", "ought"})
WISHING = frozenset({"insist", "suggest", "recommend", "stress"})
WISHED_BELOW = WISHING | {"ought"}
# Where a noun tells an event by itself; elsewhere ("despite its ties with") it is mostly background.
TELLING_RELATIONS = frozenset({"nsubj", "obj", "root", "csubj", "ccomp", "parataxis"})


def acts_of(sentence: Sentence, tables: CodingTables) -> tuple[Act, ...]:
    """The acts of a sentence, outermost first; those that are part of another are left out."""
    found: list[Act] = []
    taken: set[int] = set()
    words = range(len(sentence.words))
    for word in sorted(words, key=lambda w: (sentence.tags[w] in NOMINAL, _depth(sentence, w), w)):
        if word in taken:
            continue
        act = act_of(sentence, word, tables)
        if act is not None and act.nominal:
            act = _amid(sentence, act)
        if act is None or (act.nominal and not _tells(sentence, act)):
            continue
        found.append(_refined(sentence, _ended(sentence, act, tables), tables))
        taken.update(act.inside)
        taken.update(act.trigger)
    return tuple(sorted(found, key=lambda act: act.word))


def _ended(sentence: Sentence, act: Act, tables: CodingTables) -> Act:
    """ "The talks broke down" and "the truce collapsed" tell an end, not talks and a truce."""
    verb = sentence.heads[act.word]
    if not act.nominal or sentence.relations[act.word] != "nsubj" or not 0 <= verb < len(sentence.words):
        return act
    if grammar.object_of(sentence, verb) is not None or sentence.tags[verb] != "VERB":
        return act
    keys = verb_keys(sentence, verb, tables)
    # "Protests broke out": with another particle it is another verb.
    ends = any(row.kind == "end" for key in keys[:1] for row in tables.operators.get(key, ()))
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
    first = _measured(sentence, grammar.first_conjunct(sentence, act.word), act)
    if act.cameo.startswith("04") and sentence.relations[first] == "obl" and act.actors:
        marker = grammar.case_marker(sentence, first)
        return marker in AMID or (marker == "on" and act.cameo == "042")
    if act.cameo[:2] in HARMING and sentence.relations[first] == "obl":
        above = grammar.head_of(sentence, first)
        return sentence.lemmas[above].lower() in HARMED and grammar.case_marker(sentence, first) in {
            "in",
            "during",
        }
    return grammar.base(sentence.relations[first]) in TELLING_RELATIONS and not act.cameo.startswith("050")


def _measured(sentence: Sentence, word: int, act: Act) -> int:
    """ "A weekend of talks": what is so many days of talks stands where its measure does."""
    head = grammar.head_of(sentence, word)
    of = head >= 0 and grammar.case_marker(sentence, word) == "of"
    return head if of and act.cameo.startswith("04") and sentence.lemmas[head].lower() in MEASURES else word


def _amid(sentence: Sentence, act: Act) -> Act:
    """ "Scholz said after talks with Erdogan": whoever the clause is about took part, where nobody else is named.

    The lexicon is believed here: what a head says of the sentence is about its main event.
    """
    if not act.cameo.startswith("04") or sentence.relations[_measured(sentence, act.word, act)] != "obl":
        return act
    act = replace(act, trust=0.8)
    if act.actors:
        return act
    clause = grammar.clause_of(sentence, act.word)
    if clause is None or grammar.oblique(sentence, act.word, "of") is not None:
        return act
    subject = grammar.surface_subject(sentence, clause)
    if subject is None and grammar.base(sentence.relations[clause]) == "xcomp":
        # "Sudan and Ethiopia remained divided after two days of talks".
        subject = grammar.surface_subject(sentence, grammar.head_of(sentence, clause))
    # "Remained divided": a participle without an auxiliary is done by nobody.
    passive = bool(grammar.children(sentence, clause, "aux:pass", "nsubj:pass"))
    if subject is None or passive:
        return act
    return replace(act, actors=(subject,))


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
        told = _spoken_act(sentence, word, tables, depth)
        return told if told is not None else noun_act(sentence, word, tables)
    return None


def _spoken_act(sentence: Sentence, word: int, tables: CodingTables, depth: int) -> Act | None:
    """ "Trump's promise to suspend the exercises", "issued a threat to attack": a noun that tells what its verb tells."""
    verb = tables.nominal.get(tables.noun_lemma(sentence.words[word], sentence.lemmas[word]), "")
    row = next((r for r in tables.operators.get(verb, ()) if r.kind in SPOKEN), None)
    if row is None:
        return None
    clause = next(
        (
            c
            for c in grammar.children(sentence, word, "acl")
            if grammar.tense(sentence, c) == "infinitive" and sentence.relations[c] == "acl"
        ),
        None,
    )
    inner = act_of(sentence, clause, tables, depth - 1) if clause is not None else None
    cameo = tables.compose(row.kind, inner.cameo) if inner is not None else None
    if inner is None or cameo is None:
        return None
    owners = [grammar.possessor(sentence, word), *at_path(sentence, word, "by")]
    above = grammar.head_of(sentence, word)
    if above >= 0 and sentence.relations[word] == "obj" and _adds_nothing(sentence, above, tables):
        owners.append(grammar.subject_of(sentence, above))
    actors = [w for w in owners if w is not None] + modifying_owners(sentence, word)
    asked = [w for p in ("on", "to", "for", "from") for w in at_path(sentence, word, p)]
    recipients = (
        (*asked, *inner.recipients) if row.kind in {"demand", "appeal"} else (*inner.recipients, *asked)
    )
    return Act(
        word=word,
        trigger=tuple(sorted({word, *inner.trigger})),
        cameo=cameo,
        actors=tuple(dict.fromkeys(actors)),
        recipients=tuple(w for w in dict.fromkeys(recipients) if w not in actors),
        nominal=True,
        operators=(row.kind,),
        inside=(*inner.inside, inner.word, *inner.trigger),
        row=f"operators.toml:{row.line}: {verb} ({row.kind}); {inner.row}",
        path=f"{sentence.words[word]} to",
        trust=0.75,
    )


def _adds_nothing(sentence: Sentence, verb: int, tables: CodingTables) -> bool:
    return any(
        row.kind in {"light", "begin"}
        for key in verb_keys(sentence, verb, tables)
        for row in tables.operators.get(key, ())
    )


def _verb_act(sentence: Sentence, word: int, tables: CodingTables, depth: int) -> Act | None:
    keys = verb_keys(sentence, word, tables)
    # "Is due in Paris", "was furious at Rome": what an adjective tells with its copula.
    is_verb = sentence.tags[word] in {"VERB", "AUX"} or (
        sentence.tags[word] == "ADJ" and grammar.child(sentence, word, "cop") is not None
    )
    rows = [(key, row) for key in keys for row in tables.verbs.get(key, ())] if is_verb else []
    operators = [(key, row) for key in keys for row in tables.operators.get(key, ())]
    exact = next(((k, r) for k, r in rows if r.is_conditional() and fits(sentence, word, r, tables)), None)
    over = _operator_act(sentence, word, operators, tables, depth)
    special = light_act(sentence, word, keys, operators, tables, own_only=True) if exact is None else None
    if special is not None:
        return special
    if exact is not None:
        act = _from_row(sentence, word, exact, tables, 0.95)
        return _finer(act, over)
    if over is not None:
        return over
    light = light_act(sentence, word, keys, operators, tables)
    if light is not None:
        return light
    plain = next(
        ((k, r) for k, r in rows if not r.is_conditional() and fits(sentence, word, r, tables)), None
    )
    if plain is not None:
        return _from_row(sentence, word, plain, tables, 0.8)
    bare = next(((k, r) for k, r in operators if r.cameo), None)
    return _bare_operator(sentence, word, bare) if bare is not None else _being_there(sentence, word, tables)


def _being_there(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    """ "Was in Kyiv for two days", "is due in Washington": who is somewhere for a while is there on a visit."""
    subject = grammar.child(sentence, word, "nsubj")
    markers = grammar.case_marker(sentence, word).split()
    if sentence.tags[word] != "PROPN" or subject is None or markers[-1:] != ["in"]:
        return None
    if not in_groups(sentence, subject, ("person",), tables):
        return None
    coming = "due" in markers
    return Act(
        word=word,
        trigger=(word,),
        cameo="036" if coming else "042",
        actors=(subject,),
        recipients=(word,),
        row="grammar: a person in a place",
        path="subject > in",
        trust=0.6,
    )


def _urged_act(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    """ "Iran must return to the deal, the minister said": a demand of the speaker on the subject."""
    if not grammar.is_verbal(sentence, word) or grammar.is_conditional(sentence, word):
        return None
    head = grammar.head_of(sentence, word)
    demanding = grammar.modal_of(sentence, word) in DEMANDING
    if not demanding and (head < 0 or sentence.lemmas[head].lower() not in WISHED_BELOW):
        return None
    verb = grammar.speech_above(sentence, word)
    if not demanding and not _is_wished(sentence, word, verb):
        return None
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


def _is_wished(sentence: Sentence, word: int, verb: int | None) -> bool:
    """ "Insisted that Korea return the citizens", "ought to free": a bare verb after a verb of wishing."""
    head = grammar.head_of(sentence, word)
    if head >= 0 and sentence.lemmas[head].lower() == "ought":
        return True
    if verb is None or head != verb or sentence.lemmas[verb].lower() not in WISHING:
        return False
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, word, "mark")}
    own = grammar.children(sentence, word, "aux", "cop")
    subject = grammar.child(sentence, word, "nsubj")
    bare = "VerbForm=Inf" in sentence.features[word] or (
        # "That Korea return": no singular indicative is without its "s".
        subject is not None
        and "Number=Sing" in sentence.features[subject]
        and sentence.words[word].lower() == sentence.lemmas[word].lower()
    )
    return bare and "to" not in marks and not own


def _from_row(
    sentence: Sentence, word: int, entry: tuple[str, Verb], tables: CodingTables, trust: float
) -> Act:
    key, row = entry
    actors = at_path(sentence, word, row.actor)
    if not actors and row.actor not in {"subject", "object"}:
        received = grammar.object_of(sentence, word)
        actors = at_path(sentence, received, row.actor) if received is not None else ()
    if not actors and row.cameo.startswith(OWN_THINGS) and grammar.is_passive(sentence, word):
        # "US sanctions were lifted", "Russian troops were deployed": who acts is whose they are.
        thing = grammar.object_of(sentence, word)
        actors = tuple(modifying_owners(sentence, thing)) if thing is not None else ()
    thing = grammar.object_of(sentence, word)
    told = None
    if not actors and thing is not None and row.object and grammar.is_passive(sentence, word):
        # "Talks between Oslo and Kyiv were called off": the parties are those of the event that was.
        told = noun_act(sentence, thing, tables)
        actors = told.actors if told is not None else ()
    trigger = _trigger(sentence, word, key)
    stems = _stems(sentence, word, thing, row, trigger)
    paths = [(p, w) for p in row.recipient for stem in stems for w in at_path(sentence, stem, p)]
    recipients = tuple(dict.fromkeys(w for _, w in paths if w not in actors))
    if told is not None and told.actors:
        recipients = tuple(dict.fromkeys((*told.recipients, *recipients)))
    mutual = any(is_each_other(sentence, w) for w in recipients)
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
        both=row.both or mutual or (told is not None and told.both),
        alone=row.alone,
        inside=inside,
        row=f"verbs.toml:{row.line}: {key} ({row.cameo})",
        path=f"{row.actor} > {sentence.words[word]} > {paths[0][0] if paths else '-'}",
        trust=trust,
    )


def _stems(
    sentence: Sentence, word: int, thing: int | None, row: Verb, trigger: tuple[int, ...]
) -> tuple[int, ...]:
    """Where the other party may hang.

    "Lodged a protest with China", "opened its airspace and land crossing to Qatar", "called its envoy home from
    Israel": parsers hang it on the verb, on its particle, on its object, as it comes.
    """
    stems = [word]
    if thing is not None:
        stems += grammar.conjuncts(sentence, thing)[:2]
    if row.marker and row.object and not row.transitive:
        stems += [w for marker, w in grammar.obliques(sentence, word) if marker in row.marker]
    if row.actor_group and not row.object:
        subject = grammar.surface_subject(sentence, word)
        stems += [subject] if subject is not None else []
    stems += [w for w in trigger if w != word]
    return tuple(dict.fromkeys(stems))


def _inside(sentence: Sentence, thing: int) -> tuple[int, ...]:
    """What belongs to the object of an act: itself, and the "to" clause that says what it is."""
    aims = [
        c for c in grammar.children(sentence, thing, "acl", "nmod") if sentence.relations[c] != "acl:relcl"
    ]
    return tuple(dict.fromkeys((*grammar.conjuncts(sentence, thing), *aims)))


def _trigger(sentence: Sentence, word: int, key: str) -> tuple[int, ...]:
    particle = key.partition(" ")[2]
    parts = [
        c for c in grammar.children(sentence, word) if particle and sentence.words[c].lower() == particle
    ]
    return tuple(sorted((word, *parts[:1])))


def _finer(act: Act, over: Act | None) -> Act:
    if over is None or act.event or over.cameo == act.cameo:
        return act
    if not over.cameo.startswith(act.cameo.rstrip("0")):
        return act
    recipients = tuple(dict.fromkeys((*act.recipients, *over.recipients)))
    inside = (*act.inside, *over.inside)
    return replace(
        act,
        cameo=over.cameo,
        recipients=recipients,
        inside=inside,
        operators=over.operators,
        row=f"{act.row}; {over.row}",
    )


# operators


ASKED = {"demand": "100", "appeal": "020"}
"""Operators that ask somebody for an act, and CAMEO's code of asking for one that has none of its own."""


def _operator_act(
    sentence: Sentence, word: int, operators: list[tuple[str, Operator]], tables: CodingTables, depth: int
) -> Act | None:
    kinds = [
        (key, row)
        for key, row in operators
        # "Set fire to it" plans nothing; "is set to visit" does.
        if row.kind != "light" and not (key == "set" and grammar.child(sentence, word, "obj") is not None)
    ]
    if not kinds:
        return None
    # "Announced the change in a rally" announces no rally; "participated in a rally" does.
    through = any(row.kind not in TRANSPARENT for _, row in kinds) or _goes_into(kinds)
    inners = list(_inner_acts(sentence, word, tables, depth, through))
    for key, row in kinds:
        for inner in inners:
            if row.kind in {"begin", "threaten"} and inner.word < word and not inner.nominal:
                # "Riyadh opened its airspace, the minister announced": who announces it is who says so.
                continue
            act = _compose(sentence, word, key, row, inner, tables)
            if act is not None:
                return act
    return None


def _goes_into(kinds: list[tuple[str, Operator]]) -> bool:
    """Whether the verb goes into what its preposition opens: "went on strike", "engaged in talks"."""
    return any(
        key in {"go", "take part", "participate", "engage", "proceed", "come", "move"} for key, _ in kinds
    )


def _inner_acts(
    sentence: Sentence, word: int, tables: CodingTables, depth: int, through: bool
) -> Iterator[Act]:
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
    nouns += [w for marker, w in grammar.obliques(sentence, word) if through and marker in INNER_MARKERS]
    for inner in (*clauses, *(n for n in nouns if n is not None)):
        act = act_of(sentence, inner, tables, depth - 1)
        if act is not None:
            yield act


def _is_infinitive_or_of(sentence: Sentence, clause: int) -> bool:
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark", "case")}
    return bool(marks & {"to", "of", "from", "for", "at", "against", "on", "about"})


def _compose(
    sentence: Sentence, word: int, key: str, row: Operator, inner: Act, tables: CodingTables
) -> Act | None:
    if row.kind == "plan" and wants_of_another(sentence, word):
        # "Wants Russia to withdraw": nobody plans what another is to do; it is asked of them.
        row = replace(row, kind="demand", recipient=("object",))
    if row.infinitive and (inner.nominal or not _is_bare_infinitive(sentence, inner.word)):
        return None
    if row.kind == "deny" and inner.nominal and inner.cameo[:2] in SAID:
        # "Denied Canada's allegations": what was said is turned down.
        row = replace(row, kind="refuse")
        inner = replace(inner, trust=0.85)
    subject = grammar.subject_of(sentence, word)
    own = tuple(w for p in row.recipient for w in at_path(sentence, word, p))
    trigger = tuple(sorted({*_trigger(sentence, word, key), *inner.trigger}))
    inside: tuple[int, ...] = (*inner.inside, inner.word, *inner.trigger)
    if row.kind not in TRANSPARENT:
        # "Accused Russia of sending tanks and fighting": all that is charged, asked or refused is one act.
        inside = (*inside, *grammar.subtree(sentence, inner.word, frozenset({"nsubj", "parataxis"})))
    cameo = tables.compose(row.kind, inner.cameo)
    if (
        row.kind in ASKED
        and cameo is not None
        and cameo[:2] == "13"
        and (own or inner.actors)
        and not inner.nominal
    ):
        # "Called for sanctions against Iran" threatens Iran; "urged the Union to impose them" asks the Union.
        cameo = ASKED[row.kind]
    if row.kind == "begin" and not inner.nominal and grammar.child(sentence, word, "obj", "iobj") is not None:
        # "Ordered the troops to leave" begins nothing: somebody else is to act.
        return None
    if (row.kind in TRANSPARENT and (row.kind != "fail" or cameo is None)) or (
        row.kind == "refuse" and cameo is None
    ):
        own_subject = () if subject is None else (subject,)
        actors = (*own_subject, *inner.actors) if inner.nominal else (*inner.actors, *own_subject)
        further = [w for p in inner.paths for w in at_path(sentence, word, p) if inner.nominal]
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
            row=f"operators.toml:{row.line}: {key} ({row.kind}); {inner.row}",
        )
    if cameo is None:
        return None
    if row.kind in {"demand", "appeal", "allow"}:
        recipients = (*own, *inner.actors, *inner.recipients)
    elif row.kind in {"accuse", "support"}:
        recipients = (*own, *inner.actors)
    else:
        further = [w for p in inner.paths for w in at_path(sentence, word, p) if inner.nominal]
        recipients = (*inner.recipients, *further, *own, *(a for a in inner.actors if inner.nominal))
    if row.kind == "refuse" and inner.nominal and inner.cameo[:2] in SAID:
        # "Rejected US criticism of its ties": whoever said it is rebuffed, not whom it was about.
        recipients = (*inner.actors, *recipients)
    keeps_thing = row.kind in {"accuse", "support"}
    kept = tuple(dict.fromkeys(w for w in recipients if w != subject and (keeps_thing or w != inner.word)))
    return Act(
        word=word,
        trigger=trigger,
        cameo=cameo,
        mode=THREATENED.get(inner.cameo[:3], "") if row.kind in {"threaten", "promise", "plan"} else "",
        actors=() if subject is None else (subject,),
        recipients=kept,
        both=row.kind == "promise"
        or (row.kind in {"refuse", "fail"} and inner.both)
        or any(is_each_other(sentence, w) for w in own),
        alone=inner.alone,
        inside=inside,
        operators=(row.kind,),
        row=f"operators.toml:{row.line}: {key} ({row.kind}); {inner.row}",
        path=f"subject > {sentence.words[word]} > {inner.path}",
        trust=min(0.92, inner.trust + 0.05),
    )


def _is_bare_infinitive(sentence: Sentence, verb: int) -> bool:
    """ "Told him to sign", not "told him that it would sign"."""
    return grammar.tense(sentence, verb) == "infinitive" and grammar.modal_of(sentence, verb) is None


def _bare_operator(sentence: Sentence, word: int, entry: tuple[str, Operator]) -> Act | None:
    key, row = entry
    if sentence.tags[word] != "VERB":
        return None
    subject = grammar.subject_of(sentence, word)
    recipients = tuple(w for p in row.recipient for w in at_path(sentence, word, p) if w != subject)
    return Act(
        word=word,
        trigger=(word,),
        cameo=row.cameo,
        actors=() if subject is None else (subject,),
        recipients=tuple(dict.fromkeys(recipients)),
        both=row.kind == "promise",
        operators=(row.kind,),
        row=f"operators.toml:{row.line}: {key} ({row.kind})",
        path=f"subject > {sentence.words[word]}",
        trust=0.6,
    )
