"""One happening or two: what joins two tellings and what keeps them apart."""

from datetime import date

import pytest

from detente.linking.events import LEAST, Ties, linked, same_person, score, spoke, vetoed
from detente.linking.grouping import groups_of
from detente.linking.tellings import Telling, days_of, powers_of, telling_of_encounter
from detente.types import Actor, Encounter, When

APART = Ties(same_article=False, same_story=False, copied=False)
ONE_STORY = Ties(same_article=False, same_story=True, copied=False)


def telling(identity="a", **told):
    day = told.pop("day", date(2023, 6, 18))
    given = {
        "id": f"rp_{identity}", "article": f"ar_{identity}", "sentence": 0, "kind": "act", "what": "AGREE", "form": None,
        "doers": frozenset({"USA"}), "done_to": frozenset({"CHN"}),
        "people": frozenset({("USA", "Antony Blinken"), ("CHN", "Qin Gang")}),
        "first": day, "last": day, "dated": True, "printed": day, "place": "Beijing", "place_country": "CHN", "trigger": "met",
        "terms": {"blinken": 0.6, "qin": 0.6, "beijing": 0.53}, "status": "happened", "negated": False,
    }  # fmt: skip
    return Telling(**(given | told))


def encounter(identity="a", **told):
    everyone = {"doers": frozenset({"USA", "CHN"}), "done_to": frozenset()}
    return telling(
        identity, **({"kind": "encounter", "what": "ENCOUNTER", "form": "meeting"} | everyone | told)
    )


SAME = [
    ("the same words", {}),
    ("the other way round", {"doers": frozenset({"CHN"}), "done_to": frozenset({"USA"})}),
    ("no place told", {"place": None, "place_country": None}),
    ("offices only", {"people": frozenset()}),
    ("other words", {"terms": {"talks": 0.8, "blinken": 0.6}, "trigger": "held talks"}),
    ("the day after, by another clock", {"day": date(2023, 6, 19)}),
]


@pytest.mark.parametrize(("why", "other"), SAME, ids=[why for why, _ in SAME])
def test_one_meeting_told_twice(why, other):
    assert score(telling("a"), telling("b", **other), ONE_STORY) >= LEAST


OTHER = [
    ("another day", {"day": date(2023, 6, 25)}),
    ("other powers", {"doers": frozenset({"FRA"}), "done_to": frozenset({"DEU"})}),
    ("another act", {"what": "SANCTION"}),
    ("other people for the same powers", {
        "people": frozenset({("USA", "Janet Yellen"), ("CHN", "He Lifeng")}), "terms": {"yellen": 1.0}}),
    ("what the one did and the other did not", {"negated": True, "terms": {"declined": 1.0}, "people": frozenset()}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "other"), OTHER, ids=[why for why, _ in OTHER])
def test_two_happenings_that_look_alike(why, other):
    assert score(telling("a"), telling("b", **other), APART) < LEAST


def test_who_accuses_whom_matters():
    one = telling("a", what="ACCUSE", form=None)
    turned = telling("b", what="ACCUSE", form=None, doers=frozenset({"CHN"}), done_to=frozenset({"USA"}))
    assert vetoed(one, turned) and not vetoed(one, telling("b", what="ACCUSE", form=None))


def test_a_planned_and_a_held_meeting_are_one_encounter():
    planned = encounter("a", status="planned")
    assert score(planned, encounter("b"), APART) >= LEAST


def test_a_call_is_no_visit():
    assert vetoed(encounter("a", form="call"), encounter("b", form="visit"))


def test_an_undated_mention_of_last_weeks_act_can_be_the_same_but_hardly_that_of_last_season():
    late = {"dated": False, "first": date(2023, 6, 28), "last": date(2023, 6, 30)}
    assert not vetoed(telling("a"), telling("b", **late))
    assert vetoed(telling("a", day=date(2023, 3, 1)), telling("b", **late))


def test_background_without_a_day_is_of_the_past_year():
    background = telling("b", first=None, last=None, dated=False, printed=date(2023, 9, 1))
    assert not vetoed(telling("a"), background)
    assert vetoed(telling("a", day=date(2021, 6, 18)), background)
    assert vetoed(telling("a", day=date(2023, 9, 4)), background)


def test_what_names_one_side_only_is_looked_for_on_its_own_days():
    struck = telling("b", done_to=frozenset(), people=frozenset())
    assert struck.pairs == () and set(struck.alone) & set(telling("a").alone)
    late = {"dated": False, "first": date(2023, 6, 28), "last": date(2023, 6, 30)}
    assert not vetoed(telling("a"), struck)
    assert vetoed(telling("a"), telling("b", done_to=frozenset(), **late))
    assert telling("b", first=None, last=None).alone == ()


def test_other_words_for_one_act_are_akin_and_those_of_another_are_not():
    expelled = telling("a", what="SANCTION", form="expel")
    assert not vetoed(expelled, telling("b", what="REQUEST", form=None))
    assert vetoed(expelled, telling("b", what="AID", form=None))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("USA", "Donald Trump"), ("USA", "U.S. President Donald Trump"), True),
        (("KOR", "Moon Jae-in"), ("KOR", "Moon"), True),
        (("USA", "Donald Trump"), ("GBR", "Donald Trump"), False),
        (("CHN", "Wang Yi"), ("CHN", "Wang Wentao"), False),
    ],
)
def test_who_is_one_person(a, b, same):
    assert same_person(a, b) is same_person(b, a) is same


