"""Briefs: what they say, that every sentence has its source, and that the English is right."""

import pytest

from detente.relations.brief import Material, compose
from detente.relations.meetings import encounter_sentence, gathered
from detente.relations.wording import counted, day, listed, on_day, quotation, state


def article(identity="ar_1", published="2023-06-19", outlet="The Example"):
    return {"id": identity, "published": published, "outlet": outlet}


def base(**changes):
    given = {
        "article": "ar_1", "published": "2023-06-19", "outlet": "The Example", "agency": None, "url": "https://news.example/1",
        "title": "A headline", "sample": False, "day": "2023-06-18", "quote": "Blinken met Qin in Beijing on Sunday.",
    }  # fmt: skip
    return given | changes


def encounter(**changes):
    given = {
        "form": "meeting", "status": "happened", "when": "2023-06-18", "until": None, "host": None, "venue": None,
        "place": "Beijing", "agenda": [], "participants": ["Antony Blinken", "Qin Gang"], "participant_states": ["CHN", "USA"],
        "participant_offices": ["secretary of state", "foreign minister"], "participant_countries": ["USA", "CHN"], "happening": None,
    }  # fmt: skip
    return base() | given | changes


def position(**changes):
    given = {
        "issue": "taiwan", "stance": "opposes", "what": "arms sales", "holder": ["Wang Yi"], "holder_states": ["CHN"],
        "addressee": [], "addressee_states": [], "said_by": None,
    }  # fmt: skip
    return base() | given | changes


def material(**changes):
    empty = {
        name: []
        for name in ("articles", "encounters", "events", "issues", "positions", "assessments", "claims")
    }
    return Material(pair=("CHN", "USA"), **(empty | changes))


SENTENCES = [
    ({}, "On 18 June 2023, Antony Blinken (US secretary of state) met Qin Gang (Chinese foreign minister) in Beijing."),
    ({"form": "call", "place": None}, "On 18 June 2023, Antony Blinken (US secretary of state) spoke by telephone or video with Qin Gang (Chinese foreign minister)."),
    ({"status": "planned", "when": "2023-06-25"}, "A meeting between Antony Blinken (US secretary of state) and Qin Gang (Chinese foreign minister) was planned in Beijing for 25 June 2023."),
    ({"form": "talks", "status": "postponed", "when": None, "place": None}, "Talks between Antony Blinken (US secretary of state) and Qin Gang (Chinese foreign minister) were postponed (reported on 19 June 2023)."),
    ({"form": "visit", "host": "China", "participants": ["Antony Blinken", "China"], "participant_offices": ["secretary of state", ""], "participant_countries": ["USA", "CHN"], "when": "2023-06"}, "In June 2023, Antony Blinken (US secretary of state) visited China (Beijing)."),
    ({"form": "visit", "host": "China", "status": "cancelled", "participants": ["Antony Blinken", "China"], "participant_offices": ["", ""], "participant_countries": ["USA", "CHN"], "when": None}, "A visit by Antony Blinken to China was called off (reported on 19 June 2023)."),
    ({"form": "summit", "place": "Bali", "agenda": ["taiwan", "fentanyl"]}, "On 18 June 2023, a summit of Antony Blinken (US secretary of state) and Qin Gang (Chinese foreign minister) was held in Bali (named as matters: Taiwan and fentanyl)."),
    ({"participants": ["Its delegation", "Qin Gang"], "participant_offices": ["", ""]}, "On 18 June 2023, Qin Gang met representatives of the United States in Beijing."),
    ({"venue": "Diaoyutai State Guesthouse"}, "On 18 June 2023, Antony Blinken (US secretary of state) met Qin Gang (Chinese foreign minister) at the Diaoyutai State Guesthouse in Beijing."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), SENTENCES, ids=[s for _, s in SENTENCES])
def test_an_encounter_in_one_sentence(changes, sentence):
    assert encounter_sentence([encounter(**changes)], set()) == sentence


