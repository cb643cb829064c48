"""Base forms of regular verbs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.knowledge.stances import stances
from detente.knowledge.verbs import coding_tables
from detente.language.lemmas import lemma_of
from detente.language.spelling import base_of

PAIRS = """accused accuse|urged urge|improved improve|deteriorated deteriorate|promised promise|stopped stop
cancelled cancel|agreed agree|needed need|need need|talked talk|visited visit|invited invite|opened open
carried carry|died die|added add|called call|controlled control|expelled expel|discussed discuss
focused focus|opposed oppose|offered offer|deterred deter|required require|restored restore|monitored monitor
negotiated negotiate|treated treat|created create|provided provide|avoided avoid|traded trade|headed head
announced announce|received receive|challenged challenge|belonged belong|welcomed welcome|postponed postpone
questioned question|condemned condemn|determined determine|joined join|settled settle|hailed hail|ruled rule
freezing freeze|lying lie|meeting meet|being be|seeing see|halting halt|escalating escalate|planning plan
struck struck|met met|went went|red red|bring bring|fed fed|Accused accuse|proceed proceed"""


@pytest.mark.parametrize("pair", [pair.split() for pair in PAIRS.replace("\n", "|").split("|")], ids=" ".join)
def test_base_forms(pair):
    form, base = pair
    assert base_of(form) == base


def test_forms_of_the_verbs_that_take_a_stand_lead_back_to_them():
    lemmas = {lemma for row in stances() for lemma in row.lemmas if " " not in lemma}
    assert [v for v in sorted(lemmas) if v + "ed" == base_of(v + "ed")] == []


def test_the_lexicons_own_verbs_are_spelt_as_it_spells_them():
    forms = {f: v for f, v in coding_tables().verb_forms.items() if f.endswith(("ed", "ing")) and f != v}
    wrong = {form: base_of(form) for form, verb in forms.items() if base_of(form) != verb}
    assert len(wrong) <= 0.03 * len(forms), wrong


@pytest.mark.parametrize("script", ["1:", "2:"])
def test_the_encoder_need_not_know_what_comes_back(script):
    assert lemma_of("accused", script, "VERB") == "accuse"
    assert lemma_of("stopped", script, "VERB") == "stop"


@given(st.text(max_size=20))
def test_any_word_has_a_base_form(word):
    assert base_of(word) or not word
