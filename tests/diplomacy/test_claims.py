"""Firsts, counts and ranks, as claims that can be checked."""

import pytest

from detente.types import Claim

# text; kind, who, peers' office, peers' state, partners, state gone to, number, since, years
CLAIMS = [
    ("Antony Blinken is the first secretary of state to visit China in five years.",
     ("first", ["Antony Blinken"], "secretary of state", "USA", [], "CHN", 1, "2018-06-20", 5.0)),
    ("It is the first visit by a US secretary of state to China since 2018.",
     ("first", ["Antony Blinken"], "secretary of state", "USA", [], "CHN", 1, "2018", None)),
    ("Janet Yellen flew to Beijing on Thursday, the first such visit since 2018.",
     ("first", ["Janet Yellen"], "treasury secretary", "USA", [], "CHN", 1, "2018", None)),
    ("Emmanuel Macron was the first foreign leader to visit Kyiv since the invasion.",
     ("first", ["Emmanuel Macron"], "leader", None, [], "UKR", 1, "2022-02-24", None)),
    ("Barack Obama became the first sitting American president to visit Hiroshima.",
     ("first", ["Barack Obama"], "president", "USA", [], "JPN", 1, None, None)),
    ("Lavrov said it was his first trip to India since the pandemic.",
     ("first", ["Sergei Lavrov"], None, None, [], "IND", 1, "2020-03-11", None)),
    ("Armenia and Turkey held their first face-to-face talks in more than a decade.",
     ("first", ["Armenia", "Turkey"], None, None, [], None, 1, "2013-06-20", 10.0)),
    ("Sergei Lavrov met Kim Jong Un on Monday for the first time since 2018.",
     ("first", ["Sergei Lavrov"], None, None, ["Kim Jong Un"], None, 1, "2018", None)),
    ("Antony Blinken arrived in Kyiv on Monday, his fourth trip to Ukraine since the war began.",
     ("count", ["Antony Blinken"], None, None, [], "UKR", 4, "2022-02-24", None)),
    ("It was Macron's second visit to Moscow this year.",
     ("count", ["Emmanuel Macron"], None, None, [], "RUS", 2, "2023", None)),
    ("Xi Jinping and Vladimir Putin have met three times this year.",
     ("count", ["Vladimir Putin", "Xi Jinping"], None, None, [], None, 3, "2023", None)),
    ("Blinken is the highest-level American official to visit China since Joe Biden took office.",
     ("highest", ["Antony Blinken"], "official", "USA", [], "CHN", None, "2021-01-20", None)),
    ("Nancy Pelosi was the highest-ranking US official to visit Taiwan in 25 years.",
     ("highest", ["Nancy Pelosi"], "official", "USA", [], "TWN", None, "1998-06-20", 25.0)),
    ("No American president has visited Vietnam since 2017.",
     ("since", [], "president", "USA", [], "VNM", 0, "2017", None)),
    ("Joe Biden and Xi Jinping last met in Bali in November 2022.",
     ("since", ["Joe Biden", "Xi Jinping"], None, None, [], "IDN", 0, "2022-11", None)),
    ("It was the first time since 2018 that an American secretary of state had visited China.",
     ("first", [], "secretary of state", "USA", [], "CHN", 1, "2018", None)),
    ("Sergei Lavrov will fly to Ankara, his first trip to a NATO country since the invasion of Ukraine.",
     ("first", ["Sergei Lavrov"], None, None, [], None, 1, "2022-02-24", None)),
    ("Japan and South Korea have not held a summit in more than a decade.",
     ("since", ["Japan", "South Korea"], None, None, [], None, 0, "2013-06-20", 10.0)),
]  # fmt: skip


def told(claim: Claim):
    return (
        claim.kind, sorted(a.name for a in claim.who), claim.office, claim.country, [a.name for a in claim.partners],
        claim.where.country if claim.where else None, claim.number, claim.since, claim.years,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAIMS, ids=[text for text, _ in CLAIMS])
def test_a_claim_says_who_whither_and_since_when(reading_of, text, expected):
    [claim] = reading_of(text).claims
    assert told(claim) == expected
    assert claim.quote == text
    assert claim.period is None or text[claim.period.start : claim.period.end] == claim.period.text


def test_two_claims_of_one_sentence_share_who_and_whither(reading_of):
    text = (
        "Antony Blinken is the most senior American official to travel to China since Joe Biden took office and the "
        "first secretary of state to make the journey in five years."
    )
    highest, first = reading_of(text).claims
    assert (highest.kind, first.kind) == ("highest", "first")
    assert highest.where.country == first.where.country == "CHN"
    assert first.who[0].name == "Antony Blinken"
    assert (first.office, first.years) == ("secretary of state", 5.0)


def test_an_ellipsis_takes_what_is_counted_from_the_phrase_before(reading_of):
    text = "Gina Raimondo arrived in Beijing on Sunday for a visit, the first by a US commerce secretary in seven years."
    [claim] = reading_of(text).claims
    assert (claim.form, claim.office, claim.where.country, claim.years) == (
        "visit",
        "commerce secretary",
        "CHN",
        7.0,
    )


def test_a_place_of_another_clause_is_no_goal(reading_of):
    text = (
        "Antony Blinken arrived in Beijing on Sunday. He is the first secretary of state to make the trip in five years, "
        "and both sides have played down hopes of progress on trade, Taiwan and the war in Ukraine."
    )
    [claim] = reading_of(text).claims
    assert claim.where.country == "CHN"


def test_the_claim_knows_its_encounter_and_counts_from_its_day(reading_of):
    reading = reading_of(
        "Antony Blinken arrived in Kyiv on Monday, his fourth trip to Ukraine since the war began."
    )
    assert reading.claims[0].encounter == reading.encounters[0].id
    assert reading.claims[0].until == "2023-06-19"


def test_who_claims_it_is_told(reading_of):
    [claim] = reading_of("Lavrov said it was his first trip to India since the pandemic.").claims
    assert claim.said_by.name == "Sergei Lavrov"


@pytest.mark.parametrize(
    ("words", "bound"),
    [("in nearly five years", "under"), ("in more than five years", "over"), ("in five years", "about")],
)
def test_how_a_length_is_hedged(reading_of, words, bound):
    [claim] = reading_of(f"Antony Blinken is the first secretary of state to visit China {words}.").claims
    assert (claim.years, claim.bound) == (5.0, bound)


def test_a_period_that_nobody_can_date_is_kept_in_words(reading_of):
    [claim] = reading_of(
        "Antony Blinken is the first secretary of state to visit Niger since the coup."
    ).claims
    assert (claim.period.text, claim.since) == ("since the coup", None)


@pytest.mark.parametrize(
    "text",
    [
        "The first lady arrived in Paris on Monday.",
        "The talks entered their second day in Geneva.",
        "He called it the first step towards peace between Armenia and Azerbaijan.",
        "Blinken met Qin Gang first, then Wang Yi.",
        "The two ministers have not met reporters.",
        "China accounts for a third of the trade.",
        "",
    ],
)
def test_what_counts_no_encounter_is_no_claim(reading_of, text):
    assert reading_of(text).claims == ()
