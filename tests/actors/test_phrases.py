"""A phrase alone, and whom it stands for on a day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.actors import actor_of_phrase

KINDS = (
    # phrase, country, sector
    ("Ukraine", "UKR", "GOV"),
    ("the Chinese foreign ministry", "CHN", "GOV"),
    ("Türkiye", "TUR", "GOV"),
    ("Swaziland", "SWZ", "GOV"),
    ("the Soviet Union", "SUN", "GOV"),
    ("East Germany", "DDR", "GOV"),
    ("Foggy Bottom", "USA", "GOV"),
    ("Downing Street", "GBR", "GOV"),
    ("Zhongnanhai", "CHN", "GOV"),
    ("the Pentagon", "USA", "MIL"),
    ("NATO", None, "IGO"),
    ("UN officials", None, "IGO"),
    ("the UN's peacekeeping force in Lebanon", None, "IGO"),
    ("US officials", "USA", "GOV"),
    ("Chinese students", "CHN", "EDU"),
    ("rebels in Yemen", "YEM", "REB"),
    ("members of the Taliban", "AFG", "REB"),
    ("Palestinian gunmen", "PSE", "UAF"),
    ("A court in Lyon", "FRA", "JUD"),
    ("Delhi Police", "IND", "COP"),
    ("A group of British lawmakers", "GBR", "LEG"),
    ("Israel's air force", "ISR", "MIL"),
    ("a Syrian regime offensive backed by Russia", "SYR", "MIL"),
    ("Russia-backed Syrian fighters", "SYR", "REB"),
    ("A Saudi-led strike", "SAU", "MIL"),
    ("Somali refugees", "SOM", "REF"),
    ("a spokesman for President Ashraf Ghani", "AFG", "GOV"),
    ("The Obama administration", "USA", "GOV"),
    ("Mr Erdogan's critics", "TUR", "OPP"),
    ("the former French president", "FRA", "ELI"),
    ("Huawei", "CHN", "BUS"),
    ("Amnesty International", None, "NGO"),
    ("the Syrian regime", "SYR", "GOV"),
)

OFFICES = (
    # phrase, day, name, office, country
    ("the US secretary of state", "2023-06-18", "Antony Blinken", "secretary of state", "USA"),
    ("the US secretary of state", "2018-06-18", "Mike Pompeo", "secretary of state", "USA"),
    ("Secretary of State Antony Blinken", "2023-06-18", "Antony Blinken", "secretary of state", "USA"),
    ("Chinese Foreign Minister Qin Gang", "2023-06-18", "Qin Gang", "foreign minister", "CHN"),
    ("the Israeli prime minister", "2006-08", "Ehud Olmert", "prime minister", "ISR"),
    ("EU foreign policy chief", "2023-06-18", "Josep Borrell", "foreign policy chief", None),
    ("NATO Secretary General Jens Stoltenberg", "2020-01-01", "Jens Stoltenberg", "secretary-general", None),
)


@pytest.mark.parametrize(("phrase", "country", "sector"), KINDS)
def test_a_phrase_has_a_country_and_a_sector(tables, phrase, country, sector):
    actor = actor_of_phrase(phrase, None, tables)
    assert actor is not None
    assert (actor.country, actor.sector) == (country, sector)


@pytest.mark.parametrize(("phrase", "day", "name", "office", "country"), OFFICES)
def test_an_office_is_held_by_who_holds_it_that_day(tables, phrase, day, name, office, country):
    actor = actor_of_phrase(phrase, day, tables)
    assert actor is not None
    assert (actor.name, actor.office, actor.country) == (name, office, country)


def test_an_office_in_dispute_names_nobody(tables):
    actor = actor_of_phrase("the Venezuelan president", "2019-06-01", tables)
    assert actor is not None
    assert (actor.country, actor.sector, actor.name) == ("VEN", "GOV", None)


def test_a_president_before_his_time_is_less_sure(tables):
    early = actor_of_phrase("President Joe Biden", "2015-03-01", tables)
    in_office = actor_of_phrase("President Joe Biden", "2022-03-01", tables)
    assert early is not None and in_office is not None
    assert early.confidence < in_office.confidence


@pytest.mark.parametrize("phrase", ["", "the legislation", "a presidential election", "...", "'s"])
def test_what_names_no_actor_is_none(tables, phrase):
    assert actor_of_phrase(phrase, None, tables) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_without_a_crash(tables, text):
    actor = actor_of_phrase(text, "2023-06-18", tables)
    assert actor is None or actor.text == text


BELONGING = [
    # phrase, country, sector
    ("Kenyan government troops", "KEN", "MIL"),
    ("at least six people in a blast near Kenya's presidential palace", "KEN", "CVL"),
    ("a Japanese-drafted UN Security Council resolution", None, "IGO"),
    ("Robert Mugabe's government", "ZWE", "GOV"),
    ("the embassy in Rome", None, "GOV"),
    ("Italy's embassy in Nairobi", "ITA", "GOV"),
    ("Workers at a quarry near Mazar-i-Sharif", "AFG", "LAB"),
    ("Workers at Cerro quarry in Peru", "PER", "LAB"),
    ("Libya's renegade Gen. Anis Alzway", "LBY", "MIL"),
    ("President Omer al-Bashir", "SDN", "GOV"),
    ("Al-Shabaab explosives factories", "SOM", "REB"),
]


@pytest.mark.parametrize(("phrase", "country", "sector"), BELONGING)
def test_whose_an_actor_is(tables, phrase, country, sector):
    actor = actor_of_phrase(phrase, None, tables)
    assert (actor.country, actor.sector) == (country, sector)
