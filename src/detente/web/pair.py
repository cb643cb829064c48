"""`/pair/CHN-USA`: the curve of two states, their encounters, what stands between them, what they did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from detente.display.charts import turn_mark
from detente.display.curve import Bin, bins, curve_svg, since_told, strip_svg
from detente.display.names import state_name
from detente.errors import UnknownError, UsageError
from detente.knowledge.categories import categories
from detente.record import Record, queries
from detente.record.diary import encounters_once
from detente.record.listing import Wish, choices, cursor_of, every, happenings, totals
from detente.record.matters import named_between, stances, unsure_stances
from detente.record.meant import scope_of
from detente.record.scope import Scope
from detente.relations.account import Account, reason_rows, series_table, turns_table
from detente.relations.agenda import agenda
from detente.relations.meetings import ahead_order, is_ahead, is_told, is_unheard_of
from detente.web.asked import Asked
from detente.web.feeds import calendar_of, feed_of, picture, pixels
from detente.web.site import Site
from detente.web.view import View, Writer

Row = dict[str, Any]
_STOP = re.compile(
    r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!Gen)(?<!Sen)(?<=[^A-Z.\s])[.!?][”’\"']?\s+(?=[A-Z“‘\"'])"
)
"""Where a sentence ends; a capital before a full stop is an initial, and a title goes on."""
JUDGED = 5
"""Assessments of the relationship that are given."""
KNOWN = 300
"""Encounters that are looked at, those of the latest days: all that are ahead, and more of the past than are shown."""
PAST = 12
"""Encounters of the past that are shown at first."""


def pair_of(words: str) -> tuple[str, str]:
    """The two states that a path names. Raises `UnknownError` for what is no pair of states."""
    try:
        states = scope_of(words).states
    except UsageError as error:
        raise UnknownError(str(error)) from None
    if len(states) != 2:
        raise UnknownError(f"{words!r} is no pair of states; write two codes, such as CHN-USA")
    return states[0], states[1]


def pair_view(site: Site, asked: Asked, pair: tuple[str, str]) -> View:
    """All that a pair's page shows."""
    scope = Scope(states=pair)
    wish = asked.wish(scope)
    among = site.told(scope, asked.as_of)
    with site.record.borrow(asked.as_of) as record:
        counted = totals(record, wish, among=among)
        listed = events_part(record, asked, scope, among)
    now = site.now(asked.as_of)
    told = site.account(pair, asked.as_of)
    beside = site.record.remembered(
        ("around", pair, asked.since, asked.until, asked.as_of, asked.stances),
        lambda: _around(site, wish.scope, asked),
    )
    a, b = pair
    return View(
        title=f"{state_name(a)} and {state_name(b)}",
        template="pair.html",
        facts={
            "pair": list(pair),
            "now": now,
            "totals": counted,
            "curve": curve_part(asked, pair, told),
            **diary_part(beside["encounters"], now, asked.surely),
            "agenda": beside["agenda"],
            "stances_less_sure": beside["stances_less_sure"],
            "judged": beside["judged"],
            **listed,
            "_other": asked.link(path=f"/pair/{b}-{a}"),
        },
        tables=_tables(site, asked, scope, told),
        writers=_writers(site, asked, scope, told),
        python=f'import detente\n\npair = detente.open("{site.record.path.name}").pair("{a}", "{b}")\npair.tension()',
        sql=_sql(pair),
    )


def _around(site: Site, scope: Scope, asked: Asked) -> Row:
    """What a pair's page tells besides its events: by the days and the least confidence alone, and not by other filters."""
    a, b = scope.states
    with site.record.borrow(asked.as_of) as record:
        named, held = named_between(record, scope), stances(record, scope, asked.stances)
        doubted = unsure_stances(record, scope, asked.stances)
        met = encounters_once(record, scope, KNOWN).to_pylist()
        judged = queries.assessments(record, scope, JUDGED).to_pylist()
    return {
        "stances_less_sure": doubted,
        "encounters": [row for row in met if is_told(row)],
        "agenda": [_sided(row, (a, b)) for row in agenda(named, held.ends, (a, b), held.times).to_pylist()],
        "judged": [row | {"around": around(row["quote"], row["text"])} for row in judged],
    }


