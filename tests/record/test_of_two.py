"""What is answered of two states from the table of pairs is what the whole tables say."""

import random
from dataclasses import replace

import pytest

from detente.record import keep, queries
from detente.record.diary import encounters_once, tellings_of
from detente.record.links import keep_links
from detente.record.matters import held_on, named_between, positions_on, stances, unsure_stances
from detente.record.scope import Scope
from detente.relations.agenda import agenda
from detente.types import IssueMention, Position, When

PAIR = ("RUS", "USA")
ISSUES = ("espionage", "arms_control", "prisoners")


def varied(reading, chance):
    """The reading with other days, statuses, stances and issues."""
    [meeting], [report] = reading.encounters, reading.reports
    day = f"2023-0{chance.randint(1, 6)}-{chance.randint(10, 28)}"
    when = chance.choice(
        [None, When(text=day, start=0, end=0, value=day), When(text=day, start=0, end=0, value=day[:7])]
    )
    ours, theirs = report.actors[0], report.recipients[0]
    positions = tuple(
        Position(
            holder=holder, addressee=other, issue=chance.choice([*ISSUES, None]), stance=chance.choice(["demands", "refuses"]),
            what="the release", said_by=None, start=n, end=n + 9, quote=reading.article.text[n : n + 9],
            confidence=chance.choice([0.3, 0.9]),
        )
        for n, (holder, other) in enumerate(chance.choices([(ours, theirs), (theirs, ours)], k=12))
    )  # fmt: skip
    issues = tuple(
        IssueMention(issue=chance.choice(ISSUES), text="it", start=n, end=n + 2, between=PAIR)
        for n in range(2)
    )
    met = replace(
        meeting,
        when=when,
        status=chance.choice(["happened", "planned", "cancelled"]),
        agenda=tuple(chance.sample(ISSUES, 2)),
        participants=meeting.participants + (ours,) * chance.randint(0, 2),
        confidence=chance.random(),
    )
    return replace(reading, encounters=(met,), positions=positions, issues=issues)


@pytest.fixture
def filled(record, make_reading):
    chance = random.Random(4)
    names = [f"n{n:02}" for n in range(30)]
    keep(
        record,
        [
            varied(
                make_reading(n, published=f"2023-0{chance.randint(1, 6)}-{chance.randint(1, 9):02}"), chance
            )
            for n in names
        ],
    )
    # The last three are linked to nothing.
    homes = {f"en_{n}": f"me_{chance.randint(0, 9)}" for n in names[:-3]}
    keep_links(record, [], {}, {"encounter": homes})
    return record


@pytest.mark.parametrize(("since", "until"), [(None, None), ("2023-02-15", "2023-04-20")])
@pytest.mark.parametrize(
    ("limit", "where", "values"),
    [
        (None, "true", []),
        (4, "true", []),
        (3, "list_has_any(agenda, ?::VARCHAR[]) AND confidence > 0.2", [["prisoners"]]),
    ],
)
def test_encounters(filled, since, until, limit, where, values):
    asked = {"limit": limit, "where": where, "values": values}
    days = {"since": since, "until": until}
    found = encounters_once(filled, Scope(states=PAIR, **days), **asked).to_pylist()
    # All of these are Blinken's, and of two and a person the whole tables are asked.
    whole = encounters_once(filled, Scope(states=PAIR, person="Antony Blinken", **days), **asked).to_pylist()
    for row in (*found, *whole):
        row["agenda"] = sorted(row["agenda"])
    assert found == whole and (limit or 13) >= len(found) > 1


@pytest.mark.parametrize("most", [2, 400])
def test_encounters_many_and_few_are_told_alike(filled, monkeypatch, most):
    expected = encounters_once(filled, Scope(states=PAIR)).to_pylist()
    monkeypatch.setattr("detente.record.diary.FEW", most)
    assert encounters_once(filled, Scope(states=PAIR)).to_pylist() == expected


