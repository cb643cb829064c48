"""Who sits at the table: people for their power, nobody of none, and nobody twice."""

import pytest

from detente.diplomacy.cast import attending
from detente.types import Actor


@pytest.fixture(scope="session")
def told(reading_of):
    return lambda text: reading_of(text, "2022-03-03").encounters


def actor(text, start, kind="state", country=None, sector="GOV"):
    return Actor(
        text=text, start=start, end=start + len(text), kind=kind, country=country, sector=sector, name=text
    )


CHINA, XI = actor("China", 0, country="CHN"), actor("Xi Jinping", 10, "person", "CHN")
REBEL = actor("Hemedti", 30, "person", "SDN", "REB")
SUDAN = actor("Sudan", 50, country="SDN")
TALKS = Actor(
    text="talks of Xi Jinping with them", start=4, end=33, kind="unnamed", country="CHN", sector="GOV"
)


@pytest.mark.parametrize(
    ("actors", "kept"),
    [
        ([CHINA, XI], [XI]),
        ([SUDAN, REBEL], [SUDAN, REBEL]),
        ([XI, TALKS], [XI]),
        ([CHINA, SUDAN], [CHINA, SUDAN]),
        ([XI, XI], [XI]),
    ],
)
def test_a_state_sits_there_only_where_nobody_of_it_does(actors, kept):
    assert attending(actors) == tuple(kept)


COMPANY = [
    (
        "Secretary of State Antony Blinken spoke with Republic of Korea (ROK) Foreign Minister Chung Eui-yong on Monday.",
        "call", {"Antony Blinken", "Chung Eui-yong"},
    ),
    (
        "Deputy Secretary of State Wendy Sherman met today in Brussels with NATO Deputy Secretary General Mircea Geoană.",
        "meeting", {"Wendy Sherman", "Mircea Geoană"},
    ),
    (
        "Assistant Secretary of State Daniel Kritenbrink will travel to Hanoi on March 5.",
        "visit", {"Daniel Kritenbrink", "Vietnam"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "names"), COMPANY)
def test_people_are_met_and_not_their_states(told, text, form, names):
    [encounter] = told(text)
    assert (encounter.form, {a.name for a in encounter.participants}) == (form, names)


@pytest.mark.parametrize(
    "text",
    [
        "President Joe Biden gave an interview, speaking to the BBC on Friday.",
        "Ninety tourists from Germany arrived in Thailand on Friday.",
        "Petra Schmitt came to the United Kingdom years ago.",
    ],
)
def test_no_power_no_encounter(told, text):
    assert told(text) == ()


def test_what_they_discussed_is_no_second_encounter(told):
    [call] = told(
        "Secretary of State Antony Blinken spoke today with Chilean Foreign Minister Antonia Urrejola. "
        "Blinken and Urrejola also discussed irregular migration."
    )
    assert (call.form, call.status) == ("call", "happened")


def test_what_will_be_done_during_a_visit_is_done_on_one_to_come(told):
    [visit] = told("Vice President Kamala Harris will speak of these issues during her visit to Poland.")
    assert (visit.form, visit.status) == ("visit", "planned")


def test_a_newspaper_takes_no_stand_between_powers(reading_of):
    demand = "{} demanded the release of the reporter in Myanmar."
    assert reading_of(demand.format("Reuters"), "2022-03-03").positions == ()
    [position] = reading_of(demand.format("Norway"), "2022-03-03").positions
    assert position.holder.country == "NOR"


def test_we_are_a_power_at_the_table(reading_of):
    text = "Thai Foreign Minister Don Pramudwinai: We held talks with the United States on Monday."
    for encounter in reading_of(text, "2022-03-03").encounters:
        assert not [a for a in encounter.participants if a.text.lower() == "we" and a.kind == "unnamed"]
