"""Nouns: acts told by event nouns, alone or with a light verb ("held talks", "the talks between")."""

from __future__ import annotations

from dataclasses import replace

from detente import grammar
from detente.coding.act import Act
from detente.coding.lexicon import MEASURES, at_path, in_groups, noun_row, noun_rows
from detente.knowledge.verbs import CodingTables, Noun, Operator
from detente.types import Sentence

# What is done to things too: "the downing of the balloon by US jets" has an actor, and no party to suffer it.
FORCEFUL = frozenset({"17", "18", "19", "20"})
# A truce, a rally, a drill, a curfew is an event without anybody to whom it is done; a visit or a loan is not.
TELLING_ALONE = ("087", "14", "15", "1723", "1724")
# "An end to the fighting", "a halt to deliveries": what ends stands after "to".
ENDING = frozenset({"end", "halt", "stop", "cut"})


def light_act(
    sentence: Sentence,
    word: int,
    keys: tuple[str, ...],
    operators: list[tuple[str, Operator]],
    tables: CodingTables,
    own_only: bool = False,
) -> Act | None:
    """The act of an event noun with a verb that adds nothing to it; with `own_only`, one that its row names."""
    thing = grammar.object_of(sentence, word)
    things = [("", thing)] if thing is not None else []
    things += [(m, w) for m, w in grammar.obliques(sentence, word) if m in {"in", "on", "into", "for", "at"}]
    is_light = any(row.kind == "light" for _, row in operators)
    for marker, at in things:
        own_keys = {*keys, *(f"{key} {marker}" for key in keys)}
        for head in (*_measured(sentence, at), *grammar.conjuncts(sentence, at)[:3]):
            rows = noun_rows(sentence, head, tables)
            own = [entry for entry in rows if own_keys & set(entry[1].light)]
            any_light = [
                entry
                for entry in rows
                if not own_only and is_light and at == thing and not entry[1].own_verbs
            ]
            if not own and not any_light:
                continue
            entry = (own or any_light)[0]
            return _from_noun(sentence, head, entry, verb=word)
    return _light_over_a_verb(sentence, word, thing, tables) if is_light and thing is not None else None


def _light_over_a_verb(sentence: Sentence, word: int, thing: int, tables: CodingTables) -> Act | None:
    """ "Unveiled a pledge of aid", "made a pledge of it": the noun tells what its verb tells, the subject does it."""
    told = _as_verb(sentence, thing, tables)
    subject = grammar.subject_of(sentence, word)
    if told is None or subject is None:
        return None
    further = [w for path in ("iobj", *told.paths) for w in at_path(sentence, word, path)]
    return replace(
        told,
        word=word,
        trigger=tuple(sorted((word, *told.trigger))),
        actors=tuple(dict.fromkeys((subject, *told.actors))),
        recipients=tuple(dict.fromkeys(w for w in (*told.recipients, *further) if w != subject)),
        nominal=False,
        path=f"subject > {sentence.words[word]} {told.path}",
    )


def _measured(sentence: Sentence, thing: int) -> tuple[int, ...]:
    """ "Talks" of "a new round of talks"."""
    if sentence.lemmas[thing].lower() not in MEASURES:
        return ()
    of = grammar.oblique(sentence, thing, "of")
    return () if of is None else (of,)


def noun_act(sentence: Sentence, word: int, tables: CodingTables) -> Act | None:
    told = _as_verb(sentence, word, tables)
    if told is not None:
        return told
    entry = noun_row(sentence, word, tables)
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
    inner = noun_row(sentence, thing, tables)
    for operator in tables.operators.get(verb, ()) if inner is not None and cameo is None else ():
        cameo = cameo or tables.compose(operator.kind, inner[1].cameo if inner is not None else "")
    if cameo is None:
        return None
    owners = [grammar.possessor(sentence, word), grammar.oblique(sentence, word, "by")]
    paths = row.recipient if row is not None else inner[1].recipient if inner is not None else ()
    places = [p for p in paths if p not in {"object", "iobj", "clause", "of"}]
    recipients = [w for p in places for at in (thing, word) for w in at_path(sentence, at, p)]
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
    if subject is None and verb is not None and row.cameo in {"151", "152"}:
        # "The army was put on alert": whoever is put on alert goes on alert.
        subject = grammar.object_of(sentence, verb)
    if subject is not None:
        actors.append(subject)
    actors += _owners(sentence, word, row)
    recipients = [w for p in row.recipient for w in at_path(sentence, word, p)]
    if verb is not None:
        recipients += [w for p in ("iobj", *row.recipient) for w in at_path(sentence, verb, p) if w != word]
    recipients += [
        c
        for c in grammar.children(sentence, word, "amod", "compound")
        if sentence.words[c].lower().startswith("anti-")
    ]
    of = grammar.oblique(sentence, word, "of")
    if not actors and of is not None and row.cameo in {"040", "046"}:
        # "A summit of the American and British leaders was held": those of whom it is meet.
        actors.append(of)
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
        row=f"nouns.toml:{row.line}: {key} ({row.cameo})",
        path=f"subject > {sentence.words[verb]} {key}" if verb is not None else f"{key} of",
        trust=0.9 if verb is not None else 0.6,
    )


def _is_mutual(sentence: Sentence, verb: int | None) -> bool:
    mutual = ("exchang", "trade", "trading", "swap")
    return verb is not None and sentence.words[verb].lower().startswith(mutual)


def _stands_alone(sentence: Sentence, word: int, row: Noun, verb: int | None) -> bool:
    if verb is not None:
        return row.cameo.startswith(TELLING_ALONE)
    return row.cameo[:2] in FORCEFUL and bool(at_path(sentence, word, "by"))


def _owners(sentence: Sentence, word: int, row: Noun) -> list[int]:
    owners = [grammar.possessor(sentence, word), *at_path(sentence, word, "by")]
    if "of" not in row.recipient:
        owners.append(grammar.oblique(sentence, word, "of"))
    return [w for w in owners if w is not None] + modifying_owners(sentence, word)


def modifying_owners(sentence: Sentence, word: int) -> list[int]:
    # "US sanctions", "Israeli air strikes": the nearer of two modifiers belongs to the noun's own name.
    return [
        c
        for c in grammar.children(sentence, word, "amod", "compound", "nmod:desc", "nmod:poss")
        if sentence.tags[c] in {"ADJ", "PROPN"}
        and sentence.words[c][:1].isupper()
        and not _is_against(sentence, c)
    ]


def _is_against(sentence: Sentence, word: int) -> bool:
    """ "Anti-Japanese protests" are against Japan; "pro-Russian" ones are not Russia's either."""
    return sentence.words[word].lower().startswith(("anti-", "pro-"))
