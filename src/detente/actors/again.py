"""Who is meant again: counterparts, the two powers of a sentence, those whom a description called before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from detente import grammar
from detente.actors.nouns import Description
from detente.actors.people import holder_of, title_of
from detente.actors.reference import description_actor
from detente.actors.story import Story
from detente.types import Actor, Sentence, Span


def called_before(sentence: Sentence, word: int, actor: Actor | None, story: Story) -> Actor | None:
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


def _counterpart(sentence: Sentence, word: int, actor: Actor | None, story: Story) -> Actor | None:
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


def two_powers(sentence: Sentence, word: int, story: Story) -> tuple[Actor, ...]:
    """The states of this sentence before the word, or of the sentence before, where they are just two."""
    ours = (
        (sentence.index, sentence.index - 1) if not _opens_paragraph(sentence, story) else (sentence.index,)
    )
    for index in ours:
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
                replace(a, kind="state", sector="GOV", name=state_name(a.country or "", story), office=None)
                for _, a in sorted(states.items())
            )
        if states and index == sentence.index:
            continue
    return ()


def _opens_paragraph(sentence: Sentence, story: Story) -> bool:
    """Whether a sentence begins a paragraph: who stood in the one before is then not what "both countries" points at."""
    return "\n" in story.article.text[max(0, sentence.start - 2) : sentence.start]


def leading_powers(story: Story) -> tuple[Actor, ...]:
    """The two powers of which the story has spoken most so far, in the order of their codes."""
    counted = Counter(m.country for m in story.mentions if m.country and m.sector != "CVL")
    top = sorted(code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:2])
    states = []
    for code in top:
        first = next((m for m in story.mentions if m.country == code and m.kind == "state"), None)
        first = first or next(m for m in story.mentions if m.country == code)
        states.append(replace(first, kind="state", sector="GOV", name=state_name(code, story), office=None))
    return tuple(states)


def state_name(code: str, story: Story) -> str:
    return story.tables.state_names.get(code, code)
