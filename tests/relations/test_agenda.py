"""Issues between two states over time, and the pairs that moved."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from detente.knowledge.scales import shipped_scale
from detente.relations.agenda import agenda
from detente.relations.movers import movers

PLOVER = shipped_scale("plover")


def mentions(*rows: tuple[str, str, str]) -> pa.Table:
    """Rows of (issue, article, day)."""
    return pa.table(
        {
            name: pa.array([row[i] for row in rows], pa.string())
            for i, name in enumerate(("issue", "article", "day"))
        }
    )


def stands(*rows: tuple[str, str, str, str, str]) -> pa.Table:
    """Rows of (holder, state, issue, stance, day)."""
    return pa.Table.from_pylist(
        [
            {"id": f"po_{i}", "holder": [holder], "holder_states": [state], "issue": issue, "stance": stance,
             "what": f"{stance} {issue}", "article": day, "day": day, "start": i}
            for i, (holder, state, issue, stance, day) in enumerate(rows)
        ]
    )  # fmt: skip


ISSUES = mentions(
    ("tariffs", "a", "2018-07-06"),
    ("tariffs", "a", "2018-07-06"),
    ("tariffs", "b", "2025-05-12"),
    ("spy-balloon", "c", "2023-02-04"),
    ("critical-minerals", "d", "2025-06-10"),
)
STANDS = stands(
    ("Donald Trump", "USA", "tariffs", "demands", "2018-07-06"),
    ("Scott Bessent", "USA", "tariffs", "undertakes", "2025-05-12"),
    ("China", "CHN", "tariffs", "opposes", "2018-07-06"),
    ("Japan", "JPN", "tariffs", "opposes", "2018-07-06"),
)


def test_an_agenda_tells_what_is_new_what_stands_and_what_faded() -> None:
    found = {row["issue"]: row for row in agenda(ISSUES, STANDS, ("CHN", "USA")).to_pylist()}
    assert {issue: row["state"] for issue, row in found.items()} == {
        "tariffs": "standing",
        "critical-minerals": "new",
        "spy-balloon": "faded",
    }
    assert found["tariffs"]["articles"] == 2, "a mention counts once an article"
    assert [month["month"] for month in found["tariffs"]["by_month"]] == ["2018-07", "2025-05"]


def test_an_agenda_tells_who_raises_an_issue_and_where_each_side_stood_and_stands() -> None:
    [tariffs] = [
        row for row in agenda(ISSUES, STANDS, ("CHN", "USA")).to_pylist() if row["issue"] == "tariffs"
    ]
    assert {side["state"]: side["times"] for side in tariffs["raised_by"]} == {"CHN": 1, "USA": 2}
    assert [(row["holder"], row["stance"]) for row in tariffs["then"]] == [("Donald Trump", "demands")]
    assert {(row["holder"], row["stance"]) for row in tariffs["now"]} == {
        ("China", "opposes"),
        ("Scott Bessent", "undertakes"),
    }


def test_no_issue_makes_an_empty_agenda() -> None:
    assert agenda(mentions(), stands(), ("CHN", "USA")).num_rows == 0


def happenings(*rows: tuple[int, str, str, str]) -> pa.Table:
    start = date(2022, 1, 1)
    names = ("day", "actor", "recipient", "event")
    return pa.Table.from_pylist(
        [
            dict(zip(names, ((start + timedelta(days=row[0])).isoformat(), *row[1:]), strict=True))
            for row in rows
        ]
    )


def test_the_pair_that_fell_out_moved_most_and_says_why() -> None:
    steady = [(day, "AAA", "BBB", "CONSULT") for day in range(0, 120, 3)]
    broken = [(day, "CCC", "DDD", "CONSULT" if day < 95 else "SANCTION") for day in range(0, 120, 3)]
    gone = [(day, "EEE", "FFF", "CONSULT") for day in range(0, 60, 3)]
    found = movers(happenings(*steady, *broken, *gone), PLOVER).to_pylist()
    assert [(row["a"], row["b"]) for row in found] == [("CCC", "DDD"), ("AAA", "BBB")]
    assert found[0]["now"] < found[0]["then"]
    assert found[0]["events_now"] == pytest.approx(10, abs=1)
    assert found[0]["why"][0]["event"] == "SANCTION"


def test_a_record_of_a_few_days_has_no_movers() -> None:
    assert (
        movers(happenings((0, "AAA", "BBB", "CONSULT"), (3, "AAA", "BBB", "CONSULT")), PLOVER).num_rows == 0
    )
