"""Pronouns and phrases that stand for actors named before: "he", "both sides", "the two countries", "his counterpart"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente import grammar
from detente.actors.memory import Memory, Trace
from detente.types import Actor, Sentence, Span

HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
PAIRS = frozenset(
    {
        "side",
        "country",
        "nation",
        "government",
        "capital",
        "power",
        "party",
        "delegation",
        "neighbour",
        "neighbor",
        "state",
        "army",
        "military",
        "force",
        "rival",
        "foe",
        "enemy",
        "adversary",
        "ally",
    }
)
PAIRED_PEOPLE = frozenset(
    {"leader", "man", "minister", "president", "official", "diplomat", "pair", "envoy", "counterpart"}
)
PAIRED = PAIRS | PAIRED_PEOPLE
DUAL = frozenset({"both", "two", "either", "neither"})
SHE = frozenset({"she", "her", "hers", "herself"})
REACH = 4
"""Sentences back."""
MANNED = frozenset({"COP", "MIL", "REB", "UAF", "GOV"})
"""Sectors whose bodies are spoken of as many people: "the troops ... they"."""
MARGIN = 0.3
"""Where the best candidate is not this much likelier than the next, the pronoun stays open."""
KINDS: dict[str, frozenset[str]] = {
    "country": frozenset({"GOV"}),
    "nation": frozenset({"GOV"}),
    "kingdom": frozenset({"GOV"}),
    "republic": frozenset({"GOV"}),
    "company": frozenset({"BUS"}),
    "firm": frozenset({"BUS"}),
    "bank": frozenset({"BUS"}),
    "carmaker": frozenset({"BUS"}),
    "airline": frozenset({"BUS"}),
    "agency": frozenset({"IGO", "GOV", "JRN"}),
    "organization": frozenset({"IGO", "NGO"}),
    "organisation": frozenset({"IGO", "NGO"}),
    "alliance": frozenset({"IGO"}),
    "bloc": frozenset({"IGO"}),
    "union": frozenset({"IGO"}),
    "watchdog": frozenset({"IGO", "NGO"}),
    "movement": frozenset({"REB", "SOC"}),
    "militia": frozenset({"REB", "PRM"}),
    "group": frozenset({"REB", "NGO", "IGO"}),
    "party": frozenset({"PTY", "OPP"}),
    "newspaper": frozenset({"JRN"}),
    "network": frozenset({"JRN", "REB"}),
}
"""Nouns by which a body is called again."""
NEAR = 900
"""Characters back. A pronoun does not reach further than some five sentences."""


def pronoun_actor(sentence: Sentence, word: int, memory: Memory) -> Actor | None:
    """Whom a pronoun stands for. Where that is open between some, an actor without name, with the candidates."""
    form = sentence.words[word].lower()
    if form in HE:
        return _personal(sentence, word, "f" if form in SHE else "m", memory)
    relation = sentence.relations[word]
    if form in IT and (relation == "nmod:poss" or grammar.has_relation(sentence, word, "nsubj")):
        return _impersonal(sentence, word, memory)
    if form in THEY:
        near = [
            t
            for t in memory.traces
            if t.sentence >= sentence.index - 1 and not t.single and (t.human or t.actor.sector in MANNED)
        ]
        acting = [t for t in near if t.subject] or near
        return _stand_in(sentence, word, acting[-1].actor) if acting else None
    return None


def together(sentence: Sentence, word: int, memory: Memory) -> tuple[Actor, ...]:
    """The two people who together were the subject lately: "Biden and Modi spoke. They discussed trade"."""
    for index in (sentence.index, sentence.index - 1):
        acting = [t for t in memory.traces if t.sentence == index and t.subject and t.single and t.human]
        keys = list(dict.fromkeys(t.key for t in acting))
        plural = [t for t in memory.traces if t.sentence == index and t.subject and not t.single]
        if len(keys) == 2 and not plural and acting[1].actor.start - acting[0].actor.end < 12:
            span = (sentence.starts[word], sentence.ends[word])
            return tuple(_copy(sentence, span, t.actor) for t in acting[:2])
        if plural or keys:
            break
    return ()


def _personal(sentence: Sentence, word: int, gender: str, memory: Memory) -> Actor | None:
    lately = [t for t in memory.traces if t.sentence >= sentence.index - REACH]
    others = {t.key for t in lately if _argues_with(sentence, word, t)}
    near = [
        t
        for t in lately
        if t.single and t.human and memory.gender(t) in {None, gender} and t.key not in others
    ]
    scores: dict[str, float] = {}
    last = {t.key: t for t in near}
    governing = _governing(sentence, word)
    for key, trace in last.items():
        scores[key] = _weight(sentence, trace) + 0.35 * min(4, sum(t.key == key for t in near))
        scores[key] += 1.2 if any(_stands_at(sentence, t, governing) for t in near if t.key == key) else 0.0
        scores[key] += 1.2 if memory.gender(trace) == gender else 0.0
        scores[key] += 0.8 if trace.actor.kind == "person" else 0.0
    ranked = sorted(scores, key=lambda key: (-scores[key], -last[key].actor.start))
    if not ranked:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < MARGIN:
        return _open(sentence, word, [last[key].actor for key in ranked[:3]])
    chosen = last[ranked[0]]
    memory.genders.setdefault(chosen.key, gender)
    return _stand_in(sentence, word, chosen.actor)


def _governing(sentence: Sentence, word: int) -> int | None:
    """The subject of the clause above that of a subject: "Zelenskyy has said that he ...", "Xi went where he ..."."""
    clause = grammar.clause_of(sentence, word)
    if clause is not None and sentence.relations[word] == "nmod:poss":
        # "Obama, who arrived for his first visit".
        return grammar.surface_subject(sentence, clause)
    if clause is None or not grammar.has_relation(sentence, word, "nsubj"):
        return None
    for above in grammar.ancestors(sentence, clause):
        if grammar.is_verbal(sentence, above):
            subjects = [w for w in grammar.children(sentence, above, "nsubj") if w < word]
            if subjects:
                return subjects[-1]
    return None


def _stands_at(sentence: Sentence, trace: Trace, word: int | None) -> bool:
    """Whether a mention covers a word of this sentence."""
    if word is None or trace.sentence != sentence.index:
        return False
    return trace.actor.start <= sentence.starts[word] < trace.actor.end


def _weight(sentence: Sentence, trace: Trace) -> float:
    """Nearer is likelier, and a subject likelier than what else stands in its sentence."""
    back = sentence.index - trace.sentence
    if back == 0:
        return 3.0 if trace.subject else 1.6
    if back == 1:
        return 2.6 if trace.subject else 1.2
    return (1.4 if trace.subject else 0.6) - 0.2 * (back - 2)


def _argues_with(sentence: Sentence, word: int, trace: Trace) -> bool:
    """Whether both hang on one verb: in "Blinken met him", "him" is another."""
    form = sentence.words[word].lower()
    if trace.sentence != sentence.index or form.endswith("self") or sentence.relations[word] == "nmod:poss":
        return False
    other = grammar.word_at(sentence, trace.actor.start, trace.actor.end)
    if other is None:
        return False
    clause = grammar.clause_of(sentence, sentence.heads[word]) if sentence.heads[word] >= 0 else None
    return clause is not None and grammar.subject_of(sentence, clause) == other


def _impersonal(sentence: Sentence, word: int, memory: Memory) -> Actor | None:
    near = [
        t
        for t in memory.traces
        if t.sentence >= sentence.index - 1 and t.actor.kind in {"state", "igo", "group"} and t.subject
    ]
    here = [t for t in near if t.sentence == sentence.index]
    chosen = (here or near)[-1:]
    if not chosen or (not here and sentence.relations[word] == "nmod:poss"):
        return None
    verb = sentence.heads[word]
    acts = verb >= 0 and sentence.tags[verb] == "VERB" and not grammar.is_passive(sentence, verb)
    if not here and not (acts and len({t.key for t in near}) == 1):
        return None
    return _stand_in(sentence, word, chosen[0].actor)


def description_actor(sentence: Sentence, word: int, country: str | None, memory: Memory) -> Actor | None:
    """Whom "the prosecutor", "the company" or "the country" stands for: one called so before, or one of that kind."""
    if sentence.lemmas[word].lower() in {"latter", "former"}:
        return _one_of_two(sentence, word, memory)
    determiners = {sentence.words[c].lower() for c in grammar.children(sentence, word, "det")}
    if not determiners & {"the", "this", "that"}:
        return None
    lemma = sentence.lemmas[word].lower()
    single = "Number=Plur" not in sentence.features[word]
    called = [
        t
        for t in memory.traces
        if lemma in t.roles and t.single == single and country in {None, t.actor.country}
    ]
    if bodies := Counter(t.key for t in called if t.actor.kind in {"state", "igo", "group"}):
        # Of two departments the story's own is meant, of which it speaks most, though the other stands nearer.
        (most, often), *others = bodies.most_common(2)
        if others and often > others[0][1] and called[-1].key != most:
            return next(t.actor for t in reversed(called) if t.key == most)
    if len({t.key for t in called[-2:]}) == 1 or (called and called[-1].sentence >= sentence.index - 2):
        return called[-1].actor
    sectors = KINDS.get(lemma)
    if sectors is None or not single or country is not None:
        return None
    fitting = [
        t
        for t in memory.traces
        if t.sentence >= sentence.index - REACH
        and t.actor.kind in {"state", "igo", "group"}
        and t.actor.sector in sectors
        and (t.actor.kind == "state") == (lemma in {"country", "nation", "kingdom", "republic"})
    ]
    keys = {t.key for t in fitting[-3:]}
    acting = [t for t in fitting if t.subject]
    if len(keys) == 1:
        return fitting[-1].actor
    return acting[-1].actor if acting and acting[-1].sentence >= sentence.index - 1 else None


def pair_actors(
    sentence: Sentence, head: int, before: Sequence[Actor], leading: Sequence[Actor]
) -> tuple[Actor, ...]:
    """The two whom "both sides", "the two leaders" or "neither" stands for; nothing where they are not clear."""
    if not tells_of_two(sentence, head):
        return ()
    lemma = _singular(sentence, head)
    start = sentence.starts[head]
    if lemma in PAIRED_PEOPLE:
        near = [a for a in before if a.kind == "person" and a.start >= start - NEAR and a.end <= start]
        called = [
            a for a in before if a.kind == "person" and lemma in (a.office or "").split() and a.end <= start
        ]
        two = _last_two([a for a in called if a.country]) or _last_two([a for a in near if a.country])
        two = two or _last_two(near)
    else:
        two = tuple(leading[:2])
    if len(two) != 2:
        return ()
    span = grammar.phrase_span(sentence, head)
    return tuple(_copy(sentence, span, actor) for actor in two)


def tells_of_two(sentence: Sentence, head: int) -> bool:
    """Whether a phrase by its words stands for two: "both sides", "the two leaders", "neither", "the pair"."""
    lemma = sentence.lemmas[head].lower()
    if stands_alone(sentence, head) or (
        lemma in {"both", "neither"} and sentence.tags[head] in {"PRON", "DET", "NUM"}
    ):
        return True
    lemma = _singular(sentence, head)
    if lemma not in PAIRED:
        return False
    words = {sentence.words[w].lower() for w in (head, *grammar.children(sentence, head))}
    return bool(words & DUAL) or (lemma == "pair" and "the" in words)


def _singular(sentence: Sentence, head: int) -> str:
    """The noun's dictionary form; lemmas of rare plurals are guesses, so the form itself has a say."""
    form = sentence.words[head].lower()
    guessed = (sentence.lemmas[head].lower(), form.removesuffix("s"), f"{form.removesuffix('ies')}y")
    return next((noun for noun in guessed if noun in PAIRED), guessed[0])