def test_what_one_sentence_tells_as_two_is_two_and_stays_so_among_others():
    met = [
        telling("a", article="x", terms={"talks": 1.0}),
        telling("b", article="x", terms={"talks": 1.0}),
        telling("c"),
        telling("d"),
    ]
    pairs = linked(met, [], lambda a, b: APART)
    assert pairs["rp_a", "rp_b"] < 0
    groups = groups_of([t.id for t in met], pairs, LEAST)
    assert not any({"rp_a", "rp_b"} <= set(group) for group in groups)


def test_people_who_meet_others_of_the_same_power_meet_another_time():
    with_xi = encounter("b", people=frozenset({("USA", "Antony Blinken"), ("CHN", "Xi Jinping")}))
    with_more = encounter(
        "c", people=frozenset({("USA", "Antony Blinken"), ("CHN", "Qin Gang"), ("CHN", "Xi Jinping")})
    )
    assert vetoed(encounter("a"), with_xi) and not vetoed(encounter("a"), with_more)


def test_what_spoke_for_and_against_can_be_told():
    told = spoke(telling("a"), telling("b", place="Shanghai", day=date(2023, 6, 19)), ONE_STORY)
    assert told["people"] > 0 > told["next day"]


def test_happenings_do_not_depend_on_who_came_first():
    tellings = [telling("a"), telling("b", trigger="held"), telling("c", day=date(2023, 7, 1))]
    at_once = linked(tellings, [], lambda a, b: APART)
    one_by_one = {}
    for number, one in enumerate(reversed(tellings)):
        one_by_one |= linked([one], list(reversed(tellings))[:number], lambda a, b: APART)
    ids = [t.id for t in tellings]
    expected = [("rp_a", "rp_b"), ("rp_c",)]
    assert groups_of(ids, at_once, LEAST) == groups_of(ids, one_by_one, LEAST) == expected


@pytest.mark.parametrize(
    ("value", "until", "status", "background", "expected"),
    [
        ("2023-06-18", None, "happened", False, (date(2023, 6, 18), date(2023, 6, 18), True)),
        ("2023-06", None, "happened", True, (date(2023, 6, 1), date(2023, 6, 30), True)),
        ("2023-W25", None, "planned", False, (date(2023, 6, 19), date(2023, 6, 25), True)),
        ("2023-06-18", "2023-06-19", "happened", False, (date(2023, 6, 18), date(2023, 6, 19), True)),
        (None, None, "happened", False, (date(2023, 6, 18), date(2023, 6, 20), False)),
        (None, None, "planned", False, (date(2023, 6, 20), date(2023, 7, 4), False)),
        (None, None, "happened", True, (None, None, False)),
        ("P2D", None, "happened", False, (date(2023, 6, 18), date(2023, 6, 20), False)),
        ("2023-02-31", None, "happened", True, (None, None, False)),
    ],
)
def test_on_which_days_it_can_have_been(value, until, status, background, expected):
    when = When(text="then", start=0, end=4, value=value, until=until) if value else None
    assert days_of(when, date(2023, 6, 20), status, background=background) == expected


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_calendar_ends(day):
    first, last, _ = days_of(None, day, "planned", background=False)
    assert first <= last
    assert None not in telling(day=day, dated=False).window


TALKS = {
    "form": "talks", "first": date(2023, 6, 18), "last": date(2023, 6, 19), "people": frozenset({("USA", "Antony Blinken")}),
}  # fmt: skip


def test_a_reception_within_two_days_of_talks_is_another_encounter():
    received = encounter(
        "b", day=date(2023, 6, 19), people=frozenset({("USA", "Antony Blinken"), ("CHN", "Xi Jinping")})
    )
    assert vetoed(encounter("a", **TALKS), received)
    assert not vetoed(encounter("a", **TALKS), encounter("b", **TALKS))


def test_who_last_spoke_on_a_day_may_have_done_so_by_telephone():
    assert not vetoed(encounter("a", form="call"), encounter("b", form="talks"))
    assert vetoed(encounter("a", form="call"), encounter("b", form="talks", day=date(2023, 6, 19)))
    vague = encounter("b", form="talks", dated=False)
    assert vetoed(encounter("a", form="call"), vague)


def test_what_is_called_off_without_a_day_was_planned_for_the_weeks_to_come():
    visit = Encounter(
        id="en_x", form="visit", status="cancelled", participants=(), host=None, venue=None, where=None, when=None,
        part_of=None, agenda=(), reports=(), start=0, end=9, quote="", confidence=0.9,
    )  # fmt: skip
    off = telling_of_encounter(visit, "ar_a", "2018-05-24", lambda word: 2.0)
    assert off.first == date(2018, 5, 22) and off.last == date(2018, 6, 23) and not off.dated


def test_a_person_of_no_known_country_is_no_power_but_a_body_is():
    held = Actor(text="Alan Gross", start=0, end=10, kind="person", name="Alan Gross")
    body = Actor(text="the bloc", start=0, end=8, kind="igo", sector="IGO", name="European Union")
    assert powers_of((held, body)) == {"European Union"}
