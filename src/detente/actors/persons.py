"""Persons of a story: name, title and nationality around it, and who was meant before by the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente import grammar
from detente.actors.learning import told_by
from detente.actors.lexicon import ActorTables, Hit
from detente.actors.names import fold
from detente.actors.nouns import Description, describe
from detente.actors.people import COURTESY, DOUBTFUL, Person, identify
from detente.actors.story import Story
from detente.types import Actor, Name, Sentence, Span

HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "gen", "general", "vice", "deputy", "foreign"}
)
ADDRESSES = frozenset({"mr", "mrs", "ms", "dr", "sir", "prof"})
"""Honorifics that stand between a title and a name."""
CLOCKS = frozenset({"LOCAL", "GMT", "UTC", "EST", "EDT"})
"""Words of a schedule's clock, which the tree may hang on the title after them: "9:15 a.m. LOCAL Secretary Blinken"."""


def without_title(sentence: Sentence, name: Name, tables: ActorTables) -> Name | None:
    """The whole name without a title that the tagger took for a part of it; None where nothing else is left."""
    first = name.first
    name = replace(name, last=_end_of(sentence, name.last))
    while first <= name.last and (
        is_title(sentence.words[first].lower(), tables) or _is_nationality(sentence, first, name.last, tables)
    ):
        first += 1
    return replace(name, first=first) if first <= name.last else None


def _is_nationality(sentence: Sentence, word: int, last: int, tables: ActorTables) -> bool:
    """Whether a word is a state's before a title: "US President Donald Trump"."""
    if word + 1 > last or not is_title(sentence.words[word + 1].lower(), tables):
        return False
    form = sentence.words[word]
    return any(h.end - h.start == len(form) and h.entry.country for h in tables.hits(form))


def _end_of(sentence: Sentence, last: int) -> int:
    """The last word of a name that the tagger cut at a hyphen: "Tsai Ing-wen"."""
    end = last
    while end + 1 < len(sentence.words) and sentence.starts[end + 1] == sentence.ends[end]:
        if "-" not in {sentence.words[end], sentence.words[end + 1]}:
            break
        end += 1
    return end if sentence.words[end] != "-" else last


def is_title(word: str, tables: ActorTables) -> bool:
    return word.rstrip(".") in HONORIFICS or word in tables.titles or word in tables.nouns


def person_of(sentence: Sentence, name: Name, head: int, hits: Sequence[Hit], story: Story) -> Actor:
    start, end = sentence.starts[name.first], sentence.ends[name.last]
    text = story.article.text[start:end]
    said = _said_of(sentence, name, head, hits, story.tables)
    key = fold(text)
    known = story.known.get(key) or _by_first_name(key, story)
    bare = not said.titles and said.country is None
    if known is None and bare and " " not in key and (several := _namesakes(key, story)):
        known = several
    if known is not None and (bare or " " not in key):
        reference = story.first.get(known.name)
        person = known
    else:
        person, reference = identify(text, said, story.day, story.tables), None
        _remember(person, key, Span(text=text, start=start, end=end), story)
        told = told_by(sentence, name, said, story)
        if told is not None:
            story.learned.append(told)
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


def _by_first_name(key: str, story: Story) -> Person | None:
    """Who was introduced as "Abiy Ahmed" and is called "Abiy" from then on: the first name alone, of one person only."""
    if " " in key:
        return None
    fitting = {p.name: p for p in story.known.values() if fold(p.name).split()[:1] == [key]}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _namesakes(key: str, story: Story) -> Person | None:
    """Whoever of two or more persons of the story a bare name means: "Kim", after Kim Jong Un and Kim Jong Nam."""
    people = {p.name: p for p in story.known.values() if key in fold(p.name).split()}
    if len(people) < 2:
        return None
    countries = {p.country for p in people.values()}
    only = countries.pop() if len(countries) == 1 else None
    return Person(
        name=key.title(), country=only, sector=None, office=None, confidence=DOUBTFUL, key=key,
        candidates=tuple(sorted(people)),
    )  # fmt: skip


