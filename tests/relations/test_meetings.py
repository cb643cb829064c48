"""What is still ahead, and what was foreseen and not heard of since, as seen from the newest day of a record."""

import pytest

from detente.relations.meetings import ahead_order, is_ahead, is_unheard_of

NOW = "2025-08-15"
PLANS = [
    # status, when, until, told, ahead, unheard of
    ("planned", "2025-09-01", None, "2024-01-10", True, False),
    ("planned", "2025-08-10", "2025-08-20", "2025-08-01", True, False),
    ("planned", "2024-09-01", None, "2024-08-10", False, True),
    ("planned", "2025", None, "2024-08-10", False, True),
    ("planned", "2025-10", None, "2025-07-10", True, False),
    ("possible", None, None, "2025-08-01", True, False),
    ("possible", None, None, "2024-08-01", False, True),
    ("cancelled", "2025-09-01", None, "2025-08-01", False, False),
    ("happened", "2024-09-01", None, "2024-09-02", False, False),
]


@pytest.mark.parametrize(("status", "when", "until", "told", "ahead", "unheard"), PLANS)
def test_a_plan_is_ahead_until_its_day_or_its_telling_is_long_past(status, when, until, told, ahead, unheard):
    row = {"status": status, "when": when, "until": until, "day": told, "published": f"{told}T10:00:00Z"}
    assert is_ahead(row, NOW) is ahead
    assert is_unheard_of(row, NOW) is unheard


def test_what_is_ahead_stands_by_its_day_and_what_has_none_after_it():
    told = [
        ("planned", "2025-09-20"), ("possible", "2025-09"), ("planned", "2025-10-01"), ("planned", "2025"), ("planned", "203"),
        ("planned", None), ("possible", None),
    ]  # fmt: skip
    rows = [
        {"id": str(n), "status": status, "when": when, "day": "2025-08-01", "published": None}
        for n, (status, when) in enumerate(told)
    ]
    backwards = rows[::-1]
    assert sorted(backwards, key=ahead_order) == rows


def test_of_plans_without_a_day_the_last_told_comes_first():
    rows = [
        {"id": day, "status": "planned", "when": None, "day": day, "published": None}
        for day in ("2025-08-02", "2025-08-01")
    ]
    backwards = rows[::-1]
    assert sorted(backwards, key=ahead_order) == rows
