"""Opening the rooms with the knowledge and the encoder that come with the package; each once in a process."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files

import msgspec

from detente import actors, diplomacy, places
from detente.articles import ArticleTables, WorthTables, powers
from detente.diplomacy import claims, positions
from detente.knowledge.assessments import assessment_rows, degrees
from detente.knowledge.bodies import bodies
from detente.knowledge.candidates import matter_cues
from detente.knowledge.cities import City, cities
from detente.knowledge.encounters import encounter_groups, encounter_rows, stage_rows
from detente.knowledge.eras import eras
from detente.knowledge.hints import hints
from detente.knowledge.holders import holders, offices, titles
from detente.knowledge.issue_words import issue_choice, issue_words
from detente.knowledge.issues import issues, overlaid
from detente.knowledge.outlets import outlet_tables
from detente.knowledge.overlay import Overlay
from detente.knowledge.regions import regions
from detente.knowledge.stances import stances
from detente.knowledge.states import State, states
from detente.knowledge.telling_words import telling_words
from detente.knowledge.venues import venues
from detente.knowledge.verbs import coding_tables
from detente.knowledge.worth_words import worth_words
from detente.language import Language, load, load_rarity, load_version
from detente.reading.corridor import ArticleReader, Reader, Tables
from detente.version import __version__


@cache
def open_language(threads: int | None = None) -> Language:
    """The language step alone. Raises `ModelError`."""
    return load(threads=threads)


@cache
def open_rarity() -> Callable[[str], float]:
    """How rare a word is, as `Reader.rarity` says it, without opening the encoder. Raises `ModelError`."""
    return load_rarity()


@cache
def open_articles() -> ArticleReader:
    """The article step alone."""
    return ArticleReader(_article_tables())


@cache
def open_reader(
    *, model: bool = True, threads: int | None = None, overlay: Overlay | None = None, thorough: bool = False
) -> Reader:
    """All rooms, with a user's own tables laid over ours; without `model` the lexicon decides categories alone.

    `thorough` parses every sentence that names anybody, however little its words sound of politics: half as slow again.
    Raises `ModelError`, `KnowledgeError`.
    """
    language = open_language(threads)
    with _without_collecting():
        tables = _tables(overlay, thorough)
    coder = _coder(language.version if model else "none", overlay)
    return Reader(tables, language, language.score_marked if model else None, coder)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Looks for no garbage meanwhile: of half a million rows that stay that takes a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _tables(overlay: Overlay | None, thorough: bool) -> Tables:
    taxonomy = overlaid(issues(), overlay.issues) if overlay else issues()
    return Tables(
        articles=_article_tables(),
        worth=None if thorough else _worth_tables(),
        actors=actors.shipped_tables(overlay or Overlay()),
        places=places.build(venues(), regions(), states(), cities()),
        coding=coding_tables(),
        diplomacy=diplomacy.build(
            diplomacy.build_encounters(encounter_rows(), encounter_groups(), stage_rows()),
            positions.build(
                stances(),
                taxonomy,
                hints(frozenset(issue.id for issue in issues())),
                issue_words(),
                issue_choice(),
            ),
            assessment_rows(),
            degrees(),
            taxonomy,
            claims.build(encounter_rows(), offices(), titles(), holders(), eras()),
            matter_cues(),
            telling_words(),
        ),
    )


def coder_of(*, model: bool = True, overlay: Overlay | None = None) -> str:
    """What `open_reader` of the same would call its coder, without opening the rooms. Raises `ModelError`."""
    return _coder(load_version() if model else "none", overlay)


def _coder(model: str, overlay: Overlay | None) -> str:
    """What codes: version, model, and a digest of the tables and of the user's own where there are any."""
    digest = sha256()
    for file in sorted(files("detente.knowledge").iterdir(), key=lambda f: f.name):
        for one in [file] if file.is_file() else sorted(file.iterdir(), key=lambda f: f.name):
            if one.name.endswith((".toml", ".csv")):
                digest.update(one.name.encode() + one.read_bytes())
    own = (
        f", own {sha256(msgspec.json.encode(overlay)).hexdigest()[:8]}"
        if overlay not in (None, Overlay())
        else ""
    )
    return f"{__version__}, model {model}, tables {digest.hexdigest()[:8]}{own}"


@cache
def _article_tables() -> ArticleTables:
    return ArticleTables(
        outlets=outlet_tables(), cities=_countries(cities(), states()), powers=powers(states(), bodies())
    )


def _worth_tables() -> WorthTables:
    return WorthTables(powers=_article_tables().powers, coding=coding_tables(), words=worth_words())


def _countries(known: Sequence[City], powers: Sequence[State]) -> dict[str, str]:
    """The country that a dateline means by a city's bare name: its capital, else its largest bearer; states too."""
    best: dict[str, City] = {}
    for city in known:
        for name in (city.name.casefold(), *(alias.casefold() for alias in city.aliases)):
            held = best.get(name)
            if held is None or (city.capital, city.population) > (held.capital, held.population):
                best[name] = city
    named = {name.casefold(): s.code for s in powers for name in (s.name, *s.aliases)}
    divisions = {r.name.casefold(): r.country for r in regions() if r.country}
    return {
        **{name: city.country for name, city in best.items() if city.population > 100_000 or city.capital},
        **divisions,
        **{name: city.country for name, city in best.items() if city.capital},
        **named,
    }
