"""Reports: an article's sentences, actors, times and places in; its PLOVER reports out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from detente import grammar
from detente.coding.act import Act
from detente.coding.acts import acts_of
from detente.coding.answering import answered, is_denial
from detente.coding.attribution import is_said_to_be, said_by
from detente.coding.background import is_background
from detente.coding.category import category_of
from detente.coding.dateline import dateline_end
from detente.coding.drafts import Draft, Marked, Scores
from detente.coding.hearing import hearer, helped
from detente.coding.marked import blend
from detente.coding.matter import (
    acts_as_a_people,
    is_political,
    is_unpolitical,
    never_acts,
    unpolitical_matters,
)
from detente.coding.parties import Actors, Found, Mentions, find, same, state_of
from detente.coding.status import is_first_to, settled, standing_of
from detente.coding.unnamed import blamed, unnamed_crowd, unnamed_recipient
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Article, Report, Sentence, Span, When, Where

LEAST_CONFIDENCE = 0.35
SPEAKING = frozenset({"We", "we", "I", "us", "me"})
THREAT = "13"
"""CAMEO's root of threats: who must not do something is threatened."""
STEPS_FURTHER_ON = 4
"""How much a party that merely follows counts as found by chance: as many steps into a phrase."""
ASIDE = 0.85
FALLS_ON_A_PLACE = frozenset({"07", "15", "18", "19", "20"})
HARMING = frozenset({"18", "19", "20"})
FIRED = ("194",)
DONE_AT = {("173", "115", "116"): "in", ("174", "166"): "from", FIRED: "from"}
"""CAMEO codes of what only the powers of a place do, and the preposition of that place."""
DISPUTED = frozenset({"176", "191", "192"})
"""Codes that codebooks have moved between COERCE and ASSAULT: the head always has its say."""
OCCUPYING = frozenset({"191", "192"})
"""Sieges and annexations: the head, which hardly knows them, is not asked whether they are events."""
DRILLS = grammar.words_of("drill exercise manoeuvre maneuver patrol wargame")
NEAR = frozenset({"near", "around", "off", "along", "in", "over"})
SURE = 0.72
"""Drafts whose row asked for its object and found both parties in place: the head is not asked, to save time."""
ELSEWHERE = frozenset({"parataxis", "conj", "ccomp", "acl:relcl", "appos", "nsubj", "advcl"})


def code(
    sentences: Sequence[Sentence],
    article: Article,
    actors: Actors | Sequence[Actor],
    times: Sequence[When],
    places: Sequence[Where],
    tables: CodingTables,
    scores: Scores | None = None,
) -> tuple[Report, ...]:
    """The reports of an article in the order of its text.

    `scores` is the encoder's head over marked sentences; without it the lexicon decides alone. Every
    actor, recipient, time and place stands in the report's own sentence (an actor's `reference` names the
    earlier mention that a pronoun was resolved to). Same input, same reports.
    """
    drafts = drafts_of(sentences, article, actors, places, tables, scores)
    return tuple(report_of(draft, article, times, places, tables) for draft in drafts)


def drafts_of(
    sentences: Sequence[Sentence],
    article: Article,
    actors: Actors | Sequence[Actor],
    places: Sequence[Where],
    tables: CodingTables,
    scores: Scores | None = None,
) -> tuple[Draft, ...]:
    """What `code` makes its reports of: each with its act, path, row and probabilities."""
    mentioned = actors if isinstance(actors, Sequence) else actors.mentions
    mentions = Mentions.of(mentioned, places)
    story = unpolitical_matters(sentences, tables)
    drafts: list[Draft] = []
    for sentence in sentences:
        if not mentions.within(sentence.start, sentence.end) or is_unpolitical(sentence, story, tables):
            continue
        begin = dateline_end(article.text, sentence.start, sentence.end)
        found = [_draft(sentence, act, mentions, tables, begin, drafts) for act in acts_of(sentence, tables)]
        drafts += _distinct(_without_aims([draft for draft in found if draft is not None]))
    if scores is not None and drafts:
        drafts = _scored(drafts, article, tables, scores)
    return tuple(
        replace(d, standing=settled(d.standing, d.act, d.event, d.cameo))
        for d in drafts
        if d.confidence >= LEAST_CONFIDENCE
    )


