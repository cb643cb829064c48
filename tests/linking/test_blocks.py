"""Blocks: what hangs together, cut where it is more than may be looked at, whatever came first."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.linking.blocks import BY_HAND, block_of, blocks_touched, strongest_first
from detente.linking.grouping import groups_of, pair_of

LEAST = 0.3


def near_of(pairs):
    links = {}
    for (a, b), likeness in pairs.items():
        links.setdefault(a, {})[b] = links.setdefault(b, {})[a] = likeness
    return lambda item, ahead=(): strongest_first(links.get(item, {}))


# Two knots of three held by 0.8, with a bridge of 0.4 between them, and one far off.
KNOTS = {
    ("a", "b"): 0.8,
    ("a", "c"): 0.8,
    ("b", "c"): 0.8,
    ("c", "d"): 0.4,
    ("d", "e"): 0.8,
    ("d", "f"): 0.8,
    ("x", "y"): 0.5,
    ("a", "x"): 0.2,
}


@pytest.mark.parametrize(
    ("item", "most", "expected"),
    [
        ("a", 6, "abcdef"),
        ("a", 5, "abc"),
        ("e", 5, "def"),
        ("a", 2, "a"),
        ("x", 2, "xy"),
        ("z", 2, "z"),
    ],
)
def test_a_component_is_cut_where_it_becomes_small_enough(item, most, expected):
    assert block_of(item, near_of(KNOTS), LEAST, most).members == tuple(expected)


@pytest.mark.parametrize("likeness", [0.95, BY_HAND])
def test_what_is_surely_one_text_or_joined_by_hand_is_never_cut(likeness):
    many = {(f"{n:02}", f"{n + 1:02}"): likeness for n in range(20)} | {("00", "a"): 0.5}
    assert len(block_of("07", near_of(many), LEAST, 3).members) == 21


names = [f"{n:02}" for n in range(14)]
webs = st.dictionaries(
    st.tuples(st.sampled_from(names), st.sampled_from(names))
    .filter(lambda p: p[0] != p[1])
    .map(lambda p: pair_of(*p)),
    st.sampled_from([0.1, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.95]),
    max_size=40,
)


@given(webs, st.integers(1, 6))
def test_every_member_of_a_block_has_that_block(pairs, most):
    near = near_of(pairs)
    for name in names:
        block = block_of(name, near, LEAST, most)
        assert all(block_of(other, near, LEAST, most).members == block.members for other in block.members)


@given(webs)
def test_uncut_blocks_give_the_groups_of_the_whole(pairs):
    blocks = blocks_touched(names, pairs, near_of({}), LEAST)
    found = [group for members, inside in blocks for group in groups_of(members, inside, LEAST)]
    assert sorted(found) == groups_of(names, pairs, LEAST)


@given(webs, st.integers(1, 6), st.randoms(use_true_random=False), st.integers(1, 5))
def test_in_whatever_order_items_come_their_blocks_end_the_same(pairs, most, shuffler, at_once):
    near = near_of(pairs)
    expected = {name: block_of(name, near, LEAST, most).members for name in names}
    order = random.Random(shuffler.random()).sample(names, len(names))
    here, known = {}, {}
    for first in range(0, len(order), at_once):
        fresh = order[first : first + at_once]
        there = set(order[: first + at_once])
        found = {p: s for p, s in pairs.items() if set(p) & set(fresh) and set(p) <= there}
        for members, _ in blocks_touched(fresh, found, near_of(known), LEAST, most):
            here |= dict.fromkeys(members, members)
        known |= found
    assert here == expected


def test_one_more_item_looks_at_few_of_a_long_chain():
    chain = {(f"{n:05}", f"{n + 1:05}"): 0.4 + (n % 7) / 100 for n in range(20_000)}
    near, asked = near_of(chain), set()

    def counted(item, ahead=()):
        asked.add(item)
        return near(item, ahead)

    blocks_touched(["new"], {("10000", "new"): 0.5}, counted, LEAST, 50)
    assert len(asked) < 200
