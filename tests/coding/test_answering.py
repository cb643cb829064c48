"""The other party of an answer that names none is taken from the story."""

import pytest

from detente.reading import Story, open_reader


@pytest.fixture(scope="module")
def reader():
    return open_reader()


TOLD = [
    ("Kenya has accused Somalia of harbouring bandits. Somalia rejected the claim.", "REJECT", {"SOM"}, {"KEN"}),
    ("Saudi Arabia accused Iran of a plot. Tehran denied any involvement.", "REJECT", {"IRN"}, {"SAU"}),
    ("Ukraine accused Hungary of blackmail. Budapest denied blackmailing anybody.", "REJECT", {"HUN"}, {"UKR"}),
    ("Canada sent ammunition to Ukraine. Kyiv welcomed the gesture.", "SUPPORT", {"UKR"}, {"CAN"}),
    ("The Kremlin is to blame, Britain said, and accused Russia. The Kremlin dismissed the accusation.",
     "REJECT", {"RUS"}, {"GBR"}),
    ("Armenia and Azerbaijan blamed each other. The two armies exchanged fire on Tuesday.",
     "ASSAULT", {"ARM", "AZE"}, {"ARM", "AZE"}),
    ("Sudan and Ethiopia remained divided after two days of talks in Khartoum.",
     "CONSULT", {"SDN", "ETH"}, {"SDN", "ETH"}),
    ("Theresa May is the first British prime minister to travel to Kenya since 1988.", "CONSULT", {"GBR"}, {"KEN"}),
    ("Mark Rutte said that there were strong indications linking Russia to the downing of the airliner.",
     "ACCUSE", {"NLD"}, {"RUS"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event", "actors", "recipients"), TOLD, ids=[t[:40] for t, *_ in TOLD])
def test_the_other_party_stands_in_the_story(reader, text, event, actors, recipients):
    [reading] = reader.read([reader.story(Story(id="a", text=text, published="2023-06-20"))])
    found = [
        ({a.country for a in r.actors}, {a.country for a in r.recipients})
        for r in reading.reports
        if r.event == event
    ]
    assert (actors, recipients) in found


ALONE = [
    "Kenya has accused Somalia of harbouring bandits. Peru rejected the claim.",
    "Canada sent ammunition to Ukraine. Kyiv welcomed the gesture of the Pope.",
    "Canada sent ammunition to Ukraine. Kyiv welcomed a gesture.",
]


@pytest.mark.parametrize("text", ALONE)
def test_nobody_is_taken_who_was_not_pointed_at(reader, text):
    [reading] = reader.read([reader.story(Story(id="a", text=text, published="2023-06-20"))])
    answers = [r for r in reading.reports if r.event in {"REJECT", "SUPPORT"}]
    assert not {a.country for r in answers for a in r.recipients} & {"KEN", "CAN"}


def test_a_recipient_from_the_story_refers_to_where_it_was_named(reader):
    text = "Kenya has accused Somalia of harbouring bandits. Somalia rejected the claim."
    [reading] = reader.read([reader.story(Story(id="a", text=text, published="2023-06-20"))])
    [report] = [r for r in reading.reports if r.event == "REJECT"]
    [recipient] = report.recipients
    assert text[recipient.start : recipient.end] == "the claim" and recipient.reference.text == "Kenya"
    assert report.start <= recipient.start and recipient.end <= report.end
