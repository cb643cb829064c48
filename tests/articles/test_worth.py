"""What is parsed of an article by its words alone."""

import pytest

from detente.articles.worth import FEW, marks_of, score, worth
from detente.reading.opening import _worth_tables

TABLES = _worth_tables()
SPORT = (
    "The hosts took the lead after ten minutes.",
    "A curling shot from the left beat the goalkeeper at the near post.",
    "It was his fourth goal of the season.",
    "The visitors rarely left their own half before the break.",
    "Rain fell through most of the second half.",
    "Two substitutes came on with twenty minutes left.",
    "The crowd of 14,000 sang until the end.",
    "A draw would have kept both sides in the middle of the table.",
)
TALKS = (
    "France and Germany agreed on Monday to send more weapons to Ukraine.",
    "The French president met the German chancellor in Berlin for talks on the war.",
    "Russia condemned the decision and summoned the French ambassador.",
    "Moscow warned both governments of consequences.",
    "The two leaders also called on China to press Russia to withdraw its troops.",
    "Beijing rejected the demand and urged talks.",
)


def test_little_of_a_match_is_parsed_and_all_of_talks():
    assert sum(worth(SPORT, TABLES)) <= len(SPORT) // 2
    assert all(worth((*TALKS, *SPORT), TABLES))


def test_a_sentence_between_powers_is_parsed_in_the_midst_of_others():
    story = (*SPORT[:4], "Before the match Turkey expelled two Greek diplomats.", *SPORT[4:])
    assert worth(story, TABLES)[4]
    assert not all(worth(story, TABLES))


@pytest.mark.parametrize("count", [0, 1, FEW])
def test_a_short_text_is_parsed_whole(count):
    assert worth(SPORT[:count], TABLES) == [True] * count


@pytest.mark.parametrize(
    ("sentence", "before", "traits"),
    [
        ("France expelled two Russian diplomats.", "", {"*power", "*powers", "*verb", "*noun"}),
        ("It was quiet.", "France was dry.", {"*power before"}),
        ("The Frenchified menu was long.", "", set()),
    ],
)
def test_what_is_seen_of_a_sentence(sentence, before, traits):
    said = [before, sentence] if before else [sentence]
    _, found = list(marks_of(said, TABLES.powers, TABLES.coding))[-1]
    about_article = {"*in article", "*several in article", "*many in article"}
    assert set(found) - about_article - {"*noun"} == traits - {"*noun"}


def test_a_word_counts_the_less_the_longer_the_sentence():
    words = {"*": -1.0, "embassy": 2.0, "*power": 0.5}
    assert score((["embassy"], ["*power"]), words) == 1.5
    assert score((["embassy", "a", "b", "c"], []), words) == 0.0
    assert score(([], []), words) == -1.0
