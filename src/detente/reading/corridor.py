"""The corridor: it alone knows in which order the rooms come. It calls and passes on, and decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente import actors, articles, coding, diplomacy, places, times
from detente.actors import ActorTables
from detente.articles import ArticleTables, Story
from detente.coding import Explanation, Marked, Scores
from detente.coding.standing import standings
from detente.diplomacy import DiplomacyTables, Found
from detente.knowledge.verbs import CodingTables
from detente.language import Language
from detente.places import PlaceTables
from detente.types import Article, Page, Problem, Reading, Sentence, When, Where
from detente.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the rooms know, indexed once."""

    articles: ArticleTables
    actors: ActorTables
    places: PlaceTables
    coding: CodingTables
    diplomacy: DiplomacyTables


class ArticleReader:
    """Reads pages as articles, without coding them."""

    def __init__(self, tables: ArticleTables) -> None:
        self._tables = tables

    def article(self, page: Page) -> Article:
        """The article of a page. Raises `ArticleError`."""
        return articles.extract(page, self._tables)


class Reader(ArticleReader):
    """The rooms, loaded once."""

    def __init__(self, tables: Tables, language: Language, scores: Scores | None) -> None:
        super().__init__(tables.articles)
        self._rooms = tables
        self._language = language
        self._scores = scores

    def story(self, story: Story, *, raw: bool = False) -> Article:
        """The article of a line of `detente code`; `raw` texts are whole pages. Raises `ArticleError`."""
        return articles.read_raw(story, self._tables) if raw else articles.read_text(story, self._tables)

    def read(self, found: Sequence[Article]) -> list[Reading]:
        """All that each article says. What is not in English is kept and not coded."""
        english = [article.language in {None, "en"} for article in found]
        analysed = iter(self._language.analyse([a.text for a, e in zip(found, english, strict=True) if e]))
        return [
            self._code(article, next(analysed)) if readable else _uncoded(article)
            for article, readable in zip(found, english, strict=True)
        ]

    def weigh(self, marked: Sequence[Marked]) -> list[dict[str, float]]:
        """A probability for each category, for texts whose actor and recipient are given as offsets."""
        analysed = self._language.analyse([text for text, _, _ in marked])
        heads = self._scores(marked) if self._scores is not None else [{}] * len(marked)
        return [
            coding.category_of_marked(sentences, source, target, self._rooms.coding, head or None)
            for (_, source, target), sentences, head in zip(marked, analysed, heads, strict=True)
        ]

    def explain(self, article: Article) -> tuple[Explanation, ...]:
        """The reports of one article, coded anew, each with its grounds; none for what is not in English."""
        if article.language not in {None, "en"}:
            return ()
        sentences = self._language.analyse([article.text])[0]
        whens, wheres, cast = self._scene(article, sentences)
        tables = self._rooms.coding
        return coding.explain(sentences, article, cast, whens, wheres, tables, self._scores)

    def _scene(
        self, article: Article, sentences: Sequence[Sentence]
    ) -> tuple[Sequence[When], Sequence[Where], actors.Actors]:
        filed = article.dateline.date if article.dateline else None
        whens = times.find(article.text, article.published or filed, sentences)
        wheres = places.find(sentences, article, self._rooms.places)
        return whens, wheres, actors.resolve(sentences, article, self._rooms.actors, wheres)

    def _code(self, article: Article, sentences: Sequence[Sentence]) -> Reading:
        rooms = self._rooms
        whens, wheres, cast = self._scene(article, sentences)
        reports = coding.code(sentences, article, cast, whens, wheres, rooms.coding, self._scores)
        known = Found(
            mentions=cast.mentions,
            times=whens,
            places=wheres,
            reports=reports,
            status_of=standings(article, rooms.coding),
        )
        substance = diplomacy.read(sentences, article, known, rooms.diplomacy)
        return Reading(
            id=article.id,
            detente=__version__,
            article=article,
            reports=reports,
            encounters=substance.encounters,
            issues=substance.issues,
            positions=substance.positions,
            assessments=substance.assessments,
            problems=_undated(article),
        )


def _uncoded(article: Article) -> Reading:
    problem = Problem(
        kind="not-english", message=f"the text is in {article.language!r}; only English is coded"
    )
    return Reading(id=article.id, detente=__version__, article=article, problems=(problem,))


def _undated(article: Article) -> tuple[Problem, ...]:
    if article.published:
        return ()
    return (
        Problem(kind="undated", message="no publication time was found; times in the text stay relative"),
    )
