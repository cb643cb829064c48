"""One article's actors: every phrase that stands for one, in order, with what it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detente import grammar
from detente.actors.lexicon import ActorTables, Entry, Hit
from detente.actors.memory import Memory
from detente.actors.names import fold, surname_of
from detente.actors.nouns import Description, describe, entry_at
from detente.actors.people import Person, holder_of, identify, sector_of, title_of
from detente.actors.phrases import sense_of
from detente.actors.reference import HE, IT, THEY, description_actor, pair_actors, pronoun_actor, together
from detente.types import Actor, Article, Name, Sentence, Span, Where

PLACING = frozenset(
    {
        "in",
        "at",
        "near",
        "across",
        "throughout",
        "inside",
        "outside",
        "around",
        "through",
        "within",
        "off",
        "over",
    }
)
ACTING = frozenset({"nsubj", "obj", "iobj", "nmod:poss", "obl:agent", "appos", "conj", "root"})
HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "gen", "general", "vice", "deputy", "foreign"}
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"})
PARTS = frozenset({"compound", "flat", "amod", "nmod:desc", "nmod:unmarked", "fixed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A person of whom the text itself told name, office and country."""

    name: str
    office: str
    country: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The actors of one article."""

    mentions: tuple[Actor, ...]
    learned: tuple[Learned, ...] = ()

    def at(self, start: int, end: int) -> Actor | None:
        """The longest mention that covers two offsets."""
        covering = [m for m in self.mentions if m.start <= start and end <= m.end]
        return max(covering, key=lambda m: m.end - m.start, default=None)


@dataclass(slots=True)
class _Story:
    """What is known while the text is read from its beginning."""

    article: Article
    tables: ActorTables
    memory: Memory
    known: dict[str, Person] = field(default_factory=dict)
    """Folded surname or whole name -> person, from earlier mentions and from other articles."""
    first: dict[str, Span] = field(default_factory=dict)
    mentions: list[Actor] = field(default_factory=list)
    learned: list[Learned] = field(default_factory=list)

    @property
    def day(self) -> str | None:
        return self.article.published[:10] if self.article.published else None


def resolve(
    sentences: Sequence[Sentence],
    article: Article,
    tables: ActorTables,
    places: Sequence[Where] = (),
    learned: Sequence[Learned] = (),
) -> Actors:
    """Every actor mention of an article, with pronouns and descriptions resolved, and the people it taught us.

    What stays open has `candidates` or no name; nothing is guessed between two. `learned` are people of earlier
    articles whom no table knows.
    """
    story = _Story(article=article, tables=tables, memory=Memory(tables.given))
    for person in learned:
        known = Person(name=person.name, country=person.country, sector=None, office=person.office, confidence=0.8,
                       key=surname_of(person.name, person.country))  # fmt: skip
        story.known.setdefault(fold(person.name), known)
    hits = tables.hits(article.text)
    for sentence in sentences:
        if sentence.words:
            here = [h for h in hits if sentence.start <= h.start < sentence.end]
            _read_sentence(sentence, here, story)
    return Actors(mentions=_in_order(story), learned=tuple(story.learned))


def _in_order(story: _Story) -> tuple[Actor, ...]:
    """The mentions by their start, without those that are only a part of a titled name ("State" of "Secretary of State")."""
    persons = [(m.start, m.end) for m in story.mentions if m.kind == "person" and m.reference is None]
    kept = {
        replace(m, text=story.article.text[m.start : m.end])
        for m in story.mentions
        if m.kind != "unnamed" or not any(a <= m.start and m.end < b for a, b in persons)
    }
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end, m.name or "", m.country or "")))


def _read_sentence(sentence: Sentence, hits: Sequence[Hit], story: _Story) -> None:
    people = [_without_title(sentence, n, story.tables) for n in sentence.names if n.label == "PER"]
    named = {w: n for n in people if n is not None for w in range(n.first, n.last + 1)}
    leading = _leading(story)
    for word, tag in enumerate(sentence.tags):
        if tag not in NOMINAL:
            continue
        for actor in _at(sentence, word, hits, named, story, leading):
            story.mentions.append(actor)
            first = grammar.first_conjunct(sentence, word)
            story.memory.keep(
                actor,
                sentence.index,
                subject=grammar.base(sentence.relations[first]) == "nsubj",
                roles=_roles(sentence, word, actor) if tag != "PRON" else (),
                single=actor.kind != "unnamed" or "Number=Plur" not in sentence.features[word],
                human=_is_human(sentence, word, actor, story.tables),
            )


def _is_human(sentence: Sentence, word: int, actor: Actor, tables: ActorTables) -> bool:
    """Whether a mention is of human beings, by its kind or its noun: a judge, no jury."""
    if actor.kind == "person" or sentence.tags[word] == "PRON":
        return True
    noun = tables.nouns.get(sentence.lemmas[word].lower())
    return actor.kind == "unnamed" and noun is not None and noun.kind == "person"


def _roles(sentence: Sentence, word: int, actor: Actor) -> Iterator[str]:
    """Lemmas of the nouns by which a mention calls its actor."""
    near = [w for w in range(len(sentence.words)) if actor.start <= sentence.starts[w] < actor.end]
    renaming = list(grammar.appositions(sentence, word))
    if grammar.base(sentence.relations[word]) == "appos":
        renaming.append(sentence.heads[word])
    yield sentence.lemmas[word].lower()
    for w in (*renaming, *(near if actor.kind == "person" else ())):
        yield sentence.lemmas[w].lower()


def _at(
    sentence: Sentence,
    word: int,
    hits: Sequence[Hit],
    named: dict[int, Name],
    story: _Story,
    leading: Sequence[Actor],
) -> tuple[Actor, ...]:
    form = sentence.words[word].lower()
    if sentence.tags[word] in {"PRON", "DET", "NUM"}:
        if sentence.relations[word] not in {"det", "nummod", "det:predet", "cc:preconj"}:
            pair = pair_actors(sentence, word, story.mentions, _two_powers(sentence, word, story) or leading)
            if pair:
                return pair
        if form in THEY and len(both := together(sentence, word, story.memory)) == 2:
            return both
        if form in HE | IT | THEY:
            found = pronoun_actor(sentence, word, story.memory)
            return (found,) if found is not None else ()
        return ()
    if word in named:
        name = named[word]
        head = grammar.word_at(sentence, sentence.starts[name.first], sentence.ends[name.last])
        return (_person(sentence, name, word, hits, story),) if word == head else ()
    hit = next((h for h in hits if h.start <= sentence.starts[word] and sentence.ends[word] <= h.end), None)
    relation = sentence.relations[word]
    if hit is not None:
        actor = _of_hit(sentence, word, hit)
        return (actor,) if actor is not None else ()
    if relation in PARTS or grammar.base(relation) in {"flat", "fixed"}:
        return ()
    pair = pair_actors(sentence, word, story.mentions, _two_powers(sentence, word, story) or leading)
    if pair:
        return pair
    last = grammar.phrase(sentence, word)[-1]
    if last + 1 in named and _title_before(sentence, named[last + 1], story.tables) == word:
        # The title of the person who is named next: one mention, not two.
        return ()
    actor = _called_before(sentence, word, _described(sentence, word, hits, story), story)
    return _each_state(sentence, word, actor, hits) if actor is not None else ()


def _called_before(sentence: Sentence, word: int, actor: Actor | None, story: _Story) -> Actor | None:
    """A definite description with whom it stands for: "the prosecutor", "the company"."""
    if actor is not None and (actor.name is not None or actor.reference is not None):
        return actor
    if sentence.lemmas[word].lower() == "counterpart":
        return _counterpart(sentence, word, actor, story)
    meant = description_actor(sentence, word, actor.country if actor else None, story.memory)
    if meant is None:
        return actor
    start, end = grammar.phrase_span(sentence, word)
    return replace(
        meant,
        text=story.article.text[start:end],
        start=start,
        end=end,
        reference=meant.reference or Span(text=meant.text, start=meant.start, end=meant.end),
        confidence=round(meant.confidence * 0.85, 2),
    )


def _counterpart(sentence: Sentence, word: int, actor: Actor | None, story: _Story) -> Actor | None:
    """ "His Chinese counterpart": who holds the same office in the other state, by the story or by the table."""
    owner = grammar.possessor(sentence, word)
    if actor is None or owner is None:
        return actor
    start, end = sentence.starts[owner], sentence.ends[owner]
    own = next((m for m in reversed(story.mentions) if m.start <= start and end <= m.end and m.office), None)
    if own is None or own.office is None or actor.country in {None, own.country}:
        return actor
    offices = {
        office
        for office, country in story.tables.titles.get(own.office.lower(), ())
        if country in {None, own.country}
    }
    for office in sorted(offices):
        said = Description(noun=None, titles=((office, None),), country=actor.country, body=None)
        holder = holder_of(said, actor.country, story.day, story.tables)
        if holder is not None:
            return replace(
                actor,
                kind="person",
                name=holder.person,
                office=title_of(holder, story.tables),
                reference=story.first.get(holder.person),
                confidence=0.8,
            )  # fmt: skip
    return actor


def _two_powers(sentence: Sentence, word: int, story: _Story) -> tuple[Actor, ...]:
    """The states of this sentence before the word, or of the sentence before, where they are just two."""
    for index in (sentence.index, sentence.index - 1):
        states: dict[str, Actor] = {}
        for trace in story.memory.traces:
            actor = trace.actor
            if (
                trace.sentence == index
                and actor.country
                and actor.end <= sentence.starts[word]
                and actor.sector != "CVL"
            ) and (actor.country not in states or actor.kind == "state"):
                states[actor.country] = actor
        if len(states) == 2:
            return tuple(
                replace(a, kind="state", sector="GOV", name=_state_name(a.country or "", story), office=None)
                for _, a in sorted(states.items())
            )
        if states and index == sentence.index:
            continue
    return ()


def _each_state(sentence: Sentence, word: int, actor: Actor, hits: Sequence[Hit]) -> tuple[Actor, ...]:
    """One actor for each adjective: "Russian and Ukrainian delegations" are two."""
    for modifier in grammar.children(sentence, word, "amod", "compound"):
        group = grammar.conjuncts(sentence, modifier)
        entries = [e for e in (entry_at(sentence, w, hits) for w in group) if e is not None and e.country]
        if len(entries) > 1 and actor.kind == "unnamed":
            start = min(sentence.starts[w] for w in (*group, word))
            text = " ".join(sentence.words[w] for w in range(min(group), word + 1))
            return tuple(replace(actor, text=text, start=start, country=e.country) for e in entries)
    return (actor,)


# persons


def _without_title(sentence: Sentence, name: Name, tables: ActorTables) -> Name | None:
    """The name without a title that the tagger took for a part of it; None where nothing else is left."""
    first = name.first
    while first <= name.last and _is_title(sentence.words[first].lower(), tables):
        first += 1
    return replace(name, first=first) if first <= name.last else None


def _is_title(word: str, tables: ActorTables) -> bool:
    return word.rstrip(".") in HONORIFICS or word in tables.titles or word in tables.nouns


def _person(sentence: Sentence, name: Name, head: int, hits: Sequence[Hit], story: _Story) -> Actor:
    start, end = sentence.starts[name.first], sentence.ends[name.last]
    text = story.article.text[start:end]
    said = _said_of(sentence, name, head, hits, story.tables)
    key = fold(text)
    known = story.known.get(key)
    bare = not said.titles and said.country is None
    if known is not None and (bare or " " not in key):
        reference = story.first.get(known.name)
        person = known
    else:
        person, reference = identify(text, said, story.day, story.tables), None
        _remember(person, key, Span(text=text, start=start, end=end), story)
        if person.office and person.country and said.titles and not story.tables.people.get(key):
            story.learned.append(
                Learned(name=person.name, office=person.office, country=person.country,
                        sentence=story.article.text[sentence.start : sentence.end])
            )  # fmt: skip
    first, last = _extent(sentence, name, head, story.tables)
    return Actor(
        text=story.article.text[first:last],
        start=first,
        end=last,
        kind="person",
        country=person.country,
        sector=person.sector,
        name=person.name,
        office=person.office,
        reference=reference,
        candidates=person.candidates,
        confidence=person.confidence,
    )


def _remember(person: Person, key: str, span: Span, story: _Story) -> None:
    story.first.setdefault(person.name, span)
    if person.candidates:
        return
    first = fold(person.name).split()[:1] if person.country is None else []
    family = [word for word in first if word not in story.tables.given]
    for name in {key, fold(person.name), person.key, *_tails(key), *family}:
        held = story.known.get(name)
        if held is not None and held.name != person.name and name == person.key:
            # Two persons of one surname: from now on the surname alone stays open.
            story.known.pop(name)
            continue
        story.known[name] = person


def _tails(key: str) -> Iterator[str]:
    words = key.split()
    for count in (1, 2):
        if len(words) > count:
            yield " ".join(words[-count:])


def _extent(sentence: Sentence, name: Name, head: int, tables: ActorTables) -> tuple[int, int]:
    """The phrase of a person: the name with the title and nationality before it."""
    words = [w for w in grammar.phrase(sentence, head) if w <= name.last]
    first = min([name.first, *words])
    title = _title_before(sentence, name, tables)
    if title is not None:
        first = min(first, *grammar.phrase(sentence, title))
    while first < name.first and sentence.tags[first] in {"PUNCT", "CCONJ", "ADP", "DET"}:
        first += 1
    return sentence.starts[first], sentence.ends[name.last]


def _title_before(sentence: Sentence, name: Name, tables: ActorTables) -> int | None:
    """The head of the title that stands right before a name, wherever the tree hangs it."""
    before = name.first - 1
    if before < 0 or sentence.tags[before] not in {"NOUN", "PROPN"}:
        return None
    heads = [before, *(a for a in grammar.ancestors(sentence, before) if a < before)]
    fitting = [
        h
        for h in heads
        if grammar.phrase(sentence, h)[-1] == before and sentence.tags[h] in {"NOUN", "PROPN"}
    ]
    titled = [
        h
        for h in fitting
        if _is_title(sentence.words[h].lower(), tables) or sentence.lemmas[h].lower() in tables.nouns
    ]
    return titled[-1] if titled else None


def _said_of(
    sentence: Sentence, name: Name, head: int, hits: Sequence[Hit], tables: ActorTables
) -> Description:
    """What stands around the name: its own phrase, its appositions, and the phrase that it renames."""
    heads = [head, *grammar.appositions(sentence, head)]
    above = sentence.heads[head]
    if (
        above >= 0
        and grammar.base(sentence.relations[head]) in {"appos", "flat", "compound", "nmod"}
        and sentence.tags[above] in {"NOUN", "PROPN"}
    ) and (
        grammar.base(sentence.relations[head]) != "nmod"
        or sentence.relations[head]
        in {
            "nmod:desc",
            "nmod:unmarked",
        }
    ):
        heads.append(above)
    title = _title_before(sentence, name, tables)
    if title is not None and title not in heads:
        heads.append(title)
    before = head - 1
    if (
        before >= 0
        and sentence.tags[before] in {"NOUN", "PROPN"}
        and before not in heads
        and sentence.heads[before] == above
    ):
        heads.append(before)
    described = [describe(sentence, h, hits, tables) for h in heads]
    best = next((d for d in described if d.titles), described[0])
    country = best.country or next((d.country for d in described if d.country), None)
    noun = best.noun or next((d.noun for d in described if d.noun), None)
    return replace(best, country=country, noun=noun, former=any(d.former for d in described))


# states, bodies, descriptions


def _of_hit(sentence: Sentence, word: int, hit: Hit) -> Actor | None:
    """The actor of a name of the tables, unless it only says where."""
    entry = hit.entry
    last = max(
        w
        for w in range(len(sentence.words))
        if sentence.starts[w] < hit.end and sentence.starts[w] >= hit.start
    )
    head = grammar.word_at(sentence, hit.start, hit.end)
    if word != (head if head is not None else last):
        return None
    if not _acts(sentence, word, entry):
        return None
    sector = entry.sector
    kind = entry.actor
    if (
        entry.kind == "people"
        and sentence.tags[word] in {"NOUN", "PROPN"}
        and sentence.words[word].endswith("s")
    ):
        sector, kind = "CVL", "unnamed"
    return Actor(
        text=" ".join(
            sentence.words[w]
            for w in range(len(sentence.words))
            if sentence.starts[w] >= hit.start and sentence.ends[w] <= hit.end
        ),
        start=hit.start,
        end=hit.end,
        kind=kind,
        country=entry.country,
        sector=sector,
        name=entry.name if kind != "unnamed" else None,
        confidence=0.95 if entry.firm else 0.85,
    )


def _acts(sentence: Sentence, word: int, entry: Entry) -> bool:
    """A place is no actor: "met in Beijing" against "Beijing rejected" and "talks with Beijing"."""
    if entry.kind in {"people", "citizen", "body"}:
        return True
    relation = sentence.relations[grammar.first_conjunct(sentence, word)]
    marker = grammar.case_marker(sentence, grammar.first_conjunct(sentence, word))
    if marker.split(" ")[0] in PLACING:
        return False
    if entry.firm:
        return True
    if relation in PARTS:
        return False
    return (
        grammar.base(relation) in {"nsubj", "obj", "appos"}
        or relation in ACTING
        or marker in {"with", "by", "against", "between", "on"}
    )


def _described(sentence: Sentence, word: int, hits: Sequence[Hit], story: _Story) -> Actor | None:
    """The actor of a phrase that names nobody: "the Chinese foreign minister", "US officials", "the secretary"."""
    said = describe(sentence, word, hits, story.tables)
    if said.noun is None and not said.titles:
        return None
    if said.noun is not None and said.noun.kind == "thing" and said.country is None:
        return None
    start, end = grammar.phrase_span(sentence, word)
    text = story.article.text[start:end]
    single = "Number=Sing" in sentence.features[word] or sentence.tags[word] == "PROPN"
    if said.titles and single:
        person = _office_bearer(sentence, word, said, story)
        if person is not None:
            return replace(person, text=text, start=start, end=end)
    sector = sector_of(said.titles[0][0], story.tables) if said.titles else None
    if said.noun is not None:
        sector = said.noun.sector if sector is None or not single else sector
    if said.body is not None and said.body.kind == "body":
        sector = said.body.sector if said.body.actor != "state" else sector
    sense = sense_of(text, story.day, story.tables)
    if sense.specific:
        sector = sense.sector or sector
        said = replace(said, country=said.country or sense.country)
    said = replace(said, country=said.country or _owners_country(sentence, word, story))
    if (
        said.country is None
        and said.body is None
        and sector
        not in {
            "REB",
            "UAF",
            "COP",
            "MIL",
            "GOV",
            "OPP",
            "CVL",
            "PTY",
            "LEG",
            "JUD",
            "REF",
            "SPY",
            "IGO",
            "NGO",
        }
    ):
        return None
    return Actor(
        text=text, start=start, end=end, kind="unnamed", country=said.country, sector=sector,
        name=None, confidence=0.85 if said.country else 0.6,
    )  # fmt: skip


def _owners_country(sentence: Sentence, word: int, story: _Story) -> str | None:
    """The state of the person or state whose it is: "her delegation", "Blinken's aides"."""
    owner = grammar.possessor(sentence, word)
    if owner is None:
        return None
    start, end = sentence.starts[owner], sentence.ends[owner]
    return next((m.country for m in reversed(story.mentions) if m.start <= start and end <= m.end), None)


def _office_bearer(sentence: Sentence, word: int, said: Description, story: _Story) -> Actor | None:
    """The person who holds the office that a description names: of its country by the table, else lately named."""
    holder = holder_of(said, said.country, story.day, story.tables)
    if holder is not None:
        return Actor(
            text="", start=0, end=0, kind="person", country=holder.country if len(holder.country) == 3 else None,
            sector=sector_of(holder.office, story.tables), name=holder.person, office=title_of(holder, story.tables), confidence=0.85,
        )  # fmt: skip
    if said.country is not None or not any(
        sentence.words[c].lower() == "the" for c in grammar.children(sentence, word, "det")
    ):
        return None
    offices = {office for office, _ in said.titles}
    for actor in reversed(story.mentions):
        if actor.kind == "person" and actor.office and actor.end <= sentence.starts[word]:
            meant = {o for o, _ in story.tables.titles.get(actor.office.lower(), ())} | {actor.office}
            if meant & offices or (sentence.lemmas[word].lower() in actor.office.lower().split()):
                return replace(
                    actor, reference=Span(text=actor.text, start=actor.start, end=actor.end), confidence=0.8
                )
    return None


def _leading(story: _Story) -> tuple[Actor, ...]:
    """The two powers of which the story has spoken most so far, in the order of their codes."""
    counted = Counter(m.country for m in story.mentions if m.country and m.sector != "CVL")
    top = sorted(code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:2])
    states = []
    for code in top:
        first = next((m for m in story.mentions if m.country == code and m.kind == "state"), None)
        first = first or next(m for m in story.mentions if m.country == code)
        states.append(replace(first, kind="state", sector="GOV", name=_state_name(code, story), office=None))
    return tuple(states)


def _state_name(code: str, story: _Story) -> str:
    return next(
        (e.name for group in story.tables.entries for e in group if e.kind == "state" and e.country == code),
        code,
    )
