"""Who deals with whom in a month against the month before."""

from __future__ import annotations

import pyarrow as pa
import pytest

from detente.errors import UsageError
from detente.knowledge.scales import shipped_scale
from detente.relations.network import network

PLOVER = shipped_scale("plover")


def happened(*rows: tuple[str, str, str, str, int]) -> pa.Table:
    """Rows of (day, actor, recipient, category, how often)."""
    many = [row for row in rows for _ in range(row[4])]
    names = ("day", "actor", "recipient", "event")
    table = pa.table({name: [row[place] for row in many] for place, name in enumerate(names)})
    return table.append_column("id", pa.array([f"hp_{number}" for number in range(len(many))]))


TABLE = happened(
    ("2023-04-30", "AAA", "BBB", "CONSULT", 9),
    ("2023-05-03", "AAA", "BBB", "CONSULT", 4),
    ("2023-05-31", "CCC", "AAA", "CONSULT", 16),
    ("2023-06-01", "BBB", "AAA", "SANCTION", 12),
    ("2023-06-30", "AAA", "BBB", "CONSULT", 4),
    ("2023-06-10", "AAA", "CCC", "CONSULT", 1),
    ("2023-06-11", "AAA", "DDD", "AID", 3),
    ("2023-07-01", "AAA", "DDD", "AID", 50),
)


def test_pairs_come_by_weight_and_by_change() -> None:
    found = network(TABLE, "2023-06", PLOVER)
    assert (found.before, found.events, found.events_before) == ("2023-05", 20, 20)
    assert [(tie.a, tie.b, tie.now, tie.before) for tie in found.ties] == [
        ("AAA", "BBB", 16, 4), ("AAA", "DDD", 3, 0), ("AAA", "CCC", 1, 16),
    ]  # fmt: skip
    assert [tie.b for tie in found.by_change()] == ["CCC", "BBB", "DDD"]
    assert found.ties[2].change < -2 < 0 < found.ties[1].change
    assert found.ties[0].warmth is not None and found.ties[0].warmth < 0 < (found.ties[0].warmth_before or 0)
    assert found.ties[1].warmth_before is None


def test_states_come_with_their_partners() -> None:
    nodes = {node.state: node for node in network(TABLE, "2023-06", PLOVER).nodes}
    assert (nodes["AAA"].partners, nodes["AAA"].partners_before) == (3, 2)
    assert (nodes["DDD"].now, nodes["DDD"].before) == (3, 0)


def test_a_record_that_tells_twice_as_much_of_all_changes_nothing() -> None:
    rows = [("2023-05-03", "AAA", b, "CONSULT", 8) for b in ("BBB", "CCC", "DDD")]
    rows += [("2023-06-03", "AAA", b, "CONSULT", 16) for b in ("BBB", "CCC", "DDD")]
    assert all(tie.change == 0 for tie in network(happened(*rows), "2023-06", PLOVER).ties)


def test_what_two_do_to_each_other_is_one_happening() -> None:
    table = pa.table(
        {
            "day": ["2023-06-01"] * 2,
            "actor": ["AAA", "BBB"],
            "recipient": ["BBB", "AAA"],
            "event": ["CONSULT"] * 2,
        }
        | {"id": ["hp_1", "hp_1"]}
    )
    [tie] = network(table, "2023-06", PLOVER).ties
    assert (tie.now, tie.events) == (1, ("hp_1",))


def test_the_events_of_a_pair_come_by_how_much_they_tell() -> None:
    table = happened(("2023-06-01", "AAA", "BBB", "CONSULT", 1), ("2023-06-02", "AAA", "BBB", "ASSAULT", 1))
    assert network(table, "2023-06", PLOVER).ties[0].events == ("hp_1", "hp_0")


def test_a_month_without_anything_is_empty() -> None:
    found = network(TABLE, "2021-01", PLOVER)
    assert found.nodes == found.ties == () and found.events == 0


@pytest.mark.parametrize("month", ["June", "2023-13", "2023", ""])
def test_what_is_no_month_is_named(month: str) -> None:
    with pytest.raises(UsageError, match="no month"):
        network(TABLE, month, PLOVER)
