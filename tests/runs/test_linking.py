"""Linking in the record: the same stories and happenings in whatever order and batches articles come."""

import math
import random
from dataclasses import replace

import pytest

from detente.record import keep, open_record
from detente.record.links import judged
from detente.runs import linking
from detente.runs.linking import link_new


def rarity(word: str) -> float:
    return min(6.7, math.log(1 + len(word)) * 2.0)


@pytest.fixture
def readings(make_reading):
    """Three outlets' copies of two meetings, a week and a month apart, and one that nobody else tells."""
    found = []
    for number, day in enumerate(("2023-03-03", "2023-03-12", "2023-04-20")):
        for outlet in ("one", "two", "three")[: 1 if number == 2 else 3]:
            reading = make_reading(f"{outlet}{number}", published=day)
            when = replace(reading.encounters[0].when, value=day)
            found.append(replace(reading, encounters=(replace(reading.encounters[0], when=when),)))
    return found


def linked_by(record, readings, sizes):
    left = list(readings)
    for size in sizes:
        keep(record, left[:size])
        del left[:size]
        for _ in link_new(record, rarity):
            pass
    return record.connection.execute('SELECT kind, "of", happening FROM happenings ORDER BY ALL').fetchall()


@pytest.mark.parametrize("seed", range(4))
def test_order_and_batches_do_not_matter(tmp_path, readings, seed, monkeypatch):
    with open_record(tmp_path / "plain.duckdb", create=True) as record:
        expected = linked_by(record, readings, [len(readings)])
    mixed = random.Random(seed).sample(readings, len(readings))
    monkeypatch.setattr(linking, "TOGETHER", 2)
    with open_record(tmp_path / "mixed.duckdb", create=True) as record:
        assert linked_by(record, mixed, [3, 1, 3]) == expected


def test_each_meeting_is_one_happening_told_by_its_outlets(record, readings):
    rows = linked_by(record, readings, [len(readings)])
    meetings = [home for kind, _, home in rows if kind == "encounter"]
    assert sorted(map(meetings.count, set(meetings))) == [1, 3, 3]


def test_linking_again_changes_nothing(record, readings):
    before = linked_by(record, readings, [len(readings)])
    assert linked_by(record, [], [0]) == before
    assert record.connection.execute("SELECT count(*) FROM moves").fetchall() == [(0,)]


def test_an_old_identifier_leads_on_when_a_happening_gets_another_first_telling(record, readings):
    late = [r for r in readings if r.id.endswith("0")]
    linked_by(record, late[:2], [2])
    first = record.connection.execute(
        "SELECT DISTINCT happening FROM happenings WHERE kind='encounter'"
    ).fetchall()
    linked_by(record, late[2:], [1])
    now = record.connection.execute(
        "SELECT DISTINCT happening FROM happenings WHERE kind='encounter'"
    ).fetchall()
    moves = record.connection.execute("SELECT was, now FROM moves WHERE kind='encounter'").fetchall()
    assert now == first or moves == [(first[0][0], now[0][0])]


def test_what_a_person_judged_holds_and_can_be_undone(record, readings):
    meetings = sorted(r.encounters[0].id for r in readings if r.id.endswith("0"))
    pair = (meetings[0], meetings[1])
    record.connection.execute(
        "INSERT INTO judgements VALUES ('j1', 'encounter', ?, ?, false, 'ana', 'another day', now()::TIMESTAMP, NULL)",
        list(pair),
    )
    assert judged(record, ["encounter"]) == ([], [pair])
    homes = {of: home for _, of, home in linked_by(record, readings, [len(readings)])}
    assert homes[pair[0]] != homes[pair[1]]
    record.connection.execute("UPDATE judgements SET undone = now()::TIMESTAMP")
    assert judged(record, ["encounter"]) == ([], [])


def test_what_a_person_joined_stays_whole_when_one_of_it_is_linked_anew(record, readings):
    first, other = (next(r.encounters[0].id for r in readings if r.id.endswith(n)) for n in ("0", "2"))
    linked_by(record, readings[1:], [len(readings) - 1])
    record.connection.execute(
        "INSERT INTO judgements VALUES ('j1', 'encounter', ?, ?, true, 'ana', 'one tour', now()::TIMESTAMP, NULL)",
        sorted((first, other)),
    )
    homes = {of: home for kind, of, home in linked_by(record, readings[:1], [1]) if kind == "encounter"}
    mates = {of for of, home in homes.items() if home == homes[first]}
    assert mates == {r.encounters[0].id for r in readings if r.id[-1] in "02"}


def test_a_judgement_on_a_report_holds_for_the_encounter_that_took_it_up(record, readings):
    meeting, other = readings[0], readings[-1]
    met = replace(meeting.reports[0], id="rp_met", event="CONSULT")
    taking = replace(meeting.encounters[0], reports=("rp_met",))
    readings[0] = replace(meeting, reports=(*meeting.reports, met), encounters=(taking,))
    linked_by(record, readings, [len(readings)])
    record.connection.execute(
        "INSERT INTO judgements VALUES ('j1', 'event', ?, 'rp_met', true, 'ana', '', now()::TIMESTAMP, NULL)",
        [other.encounters[0].id],
    )
    linking.relink(record, ["rp_met", other.encounters[0].id])
    homes = dict(record.connection.execute('SELECT "of", happening FROM happenings').fetchall())
    assert homes["rp_met"] == homes[taking.id] == homes[other.encounters[0].id]