def _draft(
    sentence: Sentence,
    act: Act,
    mentions: Mentions,
    tables: CodingTables,
    begin: int,
    earlier: Sequence[Draft],
) -> Draft | None:
    subject = find(sentence, act.actors, mentions, "actor")
    if not subject.actors:
        subject = _speaker_of_itself(sentence, act, mentions)
    if not subject.actors:
        subject = _author_of(sentence, act, mentions)
    if not subject.actors and is_first_to(sentence, act.word):
        # "Is the first prime minister to travel to Kenya".
        subject = find(sentence, (grammar.head_of(sentence, act.word),), mentions, "actor")
    if (subject.actors or not act.actors) and _leads_before(sentence, subject, begin):
        subject = _behind_the_dateline(sentence, act, mentions, begin)
    if not subject.actors:
        subject = unnamed_crowd(sentence, act)
    if not subject.actors:
        subject = _authorities(sentence, act, mentions)
    speaker = said_by(sentence, act.word, mentions, act.core)
    standing = standing_of(sentence, act, tables)
    if not subject.actors or (subject.word >= 0 and _acts_for_nobody(sentence, subject, tables)):
        return None
    act = _as_drills(sentence, act, subject.actors, tables)
    target = blamed(sentence, act, mentions, tables)
    if not target.actors:
        target = _target(sentence, act, subject.actors, mentions)
    doers, done_to = subject.actors, target.actors
    if not done_to and act.both and len(doers) > 1:
        done_to = doers
    if not act.both and not _names(done_to) and target.word not in act.trigger:
        asked = answered(sentence, act, doers, earlier, tables)
        if asked.actors:
            target, done_to = asked, asked.actors
            act = replace(act, cameo="120", event="", mode="") if is_denial(act) else act
    if not done_to and act.both and any(d.kind == "igo" and d.text.endswith("leaders") for d in doers):
        # "Gulf leaders met": of several who go by one name, each meets the others.
        done_to = doers
    if not done_to and not act.both and _names(doers):
        target = unnamed_recipient(sentence, act, doers, mentions)
        done_to = target.actors
    if not done_to and not act.alone:
        return None
    cameo, event, mode = category_of(act, standing, tables)
    if event == "CONSULT" and mode is None and cameo in {"040", "046"}:
        cameo, mode = _form_of_meeting(sentence, act, cameo, (*doers, *done_to), mentions)
    of_power = any(is_political(a) for a in (*doers, *(done_to if event == "PROTEST" else ())))
    of_power = of_power or acts_as_a_people(cameo, doers, done_to)
    if not of_power or not (_names(doers) or _names(done_to)):
        return None
    if done_to and not _names(done_to) and event != "ACCUSE" and all(d.text in SPEAKING for d in doers):
        # "We will work with survivors": what a speaker does with nobody in particular is talk.
        return None
    return Draft(
        sentence=sentence,
        act=act,
        cameo=cameo,
        event=event,
        mode=mode,
        actors=doers,
        recipients=done_to,
        standing=standing,
        said_by=speaker,
        confidence=_confidence(sentence, act, subject, target),
    )


def _authorities(sentence: Sentence, act: Act, mentions: Mentions) -> Found:
    """ "An American was detained in Russia": who arrests and sentences is the state where it is done.

    And who fires is the state from which it is done, who expels that from which one is: "rockets fired from Lebanon".
    """
    at = next((marker for codes, marker in DONE_AT.items() if act.cameo.startswith(codes)), None)
    by_things = act.cameo.startswith(FIRED) and not grammar.is_passive(sentence, act.word)
    if act.nominal or at is None or not (by_things or grammar.is_passive(sentence, act.word)):
        return Found()
    things = [w for a in act.actors for w in grammar.children(sentence, a, "acl")] if by_things else []
    for marker, word in (o for stem in (act.word, *things) for o in grammar.obliques(sentence, stem)):
        place = mentions.place(sentence.starts[word], sentence.ends[word])
        if marker == at and place is not None and place.country is not None:
            named = find(sentence, (word,), mentions, "recipient").actors
            return Found(named or (state_of(place),), word, STEPS_FURTHER_ON)
    return Found()