def around(paragraph: str, words: str) -> tuple[str, str]:
    """What stands before and after words in their sentence."""
    start = max(paragraph.find(words), 0)
    end = start + len(words)
    stops = list(_STOP.finditer(paragraph))
    begun = max((stop.end() for stop in stops if stop.end() <= start), default=0)
    ended = min(
        (len(stop[0].rstrip()) + stop.start() for stop in stops if stop.start() >= end),
        default=len(paragraph),
    )
    return paragraph[begun:start], paragraph[end:ended]


def sure(table: pa.Table, least: float) -> pa.Table:
    """The rows of at least that confidence; those without one, which no coder doubted, stay."""
    known = pc.fill_null(table["confidence"], 1.0)
    return table.filter(pc.greater_equal(known, least)) if least > 0 else table


def _tables(site: Site, asked: Asked, scope: Scope, told: Account | None) -> dict[str, Any]:
    wish = asked.wish(scope)

    def asking(question: Any) -> pa.Table:
        with site.record.borrow(asked.as_of) as record:
            return question(record)

    tables = {
        "events": lambda: asking(lambda record: every(record, wish)),
        "encounters": lambda: asking(lambda record: sure(encounters_once(record, wish.scope), asked.surely)),
        "positions": lambda: asking(
            lambda record: sure(queries.positions(record, wish.scope), asked.stances)
        ),
        "issues": lambda: asking(lambda record: queries.issues(record, wish.scope)),
        "reports": lambda: asking(lambda record: sure(queries.events(record, wish.scope), asked.surely)),
    }
    if told is not None:
        tables["tension"] = lambda: series_table(told.series, turned=(turn for turn, _, _ in told.turns))
    return tables


def _writers(site: Site, asked: Asked, scope: Scope, told: Account | None) -> dict[str, Writer]:
    """A calendar of what is ahead, a feed of events, the curve as a picture."""
    a, b = scope.states
    title = f"{state_name(a)} and {state_name(b)}"
    writers: dict[str, Writer] = {
        "ics": lambda: calendar_of(site, asked, scope),
        "atom": lambda: feed_of(site, asked, asked.wish(scope), title, asked.base),
    }
    if told is not None:
        writers["svg"] = lambda: picture(told, title, asked.window)
        writers["png"] = lambda: pixels(picture(told, title, asked.window))
    return writers


def events_part(record: Record, asked: Asked, scope: Scope, among: pa.Table) -> Row:
    """A page of the events of a scope with what they can be filtered by."""
    wish = asked.wish(scope)
    rows = happenings(record, wish, after=asked.after, limit=asked.limit, among=among).to_pylist()
    rows = [row | {"deed": categories().name(row["event"], row["mode"])} for row in rows]
    following = cursor_of(rows[-1]) if len(rows) == asked.limit else None
    return {
        "events": rows,
        "least": asked.surely,
        "less_sure": less_sure(record, wish, among),
        "next": asked.link(after=following, anchor="events") if following else None,
        "choices": choices(record, wish, among=among),
    }


def less_sure(record: Record, wish: Wish, among: pa.Table) -> int:
    """How many events are left out for being less certain than is asked for, and for nothing else."""
    if not wish.least:
        return 0
    every_one = totals(record, replace(wish, least=0.0), among=among)
    return every_one["events"] - totals(record, wish, among=among)["events"]


