"""The tense of the clause round an expression."""

import pytest

from detente.times.tense import by_cues, governing_tense, helpers_of
from detente.types import Sentence


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The envoy will arrive on Sunday.", "future"),
        ("A meeting scheduled for Sunday fell through.", "future"),
        ("The envoy arrived on Sunday.", "past"),
        ("On Sunday the envoy met the king.", "past"),
        ("He said the envoy would come on Sunday.", "future"),
        ("The envoy, due Sunday, is ill.", "future"),
        ("A quiet Sunday.", None),
        ("He will come. It rained on Sunday.", "past"),
    ],
)
def test_without_a_tree_the_nearest_cue_of_the_sentence_tells(text, tense):
    assert by_cues(text)(text.index("Sunday")) == tense


def clause(*words: tuple[str, str, str, int, str]) -> Sentence:
    """Words as (form, tag, features, head, relation)."""
    forms, tags, features, heads, relations = zip(*words, strict=True)
    starts = [sum(len(w) + 1 for w in forms[:i]) for i in range(len(forms))]
    return Sentence(
        index=0,
        start=0,
        end=starts[-1] + len(forms[-1]),
        words=forms,
        starts=tuple(starts),
        ends=tuple(s + len(w) for s, w in zip(starts, forms, strict=True)),
        lemmas=forms,
        tags=tags,
        features=features,
        heads=heads,
        relations=relations,
    )


PAST, PRESENT, INF = "Tense=Past|VerbForm=Fin", "Tense=Pres|VerbForm=Fin", "VerbForm=Inf"


@pytest.mark.parametrize(
    ("words", "tense"),
    [
        (
            [
                ("They", "PRON", "", 1, "nsubj"),
                ("met", "VERB", PAST, -1, "root"),
                ("Sunday", "PROPN", "", 1, "obl"),
            ],
            "past",
        ),
        (
            [
                ("They", "PRON", "", 2, "nsubj"),
                ("will", "AUX", "VerbForm=Fin", 2, "aux"),
                ("meet", "VERB", INF, -1, "root"),
                ("Sunday", "PROPN", "", 2, "obl"),
            ],
            "future",
        ),
        (
            [
                ("They", "PRON", "", 1, "nsubj"),
                ("meet", "VERB", PRESENT, -1, "root"),
                ("Sunday", "PROPN", "", 1, "obl"),
            ],
            "present",
        ),
        (
            [
                ("They", "PRON", "", 1, "nsubj"),
                ("agreed", "VERB", PAST, -1, "root"),
                ("to", "PART", "", 3, "mark"),
                ("meet", "VERB", INF, 1, "xcomp"),
                ("Sunday", "PROPN", "", 3, "obl"),
            ],
            "future",
        ),
        (
            [
                ("The", "DET", "", 1, "det"),
                ("visit", "NOUN", "", 5, "nsubj:pass"),
                ("planned", "VERB", "Tense=Past|VerbForm=Part", 1, "acl"),
                ("for", "ADP", "", 6, "case"),
                ("was", "AUX", PAST, 5, "aux:pass"),
                ("dropped", "VERB", "Tense=Past|VerbForm=Part", -1, "root"),
                ("February", "PROPN", "", 2, "obl"),
            ],
            "planned",
        ),
        (
            [
                ("It", "PRON", "", 3, "nsubj"),
                ("had", "AUX", PAST, 3, "aux"),
                ("been", "AUX", "", 3, "cop"),
                ("due", "ADJ", "", -1, "root"),
                ("to", "PART", "", 5, "mark"),
                ("expire", "VERB", INF, 3, "xcomp"),
                ("Friday", "PROPN", "", 5, "obl"),
            ],
            "past",
        ),
        ([("Quiet", "ADJ", "", 1, "amod"), ("Sunday", "PROPN", "", -1, "root")], None),
    ],
)
def test_with_a_tree_the_governing_verb_tells(words, tense):
    sentence = clause(*words)
    assert governing_tense(sentence, len(words) - 1, helpers_of(sentence)) == tense
