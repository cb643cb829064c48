"""Which sentences the trained reader is given to read."""

import pytest

from detente.diplomacy.telling import LIKELY, score
from detente.errors import KnowledgeError
from detente.knowledge.telling_words import read_telling_words, telling_words


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (
            "The foreign minister met his counterpart in Geneva on Monday.",
            "The river rose by two metres overnight.",
        ),
        ("Tokyo demanded an apology from Seoul.", "The band played until midnight."),
        ("She will fly to Nairobi next week for talks.", "Shares of the company fell by a tenth."),
    ],
)
def test_a_sentence_that_tells_something_scores_higher(more, less):
    assert score(less, telling_words()) < min(LIKELY, score(more, telling_words()))


def test_a_sentence_without_words_is_not_read():
    assert score("— … !", telling_words()) < LIKELY


def test_a_table_without_its_row_for_all_sentences_is_refused(tmp_path):
    table = tmp_path / "telling_words.csv"
    table.write_text("word,weight\nmet,1.0\n")
    with pytest.raises(KnowledgeError, match="every sentence"):
        read_telling_words(table)
