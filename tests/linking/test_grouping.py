"""Groups: what belongs together by its pairs, and by what a person has judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.linking.grouping import components_of, groups_of, pair_of

CHAIN = {("a", "b"): 0.9, ("b", "c"): 0.9, ("c", "d"): 0.9}
FULL = {**CHAIN, ("a", "c"): 0.8, ("a", "d"): 0.8, ("b", "d"): 0.8}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({}, [("a",), ("b",), ("c",), ("d",)]),
        (FULL, [("a", "b", "c", "d")]),
        (CHAIN, [("a", "b"), ("c", "d")]),
        ({("a", "b"): 0.4}, [("a",), ("b",), ("c",), ("d",)]),
    ],
    ids=["nothing", "all alike", "a chain is cut", "too little"],
)
def test_items_whose_mean_likeness_is_high_enough_form_a_group(scores, expected):
    assert groups_of("abcd", scores, 0.5) == expected


def test_what_a_person_joined_ends_together_and_what_they_parted_apart():
    assert groups_of("abcd", {}, 0.5, joined=[("a", "d")]) == [("a", "d"), ("b",), ("c",)]
    assert groups_of("abcd", FULL, 0.5, parted=[("a", "b")]) == [("a",), ("b", "c", "d")]


def test_a_group_parted_from_one_member_never_takes_it_in_by_way_of_another():
    groups = groups_of("abc", {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.9}, 0.5, parted=[("a", "c")])
    assert not any({"a", "c"} <= set(group) for group in groups)


items = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)
pairs = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))
    .filter(lambda p: p[0] != p[1])
    .map(lambda p: pair_of(*p)),
    st.floats(0, 1),
)


@given(items, pairs, st.randoms())
def test_the_order_of_items_and_pairs_does_not_matter(given_items, scores, shuffler):
    mixed = list(scores.items())
    shuffler.shuffle(mixed)
    turned = list(reversed(given_items))
    assert groups_of(given_items, scores, 0.5) == groups_of(turned, dict(mixed), 0.5)


@given(items, pairs)
def test_every_item_is_in_one_group(given_items, scores):
    found = [item for group in groups_of(given_items, scores, 0.5) for item in group]
    assert sorted(found) == sorted(given_items)


def test_components_follow_every_chain():
    assert components_of([("a", "b"), ("b", "c"), ("x", "y")]) == [("a", "b", "c"), ("x", "y")]
