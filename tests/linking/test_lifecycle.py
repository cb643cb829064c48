"""What became of a happening, as several articles tell it, and how many sources that makes."""

from datetime import date

import pytest

from detente.linking.lifecycle import Voice, claimed_by, history, present, sources
from detente.types import Actor, Article, Encounter, Report, Span, Stage, When


def article(identity, published, outlet=None, agency=None):
    return Article(
        id=identity, text="", published=published, outlet=outlet or f"The {identity}", agency=agency
    )


def on(day):
    return When(text=day, start=0, end=0, value=day) if day else None


def encounter(status, day=None, stages=(), identity="en", reports=()):
    return Encounter(
        id=identity, form="summit", status=status, participants=(), host=None, venue=None, where=None, when=on(day),
        part_of=None, agenda=(), reports=reports, start=0, end=9, quote="They meet.", confidence=0.9, history=stages,
    )  # fmt: skip


def report(said_by=None, identity="rp", negated=False):
    source = Actor(text=said_by, start=0, end=0, kind="state", name=said_by) if said_by else None
    return Report(
        id=identity, event="ASSAULT", mode=None, contexts=(), cameo="190", quad="material conflict", score=-9.0,
        actors=(), recipients=(), status="happened", negated=negated, historical=False, said_by=source, when=None,
        where=None, trigger=Span(text="hit", start=0, end=3), sentence=0, start=0, end=9, quote="They hit.", confidence=0.9,
    )  # fmt: skip


def voice(published, told, outlet=None, agency=None):
    return Voice(article=article(f"ar_{published}_{outlet}", published, outlet, agency), told=told)


PLANNED = voice("2018-05-11", encounter("planned", "2018-06-12"))
OFF = voice("2018-05-24", encounter("cancelled"))
AGAIN = voice("2018-06-01", encounter("planned", "2018-06-12"))
HELD = voice("2018-06-12", encounter("happened", "2018-06-12"))
LATER = voice("2018-07-01", encounter("happened", "2018-06-12"))


def stages(voices):
    return [(step.stage, str(step.day)) for step in history(voices)]


def test_a_summit_that_was_called_off_and_held_after_all():
    expected = [
        ("planned", "2018-05-11"), ("cancelled", "2018-05-24"), ("planned", "2018-06-01"), ("held", "2018-06-12"),
    ]  # fmt: skip
    assert stages([HELD, AGAIN, LATER, OFF, PLANNED]) == expected
    assert history([LATER, HELD])[0].voice == HELD


def test_what_is_looked_back_on_comes_before_the_end():
    looking_back = voice("2018-06-20", encounter("postponed"))
    assert stages([HELD, looking_back]) == [("postponed", "2018-06-20"), ("held", "2018-06-12")]
    assert [stage for stage, _ in stages([PLANNED, HELD, voice("2018-06-20", encounter("planned"))])] == [
        "planned",
        "held",
    ]


def test_stages_that_one_article_tells_are_kept():
    told = encounter("happened", "2018-06-12", (Stage(stage="agreed", when=None, start=20, end=30),))
    assert stages([voice("2018-06-13", told)]) == [("agreed", "2018-06-13"), ("held", "2018-06-12")]


@pytest.mark.parametrize(
    ("voices", "status"),
    [
        ([PLANNED], "planned"),
        ([PLANNED, OFF], "cancelled"),
        ([PLANNED, OFF, AGAIN], "planned"),
        ([PLANNED, OFF, HELD], "happened"),
        (
            [voice("2018-05-01", encounter("called_for")), voice("2018-05-02", encounter("possible"))],
            "possible",
        ),
    ],
)
def test_where_it_stands(voices, status):
    assert present(voices) == status


def test_what_did_not_happen_is_not_held():
    assert history([voice("2018-05-01", report(negated=True))]) == ()


def test_what_an_article_tells_of_a_day_to_come_was_not_held():
    assert stages([OFF, voice("2018-05-24", encounter("happened", "2018-06-12"))]) == [
        ("cancelled", "2018-05-24")
    ]


def test_an_undated_article_keeps_its_stage():
    (step,) = history([Voice(article=article("a", None), told=encounter("planned"))])
    assert (step.stage, step.day) == ("planned", None)


def test_copies_outlets_and_agencies_count_once():
    voices = [
        voice("2018-06-12", encounter("happened"), "Herald", "AP"),
        voice("2018-06-12", encounter("happened"), "Mirror", "AP"),
        voice("2018-06-13", encounter("happened"), "Mirror"),
        voice("2018-06-13", encounter("happened"), "Standard"),
        voice("2018-06-14", encounter("happened"), "Standard"),
        voice("2018-06-14", encounter("happened"), "Echo"),
    ]
    copied = [("ar_2018-06-12_Herald", "ar_2018-06-14_Echo")]
    assert [len(group) for group in sources(voices, copied)] == [3, 1, 2]
    assert len(sources(voices, [])) == 4


def test_copies_by_way_of_an_article_that_does_not_tell_it():
    voices = [voice("2018-06-12", encounter("happened"), name) for name in ("Herald", "Echo")]
    copied = [("ar_2018-06-12_Herald", "x"), ("ar_2018-06-12_Echo", "x")]
    assert sources(voices, copied) == (("ar_2018-06-12_Echo", "ar_2018-06-12_Herald"),)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([report("Kyiv"), report("Kyiv", "rp2")], ("Kyiv",)),
        ([report("Kyiv"), report("Moscow", "rp2")], ("Kyiv", "Moscow")),
        ([report("Kyiv"), report(None, "rp2")], ()),
        ([encounter("happened")], ()),
        ([report("Kyiv"), encounter("happened")], ()),
        ([report("Kyiv"), encounter("happened", reports=("rp",))], ("Kyiv",)),
    ],
)
def test_what_only_one_side_says(told, expected):
    assert claimed_by([voice("2018-06-12", one) for one in told]) == expected


def test_days_are_days():
    assert history([HELD])[0].day == date(2018, 6, 12)
