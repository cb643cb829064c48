"""A story is read again only where rows that it asked for have changed; then, and only then, may it read otherwise."""

import pytest

from detente import actors
from detente.types import Article, Learned

STORY = "Foreign Minister Jeanne Duval flew to Berlin on Monday. Duval said that France would not yield."
TOLD = [
    # who is learned to hold what of whom, and whether the story asks for it
    ("Jeanne Duval", "foreign minister", "FRA", True),
    ("Claire Duval", "defence minister", "BEL", True),
    ("Oskar Lindt", "defence minister", "NOR", False),
    ("Maria Okafor", "foreign minister", "NGA", False),
]


@pytest.fixture(scope="module")
def parsed(reader):
    [sentences] = reader._language.analyse([STORY])
    return sentences, Article(id="story", text=STORY, published="2027-03-02", language="en")


@pytest.mark.parametrize(("person", "office", "country", "asked"), TOLD)
def test_only_what_was_asked_for_changes_a_reading(parsed, person, office, country, asked) -> None:
    tables = actors.shipped_tables()
    learned = Learned(
        person=person, office=office, country=country, since="2027-03-01", sentence=0, start=0, end=1, quote="-",
        confidence=0.85,
    )  # fmt: skip
    known = actors.with_learned(tables, [learned])
    news = actors.changed(tables, known)
    before, after = actors.resolve(*parsed, tables), actors.resolve(*parsed, known)
    assert (office, country) in news
    assert (not news.isdisjoint(before.asked)) == asked
    if not asked:
        assert before == after


def test_tables_that_learned_nothing_have_not_changed() -> None:
    tables = actors.shipped_tables()
    assert actors.changed(tables, actors.with_learned(tables, [])) == set()
