"""One article's actors: every phrase that stands for one, in order, with what it stands for."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.actors.again import called_before, leading_powers, two_powers
from detente.actors.asking import noting
from detente.actors.describing import PARTS, actor_of_hit, described
from detente.actors.lexicon import ActorTables, Hit
from detente.actors.memory import Memory
from detente.actors.names import fold, held_on
from detente.actors.nouns import describe, entry_at, is_abstract, is_personal
from detente.actors.persons import is_title, person_of, title_before, without_title
from detente.actors.reference import (
    HE,
    IT,
    THEY,
    pair_actors,
    pronoun_actor,
    stands_alone,
    tells_of_two,
    together,
)
from detente.actors.story import Story
from detente.actors.transcripts import first_persons
from detente.types import Actor, Article, Learned, Name, Sentence

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The actors of one article."""

    mentions: tuple[Actor, ...]
    learned: tuple[Learned, ...] = ()
    asked: frozenset[Hashable] = frozenset()
    """The names and the offices that were looked up: nothing else of the tables of people was used."""

    def at(self, start: int, end: int) -> Actor | None:
        """The longest mention that covers two offsets."""
        covering = [m for m in self.mentions if m.start <= start and end <= m.end]
        return max(covering, key=lambda m: m.end - m.start, default=None)


def resolve(
    sentences: Sequence[Sentence],
    article: Article,
    tables: ActorTables,
) -> Actors:
    """Every actor mention of an article, with pronouns and descriptions resolved, and the people it taught us.

    What stays open has `candidates` or no name; nothing is guessed between two.
    """
    asked: set[Hashable] = set()
    story = Story(article=article, tables=noting(tables, asked), memory=Memory(tables.given))
    hits = tables.hits(article.text)
    for sentence in sentences:
        if sentence.words:
            here = [h for h in hits if sentence.start <= h.start < sentence.end]
            _read_sentence(sentence, here, story)
    story.mentions += first_persons(sentences, story)
    learned = tuple(dict.fromkeys(story.learned))
    return Actors(mentions=_in_order(story), learned=learned, asked=frozenset(asked))


def _in_order(story: Story) -> tuple[Actor, ...]:
    """The mentions by their start, without those that are only a part of a titled name ("State" of "Secretary of State")."""
    persons = [(m.start, m.end) for m in story.mentions if m.kind == "person" and m.reference is None]
    kept = {
        replace(m, text=story.article.text[m.start : m.end])
        for m in story.mentions
        if m.kind != "unnamed" or not any(a <= m.start and m.end < b for a, b in persons)
    }
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end, m.name or "", m.country or "")))


def _read_sentence(sentence: Sentence, hits: Sequence[Hit], story: Story) -> None:
    people = [
        without_title(sentence, n, story.tables)
        for n in sentence.names
        if (n.label == "PER" and not _is_seat(sentence, n, hits, story))
        or _is_holder(sentence, n, hits, story)
    ]
    people += _overlooked(sentence, hits, story)
    named = {w: n for n in people if n is not None for w in range(n.first, n.last + 1)}
    leading = leading_powers(story)
    for word, tag in enumerate(sentence.tags):
        if tag not in NOMINAL and not stands_alone(sentence, word):
            continue
        for actor in _at(sentence, word, hits, named, story, leading):
            story.mentions.append(actor)
            first = grammar.first_conjunct(sentence, word)
            story.memory.keep(
                actor,
                sentence.index,
                subject=grammar.base(sentence.relations[first]) == "nsubj",
                roles=_roles(sentence, word, actor, story.tables) if tag != "PRON" else (),
                single=actor.kind != "unnamed" or "Number=Plur" not in sentence.features[word],
                human=_is_human(sentence, word, actor, story.tables),
            )


def _is_seat(sentence: Sentence, name: Name, hits: Sequence[Hit], story: Story) -> bool:
    """Whether what the parser takes for a person is a power's seat or an armed group: "Kigali denies it", "Boko Haram".

    Not where somebody is so called in the story.
    """
    start, end = sentence.starts[name.first], sentence.ends[name.last]
    if not any(
        (h.start, h.end) == (start, end)
        and (h.entry.kind in {"state", "capital", "metonym"} or h.entry.sector in {"REB", "UAF"})
        for h in hits
    ):
        return False
    called = story.article.text[start:end]
    return not any(m.kind == "person" and (m.name or "").endswith(f" {called}") for m in story.mentions)


def _overlooked(sentence: Sentence, hits: Sequence[Hit], story: Story) -> list[Name]:
    """Surnames of those in high office that the parser takes for no name, behind a title: "UN chief Guterres"."""
    named = {w for n in sentence.names for w in range(n.first, n.last + 1)}
    return [
        Name(first=w, last=w, label="PER")
        for w in range(1, len(sentence.words))
        if sentence.tags[w] == "PROPN"
        and w not in named
        and is_title(sentence.words[w - 1].lower(), story.tables)
        and _leads(sentence, w, hits, story)
    ]