def _as_drills(sentence: Sentence, act: Act, doers: tuple[Actor, ...], tables: CodingTables) -> Act:
    """Drills that powers hold together are cooperation, those that one holds alone are a show of force."""
    if act.cameo not in {"062", "150"} or act.event or act.mode:
        return act
    drilled = any(
        tables.noun_lemma(sentence.words[w], sentence.lemmas[w]) in DRILLS
        for w in act.trigger
        if sentence.tags[w] == "NOUN"
    )
    if not drilled:
        return act
    stems = (*act.trigger, act.word)
    partner = any(m == "with" for stem in stems for m, _ in grammar.obliques(sentence, stem))
    joint = any(
        sentence.words[w].lower() in {"joint", "jointly"} for w in grammar.subtree(sentence, act.word)
    )
    if partner or joint or len({d.country for d in doers}) > 1:
        return replace(act, cameo="062", both=True, alone=False)
    near = [w for stem in stems for m, w in grammar.obliques(sentence, stem) if m in NEAR]
    return replace(act, cameo="150", both=False, alone=True, recipients=(*act.recipients, *near))


def _form_of_meeting(
    sentence: Sentence, act: Act, cameo: str, parties: Sequence[Actor], mentions: Mentions
) -> tuple[str, str | None]:
    """Code and mode of a meeting: of three powers or within a body of states, or of two on a third one's soil."""
    powers = {a.country for a in parties if a.country is not None}
    if len(powers) > 2 or any(a.kind == "igo" for a in parties):
        return cameo, "multilateral"
    if len(powers) < 2:
        return cameo, None
    for marker, word in grammar.obliques(sentence, act.word):
        place = mentions.place(sentence.starts[word], sentence.ends[word])
        if marker in {"in", "at"} and place is not None and place.country not in {None, *powers}:
            return "044", "third-party"
    return cameo, None


def _speaker_of_itself(sentence: Sentence, act: Act, mentions: Mentions) -> Found:
    """ "The rebels said they would free the crew": an unresolved pronoun under speech is the speaker."""
    pronoun = next((w for w in act.actors if sentence.words[w].lower() in {"it", "they", "he", "she"}), None)
    verb = grammar.speech_above(sentence, act.word) if pronoun is not None else None
    speaker = grammar.subject_of(sentence, verb) if verb is not None else None
    return find(sentence, (speaker,), mentions, "actor") if speaker is not None else Found()


def _author_of(sentence: Sentence, act: Act, mentions: Mentions) -> Found:
    """ "Amnesty put out a report accusing the army": what a paper says, whoever issues it says."""
    paper = grammar.head_of(sentence, act.word)
    if act.nominal or grammar.base(sentence.relations[act.word]) != "acl" or paper < 0:
        return Found()
    verb = grammar.head_of(sentence, paper)
    if verb >= 0 and grammar.child(sentence, verb, "expl") is not None:
        # "Said that there were credible allegations linking India to the murder".
        above = grammar.speech_above(sentence, verb)
        told = grammar.subject_of(sentence, above) if above is not None else None
        return find(sentence, (told,), mentions, "actor") if told is not None else Found()
    if sentence.relations[paper] not in {"obj", "obl"} or verb < 0 or not grammar.is_verbal(sentence, verb):
        return Found()
    issuer = grammar.subject_of(sentence, verb)
    return find(sentence, (issuer,), mentions, "actor") if issuer is not None else Found()


def _leads_before(sentence: Sentence, subject: Found, begin: int) -> bool:
    """Whether a dateline opens the sentence and the subject was looked for in it, or not found for it."""
    if not subject.actors:
        return begin > sentence.start
    return sentence.starts[subject.word] < begin


def _behind_the_dateline(sentence: Sentence, act: Act, mentions: Mentions, begin: int) -> Found:
    """The first party after the dateline and before the verb, where the parser took the dateline for the subject."""
    for word in range(len(sentence.words)):
        if sentence.starts[word] < begin or sentence.tags[word] not in {"NOUN", "PROPN"}:
            continue
        if word >= act.word:
            break
        found = find(sentence, (word,), mentions, "actor")
        if found.actors and all(a.start >= begin for a in found.actors):
            return Found(found.actors, word, 1)
    return Found()


