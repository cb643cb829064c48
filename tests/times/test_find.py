"""What time expressions stand for, given when the story appeared."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.times import find

MONDAY = "2023-06-19"


def only(text: str, anchor: str | None = MONDAY):
    found = find(text, anchor)
    assert len(found) == 1, [w.text for w in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("Blinken arrived on Sunday.", "Sunday", "2023-06-18"),
        ("Blinken will arrive on Sunday.", "Sunday", "2023-06-25"),
        ("They met Monday.", "Monday", "2023-06-19"),
        ("The two spoke early Monday.", "early Monday", "2023-06-19"),
        ("Talks resumed last Friday.", "last Friday", "2023-06-16"),
        ("Talks resume next Friday.", "next Friday", "2023-06-23"),
        ("The envoy left yesterday.", "yesterday", "2023-06-18"),
        ("Ministers meet tomorrow.", "tomorrow", "2023-06-20"),
        ("They signed it this week.", "this week", "2023-W25"),
        ("The trip was put off last week.", "last week", "2023-W24"),
        ("He spoke in Bali last year.", "last year", "2022"),
        ("The balloon was shot down in February.", "February", "2023-02"),
        ("The leaders will meet in November.", "November", "2023-11"),
        ("They agreed in November.", "November", "2022-11"),
        ("The visit ended in late June 2018.", "late June 2018", "2018-06"),
        ("He took office five years ago.", "five years ago", "2018"),
        ("The call took place two weeks ago.", "two weeks ago", "2023-06-05"),
        ("Earlier this month the minister resigned.", "Earlier this month", "2023-06"),
        ("Trade fell in the first quarter.", "the first quarter", "2023-Q1"),
        ("Trade will fall in the first quarter of next year.", "the first quarter of next year", "2024-Q1"),
        ("The budget for fiscal 2024 passed.", "fiscal 2024", "2024"),
        ("Relations were warm in the 1990s.", "the 1990s", "199"),
        ("It was signed on June 12, 2018 in Singapore.", "June 12, 2018", "2018-06-12"),
        ("It was signed on 12 June 2018 in Singapore.", "12 June 2018", "2018-06-12"),
        ("Tuesday, Sept. 9, 1998 was the day.", "Tuesday, Sept. 9, 1998", "1998-09-09"),
        ("The ministers dined Saturday evening.", "Saturday evening", "2023-06-17TEV"),
        ("The border is now closed.", "now", "PRESENT_REF"),
        ("Ties have recently improved.", "recently", "PAST_REF"),
        ("The last war was in the 20th century.", "the 20th century", "19"),
        ("He flew home last night.", "last night", "2023-06-18TNI"),
        ("Elections are due by the end of the year.", "the end of the year", "2023"),
        ("He died on the night of Friday, June 9, 2023.", "night of Friday, June 9, 2023", "2023-06-09TNI"),
        ("They met on the morning of 12 June.", "morning of 12 June", "2023-06-12TMO"),
        ("Pilgrims came in Easter week.", "Easter week", "2023-W14"),
        ("Envoys would be travelling to the United States Thursday.", "Thursday", "2023-06-22"),
        ("Trade is to resume on Thursday.", "Thursday", "2023-06-22"),
        ("The truce had been due to expire Friday.", "Friday", "2023-06-16"),
        ("Until Thursday, they had not named him.", "Thursday", "2023-06-15"),
        ("Lawyers will look for ways round Wednesday's ruling.", "Wednesday", "2023-06-14"),
        ("Markets still recall Black Monday.", "Black Monday", None),
    ],
)
def test_an_expression_is_resolved_from_the_publication_day_and_the_tense(text, said, value):
    when = only(text)
    assert (when.text, when.value) == (said, value)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("After two days of talks they parted.", "P2D", "DURATION"),
        ("A two-week truce held.", "P2W", "DURATION"),
        ("It lasted more than four hours.", "PT4H", "DURATION"),
        ("It lasted two and a half years.", "P2Y6M", "DURATION"),
        ("Several months of talks failed.", "PXM", "DURATION"),
        ("The past five years were calm.", "P5Y", "DURATION"),
        ("Leaders meet every year.", "P1Y", "SET"),
        ("They met each July.", "XXXX-07", "SET"),
        ("A day-long siege ended.", "P1D", "DURATION"),
        ("An hour later the talks broke down.", "PT1H", "DURATION"),
        ("Several days later he resigned.", "PXD", "DURATION"),
        ("Over the past decade trade doubled.", "P10Y", "DURATION"),
        ("The annual summit opened.", "P1Y", "SET"),
    ],
)
def test_lengths_and_sets_are_told_from_dates(text, value, kind):
    when = only(text)
    assert (when.value, when.type) == (value, kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The call began at 10 a.m. EDT Sunday.", "2023-06-18T10:00-04:00"),
        ("The call began at 0300 GMT.", "2023-06-19T03:00Z"),
        ("Polls closed at 18:00 UTC.", "2023-06-19T18:00Z"),
        ("He landed at 5:30 p.m. on Sunday.", "2023-06-18T17:30"),
        ("The truce began at noon Sunday.", "2023-06-18T12:00"),
    ],
)
def test_a_clock_time_keeps_its_zone_and_only_where_it_has_one(text, value):
    when = only(text)
    assert (when.value, when.type, when.precision) == (value, "TIME", "hour")


@pytest.mark.parametrize(
    ("text", "value", "until", "precision"),
    [
        ("The visit of June 18-19 was short.", "2023-06-18", "2023-06-19", "day"),
        ("He stayed from June 30 to July 2.", "2023-06-30", "2023-07-02", "day"),
        ("They met last week.", "2023-W24", "2023-06-18", "week"),
        ("They met in February.", "2023-02", "2023-02-28", "month"),
        ("They met last year.", "2022", "2022-12-31", "year"),
        ("They met in the third quarter of 2022.", "2022-Q3", "2022-09-30", "quarter"),
        ("They met in the 1980s.", "198", "1989-12-31", "decade"),
        ("They met on Sunday.", "2023-06-18", None, "day"),
    ],
)
def test_a_span_tells_its_last_day_and_its_precision(text, value, until, precision):
    when = find(text, MONDAY)[0]
    assert (when.value, when.until, when.precision) == (value, until, precision)


@pytest.mark.parametrize(
    "text", ["They met on Sunday.", "They met in February.", "They met last week.", "They met today."]
)
def test_without_a_publication_time_expressions_stay_relative(text):
    assert only(text, None).value is None


def test_full_dates_need_no_publication_time():
    assert only("They met on June 18, 2023.", None).value == "2023-06-18"


def test_a_story_of_1850_is_read_like_any_other():
    assert only("The envoy sailed on Tuesday.", "1850-04-19").value == "1850-04-16"


@pytest.mark.parametrize("anchor", ["", "soon", "0000-00-00", "2023-13-45", "9999-12-31", "0001-01-01"])
def test_a_senseless_anchor_is_no_crash(anchor):
    find("On Sunday, next week, 5,000 years ago, in 300 centuries, last year, tomorrow.", anchor)


STAYS = {
    ("Biden", None): ("2021-01-20", "2025-01-20"),
    ("Trump", None): ("2017-01-20", "2021-01-20"),
    ("Angela Merkel", None): ("2005-11-22", "2021-12-08"),
    ("Yoon", "president"): ("2022-05-10", None),
}
TENURES = [
    # text, expression, value, until
    ("Ties froze since Biden took office.", "Biden took office", "2021-01-20", None),
    ("Ties froze before Trump left office.", "Trump left office", "2021-01-20", None),
    ("Ties froze since Yoon became president.", "Yoon became president", "2022-05-10", None),
    ("Ties grew during Angela Merkel's tenure.", "during Angela Merkel's tenure", "2005-11-22", "2021-12-08"),
    ("Ties froze under Trump.", "under Trump", "2017-01-20", "2021-01-20"),
]


@pytest.mark.parametrize(("text", "words", "value", "until"), TENURES)
def test_stays_in_office_are_times_that_the_offices_know(text, words, value, until):
    found = find(text, MONDAY, tenure=lambda who, title: STAYS.get((who, title)))
    assert [(w.text, w.value, w.until) for w in found] == [(words, value, until)]


@pytest.mark.parametrize(
    "text", ["Ties froze since Smith took office.", "Ties froze under Biden.", "Biden left office."]
)
def test_a_stay_that_is_not_known_or_not_over_is_no_time(text):
    stays = {("Biden", None): ("2021-01-20", None)}
    assert find(text, MONDAY, tenure=lambda who, title: stays.get((who, title))) == ()


def test_the_attacks_of_september_11_are_those_of_2001():
    assert only("He was minister before the Sept. 11 attacks.").value == "2001-09-11"


def test_the_next_day_follows_the_day_spoken_of():
    found = find("Qin landed on June 2, 2019. The next day he met the king. Two days later he left.", MONDAY)
    assert [w.value for w in found] == ["2019-06-02", "2019-06-03", "2019-06-05"]


@pytest.mark.parametrize(
    "text",
    [
        "He may go. They march on.",
        "Some 2,000 troops left.",
        "It cost $1999.",
        "Boeing sold 1980 seats.",
        "The 52 years old envoy spoke.",
        "Hidden in a second room.",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text):
    assert find(text, MONDAY) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "on",
                "Monday",
                "last",
                "year",
                "May",
                "5",
                ",",
                "2023",
                "the",
                "two",
                "days",
                "ago",
                "in",
                "June",
                "-",
                "'82",
                "10",
                "a.m.",
                "GMT",
                "early",
                "of",
                "every",
                ".",
                "\n\n",
                "’",
                "0",
            ]
        ),
        max_size=40,
    )
)
def test_offsets_point_at_the_words_and_never_overlap(words):
    text = " ".join(words)
    found = find(text, MONDAY)
    assert all(text[w.start : w.end] == w.text and w.text for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [
        "the ",
        "early ",
        "May ",
        "2023 ",
        "5 ",
        "1-",
        "twenty ",
        "a",
        "1",
        "\n",
        "'",
        "last year ",
        "two days ",
        "June 5, ",
    ],
)
def test_long_hostile_text_is_read_in_linear_time(piece):
    def seconds(times: int) -> float:
        began = time.process_time()
        find(piece * times, MONDAY)
        return time.process_time() - began

    seconds(200)
    assert seconds(16000) < 12 * seconds(4000) + 0.5


@pytest.mark.parametrize(
    ("text", "anchor", "value"),
    [
        ("The envoy could arrive as early as Tuesday.", "2023-06-19", "2023-06-20"),
        ("The minister postponed his trip until Wednesday.", "2023-06-19", "2023-06-21"),
        ("Moscow predicted Sunday that the talks would fail.", "2023-06-20", "2023-06-18"),
        ("The summit was held in Bali this weekend.", "2023-06-20", "2023-W24-WE"),
        ("The summit will be held in Bali this weekend.", "2023-06-20", "2023-W25-WE"),
        ("Trade talks resumed this past week.", "2023-06-20", "2023-W24"),
        ("They met in the week of March 6, 2023.", "2023-06-20", "2023-W10"),
        ("A treaty is expected by year end.", "2023-06-20", "2023"),
    ],
)
def test_a_day_is_sought_where_the_words_look(text, anchor, value):
    assert only(text, anchor).value == value


@pytest.mark.parametrize(
    "text",
    [
        "Envoy John Christmas left.",
        "They meet now and then.",
        "The LA Weekly reported it.",
        "The future of the alliance is open.",
        "A survey of 1709 schoolchildren was shown.",
    ],
)
def test_what_only_looks_like_a_time(text):
    assert find(text, MONDAY) == ()


def test_from_one_date_to_another_are_two_and_the_first_has_the_span():
    found = find("The fair runs from November 20, 2022 to December 11, 2022.", MONDAY)
    assert [(w.text, w.value, w.until) for w in found][-1] == ("December 11, 2022", "2022-12-11", None)
    first, second = find("The fair is to be held from January 23 through March 9, 2024.", "2024-01-10")
    assert (first.value, first.until, second.value) == ("2024-01-23", "2024-03-09", "2024-03-09")
    first, second = find("Exports grew from 2000-2015.", MONDAY)
    assert (first.value, first.until, second.value) == ("2000", "2015-12-31", "2015")


def test_a_date_on_a_line_of_its_own_is_the_storys_day():
    story = "Talks end\n\nFriday, June 16, 2023\n\nThe envoys left yesterday."
    assert find(story, "2023-06-19")[-1].value == "2023-06-15"
    assert find(story, "2023-08-01")[-1].value == "2023-07-31"


@pytest.mark.parametrize("sign", "²³①⑴⒈¼⅓٣०０〇Ⅳ")
def test_signs_that_count_but_are_no_digits_are_no_crash(sign):
    text = f"It seized 40 km{sign} on June {sign}, in {sign * 4}, at {sign} p.m., {sign}/12/2020, the {sign}th of {sign}s."
    assert all(text[w.start : w.end] == w.text for w in find(text, MONDAY))
