"""What may come: learned from the past of all pairs, scored, and silent where it has nothing to say."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from detente.relations.outlook import HIGH, forecasts, of_kind, outlook


def quarrels(pairs: int = 40, days: int = 400) -> pa.Table:
    """Pairs whose threats come in bouts: a threat makes another likely for some weeks."""
    random = np.random.default_rng(2)
    rows = []
    for pair in range(pairs):
        heat = 0.0
        for day in range(days):
            heat *= 0.93
            if random.random() < 0.004 + 0.25 * min(heat, 1):
                heat += 0.6
                rows.append((day, f"A{pair:02}", "ZZZ", "THREATEN"))
            elif random.random() < 0.1:
                rows.append((day, f"A{pair:02}", "ZZZ", "CONSULT"))
    names = ("day", "actor", "recipient", "event")
    table = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return pa.table(table | {"day": np.datetime64("2020-01-01") + np.array(table["day"])})


def test_bouts_are_foreseen_better_than_as_often_as_before() -> None:
    [found] = forecasts(quarrels(), kinds=("threat",), horizons=(7,))
    assert found.skill > 0.1 and found.log_skill > 0.1
    assert all(abs(foreseen - came) < 0.15 for foreseen, came, number in found.reliability if number > 100)


def test_a_pair_gets_a_probability_with_its_skill_beside_it() -> None:
    table = quarrels()
    told = [answer for answer in outlook(table, ("ZZZ", "A01")) if answer.kind == "threat"]
    assert {answer.horizon for answer in told} <= {7, 30, 90} and told
    assert all(0 < answer.probability < 1 and answer.skill > 0 and answer.scored > 0 for answer in told)
    assert outlook(table, ("ZZZ", "QQQ")) == []


def test_what_lies_ahead_of_the_day_asked_is_not_used() -> None:
    table = quarrels()
    early = outlook(table, ("A01", "ZZZ"), until="2020-12-01")
    cut = table.filter(
        pa.array(np.array(table["day"].to_pylist(), "datetime64[D]") <= np.datetime64("2020-12-01"))
    )
    assert early == outlook(cut, ("A01", "ZZZ"))


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_too_few_acts_say_nothing(rows: int) -> None:
    assert outlook(quarrels().slice(0, rows), ("A00", "ZZZ")) == []


@pytest.mark.parametrize(
    ("kind", "event", "mode", "cameo", "expected"),
    [
        ("meeting", "CONSULT", "visit", None, True),
        ("meeting", "CONSULT", "phone", None, False),
        ("meeting", None, None, "041", False),
        ("meeting", None, None, "042", True),
        ("sanction", None, None, "163", True),
        ("sanction", "SANCTION", None, None, True),
        ("threat", None, None, "138", True),
        ("force", None, None, "190", True),
        ("force", "ACCUSE", None, None, False),
    ],
)
def test_kinds_by_category_or_code(
    kind: str, event: str | None, mode: str | None, cameo: str | None, expected: bool
) -> None:
    table = pa.table(
        {
            "event": pa.array([event], pa.string()),
            "mode": pa.array([mode], pa.string()),
            "cameo": pa.array([cameo], pa.string()),
        }
    )
    assert of_kind(table, kind).tolist() == [expected]


@pytest.mark.parametrize(
    ("actors", "recipients", "expected"),
    [
        (["president"], ["prime minister"], True),
        (["secretary of state"], ["state"], True),
        (["health minister", "unnamed"], ["foreign minister"], True),
        (["state"], ["state"], False),
        (["president"], ["group"], False),
        (["deputy foreign minister"], ["foreign minister"], False),
        ([], ["president"], False),
    ],
)
def test_a_high_level_meeting_has_a_leader_or_minister_and_nobody_lower_on_the_other_side(
    actors: list[str], recipients: list[str], expected: bool
) -> None:
    table = pa.table(
        {"actor": ["USA"], "recipient": ["CHN"], "event": ["CONSULT"], "mode": ["meet"]}
        | {"actor_offices": pa.array([actors], pa.list_(pa.string()))}
        | {"recipient_offices": pa.array([recipients], pa.list_(pa.string()))}
    )
    assert of_kind(table, HIGH).tolist() == [expected]
    assert of_kind(table, "meeting").tolist() == [True]
    assert of_kind(table.drop_columns(["actor_offices"]), HIGH).tolist() == [False]
