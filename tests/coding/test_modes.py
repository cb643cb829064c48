"""Every category, mode and context of PLOVER is within reach: one sentence each, by lexicon alone."""

import csv
from pathlib import Path

import pytest

from detente.knowledge.categories import categories
from detente.reading import Story, open_reader

GOLD = Path(__file__).parents[1] / "gold"


def rows_of(name):
    return list(csv.DictReader((GOLD / name).read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def lexicon_alone():
    return open_reader(model=False, threads=1)


@pytest.fixture(scope="module")
def told(lexicon_alone):
    texts = [row["text"] for name in ("modes.csv", "contexts.csv") for row in rows_of(name)]
    stories = [lexicon_alone.story(Story(id="x", text=t, published="2023-06-20")) for t in texts]
    return dict(zip(texts, (r.reports for r in lexicon_alone.read(stories)), strict=True))


def test_the_table_has_every_category_and_mode():
    have = {(row["event"], row["mode"]) for row in rows_of("modes.csv")}
    # All CAMEO codes of ACCUSE have a mode.
    assert have == set(categories().by_event) - {("ACCUSE", "")}


@pytest.mark.parametrize("row", rows_of("modes.csv"), ids=lambda row: f"{row['event']}-{row['mode']}")
def test_a_mode_is_within_reach(told, row):
    found = {(r.event, r.mode) for r in told[row["text"]]}
    assert (row["event"], row["mode"] or None) in found


@pytest.mark.parametrize("row", rows_of("contexts.csv"), ids=lambda row: row["context"])
def test_a_context_is_within_reach(told, row):
    assert any(row["context"] in r.contexts for r in told[row["text"]])


def test_every_code_has_as_many_digits_as_its_words_support(told):
    codes = {r.cameo for reports in told.values() for r in reports}
    assert {len(code) for code in codes} == {3, 4}
