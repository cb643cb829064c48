"""What words alone tell of an issue, and what the model's file must be like."""

import numpy as np
import pytest

from detente.diplomacy.wording import marks, scores
from detente.errors import KnowledgeError
from detente.knowledge.issue_words import NONE, issue_choice, issue_words, read_issue_words
from detente.knowledge.issues import issues


def test_words_are_cut_and_paired():
    assert marks("The halting of grain shipments") == [
        "halt",
        "grain",
        "shipment",
        "halt_grain",
        "grain_shipment",
    ]


@pytest.mark.parametrize(
    ("matter", "issue"),
    [
        ("its trawlers and the herring in the fjord", "fishing-rights"),
        ("write off what poor countries owe and reschedule loans", "currency-and-finance"),
        ("an anchor that tore a cable on the sea bed", "telecommunications"),
        ("dams that hold back the river from farmers downstream", "river-waters"),
        ("spare the life of the man on death row", "death-penalty"),
        ("take back people whose asylum was rejected", "migration"),
        ("come for a visit soon", NONE),
    ],
)
def test_words_tell_the_issue(matter, issue):
    model = issue_words()
    told = scores(matter, model)
    assert list(model.columns)[int(told.argmax())] == issue


def test_words_that_the_model_does_not_know_tell_nothing():
    assert not scores("xyzzy", issue_words()).any()


def test_every_issue_of_the_taxonomy_has_a_column():
    assert set(issue_words().columns) == {issue.id for issue in issues()} | {NONE}


def test_observations_are_weighed_once_and_said():
    rows = issue_choice()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.about.endswith(".") for row in rows)


def test_a_model_whose_parts_do_not_fit_is_refused(tmp_path):
    file = tmp_path / "issue_words.npz"
    text = np.frombuffer(b"one\ntwo", np.uint8)
    np.savez(
        file, words=text, issues=text, rarity=np.ones(2), counts=np.ones(1, np.uint8), which=[0], values=[1.0]
    )
    with pytest.raises(KnowledgeError, match="do not fit"):
        read_issue_words(file)
