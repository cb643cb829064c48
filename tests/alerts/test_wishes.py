"""Wishes in people's words."""

import pytest

from detente.alerts.wishes import wish
from detente.errors import UsageError


def test_pairs_may_be_names_or_codes():
    assert wish(["CHN-USA", "Russia-Ukraine"]).pairs == {("CHN", "USA"), ("RUS", "UKR")}
    assert wish(["any"]).pairs is wish([]).pairs is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pairs": ["CHN"]}, "no pair of states"),
        ({"pairs": ["CHN-XQZ"]}, "no state is called"),
        ({"pairs": [], "on": ["weather"]}, "nothing to be told of"),
        ({"pairs": [], "categories": ["SHOUT"]}, "no category"),
        ({"pairs": [], "issues": ["taiwn"], "known_issues": frozenset({"taiwan"})}, "do you mean taiwan"),
        ({"pairs": [], "least": 7}, "from 0 to 1"),
    ],
)
def test_what_means_nothing_is_named(given, said):
    with pytest.raises(UsageError, match=said):
        wish(**given)
