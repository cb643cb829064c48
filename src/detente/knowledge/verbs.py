"""The lexicon of events: verbs, event nouns, operators upon them, and the cues of status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

from detente.knowledge.categories import Categories, read_categories
from detente.knowledge.inflection import forms_to_lemmas, noun_forms, verb_forms
from detente.knowledge.states import states
from detente.knowledge.tables import read_csv, read_toml

OPERATORS = [
    "light",
    "begin",
    "promise",
    "plan",
    "consider",
    "refuse",
    "fail",
    "demand",
    "appeal",
    "threaten",
    "accuse",
    "end",
    "allow",
    "prevent",
    "deny",
    "support",
]
PEOPLES = "people of a state"
"""The group of all demonyms of states.csv, beside those of things.toml and nouns.toml."""
PATHS = frozenset({"subject", "object", "iobj", "clause"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One sense of some verbs. The fields are explained at the head of `verbs.toml`."""

    lemmas: tuple[str, ...]
    cameo: str
    event: str = ""
    mode: str = ""
    contexts: tuple[str, ...] = ()
    actor: str = "subject"
    recipient: tuple[str, ...] = ("object",)
    object: tuple[str, ...] = ()
    object_not: tuple[str, ...] = ()
    actor_group: tuple[str, ...] = ()
    marker: tuple[str, ...] = ()
    amid: tuple[str, ...] = ()
    transitive: bool = False
    clause: bool = False
    both: bool = False
    alone: bool = False
    line: int = 0
    """Where the entry begins in its file; filled in on loading."""

    def is_conditional(self) -> bool:
        """Whether the row asks for more than the verb itself."""
        return bool(self.object or self.marker or self.actor_group or self.amid or self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """Some nouns that name one kind of event. The fields are explained at the head of `nouns.toml`."""

    lemmas: tuple[str, ...]
    cameo: str
    event: str = ""
    mode: str = ""
    contexts: tuple[str, ...] = ()
    group: str = ""
    recipient: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    own_verbs: bool = False
    alone: bool = False
    line: int = 0
    """Where the entry begins in its file; filled in on loading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Verbs or adjectives that make one event of another."""

    kind: str
    lemmas: tuple[str, ...]
    cameo: str = ""
    recipient: tuple[str, ...] = ()
    infinitive: bool = False
    line: int = 0
    """Where the entry begins in its file; filled in on loading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A group of nouns that decides what a verb means."""

    group: str
    nouns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What an operator makes of the events whose code begins with `inner`."""

    operator: str
    inner: str
    cameo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominalisation:
    """A noun that tells what a verb tells: "suspension of aid" as "suspend aid"."""

    noun: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """Words in an act's clause that turn a coarse CAMEO code into a finer one; the first that fits holds."""

    coarse: str
    cameo: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that tell a status ("called_for") or a context ("military") of what is said."""

    means: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingTables:
    """All that coding knows, looked up by lemma."""

    categories: Categories
    verbs: dict[str, tuple[Verb, ...]]
    nouns: dict[str, tuple[Noun, ...]]
    operators: dict[str, tuple[Operator, ...]]
    groups: dict[str, frozenset[str]]
    compositions: dict[tuple[str, str], str]
    status: dict[str, str]
    contexts: dict[str, tuple[str, ...]]
    matters: dict[str, tuple[str, ...]]
    refinements: dict[str, tuple[Refinement, ...]]
    verb_forms: dict[str, str]
    noun_forms: dict[str, str]
    nominal: dict[str, str]

    def verb_lemma(self, word: str, lemma: str) -> str:
        """The lexicon's own lemma of a verb form, or the parser's where the lexicon has none."""
        return self.verb_forms.get(word.lower()) or lemma.lower()

    def noun_lemma(self, word: str, lemma: str) -> str:
        """The lexicon's own lemma of a noun form, or the parser's where the lexicon has none."""
        return self.noun_forms.get(word.lower()) or lemma.lower()

    def compose(self, operator: str, inner: str) -> str | None:
        """The CAMEO code of an operator upon an inner code; None where the two make no event."""
        for kind in (operator, "promise") if operator == "plan" else (operator,):
            for length in range(len(inner), 1, -1):
                found = self.compositions.get((kind, inner[:length]))
                if found is not None:
                    return found
        return None

    def refine(self, cameo: str, words: Iterable[str]) -> str:
        """The finer CAMEO code that the words around an act give it; the code itself where they give none."""
        rows = self.refinements.get(cameo, ())
        said = set(words) if rows else set()
        return next((row.cameo for row in rows if said & set(row.words)), cameo)


Row = TypeVar("Row")


class _HasLemmas(Protocol):
    @property
    def lemmas(self) -> tuple[str, ...]: ...


Worded = TypeVar("Worded", bound=_HasLemmas)


def read_coding_tables(folder: Traversable) -> CodingTables:
    """The lexicon of a folder. Raises `KnowledgeError` that names file, line and column of every fault."""
    categories = read_categories(folder)
    sound = _sound(categories)
    things = read_toml(folder / "things.toml", "thing", Thing, unique=("group",))
    nouns = read_toml(folder / "nouns.toml", "noun", Noun, check=sound)
    verbs = read_toml(folder / "verbs.toml", "verb", Verb, check=sound)
    operators = read_toml(folder / "operators.toml", "operator", Operator, check=_known_operator(sound))
    known_codes = _composed_of(categories)
    compositions = read_csv(
        folder / "compositions.csv", Composition, unique=("operator", "inner"), check=known_codes
    )
    nominal = read_csv(folder / "nominalisations.csv", Nominalisation, unique=("noun",))
    refinements = read_csv(folder / "refinements.csv", Refinement, check=known_codes)
    status = read_toml(folder / "status.toml", "cue", Cue)
    contexts = read_toml(folder / "contexts.toml", "cue", Cue)
    matters = read_toml(folder / "matters.toml", "cue", Cue)
    return CodingTables(
        categories=categories,
        verbs={lemma: tuple(_conditional_first(rows)) for lemma, rows in _by_lemma(verbs).items()},
        nouns={lemma: tuple(rows) for lemma, rows in _by_lemma(nouns).items()},
        operators={lemma: tuple(rows) for lemma, rows in _by_lemma(operators).items()},
        groups=_groups(things, nouns) | {PEOPLES: _demonyms()},
        compositions={(row.operator, row.inner): row.cameo for row in compositions},
        status={word: cue.means for cue in status for word in cue.words},
        contexts=_by_word(contexts),
        matters=_by_word(matters),
        refinements=_by_coarse(refinements),
        verb_forms=forms_to_lemmas(_first_words(verbs, operators), verb_forms),
        noun_forms=forms_to_lemmas(_last_words(nouns, things, nominal), noun_forms),
        nominal={row.noun: row.verb for row in nominal},
    )


def _sound(categories: Categories) -> Callable[[Verb | Noun | Operator], str | None]:
    events = set(categories.events())

    def fault(row: Verb | Noun | Operator) -> str | None:
        if row.cameo and row.cameo not in categories.codes:
            return f"cameo: {row.cameo!r} is no CAMEO code of cameo.csv"
        if isinstance(row, Operator):
            return None
        if row.event and row.event not in events:
            return f"event: unknown category {row.event!r}; known are {', '.join(sorted(events))}"
        return None if row.lemmas else "lemmas: at least one is needed"

    return fault


def _known_operator(sound: Callable[[Operator], str | None]) -> Callable[[Operator], str | None]:
    def fault(row: Operator) -> str | None:
        if row.kind not in OPERATORS:
            return f"kind: {row.kind!r} is none of {', '.join(OPERATORS)}"
        return sound(row)

    return fault


def _composed_of(categories: Categories) -> Callable[[Composition | Refinement], str | None]:
    def fault(row: Composition | Refinement) -> str | None:
        if isinstance(row, Composition) and row.operator not in OPERATORS:
            return f"operator: {row.operator!r} is none of {', '.join(OPERATORS)}"
        if row.cameo not in categories.codes:
            return f"cameo: {row.cameo!r} is no CAMEO code of cameo.csv"
        return None

    return fault


def _by_lemma(rows: Iterable[Worded]) -> dict[str, list[Worded]]:
    found: dict[str, list[Worded]] = defaultdict(list)
    for row in rows:
        for lemma in row.lemmas:
            found[lemma].append(row)
    return found


def _by_coarse(rows: Iterable[Refinement]) -> dict[str, tuple[Refinement, ...]]:
    found: dict[str, list[Refinement]] = defaultdict(list)
    for row in rows:
        found[row.coarse].append(row)
    return {coarse: tuple(finer) for coarse, finer in found.items()}


def _first_words(*tables: Iterable[_HasLemmas]) -> set[str]:
    return {lemma.split()[0] for rows in tables for row in rows for lemma in row.lemmas}


def _last_words(
    nouns: Iterable[Noun], things: Iterable[Thing], nominal: Iterable[Nominalisation]
) -> set[str]:
    words = [lemma for row in nouns for lemma in row.lemmas]
    words += [noun for thing in things for noun in thing.nouns]
    return {word.split()[-1] for word in words} | {row.noun for row in nominal}


def _conditional_first(rows: list[Verb]) -> list[Verb]:
    """Rows that ask for more come first; of those, the ones that ask for an object before a mere preposition."""
    return sorted(rows, key=lambda row: (not row.is_conditional(), not row.object and bool(row.marker)))


def _groups(things: Iterable[Thing], nouns: Iterable[Noun]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        groups[thing.group].update(thing.nouns)
    for noun in nouns:
        if noun.group:
            groups[noun.group].update(noun.lemmas)
    return {name: frozenset(words) for name, words in groups.items()}


def _demonyms() -> frozenset[str]:
    """The words for the people of a state, in lower case: of whom "Israelis poured into the streets" is told."""
    return frozenset(word.lower() for state in states() for word in state.demonyms)


def _by_word(cues: Iterable[Cue]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for cue in cues:
        for word in cue.words:
            found[word].append(cue.means)
    return {word: tuple(means) for word, means in found.items()}


@cache
def coding_tables() -> CodingTables:
    """The lexicon that ships with the package."""
    return read_coding_tables(files("detente.knowledge"))