AHEAD = [
    ({"status": "planned", "when": "2026-SP"}, "A meeting between Antony Blinken (US secretary of state) and Qin Gang (Chinese foreign minister) is planned in Beijing for spring 2026."),
    ({"form": "talks", "status": "possible", "when": None, "place": None}, "Talks between Antony Blinken (US secretary of state) and Qin Gang (Chinese foreign minister) are said to be possible (reported on 19 June 2023)."),
    ({"form": "visit", "host": "China", "status": "planned", "participants": ["Antony Blinken", "China"], "participant_offices": ["", ""], "participant_countries": ["USA", "CHN"], "when": "2026-Q1", "place": None}, "In the first quarter of 2026, Antony Blinken is to visit China."),
    ({"form": "visit", "host": "China", "status": "possible", "participants": ["Antony Blinken", "China"], "participant_offices": ["", ""], "participant_countries": ["USA", "CHN"], "when": "2026", "place": None}, "In 2026, Antony Blinken may visit China."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence"), AHEAD, ids=[s for _, s in AHEAD])
def test_what_is_still_ahead_is_told_in_the_present(changes, sentence):
    assert encounter_sentence([encounter(**changes)], set(), ahead=True) == sentence


def test_an_office_is_said_once():
    introduced: set[str] = set()
    encounter_sentence([encounter()], introduced)
    again = encounter_sentence([encounter(form="meal", place=None)], introduced)
    assert again == "On 18 June 2023, Antony Blinken dined with Qin Gang."


def test_what_several_articles_tell_of_one_meeting_is_told_once_and_two_meetings_of_a_day_stay_two():
    told = encounter(article="ar_2", outlet="The Other", quote="They met on Sunday.")
    with_xi = encounter(participants=["Antony Blinken", "Xi Jinping"])
    assert [len(group) for group in gathered([encounter(), told, with_xi])] == [2, 1]


def test_every_sentence_has_its_sources_and_every_source_its_sentence():
    claim = base(said_by=None, quote="It was the first visit in five years.")
    assessed = base(
        about=["CHN", "USA"],
        direction="strained",
        text="strained ties",
        said_by=None,
        scope="relationship",
        quote="He spoke of strained ties.",
    )
    named = base(issue="taiwan", text="Taiwan", between=["CHN", "USA"], quote="They spoke of Taiwan.")
    act = base(event="ACCUSE", mode=None, status="happened", negated=False, historical=False, said_by=None, confidence=0.9,
               actor_states=["CHN"], recipient_states=["USA"], quote="China accused the United States.")  # fmt: skip
    page = compose(
        material(
            articles=[article()],
            encounters=[encounter()],
            events=[act],
            issues=[named],
            positions=[position()],
            assessments=[assessed],
            claims=[claim],
        )
    )
    statements = [s for section in page.sections for s in section.statements]
    assert len(statements) == 5
    assert all(s.sources for s in statements)
    assert {n for s in statements for n in s.sources} == {source.number for source in page.sources}
    assert all(
        source.quote and source.day == "19 June 2023" and source.outlet == "The Example"
        for source in page.sources
    )
    assert statements[1].text == "On Taiwan, China (Wang Yi) opposed: “arms sales”, reported on 19 June 2023."


def test_ahead_is_seen_from_the_newest_article_or_from_a_day_that_is_given():
    planned = encounter(status="planned", when="2023-06-25", day="2023-06-25")
    given = material(articles=[article()], encounters=[planned])
    ahead = next(s for s in compose(given).sections if s.title == "Ahead")
    assert len(ahead.statements) == 1
    later = compose(given, as_of="2023-07-01")
    assert not next(s for s in later.sections if s.title == "Ahead").statements


def test_the_latest_position_of_each_side_stands():
    rows = [position(what="new words"), position(what="old words", published="2022-01-01"),
            position(what="to keep arming it", stance="undertakes", holder=["United States"], holder_states=["USA"])]  # fmt: skip
    page = compose(
        material(articles=[article()], issues=[base(issue="taiwan", text="Taiwan")], positions=rows)
    )
    told = [s.text for s in page.sections[2].statements]
    assert told == [
        "On Taiwan, China (Wang Yi) opposed: “new words”, reported on 19 June 2023.",
        "On Taiwan, the United States undertook: “to keep arming it”, reported on 19 June 2023.",
    ]


def test_a_stand_on_a_matter_that_no_words_name_or_that_is_not_known_is_told_too():
    rows = [position(issue="grain-exports"), position(issue=None, what="a call", stance="refuses", addressee_states=["USA"]),
            position(issue=None, what="peace", stance="supports"),
            position(issue=None, what="to hit back", stance="warns", addressee_states=["CHN"], holder=["United States"], holder_states=["USA"])]  # fmt: skip
    told = [s.text for s in compose(material(articles=[article()], positions=rows)).sections[2].statements]
    assert told == [
        "On grain exports, China (Wang Yi) opposed: “arms sales”, reported on 19 June 2023.",
        "China (Wang Yi) refused: “a call”, reported on 19 June 2023.",
        "The United States threatened China: “to hit back”, reported on 19 June 2023.",
    ]


def test_what_is_told_of_a_week_is_said_of_a_week():
    act = base(event="ASSAULT", mode=None, status="happened", negated=False, historical=False, said_by=None, confidence=0.9,
               actor_states=["CHN"], recipient_states=["USA"], quote="…", when="2023-W24", day="2023-06-12")  # fmt: skip
    [told] = compose(material(articles=[article()], events=[act])).sections[4].statements
    assert told.text.startswith("In the week of 12 June 2023 China used force against the United States")


def test_what_the_coder_doubts_or_denies_is_not_stated():
    act = base(event="ASSAULT", mode=None, status="happened", negated=False, historical=False, said_by=None, confidence=0.9,
               actor_states=["CHN"], recipient_states=["USA"], quote="…")  # fmt: skip
    doubts = [
        act | {"confidence": 0.3},
        act | {"negated": True},
        act | {"status": "denied"},
        act | {"actor_states": ["FRA"]},
    ]
    acts = compose(material(articles=[article()], events=doubts)).sections[4]
    assert (acts.title, acts.statements) == ("Recent acts", ())
    assert compose(material(articles=[article()], events=[act])).sections[4].statements


def test_an_empty_record_is_said_and_has_no_sections():
    page = compose(material())
    assert page.coverage == "The record holds no article that tells of China and the United States."
    assert page.sections == page.sources == ()


def test_coverage_is_honest():
    rows = [article(), article("ar_2", "2021-03-18", "The Other"), article("ar_3", None)]
    words = compose(material(articles=rows)).coverage
    assert words.startswith("The record holds 3 articles of 2 outlets in which both China and the United States have a part, published from 18 March 2021 to 19 June 2023.")  # fmt: skip
    assert "1 article of these has no date." in words


def test_words():
    assert [day("2023-06-18T06:03"), day("2023-06"), day("2023"), day("2023-W25"), day(None)] == [
        "18 June 2023", "June 2023", "2023", "the week of 19 June 2023", "",
    ]  # fmt: skip
    assert [on_day("2023-06-18"), on_day("2023-06"), on_day("2023")] == [
        "on 18 June 2023",
        "in June 2023",
        "in 2023",
    ]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [counted(0, "act"), counted(1, "act"), counted(1200, "act")] == ["no act", "1 act", "1,200 acts"]
    assert [state("USA"), state("CHN"), state("NLD")] == ["the United States", "China", "the Netherlands"]
    assert quotation("He said “no” twice. ") == "“He said ‘no’ twice”"
    assert quotation("word " * 100).endswith(" …”")
