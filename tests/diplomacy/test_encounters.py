"""Who met whom: one sentence, one encounter."""

import pytest


@pytest.fixture(scope="session")
def told(reading_of):
    def encounters(text, published="2023-06-20"):
        return reading_of(text, published).encounters

    return encounters


def names(encounter):
    return {actor.name for actor in encounter.participants}


MET = [
    ("Joe Biden met Xi Jinping in Bali.", "meeting", {"Joe Biden", "Xi Jinping"}),
    ("President Xi Jinping received Antony Blinken.", "meeting", {"Xi Jinping", "Antony Blinken"}),
    ("China and the United States held talks on Sunday.", "talks", {"China", "United States"}),
    ("Talks between Iran and the United States have stalled.", "talks", {"Iran", "United States"}),
    ("Saudi Arabia hosted talks between Russia and Ukraine in Jeddah.", "talks", {"Saudi Arabia", "Russia", "Ukraine"}),
    ("The French president visited Moscow.", "visit", {"Emmanuel Macron", "Russia"}),
    ("Emmanuel Macron visited China in April.", "visit", {"Emmanuel Macron", "China"}),
    ("Foreign Minister Annalena Baerbock paid a courtesy call on Turkish President Tayyip Erdogan.", "meeting", {"Annalena Baerbock", "Recep Tayyip Erdoğan"}),
    ("Olaf Scholz will speak by video link with Chinese Premier Li Qiang later in the day.", "call", {"Olaf Scholz", "Li Qiang"}),
    ("Olaf Scholz said after a summit in Beijing with Xi Jinping that ties were strained.", "summit", {"Olaf Scholz", "Xi Jinping"}),
    ("Olaf Scholz spoke by telephone with Volodymyr Zelenskyy.", "call", {"Olaf Scholz", "Volodymyr Zelenskyy"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "participants"), MET)
def test_form_and_company(told, text, form, participants):
    [encounter] = told(text)
    assert (encounter.form, names(encounter)) == (form, participants)
    assert text[encounter.start : encounter.end] == encounter.quote


@pytest.mark.parametrize(
    ("text", "traveller", "host", "place"),
    [
        (
            "U.S. Secretary of State Antony Blinken visited Beijing on June 18.",
            "Antony Blinken",
            "CHN",
            "Beijing",
        ),
        ("Emmanuel Macron arrived in Beijing on Wednesday.", "Emmanuel Macron", "CHN", "Beijing"),
        ("Foreign Minister Annalena Baerbock arrived in Pretoria.", "Annalena Baerbock", "ZAF", "Pretoria"),
        ("NATO Secretary General Jens Stoltenberg visited Ankara.", "Jens Stoltenberg", "TUR", "Ankara"),
    ],
)
def test_a_visit_has_a_traveller_and_a_host(told, text, traveller, host, place):
    [visit] = told(text)
    assert (visit.form, visit.host.country, visit.where.name) == ("visit", host, place)
    assert traveller in names(visit)


def test_nobody_visits_his_own_country(told):
    assert told("Emmanuel Macron arrived in Paris on Wednesday.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Joe Biden called Xi Jinping on Thursday.",
        "Vladimir Putin spoke by phone with Emmanuel Macron on Tuesday.",
        "Joe Biden held a phone call with Benjamin Netanyahu in Washington on Monday.",
    ],
)
def test_a_call_has_no_place(told, text):
    [call] = told(text)
    assert (call.form, call.where, call.venue) == ("call", None, None)


STATUS = [
    ("Vladimir Putin will visit Turkey in August.", "planned"),
    ("Antony Blinken postponed his visit to China on Friday.", "postponed"),
    ("The United States postponed Antony Blinken's visit to China.", "postponed"),
    ("Saudi Arabia cancelled a meeting with Iran.", "cancelled"),
    ("China refused to meet the United States.", "refused"),
    ("Japan and South Korea held talks in Tokyo on Friday.", "happened"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_what_has_become_of_it(told, text, status):
    assert [encounter.status for encounter in told(text)] == [status]


def test_those_who_only_possibly_come_make_an_encounter_of_their_own(told):
    sure, possible = told("Antony Blinken will meet Qin Gang as well as Wang Yi and possibly Xi Jinping.")
    assert (sure.status, names(sure)) == ("planned", {"Antony Blinken", "Qin Gang", "Wang Yi"})
    assert (possible.status, names(possible)) == ("possible", {"Antony Blinken", "Xi Jinping"})


def test_a_meeting_belongs_to_the_visit_on_which_it_took_place(told):
    visit, meeting = told("Antony Blinken visited Beijing on June 18. He met Qin Gang on June 18.")
    assert (visit.form, meeting.form, meeting.part_of) == ("visit", "meeting", visit.id)


def test_what_is_told_twice_is_one_encounter(told):
    [meeting] = told(
        "Joe Biden met Xi Jinping in Bali on Monday. Biden and Xi met on Monday for three hours."
    )
    assert names(meeting) == {"Joe Biden", "Xi Jinping"}


def test_what_is_discussed_takes_no_part(told):
    [talks] = told("Antony Blinken and Qin Gang discussed Taiwan, trade, human rights and North Korea.")
    assert names(talks) == {"Antony Blinken", "Qin Gang"}
    assert {"taiwan", "human-rights"} <= set(talks.agenda)


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers spoke of war.",
        "Joe Biden called on Congress to pass the budget.",
        "The ministry met its targets.",
        "Joe Biden met his staff at the White House.",
        "The summit of the mountain was covered in snow.",
    ],
)
def test_what_is_no_encounter_of_powers(told, text):
    assert told(text) == ()


def test_a_visit_by_someone(told):
    [visit] = told("The United States postponed a visit to China by Antony Blinken.")
    assert visit.status == "postponed"


def test_a_second_meeting_without_its_verb(told):
    found = told("Antony Blinken met Qin Gang on Sunday and Xi Jinping on Monday.")
    assert {"Antony Blinken", "Xi Jinping"} in [names(encounter) for encounter in found]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Russia and China agreed on talks in August.", "planned"),
        (
            "Russia and China, which agreed to hold a second round of talks in the autumn, had nothing to say.",
            "planned",
        ),
        ("Russia and China held talks in May.", "happened"),
    ],
)
def test_what_falls_in_a_month_or_season_after_the_day_of_print_is_still_to_come(told, text, status):
    assert [e.status for e in told(text)] == [status]


def test_what_somebody_does_something_before_may_lie_ahead(told):
    text = "The envoy Sung Kim met Vice Foreign Minister Kim Hong-kyun in Seoul before flying to Tokyo on Thursday."
    found = told(text, "2025-03-12")
    assert [e.when.value for e in found if e.form == "visit" and e.host.country == "JPN"] == ["2025-03-13"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Annalena Baerbock on Friday cancelled a trip to China planned for this week.", "cancelled"),
        ("Antony Blinken postponed a visit to Israel scheduled for Friday.", "postponed"),
        ("Antony Blinken confirmed a visit to Israel planned for Friday.", "planned"),
    ],
)
def test_what_was_planned_and_is_called_off_is_called_off(told, text, status):
    assert [e.status for e in told(text)] == [status]
