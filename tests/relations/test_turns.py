"""Turns: told once, soon, for what is unusual of the pair, and not for volume."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from detente.knowledge.scales import shipped_scale
from detente.relations.series import panels
from detente.relations.signs import coerced
from detente.relations.tallies import tally
from detente.relations.turns import Turn, turns

START = date(2020, 1, 1)
PLOVER = shipped_scale("plover")
Row = tuple[int, str, str, str, int]


def events(rows: list[Row]) -> pa.Table:
    """Rows of (day from 2020-01-01, actor, recipient, category, how often)."""
    many = [row for row in rows for _ in range(row[4])]
    names = ("actor", "recipient", "event")
    return pa.table(
        {"day": [(START + timedelta(days=row[0])).isoformat() for row in many]}
        | {name: [row[place] for row in many] for place, name in enumerate(names, 1)}
    )


def told(rows: list[Row], curve: str = "balance") -> list[Turn]:
    return [turn for panel in panels(tally(events(rows), PLOVER), curve=curve) for turn in turns(panel)]


def talks(days: range) -> list[Row]:
    return [(day, "AAA", "BBB", "CONSULT", 1 + day % 3) for day in days if day % 2 == 0]


FORCE: list[Row] = [(200 + step, "AAA", "BBB", "ASSAULT", 2) for step in (0, 1, 2, 4)]


def test_force_between_states_that_never_used_it_is_a_turn_within_days() -> None:
    found = told([*talks(range(260)), *FORCE])
    assert [turn.direction for turn in found] == ["cooler"]
    assert "2020-07-19" <= found[0].known <= "2020-07-25"
    assert found[0].began >= "2020-07-12"


def test_the_same_force_is_no_turn_where_it_is_usual() -> None:
    usual = [(day, "AAA", "BBB", "ASSAULT", 2) for day in range(260) if day % 3 != 1]
    assert not told([*talks(range(260)), *usual])


def test_a_turn_is_told_once_however_long_the_quarrel() -> None:
    quarrel = [(day, "BBB", "AAA", "SANCTION", 2) for day in range(200, 300)]
    assert len(told([*talks(range(200)), *quarrel])) == 1


def test_quarrel_and_reconciliation_are_two_turns() -> None:
    quarrel = [(day, "BBB", "AAA", "SANCTION", 2) for day in range(200, 260)]
    accord = [(day, "AAA", "BBB", "COOPERATE", 3) for day in range(260, 340)]
    assert [turn.direction for turn in told([*talks(range(200)), *quarrel, *accord])] == ["cooler", "warmer"]


def test_more_conflict_is_cooler_on_the_curve_of_conflict_too() -> None:
    quarrel = [(day, "AAA", "BBB", "SANCTION", 2) for day in range(200, 240)]
    found = told([*talks(range(240)), *quarrel], "conflict")
    assert [turn.direction for turn in found] == ["cooler"] and found[0].after > found[0].before


def test_one_act_of_coercion_is_no_turn() -> None:
    assert not told([*talks(range(260)), (200, "AAA", "BBB", "SANCTION", 1)])


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        ([(100, "AAA", "BBB", "ASSAULT", 9)], 1),
        ([(100, "AAA", "BBB", "ASSAULT", 3), (100, "BBB", "AAA", "COERCE", 1)], 2),
        ([(100, "AAA", "BBB", "ACCUSE", 9)], 0),
    ],
)
def test_coercion_counts_who_took_to_it_not_how_often_it_is_told(rows: list[Row], most: int) -> None:
    tallies = tally(events([*talks(range(120)), *rows]), PLOVER)
    assert tallies.coercion.max() == most


def test_evidence_of_coercion_grows_with_days_and_fades_as_it_becomes_usual() -> None:
    quarrel = [(day, "AAA", "BBB", "ASSAULT", 1) for day in range(200, 400)]
    [panel] = panels(tally(events([*talks(range(400)), *quarrel]), PLOVER))
    evidence = coerced(panel.tallied)[:, 0]
    assert not evidence[:200].any() and evidence[200] < evidence[203] < evidence[207]
    assert evidence[390] < evidence[207] / 2
    assert np.isfinite(evidence).all()


def test_a_cameo_code_can_be_coercion() -> None:
    table = pa.table(
        {
            "day": ["2020-01-01"] * 2,
            "actor": ["AAA", "CCC"],
            "recipient": ["BBB", "DDD"],
            "cameo": ["190", "042"],
        }
    )
    tallies = tally(table, shipped_scale("goldstein"))
    assert dict(zip(tallies.pairs, tallies.coercion, strict=True)) == {("AAA", "BBB"): 1, ("CCC", "DDD"): 0}