def _target(sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions) -> Found:
    """The first place where the row says that the other party stands and where somebody else does stand."""
    together = act.both and len(doers) > 1
    unsure: Found | None = None
    home: Found | None = None
    for word in act.recipients:
        found = find(sentence, (word,), mentions, "recipient")
        others = tuple(a for a in found.actors if not any(same(a, d) for d in doers))
        if not others or (together and (found.steps > 1 or not _names(others))):
            continue
        own = found.steps > 0 or act.cameo[:2] in HARMING or all(a.kind in {"state", "group"} for a in others)
        if _names(others) and own and not _abroad(others, doers):
            # "Closed Venezuela's borders with Brazil": what is one's own is not the other party, if another is named.
            home = home or replace(found, actors=others)
            continue
        if _names(others) and (home is None or _abroad(others, doers)):
            return replace(found, actors=others)
        unsure = unsure or replace(found, actors=others)
    if home is not None:
        return _and_where(sentence, act, home, doers, mentions)
    if unsure is not None and act.cameo[:2] in HARMING:
        return _of_the_place(sentence, act, unsure, doers, mentions)
    if unsure is not None or together:
        return unsure or Found()
    found = _further_on(sentence, act, doers, mentions)
    if not found.actors:
        found = _party_of_the_condition(sentence, act, doers, mentions)
    for further in (helped, hearer):
        found = found if found.actors else further(sentence, act, doers, mentions)
    return found


def _and_where(
    sentence: Sentence, act: Act, home: Found, doers: tuple[Actor, ...], mentions: Mentions
) -> Found:
    """ "Iran struck Iranian rebels in Pakistan": a blow to one's own abroad falls upon that country too."""
    if act.cameo[:2] not in HARMING or act.nominal:
        return home
    own = grammar.subtree(sentence, act.word, ELSEWHERE)
    return replace(
        home, actors=(*home.actors, *_place_of_the_act(sentence, act, own, doers, mentions).actors)
    )


def _abroad(others: Sequence[Actor], doers: Sequence[Actor]) -> bool:
    """Whether any of these is of another country, or of none, than whoever acts."""
    return not {a.country for a in others if a.country or a.name} <= {d.country for d in doers}


def _party_of_the_condition(
    sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions
) -> Found:
    """ "Will not lift the embargo until Cuba reforms": what waits for somebody is meant for them."""
    # "Threatened to hit back if Cuba ...": the condition hangs on what is threatened.
    told = (act.word, *grammar.children(sentence, act.word, "xcomp", "ccomp"))
    for clause in (clause for word in told for clause in grammar.children(sentence, word, "advcl")):
        marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark")}
        subject = grammar.child(sentence, clause, "nsubj")
        if not marks & {"until", "unless", "if"} or subject is None:
            continue
        found = find(sentence, (subject,), mentions, "actor")
        others = tuple(a for a in found.actors if not any(same(a, d) for d in doers))
        if others and _names(others):
            return Found(others, subject, 1 if act.cameo[:2] == THREAT else STEPS_FURTHER_ON)
    return Found()


def _further_on(sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions) -> Found:
    """The next party in the act's own clause, where none stands at the places that the row names.

    "Filed a lawsuit in a Paris court against the prince": parsers lose the phrase that belongs to the act.
    """
    if act.nominal:
        return Found()
    own = list(grammar.subtree(sentence, act.word, ELSEWHERE))
    for clause in grammar.children(sentence, act.word, "advcl"):
        if not grammar.children(sentence, clause, "mark"):
            own += grammar.subtree(sentence, clause, ELSEWHERE)
    for word in (w for w in own if w > act.word and sentence.tags[w] in {"PROPN", "NOUN", "ADJ"}):
        others = _others(mentions.covering(sentence.starts[word], sentence.ends[word]), doers)
        if others and not _names(others):
            others = _others(mentions.around(sentence.starts[word], sentence.ends[word])[1:], doers)[:1]
        if others and _names(others) and not _is_their_own(others, doers):
            return Found(others, word, STEPS_FURTHER_ON)
    return _place_of_the_act(sentence, act, own, doers, mentions)


