"""Who did what to whom, by the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import grammar
from detente.types import Sentence

ROLES = (
    # sentence, verb, who acts, what is acted upon
    ("The balloon was shot down by a US fighter.", "shot", "a US fighter", "The balloon"),
    ("China agreed to lift the ban.", "lift", "China", "the ban"),
    ("Washington urged Tehran to release the crew.", "release", "Tehran", "the crew"),
    ("Blinken is expected to press Beijing.", "press", "Blinken", "Beijing"),
    ("The minister, who visited Hanoi, praised the deal.", "visited", "The minister", "Hanoi"),
    ("The minister, who visited Hanoi, praised the deal.", "praised", "The minister", "the deal"),
    ("France and Germany condemned and rejected the plan.", "rejected", "France", "the plan"),
    ("Officials visiting Cairo met the president.", "visiting", "Officials", "Cairo"),
    ("China's decision to recall its envoy surprised London.", "recall", "China", "its envoy"),
    ("The treaty will be signed by Thursday.", "signed", None, "The treaty"),
    ("The sanctions that Iran rejected hurt trade.", "rejected", "Iran", "The sanctions"),
    ("The president of Chile, elected in May, spoke.", "elected", None, "The president of Chile"),
)


def word(sentence, form):
    return sentence.words.index(form)


def said(sentence, head):
    return None if head is None else sentence_text(sentence, *grammar.phrase_span(sentence, head))


def sentence_text(sentence, start, end):
    line = [" "] * (sentence.end - sentence.start)
    for form, at in zip(sentence.words, sentence.starts, strict=True):
        line[at : at + len(form)] = form
    return "".join(line)[start:end]


@pytest.mark.parametrize(("text", "verb", "doer", "thing"), ROLES)
def test_a_verb_has_its_doer_and_its_object(trees, text, verb, doer, thing):
    sentence = trees[text]
    at = word(sentence, verb)
    assert said(sentence, grammar.subject_of(sentence, at)) == doer
    assert said(sentence, grammar.object_of(sentence, at)) == thing


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("Iran, the ministry said, will join the pact.", "join", "future"),
        ("China agreed to lift the ban.", "agreed", "past"),
        ("China agreed to lift the ban.", "lift", "infinitive"),
        ("Officials visiting Cairo met the president.", "visiting", "participle"),
        ("Blinken is expected to press Beijing.", "expected", "present"),
        ("Japan did not accept the offer.", "accept", "past"),
    ],
)
def test_a_verb_has_its_tense(trees, text, verb, tense):
    sentence = trees[text]
    assert grammar.tense(sentence, word(sentence, verb)) == tense


def test_not_is_a_negation_of_its_verb_alone(trees):
    sentence = trees["Japan did not accept the offer."]
    assert grammar.is_negated(sentence, word(sentence, "accept"))
    assert not grammar.is_negated(sentence, word(sentence, "offer"))


@pytest.mark.parametrize(
    ("text", "verb", "speech"),
    [
        ("Moscow said it would return the ships.", "return", "said"),
        ("Iran, the ministry said, will join the pact.", "join", "said"),
        ("Japan did not accept the offer.", "accept", None),
    ],
)
def test_speech_stands_above_what_is_said(trees, text, verb, speech):
    sentence = trees[text]
    above = grammar.speech_above(sentence, word(sentence, verb))
    assert (None if above is None else sentence.words[above]) == speech


def test_a_phrase_leaves_its_apposition_and_its_clauses_out(trees):
    sentence = trees["Wang Yi, China's top diplomat, arrived in Paris on Monday."]
    verb = word(sentence, "arrived")
    subject = grammar.subject_of(sentence, verb)
    assert said(sentence, subject) == "Wang Yi"
    assert [said(sentence, a) for a in grammar.appositions(sentence, subject)] == ["China's top diplomat"]
    assert [(m, said(sentence, w)) for m, w in grammar.obliques(sentence, verb)] == [
        ("in", "Paris"),
        ("on", "Monday"),
    ]


def test_only_the_condition_is_conditional(trees):
    sentence = trees["If Turkey leaves, the talks will end."]
    assert grammar.is_conditional(sentence, word(sentence, "leaves"))
    assert not grammar.is_conditional(sentence, word(sentence, "end"))


def test_a_modal_has_its_full_form(trees):
    sentence = trees["Iran, the ministry said, will join the pact."]
    assert grammar.modal_of(sentence, word(sentence, "join")) == "will"


def test_offsets_find_the_head_between_them(trees):
    sentence = trees["The president of Chile, elected in May, spoke."]
    assert sentence.words[grammar.word_at(sentence, 0, 22)] == "president"


@st.composite
def odd_trees(draw):
    """Trees as no parser should make them: cycles, several roots, heads out of range."""
    size = draw(st.integers(0, 8))
    heads = draw(st.lists(st.integers(-1, size + 1), min_size=size, max_size=size))
    relations = draw(
        st.lists(
            st.sampled_from(["nsubj", "obj", "conj", "xcomp", "acl:relcl", "obl", "case", "root", "advcl"]),
            min_size=size,
            max_size=size,
        )
    )
    forms = tuple("abcdefgh"[:size])
    return Sentence(
        index=0,
        start=0,
        end=2 * size,
        words=forms,
        starts=tuple(range(0, 2 * size, 2)),
        ends=tuple(range(1, 2 * size + 1, 2)),
        lemmas=forms,
        tags=tuple(draw(st.lists(st.sampled_from(["VERB", "NOUN", "ADP"]), min_size=size, max_size=size))),
        features=("",) * size,
        heads=tuple(heads),
        relations=tuple(relations),
    )


@given(odd_trees())
def test_no_tree_breaks_a_question(sentence):
    for at in range(len(sentence.words)):
        asked = (
            *(grammar.subject_of(sentence, at), grammar.object_of(sentence, at)),
            *(grammar.clause_of(sentence, at), grammar.speech_above(sentence, at)),
        )
        assert all(answer is None or 0 <= answer < len(sentence.words) for answer in asked)
        assert at in grammar.phrase(sentence, at)
        start, end = grammar.phrase_span(sentence, at)
        assert start <= sentence.starts[at] < sentence.ends[at] <= end


def test_a_clause_of_two_objects_needs_no_marker():
    # "Prices fell, costing farmers millions": no word marks the clause.
    forms = ("Prices", "fell", "costing", "farmers", "millions")
    sentence = Sentence(
        index=0,
        start=0,
        end=10,
        words=forms,
        starts=tuple(range(0, 10, 2)),
        ends=tuple(range(1, 11, 2)),
        lemmas=("price", "fall", "cost", "farmer", "million"),
        tags=("NOUN", "VERB", "VERB", "NOUN", "NOUN"),
        features=("",) * 5,
        heads=(1, -1, 1, 2, 2),
        relations=("nsubj", "root", "advcl", "obj", "obj"),
    )
    assert grammar.object_of(sentence, 1) is None
    assert grammar.object_of(sentence, 2) == 3
