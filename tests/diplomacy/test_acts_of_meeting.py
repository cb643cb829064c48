"""Encounters told without a word of meeting, and whom hosts, guests and pronouns mean in them."""

import pytest


@pytest.fixture(scope="session")
def told(reading_of):
    def encounters(text, published="2023-06-20"):
        found = reading_of(text, published).encounters
        return [(e.form, {a.country for a in e.participants if a.country}, e.status) for e in found]

    return encounters


ACTS = [
    ("Joe Biden told Emmanuel Macron by telephone that he agreed.", "call", {"USA", "FRA"}),
    ("Joe Biden and Emmanuel Macron were on the phone for an hour.", "call", {"USA", "FRA"}),
    ("Emmanuel Macron was on the line with Vladimir Putin.", "call", {"FRA", "RUS"}),
    ("Emmanuel Macron pressed Xi Jinping over dinner.", "meal", {"FRA", "CHN"}),
    ("Emmanuel Macron took tea with Xi Jinping.", "meal", {"FRA", "CHN"}),
    ("Xi Jinping had Narendra Modi at his table.", "meeting", {"CHN", "IND"}),
    ("Narendra Modi sat across from Xi Jinping.", "meeting", {"CHN", "IND"}),
    ("Narendra Modi exchanged views with Xi Jinping.", "meeting", {"CHN", "IND"}),
    ("Antony Blinken handed the plan to Wang Yi in Beijing.", "meeting", {"USA", "CHN"}),
    ("Antony Blinken and Wang Yi haggled past midnight.", "talks", {"USA", "CHN"}),
    ("Narendra Modi was Emmanuel Macron's guest in Paris.", "visit", {"IND", "FRA"}),
    ("Joe Biden and Xi Jinping put their names to a declaration on Monday.", "ceremony", {"USA", "CHN"}),
]


@pytest.mark.parametrize(("text", "form", "powers"), ACTS)
def test_an_act_that_needs_somebody_of_another_power(told, text, form, powers):
    assert [(f, p) for f, p, _ in told(text)] == [(form, powers)]


@pytest.mark.parametrize(
    "text",
    [
        "Joe Biden told Antony Blinken by telephone that he agreed.",
        "Joe Biden had eggs for breakfast.",
        "Antony Blinken handed the plan to Lloyd Austin in Washington.",
        "Joe Biden was alone in the Oval Office.",
        "Joe Biden told Xi Jinping that he agreed.",
    ],
)
def test_what_needs_nobody_of_another_power(told, text):
    assert told(text) == []


def test_a_host_is_none_of_his_guests_countrymen(told):
    first, second = told(
        "Emmanuel Macron met Xi Jinping on Monday. The French president dined with his host."
    )
    assert (first[0], second[0]) == ("meeting", "meal")
    assert second[1] == {"FRA", "CHN"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Narendra Modi flies to Paris on Friday.", "planned"),
        ("Narendra Modi arrived in Paris on Monday.", "happened"),
    ],
)
def test_the_present_tells_what_is_to_come(told, text, status):
    assert [s for _, _, s in told(text)] == [status]
