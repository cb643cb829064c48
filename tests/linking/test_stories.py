"""Stories: articles that tell the same news, whatever the order they come in."""

import math

import pytest

from detente.linking.grouping import groups_of
from detente.linking.stories import LEAST, alike, linked, opening_of
from detente.types import Article

NEWS = {
    "grain-1": ("2022-07-22", "Ukraine and Russia sign grain deal in Istanbul",
        "Ukraine and Russia signed separate agreements with Turkey and the United Nations on Friday to reopen Black "
        "Sea ports to grain exports, easing a food crisis that the invasion had deepened."),
    "grain-2": ("2022-07-22", "Black Sea ports to reopen for grain under UN-backed accord",
        "Sergei Shoigu and Oleksandr Kubrakov put their names to mirror accords in Istanbul that will let grain leave "
        "Odesa and two other Black Sea ports, with Turkey and the United Nations as guarantors."),
    "grain-3": ("2022-07-23", "Missiles hit Odesa port a day after grain accord",
        "Russian missiles struck the port of Odesa on Saturday, hours after Moscow and Kyiv signed an accord to let "
        "grain leave Ukraine's Black Sea ports."),
    "kashmir": ("2022-07-22", "India's president-elect pledges to serve the poor",
        "Droupadi Murmu, a tribal politician from Odisha, was elected president of India by lawmakers in New Delhi."),
}  # fmt: skip
COMMON_WORDS = {
    "and",
    "with",
    "the",
    "to",
    "in",
    "of",
    "by",
    "that",
    "will",
    "had",
    "a",
    "on",
    "an",
    "was",
    "for",
}


def rarity(word: str) -> float:
    return 0.0 if word in COMMON_WORDS else min(7.0, 1.5 + math.log(len(word)))


def opening(name):
    published, title, text = NEWS[name]
    return opening_of(Article(id=name, text=text, title=title, published=published), rarity)


def test_articles_of_one_story_are_more_alike_than_others():
    one, two, other = opening("grain-1"), opening("grain-2"), opening("kashmir")
    assert alike(one, two) > 0.15 > alike(one, other)


@pytest.mark.parametrize("order", [list(NEWS), list(reversed(NEWS))])
def test_stories_do_not_depend_on_the_order_of_reading(order):
    pairs = {}
    known = []
    for name in order:
        pairs |= linked([opening(name)], known)
        known.append(opening(name))
    at_once = linked([opening(name) for name in NEWS], [])
    assert groups_of(NEWS, pairs, LEAST) == groups_of(NEWS, at_once, LEAST)


def test_days_apart_count_against():
    late = Article(id="late", text=NEWS["grain-1"][2], title=NEWS["grain-1"][1], published="2022-08-22")
    assert alike(opening("grain-1"), opening_of(late, rarity)) < 1.0


def test_a_text_without_words_is_like_nothing():
    empty = opening_of(Article(id="empty", text="", title=None), rarity)
    assert alike(empty, opening("kashmir")) == 0.0