def diary_part(rows: list[Row], now: str | None, least: float) -> Row:
    """Encounters ahead, the nearest first; foreseen and not heard of since, and past, both the latest first."""
    known = [row for row in rows if is_told(row)]
    told = [row for row in known if row["confidence"] is None or row["confidence"] >= least]
    ahead = [row for row in told if is_ahead(row, now or "")]
    unheard = [row for row in told if is_unheard_of(row, now or "")]
    elsewhere = {row["id"] for row in (*ahead, *unheard)}
    past = [row for row in told if row["id"] not in elsewhere]
    ahead.sort(key=ahead_order)
    return {
        "encounters_less_sure": len(known) - len(told),
        "ahead": ahead,
        "unheard": unheard[:PAST],
        "unheard_more": max(0, len(unheard) - PAST),
        "past": past[:PAST],
        "past_more": max(0, len(past) - PAST),
    }


def curve_part(asked: Asked, pair: tuple[str, str], told: Account | None) -> Row | None:
    """The curve as figures and as a picture; None where nothing was seen of the two."""
    if told is None:
        return None
    whole = series_table(told.series).to_pylist()
    turns = turns_table(told).to_pylist()
    series = since_told(whole, asked.since)
    stretches = bins(series)
    last = series[-1]
    then = whole[-31]["known_mean"] if len(whole) > 30 else None
    # A bar counts all its events, and so does the list that it leads to.
    links = [asked.link(since=one.first, until=one.last, least=0, anchor="events") for one in stretches]
    return {
        "first": series[0]["day"],
        "stretch": _stretch(stretches),
        "last": last["day"],
        "value": {name: last[name] for name in ("known_mean", "known_low90", "known_high90", "coverage")},
        "month_before": then,
        "told_days": sum(1 for row in series if row["events"]),
        "last_told": max((row["day"] for row in series if row["events"]), default=None),
        "days": len(series),
        "turns": [turn | {"words": turn_mark(turn)["words"]} for turn in turns],
        "lately": reason_rows(told.lately[1]) if told.lately else [],
        "weeks": [_week(one) for one in stretches],
        "_svg": curve_svg(series, turns, label=_in_words(pair, series, turns), window=asked.window),
        "_strip": strip_svg(stretches, links, asked.window),
    }


def _sided(row: Row, pair: tuple[str, str]) -> Row:
    """A row of the agenda with the latest position of each side, in their order; None for a side that has none."""
    latest = {position["side"]: position for position in row["now"]}
    return row | {"sides": [latest.get(side) for side in pair], "silent": not latest}


def _stretch(stretches: list[Bin]) -> str:
    weeks = max(1, ((stretches[0].last - stretches[0].first).days + 1) // 7)
    return "week" if weeks == 1 else f"{weeks} weeks"


def _week(one: Bin) -> Row:
    rounded = {name: round(float(getattr(one, name)), 2) for name in ("mean", "low", "high")}
    return {"first": one.first, "last": one.last, "events": one.events} | rounded


def _in_words(pair: tuple[str, str], series: Sequence[Mapping[str, Any]], turns: list[Row]) -> str:
    """What a reader who cannot see the curve should know of it."""
    last = series[-1]
    warm = "on the warm side" if last["mean"] > 0 else "on the cool side"
    told = "; ".join(f"{turn['direction']} since {turn['began']}" for turn in turns) or "no turn"
    return (
        f"Relations of {state_name(pair[0])} and {state_name(pair[1])} from {series[0]['day']} to {last['day']}: {warm} "
        f"at the end ({last['mean']:.2f}, 90% band {last['low90']:.2f} to {last['high90']:.2f}). Turns: {told}."
    )


def _sql(pair: tuple[str, str]) -> str:
    return (
        "SELECT coalesce(r.day, a.published_day) AS day, r.event, r.mode, r.status, r.confidence, r.quote\n"
        "FROM reports r JOIN articles a ON a.id = r.article\n"
        "JOIN roles x ON x.\"of\" = r.id AND x.role = 'actor' JOIN roles y ON y.\"of\" = r.id AND y.role = 'recipient'\n"
        f"WHERE (x.country, y.country) IN (('{pair[0]}', '{pair[1]}'), ('{pair[1]}', '{pair[0]}')) AND NOT r.historical\n"
        "ORDER BY day DESC;"
    )
