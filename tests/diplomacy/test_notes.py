"""Notes of journeys in telegraphic style: a sentence without a subject is about the traveller."""

import pytest

VISIT = "US Secretary of State Cordell Hull traveled to Oslo, Norway, from 3 May 1938 to 5 May 1938. "


@pytest.fixture(scope="session")
def told(reading_of):
    def encounters(note):
        return reading_of(VISIT + note, None).encounters

    return encounters


def met(encounters):
    return [
        (a.name, a.country)
        for e in encounters
        for a in e.participants
        if a.kind == "person" and e.form != "visit" and a.name != "Cordell Hull"
    ]


MET = [
    ("Met with Prime Minister Nygaardsvold.", [("Johan Nygaardsvold", "NOR")]),
    ("Met with President Bergstad and Foreign Minister Koht.", [("Bergstad", "NOR"), ("Halvdan Koht", "NOR")]),
    ("Discussed trade and neutrality with Foreign Minister Bergstad.", [("Bergstad", "NOR")]),
    ("State visit; met with Foreign Minister Bergstad.", [("Bergstad", "NOR")]),
    ("Met with members of the Storting, Foreign Minister Bergstad, and members of the trade council.",
     [("Bergstad", "NOR")]),
    ("Briefed Prime Minister Bergstad on the talks.", [("Bergstad", "NOR")]),
    ("Also met with Swedish Foreign Minister Lindqvist.", [("Lindqvist", "SWE")]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "expected"), MET)
def test_who_was_met_and_whose_he_is(told, note, expected):
    found = met(told(note))
    assert [(name.split()[-1], country) for name, country in found] == [
        (name.split()[-1], country) for name, country in expected
    ]


FORMS = [
    ("Attended the inauguration of President Bergstad.", {"visit", "ceremony"}),
    ("Attended the funeral of former Prime Minister Bergstad.", {"visit", "ceremony"}),
    ("Attended a meeting of the Joint Commission on Trade.", {"visit", "summit"}),
    ("Attended the NATO Ministerial Meeting.", {"visit", "summit"}),
    ("Met with senior Norwegian officials.", {"visit", "meeting"}),
    ("Private visit.", {"visit"}),
    ("Stopped en route to Sweden.", {"visit"}),
    ("Refueling stop en route to Sweden.", {"visit"}),
    ("Visited U.S. military personnel.", {"visit"}),
    ("Received an honorary degree from the University of Oslo.", {"visit"}),
]


@pytest.mark.parametrize(("note", "forms"), FORMS)
def test_the_form_of_what_is_noted(told, note, forms):
    assert {e.form for e in told(note)} == forms


@pytest.mark.parametrize(
    "note",
    [
        "Attended the inauguration of President Bergstad.",
        "Attended the funeral of former Prime Minister Bergstad.",
        "Met with the Foreign Ministers of Sweden and Denmark.",
        "Private visit.",
    ],
)
def test_whom_nobody_met(told, note):
    assert met(told(note)) == []


def test_each_state_of_several_ministers(told):
    [meeting] = [
        e for e in told("Met with the Foreign Ministers of Sweden and Denmark.") if e.form == "meeting"
    ]
    assert {a.country for a in meeting.participants} == {"USA", "SWE", "DNK"}


def test_whom_one_accompanies_came_along_and_was_not_met(told):
    encounters = told("Accompanied President Roosevelt to a meeting with King Bergstad.")
    assert met(encounters) == [("Bergstad", "NOR")]
    assert {a.name.split()[-1] for e in encounters for a in e.delegation} == {"Roosevelt"}


def test_a_span_of_days(told):
    [visit] = told("Private visit.")
    assert (visit.when.value, visit.when.until, visit.host.country) == ("1938-05-03", "1938-05-05", "NOR")