def _leads(sentence: Sentence, word: int, hits: Sequence[Hit], story: Story) -> bool:
    """Whether a word is the surname of the one person so called who leads a state or a body that day, and nothing else."""
    start, end = sentence.starts[word], sentence.ends[word]
    rows = story.tables.people.get(fold(sentence.words[word]), ())
    if not rows or story.day is None or any(h.start <= start and end <= h.end for h in hits):
        return False
    in_office = [h for h in rows if held_on(h, story.day) and h not in story.tables.learned]
    offices = [story.tables.offices.get(h.office) for h in in_office]
    return len({h.person for h in in_office}) == 1 and any(o is not None and o.rank == 1 for o in offices)


def _is_holder(sentence: Sentence, name: Name, hits: Sequence[Hit], story: Story) -> bool:
    """Whether a name is that of somebody in the tables, whatever the parser takes it for.

    One of two words or more; of one word only that of a leader, taken for an organisation ("told Erdogan that").
    """
    if name.first == name.last:
        return name.label == "ORG" and _leads(sentence, name.first, hits, story)
    called = fold(story.article.text[sentence.starts[name.first] : sentence.ends[name.last]])
    rows = story.tables.people.get(called, ()) if name.last > name.first else ()
    return any(fold(row.person) == called for row in rows)


def _is_human(sentence: Sentence, word: int, actor: Actor, tables: ActorTables) -> bool:
    """Whether a mention is of human beings, by its kind or its noun: a judge, no jury."""
    if actor.kind == "person" or sentence.tags[word] == "PRON":
        return True
    noun = tables.nouns.get(sentence.lemmas[word].lower())
    return actor.kind == "unnamed" and noun is not None and noun.kind == "person"


def _roles(sentence: Sentence, word: int, actor: Actor, tables: ActorTables) -> Iterator[str]:
    """Lemmas of the nouns by which a mention calls its actor."""
    near = [w for w in range(word + 1) if actor.start <= sentence.starts[w] < actor.end]
    renaming = list(grammar.appositions(sentence, word))
    if grammar.base(sentence.relations[word]) == "appos":
        renaming.append(sentence.heads[word])
    person = actor.kind == "person"
    for w in (word, *renaming, *(near if person else ())):
        lemma = sentence.lemmas[w].lower()
        noun = tables.nouns.get(lemma) if person else None
        # "Department Spokesperson Ned Price" is no department.
        if noun is None or noun.kind == "person":
            yield lemma


def _at(
    sentence: Sentence,
    word: int,
    hits: Sequence[Hit],
    named: dict[int, Name],
    story: Story,
    leading: Sequence[Actor],
) -> tuple[Actor, ...]:
    form = sentence.words[word].lower()
    if sentence.tags[word] in {"PRON", "DET", "NUM"} or stands_alone(sentence, word):
        if sentence.relations[word] not in {"det", "nummod", "det:predet", "cc:preconj"}:
            pair = _pair(sentence, word, story, leading)
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
        return (person_of(sentence, name, word, hits, story),) if word == head else ()
    hit = next((h for h in hits if h.start <= sentence.starts[word] and sentence.ends[word] <= h.end), None)
    relation = sentence.relations[word]
    if hit is not None:
        actor = actor_of_hit(sentence, word, hit)
        return (actor,) if actor is not None else ()
    if relation in PARTS or grammar.base(relation) in {"flat", "fixed"} or is_abstract(sentence, word):
        return ()
    pair = _pair(sentence, word, story, leading)
    if pair:
        return pair
    if any(
        title_before(sentence, name, story.tables) == word
        for name in set(named.values())
        if name.first > word
    ):
        # The title of the person who is named next: one mention, not two.
        return ()
    renamed = _renamed(sentence, word, named)
    if renamed is not None and is_personal(describe(sentence, word, hits, story.tables)):
        start, end = grammar.phrase_span(sentence, word)
        person = person_of(sentence, named[renamed], renamed, hits, story)
        return (replace(person, start=start, end=end, text=story.article.text[start:end], reference=None),)
    actor = called_before(sentence, word, described(sentence, word, hits, story), story)
    return _each_state(sentence, word, actor, hits) if actor is not None else ()


def _pair(sentence: Sentence, word: int, story: Story, leading: Sequence[Actor]) -> tuple[Actor, ...]:
    """The two whom a word like "both sides" stands for; most words stand for no two, and the story is not asked."""
    if not tells_of_two(sentence, word):
        return ()
    return pair_actors(sentence, word, story.mentions, two_powers(sentence, word, story) or leading)


def _renamed(sentence: Sentence, word: int, named: dict[int, Name]) -> int | None:
    """The head of the person's name beside which a description stands: "the country's top diplomat, Wang Yi"."""
    beside = list(grammar.appositions(sentence, word))
    if grammar.base(sentence.relations[word]) == "appos":
        beside.append(sentence.heads[word])
    for other in beside:
        name = named.get(other)
        if name is not None and other == grammar.word_at(
            sentence, sentence.starts[name.first], sentence.ends[name.last]
        ):
            return other
    return None


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
