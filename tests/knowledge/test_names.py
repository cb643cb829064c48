"""Codes have names that people read: one each, in plain words."""

from detente.knowledge.categories import categories
from detente.knowledge.sector_names import sector_names
from detente.knowledge.sectors import SECTORS


def test_every_category_and_mode_has_a_name_of_its_own():
    rows = categories().by_event.values()
    names = [row.name for row in rows]
    assert len(names) == len(set(names)) == len(rows)
    assert all(name == name.lower() and "-" not in name for name in names)


def test_a_mode_that_the_table_does_not_know_is_called_by_its_category():
    known = categories()
    assert known.name("CONSULT", "visit") == "visit"
    assert known.name("CONSULT", "telepathy") == known.name("CONSULT", None) == "talks"
    assert known.name("HUG", None) == "hug"


def test_every_sector_has_words():
    assert set(sector_names()) == SECTORS
    assert all(row.words for row in sector_names().values())
