"""The corridor: it alone knows in which order the rooms come. It calls and passes on, and decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente import actors, articles, coding, diplomacy, places, times
from detente.actors import Actors, ActorTables
from detente.articles import ArticleTables, Story, WorthTables
from detente.coding import Explanation, Scores
from detente.coding.standing import standings
from detente.diplomacy import DiplomacyTables, Found, Told
from detente.knowledge.verbs import CodingTables
from detente.language import Language, gate_of
from detente.places import PlaceTables
from detente.reading.wording import as_written
from detente.types import Article, Learned, Page, Problem, Reading, Sentence, When, Where
from detente.version import __version__

Parsed = tuple[Article, Sequence[Sentence] | None]
"""An article with its sentences, None where they are not in English."""
Offsets = tuple[int, int]
Given = tuple[str, Offsets | None, Offsets | None]
"""A text and where its actor and recipient stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the rooms know, indexed once."""

    articles: ArticleTables
    worth: WorthTables | None
    """None where every sentence is parsed that names anybody."""
    actors: ActorTables
    places: PlaceTables
    coding: CodingTables
    diplomacy: DiplomacyTables


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """Articles as far as they can be read before it is known what other articles teach."""

    parsed: Sequence[Parsed]
    casts: Sequence[Actors]

    @property
    def learned(self) -> tuple[Learned, ...]:
        """The offices that these articles teach."""
        return tuple(told for cast in self.casts for told in cast.learned)


class ArticleReader:
    """Reads pages as articles, without coding them."""

    def __init__(self, tables: ArticleTables) -> None:
        self._tables = tables

    def article(self, page: Page) -> Article:
        """The article of a page. Raises `ArticleError`."""
        return articles.extract(page, self._tables)

    def passed_over(self, page: Page) -> str | None:
        """Why a page of a crawl need not be read ("not-english", "no-powers"), None where it must."""
        return articles.passed_over(page, self._tables.powers)


class Reader(ArticleReader):
    """The rooms, loaded once."""

    def __init__(
        self, tables: Tables, language: Language, scores: Scores | None, coder: str | None = None
    ) -> None:
        super().__init__(tables.articles)
        self.coder = coder
        self._rooms = tables
        self._language = language
        self._scores = scores
        self._gate = gate_of(tables.actors.names)

    def story(self, story: Story, *, raw: bool = False) -> Article:
        """The article of a line of `detente code`; `raw` texts are whole pages. Raises `ArticleError`."""
        return articles.read_raw(story, self._tables) if raw else articles.read_text(story, self._tables)

    def read(self, found: Sequence[Article]) -> list[Reading]:
        """All that each article says by itself. What is not in English is kept and not coded."""
        parsed = self._analysed(found)
        return [self._code(a, s, cast) for (a, s), cast in zip(parsed, self._casts(parsed), strict=True)]

    def read_after(self, found: Sequence[Article], learned: Sequence[Learned] = ()) -> list[Reading]:
        """All that articles say to one who has learned offices from other articles, and learns from these.

        What an article teaches holds from its day on, for all of them, in whatever order they stand.
        """
        return self.code(self.analyse(found), learned)

    def analyse(self, found: Sequence[Article]) -> Analysed:
        """The sentences of articles and who is who in them: the larger part of reading, and what they teach others."""
        parsed = self._analysed(found)
        return Analysed(parsed=parsed, casts=self._casts(parsed))

    def code(self, analysed: Analysed, learned: Sequence[Learned] = ()) -> list[Reading]:
        """The rest of reading, for one who has learned `learned` elsewhere and what these articles teach."""
        parsed, casts = analysed.parsed, analysed.casts
        told = (*learned, *analysed.learned)
        if told:
            casts = self._cast_again(parsed, casts, actors.with_learned(self._rooms.actors, told))
        return [self._code(a, s, cast) for (a, s), cast in zip(parsed, casts, strict=True)]

    def _casts(self, parsed: Sequence[Parsed], known: ActorTables | None = None) -> list[Actors]:
        return [actors.resolve(s or (), _dated(a, s or ()), known or self._rooms.actors) for a, s in parsed]

    def _cast_again(
        self, parsed: Sequence[Parsed], casts: Sequence[Actors], known: ActorTables
    ) -> list[Actors]:
        """The casts with more known of people; an article that looked up nothing of it would be read the same."""
        news = actors.changed(self._rooms.actors, known)
        again = [not news.isdisjoint(cast.asked) for cast in casts]
        anew = iter(self._casts([one for one, asks in zip(parsed, again, strict=True) if asks], known))
        return [
            replace(next(anew), learned=cast.learned) if asks else cast
            for cast, asks in zip(casts, again, strict=True)
        ]

    def rarity(self, word: str) -> float:
        """How rare a word is in English, 0 to about 7: what linking weighs words by."""
        return self._language.rarity(word)

    def weigh(self, given: Sequence[Given]) -> list[dict[str, float]]:
        """A probability for each category, for texts whose actor and recipient are given as offsets.

        None stands for a party that the text does not name.
        """
        marked = [coding.with_stand_in(*one) for one in given]
        analysed = self._language.analyse([text for text, _, _ in marked])
        heads = self._scores(marked) if self._scores is not None else [{}] * len(marked)
        return [
            coding.category_of_marked(sentences, source, target, self._rooms.coding, head or None)
            for (_, source, target), sentences, head in zip(marked, analysed, heads, strict=True)
        ]

    def explain(self, article: Article) -> tuple[Explanation, ...]:
        """The reports of one article, coded anew, each with its grounds; none for what is not in English."""
        [(_, sentences)] = self._analysed([article])
        if sentences is None:
            return ()
        [cast] = self._casts([(article, sentences)])
        whens, wheres = self._scene(article, sentences)
        return coding.explain(sentences, article, cast, whens, wheres, self._rooms.coding, self._scores)

    def _analysed(self, found: Sequence[Article]) -> list[Parsed]:
        """Each article with its sentences; those that can hold no actor are not parsed."""
        english = [article.language in {None, "en"} for article in found]
        texts = [a.text for a, e in zip(found, english, strict=True) if e]
        analysed = iter(self._language.analyse(texts, gate=self._wanted))
        return [(a, next(analysed) if readable else None) for a, readable in zip(found, english, strict=True)]

    def _wanted(self, sentences: Sequence[str]) -> list[bool]:
        """Which sentences of an article are parsed."""
        tables = self._rooms.worth
        worth = articles.worth(sentences, tables) if tables is not None else [True] * len(sentences)
        return [wanted and self._gate(one) for one, wanted in zip(sentences, worth, strict=True)]

    def _scene(
        self, article: Article, sentences: Sequence[Sentence]
    ) -> tuple[Sequence[When], Sequence[Where]]:
        filed = article.dateline.date if article.dateline else None
        anchor = article.published or filed
        tenure = actors.tenures(self._rooms.actors, anchor[:10] if anchor else None)
        whens = times.find(article.text, anchor, sentences, tenure=tenure)
        return whens, places.find(sentences, article, self._rooms.places)

    def _told(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        cast: Actors,
        whens: Sequence[When],
        wheres: Sequence[Where],
    ) -> Told | None:
        """What the trained reader finds in an article; None without it."""
        head = self._language.substance if self._scores is not None else None
        if head is None:
            return None
        return diplomacy.read_acts(
            sentences, article, cast.mentions, whens, wheres, head, self._rooms.diplomacy.telling
        )

    def _code(self, article: Article, sentences: Sequence[Sentence] | None, cast: Actors) -> Reading:
        if sentences is None:
            return _uncoded(article, self.coder)
        rooms = self._rooms
        whens, wheres = self._scene(article, sentences)
        reports = coding.code(sentences, article, cast, whens, wheres, rooms.coding, self._scores)
        known = Found(
            mentions=cast.mentions,
            times=whens,
            places=wheres,
            reports=reports,
            status_of=standings(article, rooms.coding),
            told=self._told(article, sentences, cast, whens, wheres),
        )
        substance = diplomacy.read(sentences, article, known, rooms.diplomacy)
        return Reading(
            id=article.id,
            detente=__version__,
            article=article,
            reports=as_written(reports, article.text),
            encounters=as_written(substance.encounters, article.text),
            issues=substance.issues,
            positions=as_written(substance.positions, article.text),
            assessments=as_written(substance.assessments, article.text),
            learned=cast.learned,
            claims=as_written(substance.claims, article.text),
            candidates=substance.candidates,
            problems=_undated(article),
            coder=self.coder,
        )


def _uncoded(article: Article, coder: str | None) -> Reading:
    problem = Problem(
        kind="not-english", message=f"the text is in {article.language!r}; only English is coded"
    )
    return Reading(id=article.id, detente=__version__, article=article, problems=(problem,), coder=coder)


def _dated(article: Article, sentences: Sequence[Sentence]) -> Article:
    """The article as of the day that its first sentence names, where no day of publication is known.

    "President Tubman" of a note of 1945 is then looked up among those who held an office in 1945.
    """
    if article.published or not sentences:
        return article
    opening = article.text[: sentences[0].end]
    days = [w.value for w in times.find(opening, None) if w.precision == "day" and len(w.value or "") == 10]
    return replace(article, published=days[0]) if days else article


def _undated(article: Article) -> tuple[Problem, ...]:
    if article.published:
        return ()
    return (
        Problem(kind="undated", message="no publication time was found; times in the text stay relative"),
    )
