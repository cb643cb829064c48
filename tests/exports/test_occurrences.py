"""Reports of one happening become one event; what did not take place is told apart."""

import pytest

from detente.exports.occurrences import Told, dyads, number_of, occurrences, of_what_took_place


def test_one_row_an_event_or_one_a_report(told):
    events = {o.id: o for o in occurrences(told)}
    assert "ev_talks" in events and not {"rp_talks", "rp_again"} & set(events)
    assert (events["ev_talks"].reports, events["ev_talks"].outlets) == (2, ("The Courier", "The Herald"))
    assert events["ev_talks"].report.id == "rp_talks"
    assert {o.id for o in occurrences(told, by_report=True)} == {t.report.id for t in told}


def test_what_did_not_take_place_is_counted(told):
    kept, others = of_what_took_place(occurrences(told))
    assert others == {"planned": 1, "negated": 1}
    assert not {"rp_planned", "rp_not"} & {o.id for o in kept}


def test_an_event_that_took_place_is_told_by_a_report_that_says_so(make):
    article = make.reading("one").article
    planned = make.report("rp_a", status="planned", confidence=0.99)
    held = make.report("rp_b", confidence=0.5)
    (event,) = occurrences([Told(report=r, article=article, happening="ev_x") for r in (planned, held)])
    assert event.report is held


@pytest.mark.parametrize(
    ("changes", "published", "day"),
    [
        ({}, "2023-06-19T08:00+02:00", "2023-06-19"),
        ({}, None, None),
        ({"when": "2023-06-18T10:00"}, "2023-06-19", "2023-06-18"),
        ({"when": "2023-05"}, "2023-06-19", "2023-05"),
        ({"when": "2021"}, "2023-06-19", "2021"),
        ({"when": "2023-W24"}, "2023-06-19", "2023"),
        ({"when": "PAST_REF"}, "2023-06-19", None),
        ({"historical": True}, "2023-06-19", None),
        ({"historical": True, "when": "2021-03-18"}, "2023-06-19", "2021-03-18"),
    ],
)
def test_no_day_is_made_up(make, changes, published, day):
    when = make.day(changes["when"]) if "when" in changes else None
    told = Told(
        report=make.report("rp_a", **{**changes, "when": when}),
        article=make.reading("one", published=published).article,
    )
    assert occurrences([told])[0].day == day


def test_pairs_of_compound_actors(make):
    pairs = [
        (a.country, b.country if b else None, code)
        for a, b, code in dyads(make.report("x", actors=(make.japan, make.korea)), both_ways=True)
    ]
    assert pairs == [("JPN", "PRK", "111"), ("KOR", "PRK", "111")]
    protest = make.report("x", recipients=(), event="PROTEST", cameo="141")
    assert [(a.country, b) for a, b, _ in dyads(protest, both_ways=True)] == [("JPN", None)]
    assert len(list(dyads(make.report("x", **make.talks), both_ways=False))) == 1


def test_numbers_are_stable_and_exact_in_a_double():
    assert number_of("rp_talks") == number_of("rp_talks") != number_of("rp_visit")
    assert int(float(number_of("rp_talks"))) == number_of("rp_talks") < 2**53
