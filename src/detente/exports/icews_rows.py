"""The record's events in the twenty columns of ICEWS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.exports.countries import name_of, state_named
from detente.exports.icews import COLUMNS
from detente.exports.occurrences import Occurrence, dyads, name_of_actor, number_of, whole_day
from detente.exports.sheets import lines_of
from detente.knowledge.categories import categories
from detente.knowledge.sector_names import sector_names
from detente.types import Actor

NOTHING = "NA"


def icews_text(events: Iterable[Occurrence]) -> str:
    """A header and a row for each pair of actor and recipient; acts that both sides do alike stand twice."""
    return lines_of((row for event in events for row in icews_rows(event)), COLUMNS)


def icews_rows(event: Occurrence) -> Iterator[tuple[str, ...]]:
    """The rows of one event. `NA` where nothing is known, and in District and Province, which are not told apart here."""
    known, report, where = categories(), event.report, event.report.where
    city = where.name if where and not state_named(where.name) else None
    for number, (source, target, cameo) in enumerate(dyads(report, both_ways=True)):
        code = known.codes.get(cameo)
        goldstein = known.goldstein(cameo)
        row = (
            str(number_of(f"{event.id} {number}")), whole_day(event.day), name_of_actor(source), _sector(source),
            name_of(source.country), code.label if code else report.event, cameo,
            None if goldstein is None else f"{goldstein:g}", name_of_actor(target), _sector(target),
            name_of(target.country) if target else None, str(number_of(event.article.id)),
            str(report.sentence + 1), event.article.outlet or event.article.agency, city, None, None,
            name_of(where.country) if where else None, _degrees(where.lat if where else None),
            _degrees(where.lon if where else None),
        )  # fmt: skip
        yield tuple(field or NOTHING for field in row)


def _sector(actor: Actor | None) -> str | None:
    named = sector_names().get(actor.sector or "") if actor else None
    return named.icews if named else None


def _degrees(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
