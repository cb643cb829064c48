"""The benchmark's metrics on files small enough to count by hand."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def conll18() -> ModuleType:
    import sys

    path = Path(__file__).parents[2] / "benchmarks" / "conll18.py"
    spec = importlib.util.spec_from_file_location("conll18", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["conll18"] = module
    spec.loader.exec_module(module)
    return module


def row(number: str, form: str, tag: str = "X", head: str = "0", relation: str = "root") -> list[str]:
    return [number, form, form, tag, "_", "_", head, relation, "_", "_"]


GOLD = [
    [
        row("1", "He", "PRON", "2", "nsubj"),
        row("2-3", "won't"),
        row("2", "wo", "AUX"),
        row("3", "n't", "PART", "2", "advmod"),
    ]
]


def test_the_same_file_scores_a_hundred(conll18: ModuleType) -> None:
    gold = conll18.analysis_of(GOLD)
    assert set(conll18.scores(gold, gold).values()) == {100.0}


def test_subtypes_do_not_count_but_heads_do(conll18: ModuleType) -> None:
    ours = [
        [
            row("1", "He", "PRON", "2", "nsubj:pass"),
            row("2", "wo", "AUX"),
            row("3", "n't", "X", "1", "advmod"),
        ]
    ]
    found = conll18.scores(conll18.analysis_of(GOLD), conll18.analysis_of(ours))
    assert found["LAS"] == found["UAS"] == found["UPOS"] == pytest.approx(200 / 3)
    assert found["Words"] == 100


def test_words_that_were_not_parted_are_missing(conll18: ModuleType) -> None:
    ours = [[row("1", "He", "PRON", "2", "nsubj"), row("2", "won't", "AUX")]]
    found = conll18.scores(conll18.analysis_of(GOLD), conll18.analysis_of(ours))
    assert found["Words"] == pytest.approx(2 * 1 / 5 * 100)
    assert found["LAS"] == 0


def test_a_sentence_too_many_costs_its_neighbours(conll18: ModuleType) -> None:
    gold = [[row("1", "a")], [row("1", "b"), row("2", "c", "X", "1", "dep")]]
    ours = [[row("1", "a")], [row("1", "b")], [row("1", "c")]]
    found = conll18.scores(conll18.analysis_of(gold), conll18.analysis_of(ours))
    assert found["Sentences"] == pytest.approx(2 * 1 / 5 * 100)


def test_other_characters_are_refused(conll18: ModuleType) -> None:
    with pytest.raises(ValueError, match="character 0"):
        conll18.scores(conll18.analysis_of([[row("1", "a")]]), conll18.analysis_of([[row("1", "b")]]))
