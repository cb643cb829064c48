"""Why a report says what it says, and what the encoder's head may change."""

import re
from importlib.resources import files

import pytest

from detente.coding import category_of_marked, explain, likeliest, with_stand_in
from detente.knowledge.verbs import coding_tables
from detente.types import Actor, Article

TEXT = "Greece rejected Turkey's claim to the islets."
GREECE = Actor(text="Greece", start=0, end=6, kind="state", country="GRC", name="Greece")
TURKEY = Actor(text="Turkey", start=16, end=22, kind="state", country="TUR", name="Turkey")
SURE = "Japan lodged a protest with China over the survey ship."


@pytest.fixture
def explained(trees):
    def explanations(scores=None):
        article = Article(id="story", text=TEXT)
        return explain((trees[TEXT],), article, (GREECE, TURKEY), (), (), coding_tables(), scores)

    return explanations


def test_an_explanation_names_row_path_and_runner_up(explained):
    (found,) = explained()
    assert re.fullmatch(r"operators.toml:\d+: reject \(refuse\); nouns.toml:\d+: claim \(112\).*", found.row)
    assert found.path == "subject > rejected > claim of"
    assert found.probabilities[0][0] == found.report.event == "REJECT"
    assert found.runner_up != "REJECT"
    assert not found.head


def test_an_explanation_leads_from_the_trigger_to_both_parties(explained):
    (found,) = explained()
    assert found.trigger == ("rejected", "claim")
    assert [(s.relation, s.word) for s in found.to_actor] == [("subject", "Greece")]
    assert [(s.relation, s.word) for s in found.to_recipient] == [("object", "claim"), ("whose", "Turkey")]
    assert found.status_reason


def test_the_line_of_a_row_is_where_its_entry_begins():
    lines = (files("detente.knowledge") / "verbs.toml").read_text("utf-8").splitlines()
    (row,) = coding_tables().verbs["annex"][:1]
    assert lines[row.line - 1] == "[[verb]]"
    assert "annex" in "".join(lines[row.line : row.line + 3])


def test_the_head_sees_the_sentence_with_both_parties_marked(explained):
    seen = []

    def scores(marked):
        seen.extend(marked)
        return [{"REJECT": 0.9, "PROTEST": 0.1}]

    (found,) = explained(scores)
    assert seen == [(TEXT, (0, 6), (16, 22))]
    assert found.head
    assert found.runner_up == "PROTEST"


def test_a_certain_head_overrules_the_lexicon_and_the_code_becomes_coarse(explained):
    (found,) = explained(lambda marked: [{"SANCTION": 0.999} for _ in marked])
    assert (found.report.event, found.report.cameo, found.report.mode) == ("SANCTION", "160", None)


def test_what_the_head_takes_for_no_event_is_dropped(explained):
    assert explained(lambda marked: [{"NONE": 0.9, "REJECT": 0.1} for _ in marked]) == ()


@pytest.mark.parametrize("head", [None, {"REJECT": 0.6, "YIELD": 0.4}])
def test_marked_spans_get_a_distribution(trees, head):
    found = category_of_marked((trees[TEXT],), (0, 6), (16, 22), coding_tables(), head)
    assert sum(found.values()) == pytest.approx(1)
    assert max(found, key=found.get) == "REJECT"


def test_concede_and_retreat_stand_together_against_the_rest():
    assert likeliest({"ACCUSE": 0.4, "CONCEDE": 0.35, "RETREAT": 0.25}) == ("CONCEDE", pytest.approx(0.6))
    assert likeliest({"ACCUSE": 0.7, "CONCEDE": 0.2, "RETREAT": 0.1}) == ("ACCUSE", 0.7)


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ((0, 6), None, ((0, 6), (44, 45))),
        (None, (43, 45), ((0, 1), (43, 45))),
        (None, None, ((0, 1), (44, 45))),
    ],
)
def test_a_party_not_named_is_stood_in_for(source, target, marked):
    assert with_stand_in(TEXT, source, target) == (TEXT, *marked)


def test_an_unparsed_sentence_still_gets_a_distribution(trees):
    found = category_of_marked((), (0, 6), (16, 22), coding_tables())
    assert sum(found.values()) == pytest.approx(1)


def test_the_head_is_not_asked_where_the_row_leaves_no_doubt(trees):
    def scores(marked):
        assert not marked
        return []

    japan = Actor(text="Japan", start=0, end=5, kind="state", country="JPN", name="Japan")
    china = Actor(text="China", start=28, end=33, kind="state", country="CHN", name="China")
    article = Article(id="story", text=SURE)
    (found,) = explain((trees[SURE],), article, (japan, china), (), (), coding_tables(), scores)
    assert (found.report.event, found.head) == ("ACCUSE", False)
