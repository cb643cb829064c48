"""Rows of two coders, paired."""

import pytest

from detente.record.differing import differences


def row(identity, start, event, who, trigger=(0, 1), **more):
    values = {
        "article": "ar_a",
        "start": start,
        "end": start + 20,
        "event": event,
        "status": "happened",
        "quote": "words",
    }
    cast = [{"role": "actor", "rank": 0, "name": who, "country": None, "text": who}]
    return (
        {
            "id": identity,
            **values,
            "trigger_start": start + trigger[0],
            "trigger_end": start + trigger[1],
            **more,
        },
        cast,
    )


ACCUSED = row("rp_a", 0, "ACCUSE", "Peru")
CASES = [
    ([ACCUSED], [ACCUSED], [("rp_a", "rp_a", "same", ())]),
    ([ACCUSED], [row("rp_a", 0, "ACCUSE", "Peru", status="denied")], [("rp_a", "rp_a", "changed", ("status",))]),
    ([ACCUSED], [row("rp_b", 5, "ACCUSE", "Peru", (9, 12))], [("rp_a", "rp_b", "same", ())]),
    ([ACCUSED], [row("rp_b", 0, "REJECT", "Peru")], [("rp_a", "rp_b", "changed", ("event",))]),
    ([ACCUSED], [row("rp_b", 0, "ACCUSE", "Chile")], [("rp_a", "rp_b", "changed", ("actors",))]),
    ([ACCUSED], [row("rp_b", 40, "ACCUSE", "Peru")], [("rp_a", None, "withdrawn", ()), (None, "rp_b", "added", ())]),
    ([ACCUSED], [row("rp_b", 0, "AID", "Chile", (4, 9))], [("rp_a", None, "withdrawn", ()), (None, "rp_b", "added", ())]),
    ([ACCUSED], [], [("rp_a", None, "withdrawn", ())]),
    ([], [ACCUSED], [(None, "rp_a", "added", ())]),
    (
        [row("rp_a", 0, "AGREE", "Peru", (2, 4)), row("rp_b", 0, "AGREE", "Peru", (6, 8))],
        [row("rp_c", 0, "AID", "Peru", (6, 8))],
        [("rp_a", None, "withdrawn", ()), ("rp_b", "rp_c", "changed", ("event",))],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
@pytest.mark.parametrize("turned", [False, True])
def test_a_row_is_known_again(before, after, expected, turned):
    given = (before[::-1], after[::-1]) if turned else (before, after)
    found = [
        (d.before and d.before[0]["id"], d.after and d.after[0]["id"], d.fate, d.fields)
        for d in differences("report", *given)
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)
