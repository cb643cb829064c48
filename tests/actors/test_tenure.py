"""When somebody held office, as a story of a day means it."""

import pytest

from detente.actors import shipped_tables, tenures

STAYS = [
    # name, title, day of the story, stay
    ("Biden", None, "2023-06-19", ("2021-01-20", "2025-01-20")),
    ("Joe Biden", "president", "2023-06-19", ("2021-01-20", "2025-01-20")),
    ("Merkel", "chancellor", "2023-06-19", ("2005-11-22", "2021-12-08")),
    ("Trump", None, "2022-01-01", ("2017-01-20", "2021-01-20")),
    ("Trump", None, "2026-01-01", ("2025-01-20", None)),
    ("Blinken", "secretary of state", "2023-06-19", ("2021-01-26", "2025-01-20")),
    ("Blinken", None, "2023-06-19", None),
    ("Biden", "president", "2015-06-01", None),
    ("Nobody", None, "2023-06-19", None),
]


@pytest.mark.parametrize(("name", "title", "day", "stay"), STAYS)
def test_a_stay_is_the_last_one_begun(name, title, day, stay):
    assert tenures(shipped_tables(), day)(name, title) == stay


def test_the_corridor_knows_the_offices(reading_of):
    text = "Germany imposed sanctions on Russia under Merkel. Ties have cooled since then."
    reports = reading_of(text, "2023-06-20").reports
    assert {(r.when.text, r.when.value) for r in reports if r.when} >= {("under Merkel", "2005-11-22")}
