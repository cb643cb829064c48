"""Which actors stand where an act says that its parties stand."""

import pytest

from detente.coding import code
from detente.coding.dateline import dateline_end
from detente.knowledge.verbs import coding_tables
from detente.types import Actor, Article, Where


def mention(text, phrase, **fields):
    start = text.index(phrase)
    given = {"kind": "unnamed", "sector": "GOV"} | fields
    return Actor(text=phrase, start=start, end=start + len(phrase), **given)


@pytest.fixture
def reported(trees):
    def reports(text, *actors, places=()):
        article = Article(id="story", text=text)
        return code((trees[text],), article, actors, (), places, coding_tables())

    return reports


def test_a_mention_that_names_an_event_gives_way_to_the_party_inside(reported):
    text = "Saudi Arabia refused to hold talks with Israel."
    (report,) = reported(
        text,
        mention(text, "Saudi Arabia", kind="state", country="SAU"),
        mention(text, "talks with Israel"),
        mention(text, "Israel", kind="state", country="ISR"),
    )
    assert [a.text for a in report.recipients] == ["Israel"]


def test_a_bare_description_is_of_the_country_that_stands_in_it(reported):
    text = "Polish police arrested three Belarusian citizens on suspicion of spying."
    (report,) = reported(
        text,
        mention(text, "Polish police", sector="COP"),
        mention(text, "Polish", kind="state", country="POL"),
        mention(text, "three Belarusian citizens", sector="CVL", country="BLR"),
    )
    assert [(a.text, a.country) for a in report.actors] == [("Polish police", "POL")]


def test_a_place_answers_for_a_recipient_that_is_no_actor(reported):
    text = "China conducted military drills around Taiwan."
    start = text.index("Taiwan")
    place = Where(
        text="Taiwan", start=start, end=start + 6, name="Taiwan", country="TWN", precision="country"
    )
    (report,) = reported(text, mention(text, "China", kind="state", country="CHN"), places=(place,))
    assert [(a.kind, a.name, a.country) for a in report.recipients] == [("state", "Taiwan", "TWN")]


def test_nobody_political_makes_no_report(reported):
    text = "Germany gave Ukraine 18 tanks."
    assert not reported(
        text,
        mention(text, "Germany", kind="group", sector="BUS"),
        mention(text, "Ukraine", kind="state", country="UKR"),
    )


def test_roles_never_come_from_another_sentence(reported):
    text = "Iran released two French prisoners."
    elsewhere = Actor(text="France", start=900, end=906, kind="state", country="FRA")
    (report,) = reported(text, mention(text, "Iran", kind="state", country="IRN"), elsewhere)
    assert [(a.text, a.country) for a in report.recipients] == [("two French prisoners", None)]
    assert all(a.end <= len(text) for a in (*report.actors, *report.recipients))


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Iran released two French prisoners.", ["two French prisoners"]),
        ("The United States shot down a Chinese balloon off South Carolina.", ["a Chinese balloon"]),
    ],
)
def test_who_is_in_no_table_is_told_without_country(reported, text, recipients):
    first = mention(text, text.removeprefix("The ").split()[0], kind="state", country="XXX")
    (report,) = reported(text, first)
    assert [(a.text, a.kind, a.country) for a in report.recipients] == [
        (told, "unnamed", None) for told in recipients
    ]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("BEIJING (AP) -- China condemned the visit.", "China"),
        ("TIRANA, Albania (AP) — Albania's parliament voted.", "Albania's"),
        ("ISLAMABAD: Pakistan closed its airspace.", "Pakistan"),
        ("UN envoys met in Geneva.", "UN"),
        ("France - and Germany - agreed.", "France"),
        ("Harare, Zimbabwe - The opposition rejected the result.", "The"),
        ("New York, May 17, IRNA - Iran rejected the plan.", "Iran"),
        ("Bogota, March 8 (IANS) The president rejected the plan.", "The"),
    ],
)
def test_a_dateline_ends_before_the_sentence_proper(text, rest):
    assert text[dateline_end(text, 0, len(text)) :].startswith(rest)


@pytest.mark.parametrize(
    ("text", "threatened"),
    [
        ("Iran threatened to retaliate if the United States imposes new sanctions.", ["USA"]),
        ("North Korea threatened to take “unprecedented measures” if Seoul and Washington go ahead with their drills.", ["KOR", "USA"]),
        ("Russia vowed to respond unless Finland turns the troops away.", ["FIN"]),
    ],
)  # fmt: skip
def test_who_must_not_do_something_is_threatened(reading_of, text, threatened):
    found = [r for r in reading_of(text).reports if r.event == "THREATEN"]
    assert [[a.country for a in r.recipients] for r in found] == [threatened]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ukraine urged the European Union to impose sanctions on Belarus.", ("REQUEST", "European Union")),
        ("Congo demanded that the United States impose sanctions on Rwanda.", ("REQUEST", "United States")),
        ("Lithuania called for sanctions against Belarus.", ("THREATEN", "Belarus")),
    ],
)
def test_who_is_asked_to_punish_another_is_not_threatened(reading_of, text, told):
    assert [(r.event, a.name) for r in reading_of(text).reports for a in r.recipients] == [told]