def _others(found: tuple[Actor, ...], doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return tuple(a for a in found if not any(same(a, d) for d in doers))


def _is_their_own(found: tuple[Actor, ...], doers: tuple[Actor, ...]) -> bool:
    """ "Its envoy", "their navy": no other party than whoever acts."""
    own = all(a.text.lower().startswith(("its ", "their ", "his ", "her ")) for a in found)
    return own and {a.country for a in found} <= {d.country for d in doers}


def _place_of_the_act(
    sentence: Sentence, act: Act, own: Sequence[int], doers: tuple[Actor, ...], mentions: Mentions
) -> Found:
    """ "Gave millions to fight the epidemic in Guinea", "bombed an airport in Aleppo": the country it falls upon."""
    if act.cameo[:2] not in FALLS_ON_A_PLACE and act.cameo != "042":
        return Found()
    clauses = [
        w for c in grammar.children(sentence, act.word, "advcl", "acl") for w in grammar.subtree(sentence, c)
    ]
    for word in (*own, *clauses):
        place = mentions.place(sentence.starts[word], sentence.ends[word])
        if word < act.word or place is None or place.country is None:
            continue
        if any(d.country == place.country for d in doers):
            continue
        return Found((state_of(place),), word, STEPS_FURTHER_ON)
    return Found()


def _of_the_place(
    sentence: Sentence, act: Act, found: Found, doers: tuple[Actor, ...], mentions: Mentions
) -> Found:
    """ "Killed 46 people in eastern Afghanistan": whoever is harmed there is of that country."""
    own = grammar.subtree(sentence, act.word, ELSEWHERE)
    placed = _place_of_the_act(sentence, act, own, doers, mentions).actors
    if not placed or any(a.kind != "unnamed" or a.country is not None for a in found.actors):
        return found
    return replace(found, actors=tuple(replace(a, country=placed[0].country) for a in found.actors))


def _acts_for_nobody(sentence: Sentence, subject: Found, tables: CodingTables) -> bool:
    return subject.steps > 0 and never_acts(sentence, subject.word, tables)


def _confidence(sentence: Sentence, act: Act, subject: Found, target: Found) -> float:
    value = act.trust
    value *= 0.92**subject.steps * 0.93**target.steps
    if not target.actors:
        value *= 0.85
    if is_said_to_be(sentence, act.word):
        value *= 0.9
    if grammar.base(sentence.relations[act.word]) in {"acl", "advcl"}:
        value *= ASIDE
    least = min((a.confidence for a in (*subject.actors, *target.actors)), default=1.0)
    return round(value * (0.6 + 0.4 * least), 3)


def _without_aims(drafts: list[Draft]) -> list[Draft]:
    """Without what is only the aim of another act ("summoned the envoy to complain"), nor vague asides.

    An aside is a clause below the main one; it must name its recipient to be a report of its own.
    """
    if len(drafts) < 2:
        return drafts
    mains = [d for d in drafts if not _is_aim(d) and not (_is_aside(d) and not _names(d.recipients))]
    return mains or drafts[:1]


def _is_aim(draft: Draft) -> bool:
    sentence, word = draft.sentence, draft.act.word
    relation = sentence.relations[word]
    below = relation in {"acl", "xcomp"} or grammar.base(relation) == "advcl"
    if draft.standing.protasis:
        return False
    return below and grammar.tense(sentence, word) == "infinitive"


def _is_aside(draft: Draft) -> bool:
    return grammar.base(draft.sentence.relations[draft.act.word]) in {"acl", "advcl", "nmod", "obl"}


def _names(actors: tuple[Actor, ...]) -> bool:
    return any(a.country is not None or a.name is not None for a in actors)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Without a second telling of the same act: same category and parties, less sure."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (not _names(d.recipients), -d.confidence)):
        twin = any(
            d.event == draft.event
            and _overlap(d.actors, draft.actors)
            and (_overlap(d.recipients, draft.recipients) or not _names(draft.recipients))
            for d in kept
        )
        if not twin:
            kept.append(draft)
    return sorted(kept, key=lambda d: d.act.word)


def _overlap(left: tuple[Actor, ...], right: tuple[Actor, ...]) -> bool:
    return (not left and not right) or any(same(a, b) for a in left for b in right)


def _scored(drafts: list[Draft], article: Article, tables: CodingTables, scores: Scores) -> list[Draft]:
    asked = [d.confidence < SURE or d.cameo in DISPUTED for d in drafts]
    marked = [_marked(d, article) if ask else None for d, ask in zip(drafts, asked, strict=True)]
    answers = scores([m for m in marked if m is not None])
    said = iter(answers)
    return [
        _which(d, blend(d, next(said), tables)) if m is not None else d
        for d, m in zip(drafts, marked, strict=True)
    ]


def _which(draft: Draft, blended: Draft) -> Draft:
    """Of a sure draft of a disputed code the head was asked which category it is, not whether it is any."""
    if draft.confidence < SURE or draft.cameo not in OCCUPYING:
        return blended
    return replace(blended, confidence=max(blended.confidence, LEAST_CONFIDENCE))


def _marked(draft: Draft, article: Article) -> Marked | None:
    sentence = draft.sentence
    inside = [
        next((a for a in side if sentence.start <= a.start and a.end <= sentence.end), None)
        for side in (draft.actors, draft.recipients)
    ]
    if inside[0] is None or inside[1] is None or inside[0] == inside[1]:
        return None
    text = article.text[sentence.start : sentence.end]
    source, target = ((a.start - sentence.start, a.end - sentence.start) for a in inside if a is not None)
    return text, source, target


# from draft to report


def report_of(
    draft: Draft, article: Article, times: Sequence[When], places: Sequence[Where], tables: CodingTables
) -> Report:
    """The report that a draft becomes: with its id, time, place, contexts, score and quote."""
    sentence, act = draft.sentence, draft.act
    start, end = grammar.span_of(sentence, act.trigger)
    when = _when(sentence, act.word, times)
    digest = hashlib.sha256(f"{article.id}|{start}|{end}|{draft.event}".encode()).hexdigest()
    return Report(
        id=f"rp_{digest[:16]}",
        event=draft.event,
        mode=draft.mode,
        contexts=_contexts(draft, tables),
        cameo=draft.cameo,
        quad=tables.categories.quad(draft.event),
        score=tables.categories.score(draft.event, draft.mode),
        actors=draft.actors,
        recipients=draft.recipients,
        status=draft.standing.status,
        negated=draft.standing.negated,
        historical=is_background(sentence, act.word, when, article),
        said_by=draft.said_by,
        when=when,
        where=_where(draft, places),
        trigger=Span(text=article.text[start:end], start=start, end=end),
        sentence=sentence.index,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        confidence=draft.confidence,
    )


def _contexts(draft: Draft, tables: CodingTables) -> tuple[str, ...]:
    own = draft.act.contexts or tables.categories.codes[draft.cameo].contexts
    sentence = draft.sentence
    clause = grammar.clause_of(sentence, draft.act.word)
    words = grammar.subtree(sentence, draft.act.word if clause is None else clause)
    forms = [[texts[w].lower() for w in words] for texts in (sentence.lemmas, sentence.words)]
    # "Human rights" is looked up as it stands, "sanctions" under "sanction".
    terms = [term for row in forms for term in (*row, *(f"{a} {b}" for a, b in pairwise(row)))]
    found = [context for term in terms for context in tables.contexts.get(term, ())]
    return tuple(dict.fromkeys((*own, *found)))


def _when(sentence: Sentence, word: int, times: Sequence[When]) -> When | None:
    """The time in the act's own clause that stands nearest to it; else the sentence's only one."""
    here = [t for t in times if sentence.start <= t.start and t.end <= sentence.end and t.type != "SET"]
    here = [t for t in here if not _only_bounds(sentence, t)]
    clause = grammar.clause_of(sentence, word)
    own = [t for t in here if _clause_at(sentence, t.start, t.end) == clause]
    if own:
        return min(own, key=lambda t: abs(t.start - sentence.starts[word]))
    root = grammar.root(sentence)
    at_root = [t for t in here if _clause_at(sentence, t.start, t.end) == root]
    return at_root[0] if len(at_root) == 1 and len(here) == 1 else None


def _only_bounds(sentence: Sentence, when: When) -> bool:
    """The first visit "since 1945" was not in 1945."""
    head = grammar.word_at(sentence, when.start, when.end)
    above = grammar.head_of(sentence, head) if head is not None else -1
    marks = {grammar.case_marker(sentence, head) or "" if head is not None else ""}
    return "since" in marks and above >= 0 and is_first_to(sentence, above)


def _where(draft: Draft, places: Sequence[Where]) -> Where | None:
    sentence, word = draft.sentence, draft.act.word
    here = [p for p in places if sentence.start <= p.start and p.end <= sentence.end]
    clause = grammar.clause_of(sentence, word)
    located: list[Where] = []
    for place in here:
        head = grammar.word_at(sentence, place.start, place.end)
        marker = grammar.case_marker(sentence, head) if head is not None else ""
        if head is None or marker not in {
            "in",
            "at",
            "near",
            "on",
            "off",
            "outside",
            "inside",
            "across",
            "to",
        }:
            continue
        if _clause_at(sentence, place.start, place.end) == clause:
            located.append(place)
    after = [p for p in located if p.start > sentence.starts[word]] or located
    return min(after, key=lambda p: abs(p.start - sentence.starts[word]), default=None)


def _clause_at(sentence: Sentence, start: int, end: int) -> int | None:
    head = grammar.word_at(sentence, start, end)
    return None if head is None else grammar.clause_of(sentence, head)
