"""What is still ahead, and what was foreseen and not heard of since, as seen from the newest day of a record."""

import pytest

from detente.relations.meetings import is_ahead, is_unheard_of

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