def _remember(person: Person, key: str, span: Span, story: Story) -> None:
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
    title = title_before(sentence, name, tables)
    if title is not None:
        first = min(first, *grammar.phrase(sentence, title))
    while first < name.first and (
        sentence.tags[first] in {"PUNCT", "CCONJ", "ADP", "DET"} or sentence.words[first] in CLOCKS
    ):
        first += 1
    return sentence.starts[first], sentence.ends[name.last]


def title_before(sentence: Sentence, name: Name, tables: ActorTables) -> int | None:
    """The head of the title that stands right before a name, wherever the tree hangs it."""
    before = _before_honorifics(sentence, name.first)
    if before < 0 or sentence.tags[before] not in {"NOUN", "PROPN"}:
        return None
    heads = [before, *(a for a in grammar.ancestors(sentence, before) if a < before)]
    fitting = [
        h for h in heads if sentence.tags[h] in {"NOUN", "PROPN"} and _leads_to(sentence, h, name, tables)
    ]
    titled = [
        h
        for h in fitting
        if is_title(sentence.words[h].lower(), tables) or sentence.lemmas[h].lower() in tables.nouns
    ]
    return titled[-1] if titled else None


def _leads_to(sentence: Sentence, title: int, name: Name, tables: ActorTables) -> bool:
    """Whether a title's phrase ends right before a name; the tree may hang the name below "Secretary of State"."""
    before = _before_honorifics(sentence, name.first)
    if grammar.phrase(sentence, title)[-1] in {before, name.first - 1}:
        return True
    return " ".join(sentence.words[title : before + 1]).lower() in tables.titles


def _is_anothers(sentence: Sentence, title: int, name: Name) -> bool:
    """Whether a second title of the same noun stands between: "Foreign Minister Hayashi and Economy Minister Hagiuda"."""
    lemma = sentence.lemmas[title].lower()
    return any(sentence.lemmas[w].lower() == lemma for w in range(title + 1, name.first))


def _before_honorifics(sentence: Sentence, first: int) -> int:
    """The word before a name and its honorific: "Executive Director Dr. Natalia Kanem"."""
    before = first - 1
    while before >= 0 and sentence.words[before].lower().rstrip(".") in ADDRESSES:
        before -= 1
    return before


def _said_of(
    sentence: Sentence, name: Name, head: int, hits: Sequence[Hit], tables: ActorTables
) -> Description:
    """What stands around the name: its own phrase, its appositions, and the phrase that it renames."""
    others = {w for n in sentence.names if n.label == "PER" and n != name for w in range(n.first, n.last + 1)}
    others -= set(range(name.first, name.last + 1))
    # "Energy Minister X, Greek Prime Minister Y": Y's title is not X's, whatever the tree says.
    heads = [
        head,
        *(a for a in grammar.appositions(sentence, head) if not others & {a, *grammar.phrase(sentence, a)}),
    ]
    above = sentence.heads[head]
    if (
        (
            above >= 0
            and grammar.base(sentence.relations[head]) in {"appos", "flat", "compound", "nmod"}
            and sentence.tags[above] in {"NOUN", "PROPN"}
        )
        and (
            grammar.base(sentence.relations[head]) != "nmod"
            or sentence.relations[head]
            in {
                "nmod:desc",
                "nmod:unmarked",
            }
        )
        and not _is_anothers(sentence, above, name)
    ):
        heads.append(above)
    title = title_before(sentence, name, tables)
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
    titled = [d for d in described if d.titles]
    telling = [d for d in titled if not {office for office, _ in d.titles} <= COURTESY]
    best = (telling or titled or described)[0]
    country = best.country or next((d.country for d in described if d.country), None)
    noun = best.noun or next((d.noun for d in described if d.noun), None)
    return replace(
        best,
        country=country,
        noun=noun,
        former=any(d.former for d in described),
        then=any(d.then for d in described),
    )
