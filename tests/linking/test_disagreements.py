"""What excludes what: answers of several sources side by side."""

import pytest

from detente.linking.disagreements import counted, disagreements
from detente.linking.lifecycle import Voice
from detente.types import Actor, Article, Encounter, Report, Span, When, Where

MAP = {
    "Doha": (25.28, 51.53), "Riyadh": (24.71, 46.68), "Beijing": (39.9, 116.4), "China": (35.0, 103.0),
    "Tongzhou": (39.9, 116.65), "Sinai": (None, None),
}  # fmt: skip


def person(name, power):
    return Actor(text=name, start=0, end=0, kind="person", country=power, name=name)


def state(power):
    return Actor(text=power, start=0, end=0, kind="state", country=power, name=power)


def meeting(
    outlet, *, day=None, place=None, venue=None, people=(), status="happened", quote="They met.", host=None
):
    told = Encounter(
        id=f"en_{outlet}", form="meeting", status=status, participants=tuple(people), host=host, venue=venue,
        where=Where(text=place, start=0, end=0, name=place, lat=MAP[place][0], lon=MAP[place][1]) if place else None,
        when=When(text=day, start=0, end=0, value=day) if day else None, part_of=None, agenda=(), reports=(),
        start=0, end=9, quote=quote, confidence=0.9,
    )  # fmt: skip
    return Voice(article=Article(id=f"ar_{outlet}", text="", outlet=outlet), told=told)


def call(outlet, caller, called):
    told = Report(
        id=f"rp_{outlet}", event="CONSULT", mode="phone", contexts=(), cameo="041", quad="verbal cooperation", score=1.0,
        actors=(state(caller),), recipients=(state(called),), status="happened", negated=False, historical=False,
        said_by=None, when=None, where=None, trigger=Span(text="called", start=0, end=6), sentence=0, start=0, end=9,
        quote="One called the other.", confidence=0.9,
    )  # fmt: skip
    return Voice(article=Article(id=f"ar_{outlet}", text="", outlet=outlet), told=told)


def found(*voices):
    return [
        (one.about, one.of, [(a.value, [v.article.outlet for v in a.voices]) for a in one.answers])
        for one in disagreements(voices)
    ]


CASES = [
    ("days", (meeting("A", day="2023-06-18"), meeting("B", day="2023-06-19"), meeting("C", day="2023-06-18")),
     [("date", None, [("2023-06-18", ["A", "C"]), ("2023-06-19", ["B"])])]),
    ("a day within a month", (meeting("A", day="2023-06-18"), meeting("B", day="2023-06")), []),
    ("a day within a week", (meeting("A", day="2023-06-18"), meeting("B", day="2023-W24")), []),
    ("a day planned and another held", (meeting("A", day="2023-06-18", status="planned"), meeting("B", day="2023-06-20")), []),
    ("towns", (meeting("A", place="Doha"), meeting("B", place="Riyadh")),
     [("place", None, [("Doha", ["A"]), ("Riyadh", ["B"])])]),
    ("a town in a state", (meeting("A", place="Beijing"), meeting("B", place="China")), []),
    ("a suburb", (meeting("A", place="Beijing"), meeting("B", place="Tongzhou")), []),
    ("a place that is not on the map", (meeting("A", place="Doha"), meeting("B", place="Sinai")), []),
    ("houses", (meeting("A", venue="the Great Hall of the People"), meeting("B", venue="Diaoyutai guesthouse")),
     [("venue", None, [("Diaoyutai guesthouse", ["B"]), ("the Great Hall of the People", ["A"])])]),
    ("a room in a house", (meeting("A", venue="White House"), meeting("B", venue="the White House library")), []),
    ("people", (meeting("A", people=[person("Wang Yi", "CHN")]), meeting("B", people=[person("Qin Gang", "CHN")])),
     [("people", "CHN", [("Qin Gang", ["B"]), ("Wang Yi", ["A"])])]),
    ("one person under two names", (meeting("A", people=[person("Wang Yi", "CHN")]), meeting("B", people=[person("Minister Wang Yi", "CHN")])), []),
    ("people left out", (meeting("A", people=[person("Wang Yi", "CHN")]), meeting("B", people=[person("Antony Blinken", "USA")])), []),
    ("numbers", (meeting("A", quote="They freed 23 Russian soldiers."), meeting("B", quote="It let twenty-four go, or 24 soldiers.")),
     [("number", "soldiers", [("23", ["A"]), ("24", ["B"])])]),
    ("a number in words", (meeting("A", quote="They freed 5 soldiers."), meeting("B", quote="They freed five soldiers.")), []),
    ("who called whom", (call("A", "USA", "CHN"), call("B", "CHN", "USA")),
     [("who to whom", None, [("CHN → USA", ["B"]), ("USA → CHN", ["A"])])]),
    ("one telling", (meeting("A", day="2023-06-18", place="Doha"),), []),
    ("none", (), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("voices", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_excludes_what(voices, expected):
    assert found(*voices) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("expelled 23 Russian diplomats", [("diplomats", "23")]),
        ("freed two Swiss nationals and 1,200 prisoners of war", [("nationals", "2"), ("prisoners", "1200")]),
        ("killed 20 people on June 18, 2020", [("people", "20")]),
        ("met on June 18 in Geneva", []),
        ("raised tariffs to 10.5 percent", [("percent", "10.5")]),
        ("", []),
    ],
)
def test_numbers_of_things(text, expected):
    assert list(counted(text)) == expected
