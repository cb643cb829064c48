"""A brief on two states, composed from the record: every sentence from rows of it, with the numbers of its sources.

It gives sections of statements and the list of sources; how the page looks is `display/brief.py`'s matter.
Encounters that several articles tell are one statement with several sources. What is ahead is seen from a day
that is given, since the record's "now" is the day of its newest article and not today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.knowledge.issues import issue_name
from detente.relations.acts import act_sentence
from detente.relations.meetings import encounter_sentence, gathered, is_ahead, is_description, is_told
from detente.relations.wording import (
    counted,
    day,
    listed,
    quotation,
    sentence_case,
    state,
)

Row = Mapping[str, Any]
MOST = {"ahead": 6, "past": 8, "issues": 7, "acts": 8, "assessments": 6, "claims": 5}
"""Statements a section: a brief is one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence and the numbers of its sources."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Statements under a heading; `empty` is said where there are none."""

    title: str
    statements: tuple[Statement, ...]
    empty: str
    left: int = 0
    """How many more the record holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A sentence of an article, as it is cited."""

    number: int
    outlet: str
    day: str
    title: str
    url: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The whole page."""

    title: str
    coverage: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


@dataclass(slots=True)
class Sources:
    """Numbers for what is cited, in the order of citing; the same sentence keeps its number."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    cited: list[Source] = field(default_factory=list)

    def of(self, row: Row, quote: str | None = None) -> int:
        """The number of the sentence that a row rests on."""
        said = " ".join((quote or row.get("quote") or row.get("text") or "").split())
        key = (row["article"], said)
        if key not in self.numbers:
            self.numbers[key] = len(self.cited) + 1
            outlet = row.get("outlet") or row.get("url") or "outlet unknown"
            agency = row.get("agency")
            self.cited.append(
                Source(
                    number=self.numbers[key],
                    outlet=f"{outlet} ({agency})" if agency and agency != outlet else outlet,
                    day=day(row.get("published")) or "no date",
                    title=row.get("title") or "",
                    url=row.get("url") or "",
                    quote=said,
                )
            )
        return self.numbers[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Tables of the record about the two, as rows; the columns are those of `record.queries`."""

    pair: tuple[str, str]
    articles: Sequence[Row]
    encounters: Sequence[Row]
    events: Sequence[Row]
    issues: Sequence[Row]
    positions: Sequence[Row]
    assessments: Sequence[Row]
    claims: Sequence[Row]


def compose(given: Material, as_of: str | None = None) -> Brief:
    """The brief. `as_of` is the day that divides past from ahead (ISO); by default that of the newest article."""
    newest = max((str(row["published"])[:10] for row in given.articles if row["published"]), default="")
    now = as_of or newest
    sources = Sources()
    a, b = given.pair
    told = [row for row in given.encounters if is_told(row)]
    ahead = gathered(row for row in told if is_ahead(row, now))
    past = gathered(row for row in told if not is_ahead(row, now))
    sections = (
        _relationship(given, sources),
        _encounters("Ahead", list(reversed(ahead)), MOST["ahead"], sources, f"The record tells of no encounter ahead as of {day(now) or 'its last day'}."),
        _disputes(given, sources),
        _encounters("Encounters so far", past, MOST["past"], sources, "The record holds no encounter of the two."),
        _acts(given, sources),
        _claims(given, sources),
    )  # fmt: skip
    return Brief(
        title=f"{sentence_case(state(a))} and {state(b)}",
        coverage=_coverage(given, now),
        sections=sections if given.articles else (),
        sources=tuple(sources.cited),
    )


def _coverage(given: Material, now: str) -> str:
    a, b = (state(code) for code in given.pair)
    days = sorted(str(row["published"])[:10] for row in given.articles if row["published"])
    if not given.articles:
        return f"The record holds no article that tells of {a} and {b}."
    outlets = {row["outlet"] for row in given.articles if row["outlet"]}
    span = (
        f", published from {day(days[0])} to {day(days[-1])}"
        if days and days[0] != days[-1]
        else f", published on {day(days[0])}"
        if days
        else ""
    )
    words = f"The record holds {counted(len(given.articles), 'article')} of {counted(len(outlets), 'outlet')} in which both {a} and {b} have a part{span}."
    undated = len(given.articles) - len(days)
    words += (
        f" {sentence_case(counted(undated, 'article'))} of these {'has' if undated == 1 else 'have'} no date."
        if undated
        else ""
    )
    words += f" What is ahead is seen from {day(now)}." if now else ""
    if any(row.get("sample") for row in (*given.encounters, *given.events, *given.positions)):
        words += " The outlets are invented: these are the bundled samples."
    return words + " It tells what those articles say, and no more."


def _encounters(
    title: str, groups: Sequence[Sequence[Row]], most: int, sources: Sources, empty: str
) -> Section:
    introduced: set[str] = set()
    statements = tuple(
        Statement(
            text=encounter_sentence(group, introduced, ahead=title == "Ahead"),
            sources=tuple(dict.fromkeys(sources.of(row) for row in group[:4])),
        )
        for group in groups[:most]
    )
    return Section(title=title, statements=statements, empty=empty, left=max(0, len(groups) - most))


def _relationship(given: Material, sources: Sources) -> Section:
    rows = [row for row in given.assessments if set(row["about"] or ()) == set(given.pair)]
    distinct = list({row["text"].lower(): row for row in reversed(rows)}.values())[::-1]
    told = [(_assessed(row), row) for row in distinct]
    empty = "The record holds no assessment of the relationship."
    return _section("How the relationship is judged", told, MOST["assessments"], sources, empty)


def _section(title: str, told: Sequence[tuple[str, Row]], most: int, sources: Sources, empty: str) -> Section:
    """The first sentences, each with the source that it rests on."""
    statements = tuple(Statement(text=text, sources=(sources.of(row),)) for text, row in told[:most])
    return Section(title=title, statements=statements, empty=empty, left=max(0, len(told) - most))


def _assessed(row: Row) -> str:
    who = row["said_by"] or row.get("outlet") or "An article"
    verb = "said" if row["said_by"] else "wrote"
    outlet = f", quoted by {row['outlet']}," if row["said_by"] and row.get("outlet") else ""
    when = f" on {day(row['published'])}" if row.get("published") else ""
    course = {
        "worsening": "worsening", "improving": "improving", "strained": "strained", "friendly": "friendly", "stalled": "stalled",
    }[row["direction"]]  # fmt: skip
    of = {"prospects": "prospects", "dispute": "a dispute"}.get(row.get("scope") or "", "relations")
    return f"{sentence_case(who)}{outlet} {verb}{when} of {of} ({course}): {quotation(row['text'])}."


def _disputes(given: Material, sources: Sources) -> Section:
    counts: dict[str, set[str]] = {}
    for row in given.issues:
        counts.setdefault(row["issue"], set()).add(row["article"])
    order = sorted(counts, key=lambda issue: (-len(counts[issue]), issue))
    stands = _latest(given)
    # A matter may be plain from a stand alone, where no words of the taxonomy name it.
    order += sorted({issue for issue, _ in stands if issue and issue not in counts})
    spoken = [issue for issue in order if any(key[0] == issue for key in stands)]
    silent = [issue for issue in order if issue not in spoken]
    told = [(issue, code) for issue in spoken[: MOST["issues"]] for code in given.pair]
    told += [("", code) for code in given.pair]
    statements: list[Statement] = []
    for issue, code in told:
        stand = stands.get((issue, code))
        if stand is not None:
            words = _stand(stand, issue, code, given.pair)
            statements.append(Statement(text=words, sources=(sources.of(stand),)))
    if silent:
        named = silent[: MOST["issues"]]
        cited = [next(row for row in given.issues if row["issue"] == issue) for issue in named]
        words = f"Also named between the two, without a position of either: {listed([issue_name(i) for i in named])}."
        statements.append(
            Statement(text=words, sources=tuple(dict.fromkeys(sources.of(row) for row in cited)))
        )
    return Section(
        title="Disputes, and the latest position of each side",
        statements=tuple(statements),
        empty="The record names no matter between the two.",
        left=max(0, len(spoken) - MOST["issues"]),
    )


def _latest(given: Material) -> dict[tuple[str, str], Row]:
    """The newest position of each of the two on each issue, toward the other or toward nobody in particular.

    Under "" the newest one toward the other on no issue that is known.
    """
    found: dict[tuple[str, str], Row] = {}
    for row in given.positions:
        for code in given.pair:
            other = given.pair[1] if code == given.pair[0] else given.pair[0]
            addressed = row["addressee_states"] or ()
            open_to = row["issue"] and not addressed
            if code in (row["holder_states"] or ()) and (open_to or other in addressed):
                found.setdefault((row["issue"] or "", code), row)
    return found


STANCES = {
    "demands": "demanded", "offers": "offered", "undertakes": "undertook", "refuses": "refused", "supports": "supported",
    "opposes": "opposed", "warns": "warned", "accuses": "made the accusation",
}  # fmt: skip


TOWARD = {"demands": "demanded of", "offers": "offered to", "warns": "warned", "accuses": "accused"}
"""What the stance is called where the other of the two is addressed."""


def _stand(row: Row, issue: str, code: str, pair: tuple[str, str]) -> str:
    """ "On Taiwan, China opposed “arms sales” (18 June 2023)."."""
    holder = listed([name for name in row["holder"] or () if not is_description(name)]) or state(code)
    own = state(code)
    who = own if holder.lower() in {own.lower(), own.removeprefix("the ").lower()} else f"{own} ({holder})"
    toward = [state(s) for s in row["addressee_states"] or () if s in pair and s != code]
    verb = STANCES[row["stance"]]
    if row["stance"] == "warns" and row["what"].startswith("to "):
        verb = f"threatened {toward[0]}" if toward else "threatened"
    elif toward and row["stance"] in TOWARD:
        verb = f"{TOWARD[row['stance']]} {toward[0]}"
    when = f", reported on {day(row['published'])}" if row.get("published") else ""
    said = f", according to {row['said_by']}" if row["said_by"] and row["said_by"] != holder else ""
    matter = f"On {issue_name(issue)}, {who}" if issue else sentence_case(who)
    return f"{matter} {verb}: {quotation(row['what'], 160)}{said}{when}."


def _acts(given: Material, sources: Sources) -> Section:
    told: dict[tuple[str, str, str], tuple[str, Row]] = {}
    for row in given.events:
        words = act_sentence(row, given.pair)
        key = (row["event"], str(row["day"]), ",".join(row["actor_states"] or ()))
        if words is not None:
            told.setdefault(key, (words, row))
    empty = "The record holds no act of one toward the other."
    return _section("Recent acts", list(told.values()), MOST["acts"], sources, empty)


def _claims(given: Material, sources: Sources) -> Section:
    distinct = list({row["quote"]: row for row in reversed(given.claims)}.values())[::-1]
    told = [(f"{sentence_case(_claimer(row))} {quotation(row['quote'])}.", row) for row in distinct]
    empty = "The record holds no claimed first or count about the two."
    return _section("Firsts and counts that are claimed", told, MOST["claims"], sources, empty)


def _claimer(row: Row) -> str:
    outlet = row.get("outlet") or "an article"
    if row["said_by"]:
        return f"{outlet} reports of {row['said_by']}:"
    return f"{outlet} writes:"