def stands_alone(sentence: Sentence, word: int) -> bool:
    """Whether "both" or "neither" is itself one who acts, whatever its tag: "Neither gave ground"."""
    if sentence.lemmas[word].lower() not in {"both", "neither"}:
        return False
    relation, head = grammar.base(sentence.relations[word]), sentence.heads[word]
    if relation in {"nsubj", "obj", "iobj", "obl"}:
        return True
    # "Neither gave ground": the parser may take it for an adverb of a verb that has no other subject.
    others = (
        {grammar.base(sentence.relations[w]) for w in grammar.children(sentence, head)}
        if head >= 0
        else set()
    )
    return relation == "advmod" and word == 0 and sentence.tags[head] == "VERB" and "nsubj" not in others


def _one_of_two(sentence: Sentence, word: int, memory: Memory) -> Actor | None:
    """ "The former" and "the latter" of just two named in the sentence before."""
    before = [t for t in memory.traces if t.sentence == sentence.index - 1 and t.actor.name is not None]
    keys = list(dict.fromkeys(t.key for t in before))
    if len(keys) != 2:
        return None
    wanted = keys[1] if sentence.lemmas[word].lower() == "latter" else keys[0]
    return next(t.actor for t in before if t.key == wanted)


def _last_two(people: Sequence[Actor]) -> tuple[Actor, ...]:
    """The two people named last who are of two powers, where a power is known of them."""
    found: list[Actor] = []
    for actor in reversed(people):
        if all(actor.name != other.name and (actor.country or 0) != other.country for other in found):
            found.insert(0, actor)
        if len(found) == 2:
            return tuple(found)
    return ()


def _open(sentence: Sentence, word: int, actors: Sequence[Actor]) -> Actor:
    """A pronoun between several: unresolved, with the candidates."""
    return Actor(
        text=sentence.words[word],
        start=sentence.starts[word],
        end=sentence.ends[word],
        kind="unnamed",
        candidates=tuple(dict.fromkeys(a.name or a.text for a in actors)),
        confidence=0.3,
    )


def _stand_in(sentence: Sentence, word: int, actor: Actor | None) -> Actor | None:
    return None if actor is None else _copy(sentence, (sentence.starts[word], sentence.ends[word]), actor)


def _copy(sentence: Sentence, span: tuple[int, int], actor: Actor) -> Actor:
    words = [
        w for w in range(len(sentence.words)) if sentence.starts[w] >= span[0] and sentence.ends[w] <= span[1]
    ]
    text = " ".join(sentence.words[w] for w in words)
    origin = actor.reference or Span(text=actor.text, start=actor.start, end=actor.end)
    return Actor(
        text=text,
        start=span[0],
        end=span[1],
        kind=actor.kind,
        country=actor.country,
        sector=actor.sector,
        name=actor.name,
        office=actor.office,
        reference=origin,
        confidence=round(actor.confidence * 0.85, 2),
    )
