"""The nouns that pass between the rooms: small, frozen, without services.

Offsets are character offsets into `Article.text` (Python string indices, end exclusive).
Countries are ISO 3166-1 alpha-3 codes (ISO 3166-3 or Correlates of War for states that are no more).
Dates are prefixes of ISO 8601: "2023", "2023-06", "2023-06-18", "2023-06-18T06:03+05:30";
the length of a date is its precision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PublishedBy = Literal["structured", "marked", "url", "dateline", "guessed", "given"]
ActorKind = Literal["state", "person", "igo", "group", "unnamed"]
Precision = Literal["hour", "day", "week", "month", "quarter", "year", "decade", "vague"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
PlacePrecision = Literal["venue", "city", "region", "country", "sea", "remote"]
Status = Literal[
    "happened",
    "ongoing",
    "planned",
    "possible",
    "called_for",
    "postponed",
    "cancelled",
    "refused",
    "denied",
    "hypothetical",
]
EncounterForm = Literal["visit", "talks", "meeting", "meal", "call", "summit", "ceremony", "other"]
EncounterStage = Literal[
    "agreed",
    "planned",
    "confirmed",
    "moved",
    "postponed",
    "cancelled",
    "refused",
    "held",
    "extended",
    "cut short",
]
Stance = Literal["demands", "offers", "undertakes", "refuses", "supports", "opposes", "warns", "accuses"]
Direction = Literal["worsening", "improving", "strained", "friendly", "stalled"]
Degree = Literal["slight", "plain", "strong"]
Holder = Literal["reporter", "official", "analyst"]
Scope = Literal["relationship", "prospects", "dispute"]
ClaimKind = Literal["first", "count", "highest", "since"]
Bound = Literal["about", "over", "under"]


# sources -> articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes of one page, as they were got, and where and when."""

    content: bytes
    location: str
    """Path, URL, or `archive.warc.gz#offset`: what an error message names."""
    media_type: str
    """`text/html`, `text/plain` (a scrape) or `application/json` (one line of JSONL)."""
    retrieved: str | None = None
    """When it was got (ISO 8601 with zone); for a WARC record the crawl's own date."""
    url: str | None = None
    charset: str | None = None
    """What the transport claimed; may be a lie."""
    title: str | None = None
    """From a feed's item, where the page came by way of a feed."""
    published: str | None = None
    """From a feed's item."""
    outlet: str | None = None
    crawled: bool = False
    """One of all pages that a crawler met, most of which are of no interest here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where a story says it was filed ("BEIJING (AP) —"), with the day if it gives one."""

    place: str
    country: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text. `text` is its body paragraphs joined by a blank line."""

    id: str
    text: str
    title: str | None = None
    subtitle: str | None = None
    published: str | None = None
    """ISO 8601 prefix; a zone only where the page gave one."""
    published_by: PublishedBy | None = None
    dateline: Dateline | None = None
    agency: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    """ISO 639-1, None when the text is too short to tell."""
    captions: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None
    """`Page.location`."""
    retrieved: str | None = None


# language


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A named entity: words `first` to `last` (inclusive) of its sentence."""

    first: int
    last: int
    label: str
    """PER, ORG, LOC, or another type that the model card names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, analysed. The tuples run in parallel, one entry a word (UD words).

    `heads[i]` is the index of word i's head in this sentence, -1 for the root.
    A contraction ("won't") is two words, whose spans are its two parts ("wo", "n't").
    """

    index: int
    start: int
    end: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    """UPOS."""
    features: tuple[str, ...]
    """UD features, `Mood=Ind|Tense=Past` or empty."""
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    """UD relations with subtypes, `nsubj:pass`."""
    names: tuple[Name, ...] = ()


# times, places, actors


FIRST_MONTH: Mapping[str, int] = {
    "SP": 3, "SU": 6, "FA": 9, "WI": 12, "H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10,
}  # fmt: skip
"""The month in which a part of a year begins, by TIMEX3's sign for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time expression and what it stands for."""

    text: str
    start: int
    end: int
    value: str | None
    """TIMEX3: `2023-06-18`, `2023-W24`, `P2D`, `PRESENT_REF`; None where it stays relative."""
    until: str | None = None
    """Last day of a span."""
    precision: Precision = "day"
    type: TimexType = "DATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place expression and what it stands for. No coordinates where none are known."""

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the article's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whom a mention stands for. `start` and `end` are the mention's own."""

    text: str
    start: int
    end: int
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    """PLOVER: GOV, MIL, OPP, COP, JUD, LEG, MED, CVL, BUS, EDU, REB, IGO, NGO, SPY, PTY, ..."""
    name: str | None = None
    """Canonical name of a person, state or body ("Antony Blinken", "China", "NATO")."""
    office: str | None = None
    """Office held at the time of the story ("secretary of state"), persons only."""
    reference: Span | None = None
    """The earlier mention that a pronoun, surname or description was resolved to."""
    candidates: tuple[str, ...] = ()
    """Names between which an ambiguous mention could not be decided."""
    confidence: float = 1.0


# coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One act as one sentence tells it (PLOVER)."""

    id: str
    event: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    quad: str
    score: float
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    status: Status
    negated: bool
    historical: bool
    said_by: Actor | None
    when: When | None
    where: Where | None
    trigger: Span
    sentence: int
    start: int
    end: int
    quote: str
    confidence: float


# diplomacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What became of an encounter at one time, as one sentence tells it."""

    stage: EncounterStage
    when: When | None
    """When it came to that; of what is still ahead, the day it is planned for."""
    start: int
    end: int
    """The sentence that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """People of two or more powers face to face or on the line."""

    id: str
    form: EncounterForm
    status: Status
    participants: tuple[Actor, ...]
    host: Actor | None
    venue: str | None
    where: Where | None
    when: When | None
    part_of: str | None
    agenda: tuple[str, ...]
    reports: tuple[str, ...]
    start: int
    end: int
    quote: str
    confidence: float
    history: tuple[Stage, ...] = ()
    """What became of it, in the order of time as far as times are told: agreed, postponed, held."""
    delegation: tuple[Actor, ...] = ()
    """Those who came along with a guest; no counterparts."""
    origin: Where | None = None
    """Where a journey sets out from, if the text says so."""
    purpose: str | None = None
    """What a journey is for, in the words of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMention:
    """A matter that stands between powers, where the text names it."""

    issue: str
    text: str
    start: int
    end: int
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What looks like a matter between powers and is in no taxonomy: for an editor to adopt or to pass over."""

    text: str
    """The phrase, without its articles."""
    cue: str
    """What makes it look like one: "dispute over", "discussed"."""
    between: tuple[str, ...]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a power stands on an issue, in whose words."""

    holder: Actor
    addressee: Actor | None
    issue: str | None
    stance: Stance
    what: str
    said_by: Actor | None
    start: int
    end: int
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a report says of the relationship itself, of a dispute in it, or of its prospects."""

    about: tuple[str, ...]
    direction: Direction
    text: str
    start: int
    end: int
    said_by: Actor | None
    degree: Degree = "plain"
    holder: Holder = "reporter"
    """Whose judgement it is: the reporter's own, an official's, an analyst's."""
    scope: Scope = "relationship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A first, a count or a rank that a text claims of an encounter, so put that it can be checked.

    `first`: none such in the period. `count`: the `number`-th in the period. `highest`: nobody of higher rank
    in the period. `since`: none such since the period began ("have not met since 2019", "last met in Bali").
    """

    id: str
    kind: ClaimKind
    form: EncounterForm
    who: tuple[Actor, ...]
    """Of whom it is said: the traveller, or those who meet."""
    peers: str | None
    """Among whom it is counted, in the text's words ("secretary of state"); None: only `who` themselves."""
    office: str | None
    """The peers' office, or "leader", "official", "minister", "diplomat"; None for any."""
    country: str | None
    """The peers' state; None for any."""
    partners: tuple[Actor, ...]
    """With whom, for meetings, talks and calls."""
    where: Where | None
    """Whither, for visits; where, for the others."""
    number: int | None
    """1 for a first, 3 for a third, 0 for "since"; None for a rank."""
    period: Span | None
    """The words that bound it: "in five years", "since 2018", "this year"; None where it is for all time."""
    since: str | None
    """ISO 8601 prefix of the day the period begins; None where it is for all time or cannot be told."""
    until: str | None
    """The day of the encounter it is said of, else of publication."""
    years: float | None
    """Length of a period that is told as a length: 5.0 of "in five years"."""
    bound: Bound | None
    """Whether that length is exceeded ("more than") or not quite reached ("nearly")."""
    encounter: str | None
    """Identifier of the encounter it is said of, where the article tells it."""
    said_by: Actor | None
    start: int
    end: int
    quote: str
    confidence: float


# the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """An office that the text itself says a person holds, of whom no table tells it: "Foreign Minister X"."""

    person: str
    office: str
    """As in `offices.csv` ("foreign minister")."""
    country: str
    """ISO 3166-1 alpha-3, or the name of a body."""
    since: str | None
    """Day of publication of the article that told it; None for an article without a day."""
    sentence: int
    start: int
    """Offsets of the sentence, `quote`."""
    end: int
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong with one item, as data. `kind` can be counted, `message` can be read."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one article says, and the problems met: one line of `detente code`."""

    id: str
    detente: str
    article: Article
    reports: tuple[Report, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    issues: tuple[IssueMention, ...] = ()
    positions: tuple[Position, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    learned: tuple[Learned, ...] = ()
    claims: tuple[Claim, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()
    coder: str | None = None
    """What coded it: version, model and tables, so that two readings can be told apart by it."""


# what others coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A row of an event data set that others coded: as it stood, and as far as its columns have a meaning here."""

    line: int
    """Where it stood in its file, from 1."""
    original: tuple[str, ...]
    """Its fields, unchanged."""
    key: str | None = None
    """What the data set itself tells rows apart by; None where it has nothing of the kind."""
    day: str | None = None
    event: str | None = None
    """PLOVER category; None where it has none for the code (CAMEO 01, statements)."""
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    quad: str | None = None
    score: float | None = None
    """In the scale of the data set: Goldstein values in ICEWS and GDELT, PLOVER scores in POLECAT."""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    actor_states: tuple[str, ...] = ()
    recipient_states: tuple[str, ...] = ()
    place: str | None = None
    place_country: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedFile:
    """A file of such rows, with all that is needed to write it again byte for byte."""

    layout: str
    """icews, icews-benchmark, gdelt, gdelt1 or polecat."""
    name: str
    digest: str
    """SHA-256 of its bytes: by which the same file is known again."""
    columns: tuple[str, ...]
    """Its header, or the names that the layout gives to a file without one."""
    encoding: str
    newline: str
    ending: str
    """What stands after the last row: a line's end or nothing."""
    rows: tuple[Coded, ...]
    problems: tuple[Problem, ...] = ()
    """One for each row that could not be read."""
