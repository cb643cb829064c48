"""Dictionary forms from edit scripts."""

import pytest

from detente.language.lemmas import lemma_of


@pytest.mark.parametrize(
    ("word", "script", "tag", "lemma"),
    [
        ("Talks", "1:", "NOUN", "talk"),
        ("met", "1:et", "VERB", "meet"),
        ("studies", "1:", "NOUN", "study"),
        ("movies", "1:", "NOUN", "movie"),
        ("clashes", "1:", "NOUN", "clash"),
        ("was", "W:be", "AUX", "be"),
        ("Beijing", "=", "PROPN", "Beijing"),
        ("The", "=", "DET", "the"),
        ("I", "=", "PRON", "I"),
        ("me", "W:i", "PRON", "I"),
        ("a", "5:x", "NOUN", "ax"),
    ],
)
def test_lemmas(word: str, script: str, tag: str, lemma: str) -> None:
    assert lemma_of(word, script, tag) == lemma