def test_the_newest_are_the_first_of_all(filled):
    for scope in (Scope(), Scope(states=("USA",)), Scope(person="Sergey Lavrov", since="2023-02-15")):
        every = encounters_once(filled, scope).to_pylist()
        first = encounters_once(filled, scope, 5).to_pylist()
        for row in (*every, *first):
            row["agenda"] = sorted(row["agenda"])
        assert first == every[:5] and len(every) > 5


@pytest.mark.parametrize("read", [queries.events, queries.positions])
def test_few_rows_are_told_like_all(filled, read):
    every = read(filled, Scope()).to_pylist()
    few = [row["id"] for row in every[3::7]]
    assert read(filled, Scope(), few).to_pylist() == every[3::7] and len(few) > 3
    assert read(filled, Scope(), []).num_rows == 0


@pytest.mark.parametrize(("since", "least"), [(None, 0.0), ("2023-03-03", 0.0), (None, 0.5)])
def test_the_agenda(filled, since, least):
    scope = Scope(states=PAIR, since=since)
    positions = queries.positions(filled, scope)
    kept = positions.filter([row["confidence"] >= least for row in positions.to_pylist()])
    whole = agenda(queries.issues(filled, scope), kept, PAIR)
    held = stances(filled, scope, least)
    assert agenda(named_between(filled, scope), held.ends, PAIR, held.times) == whole
    assert whole.num_rows == 3 and held.ends.num_rows <= 2 * 2 * 3 < kept.num_rows


@pytest.mark.parametrize(("since", "least"), [(None, 0.0), (None, 0.5), ("2023-03-03", 0.5)])
def test_what_is_held_on_an_issue(filled, since, least):
    scope = Scope(since=since)
    every = positions_on(filled, "prisoners", scope).to_pylist()
    sure = [row for row in every if row["confidence"] >= least]
    found = held_on(filled, "prisoners", scope, least, 7)
    assert (found.told, found.sure) == (len(every), len(sure)) and len(sure) > 9
    assert list(found.newest) == [row["id"] for row in sure[:7]]
    assert positions_on(filled, "prisoners", scope, among=found.newest).to_pylist() == sure[:7]
    for state, times, latest in found.powers:
        own = [row["id"] for row in sure if state in row["holder_countries"]]
        assert (times, latest) == (len(own), own[0])
    assert {state for state, _, _ in found.powers} == set(PAIR)


def test_stances_that_are_left_out_are_counted(filled):
    scope = Scope(states=PAIR)
    every, sure = stances(filled, scope), stances(filled, scope, 0.5)
    left_out = unsure_stances(filled, scope, 0.5)
    assert left_out == sum(every.times.values()) - sum(sure.times.values()) > 0
    assert unsure_stances(filled, scope, 0.0) == 0


def test_assessments(filled):
    scope = Scope(states=PAIR)
    whole = queries.assessments(filled, scope).to_pylist()
    assert queries.assessments(filled, scope, 5).to_pylist() == whole[:5] and len(whole) > 5


@pytest.mark.parametrize("scope", [Scope(), Scope(states=("USA",)), Scope(person="Antony Blinken")])
@pytest.mark.parametrize("since", [None, "2023-03-03"])
@pytest.mark.parametrize("limit", [3, None])
def test_encounters_are_the_same_of_tellings_that_are_gathered_already(filled, scope, since, limit):
    among = tellings_of(filled, scope)
    dated = replace(scope, since=since)
    expected = encounters_once(filled, dated, limit).to_pylist()
    found = encounters_once(filled, dated, limit, among=among).to_pylist()
    assert expected and [row | {"agenda": sorted(row["agenda"])} for row in found] == [
        row | {"agenda": sorted(row["agenda"])} for row in expected
    ]


def test_of_two_nothing_need_be_gathered(filled):
    assert tellings_of(filled, Scope(states=PAIR)) is None
