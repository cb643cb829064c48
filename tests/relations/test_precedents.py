"""Claims compared with lists of visits and with the record."""

import pytest

from detente.relations.precedents import judge, span_said
from detente.relations.questions import Question
from detente.relations.visits import Person, Precedent, first_day, from_record, last_day, reference, state_of


def row(name, start, end=None, *, country="China", role="secretary of state", place="Beijing"):
    return {
        "traveller": name, "role": role, "traveller_country": "USA", "country": country, "locale": place,
        "start": start, "end": end or start,
    }  # fmt: skip


LIST = reference(
    [
        row("George P. Shultz", "1983-02-02", "1983-02-06"),
        row("Barack H. Obama", "2009-11-15", "2009-11-18", role="president"),
        row("John F. Kerry", "2016-06-05", "2016-06-07"),
        row("Rex W. Tillerson", "2017-03-18", "2017-03-19"),
        row("Donald J. Trump", "2017-11-08", "2017-11-10", role="president"),
        row("Michael R. Pompeo", "2018-06-14"),
        row("Michael R. Pompeo", "2018-10-08"),
        row("Antony J. Blinken", "2022-04-24", country="Ukraine", place="Kyiv"),
        row("Antony J. Blinken", "2022-09-08", country="Ukraine", place="Kyiv"),
        row("Joseph R. Biden", "2023-02-20", country="Ukraine", role="president", place="Kyiv"),
        row("Antony J. Blinken", "2023-06-18", "2023-06-19"),
        row("Antony J. Blinken", "2023-09-06", country="Ukraine", place="Kyiv"),
        row("Marco A. Rubio", "2025-02-15", country="Israel", place="Jerusalem"),
        row("Donald J. Trump", "2025-05-13", country="Saudi Arabia", role="president", place="Riyadh"),
    ]
)
BLINKEN = Person(name="Antony Blinken", office="foreign minister", country="USA")


def asked(**changes):
    given = {
        "kind": "first", "form": "visit", "people": (BLINKEN,), "peers": "secretary of state", "office": "secretary of state",
        "country": "USA", "partners": (), "place": "China", "place_country": "CHN", "number": 1,
        "period": "in five years", "since": None, "until": "2023-06-18", "years": None, "bound": None, "quote": "", "source": "",
    } | changes  # fmt: skip
    return Question(**given)


@pytest.mark.parametrize(
    ("years", "bound", "verdict"),
    [
        (1, "about", "contradicted"),
        (2, "about", "contradicted"),
        (3, "about", "contradicted"),
        (4, "about", "contradicted"),
        (5, "about", "borne out"),
        (6, "about", "contradicted"),
        (10, "about", "contradicted"),
        (20, "over", "contradicted"),
        (5, "under", "borne out"),
        (4, "over", "borne out"),
        (2, "over", "contradicted"),
    ],
)
def test_four_years_and_eight_months_are_five_and_nothing_else(years, bound, verdict):
    question = asked(years=float(years), bound=bound)
    assert judge(question, (), LIST).verdict == verdict


def test_the_evidence_is_the_visit_before():
    [before] = judge(asked(years=5.0, bound="about"), (), LIST).evidence
    assert (before.people[0].name, before.start, before.country) == ("Mike Pompeo", "2018-10-08", "CHN")


@pytest.mark.parametrize(
    ("since", "verdict"),
    [
        ("2018", "borne out"),
        ("2018-10", "borne out"),
        ("2018-06", "contradicted"),
        ("2016", "contradicted"),
        ("2020", "contradicted"),
    ],
)
def test_since_a_date_means_that_the_one_before_was_then(since, verdict):
    assert judge(asked(period=f"since {since}", since=since), (), LIST).verdict == verdict


def test_since_a_turning_point_means_only_that_none_came_between():
    question = asked(period="since the pandemic", since="2020-03-11")
    assert judge(question, (), LIST).verdict == "borne out"


@pytest.mark.parametrize(("number", "verdict"), [(2, "contradicted"), (3, "borne out"), (4, "contradicted")])
def test_a_count(number, verdict):
    question = asked(
        kind="count", peers=None, office=None, country=None, number=number, place="Kyiv", place_country="UKR",
        until="2023-09-06", since="2022-02-24", period="since the war began",
    )  # fmt: skip
    finding = judge(question, (), LIST)
    assert finding.verdict == verdict
    assert len(finding.evidence) == 3


def test_the_highest_is_contradicted_by_one_of_no_lower_rank():
    since_biden = asked(
        kind="highest", peers="US official", office="official", since="2021-01-20", period="since then"
    )
    assert judge(since_biden, (), LIST).verdict == "borne out"
    since_2016 = asked(
        kind="highest", peers="US official", office="official", since="2017-06", period="since then"
    )
    finding = judge(since_2016, (), LIST)
    assert finding.verdict == "contradicted"
    assert {v.people[0].name for v in finding.evidence} == {"Donald Trump", "Mike Pompeo"}


def test_the_first_ever():
    assert judge(asked(period=None), (), LIST).verdict == "contradicted"
    trump = Person(name="Donald Trump", office="president", country="USA")
    first = asked(people=(trump,), peers=None, office=None, country=None, until="2017-11-08", period=None)
    assert judge(first, (), LIST).verdict == "borne out"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"office": "treasury secretary", "peers": "treasury secretary", "years": 4.0}, "finance minister of United States"),
        ({"office": "leader", "peers": "Australian leader", "country": "AUS", "years": 7.0, "people": ()}, "every Australian leader"),
        ({"until": "2026-03-01", "since": "2025-06-01", "period": "since June"}, "the list covers"),
        ({"since": None, "period": "since the coup"}, "since the coup"),
        ({"until": None, "years": 5.0}, "no date"),
        ({"place": None, "place_country": None, "years": 5.0}, "state visited"),
        ({"form": "talks", "partners": (Person(name="Qin Gang", office=None, country="CHN"),), "years": 5.0}, "who met whom"),
    ],
)  # fmt: skip
def test_what_a_list_does_not_cover_cannot_be_told_and_is_said(changes, missing):
    finding = judge(asked(**changes), (), LIST)
    assert finding.verdict == "cannot tell"
    assert missing in finding.missing


def met(day, *people, form="meeting", country="IDN", quote="They met."):
    return {
        "id": f"en_{day}", "article": "ar_1", "form": form, "when": day, "until": None, "place": "Bali",
        "place_country": country, "host": None, "names": [n for n, _ in people], "offices": ["" for _ in people],
        "states": [s for _, s in people], "quote": quote, "outlet": "The Example", "published": "2022-11-15",
    }  # fmt: skip


BIDEN, XI = ("Joe Biden", "USA"), ("Xi Jinping", "CHN")


def meeting(**changes):
    people = (
        Person(name="Joe Biden", office="president", country="USA"),
        Person(name="Xi Jinping", office="president", country="CHN"),
    )
    given = {"form": "meeting", "people": people, "peers": None, "office": None, "country": None, "place": None,
             "place_country": None, "until": "2023-11-15", "period": "in a year", "years": 1.0, "bound": "about"}  # fmt: skip
    return asked(**(given | changes))


def test_the_record_bears_out_by_what_it_holds_and_never_by_what_it_lacks():
    held = from_record([met("2022-11-14", BIDEN, XI), met("2023-11-15", BIDEN, XI)])
    assert judge(meeting(), held, None).verdict == "borne out"
    assert judge(meeting(), (), None).verdict == "cannot tell"
    assert judge(meeting(years=None, period=None), (), None).verdict == "cannot tell"


def test_the_record_contradicts_with_the_sentence_that_says_so():
    held = from_record(
        [met("2022-11-14", BIDEN, XI), met("2023-09-10", BIDEN, XI, quote="They met in Delhi.")]
    )
    finding = judge(meeting(), held, None)
    assert finding.verdict == "contradicted"
    assert finding.evidence[0].remark == "They met in Delhi."


def test_the_sentence_of_the_claim_is_no_witness_for_it():
    held = from_record([met("2022-11", BIDEN, XI, quote="It is the first since then.")])
    assert judge(meeting(quote="It is the first since then."), held, None).verdict == "cannot tell"


def test_two_reports_of_one_meeting_count_once():
    held = from_record(
        [met("2022-11-14", BIDEN, XI), met("2022-11-15", BIDEN, XI), met("2023-11-15", BIDEN, XI)]
    )
    assert len(held) == 2
    two = meeting(kind="count", number=2, since="2022-01", period="since", years=None)
    assert judge(two, held, None).verdict == "borne out"
    assert (
        judge(meeting(kind="count", number=1, since="2022", period="since", years=None), held, None).verdict
        == "contradicted"
    )
    assert (
        judge(meeting(kind="count", number=3, since="2022", period="since", years=None), held, None).verdict
        == "cannot tell"
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"traveller": "", "country": "China", "start": "2018"}, "no traveller"),
        ({"traveller": "X", "country": "Atlantis", "start": "2018"}, "Atlantis"),
        ({"traveller": "X", "country": "China", "start": "soon"}, "no day"),
        ({"traveller": "X", "country": "China", "start": "2018-10-08", "end": "2018-10-01"}, "no day"),
    ],
)
def test_rows_that_cannot_be_used_are_refused_with_their_reason(bad, said):
    found = reference([bad])
    assert found.visits == ()
    assert said in found.refused[0]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("China, People’s Republic of", "CHN"),
        ("Korea, Republic of", "KOR"),
        ("Burma (Myanmar)", "MMR"),
        ("Nowhere", None),
    ],
)
def test_states_as_lists_write_them(words, code):
    assert state_of(words) == code


def test_what_days_a_prefix_can_mean():
    assert (first_day("2024-02"), last_day("2024-02")) == ("2024-02-01", "2024-02-29")
    assert (first_day("2024"), last_day("2024-12")) == ("2024-01-01", "2024-12-31")
    assert first_day("soon") is None


def test_the_longer_the_time_the_rounder_the_number():
    assert span_said(5, "about") == (4.5, 5.6)
    low, high = span_said(90, "under")
    assert low < 88.2 < high


def test_precedents_are_plain_values():
    [visit] = reference([row("Rex W. Tillerson", "2017-03-18")]).visits
    assert visit == Precedent(
        source="list", id="row 1", form="visit", people=(Person(name="Rex Tillerson", office="foreign minister", country="USA"),),
        country="CHN", place="Beijing", start="2017-03-18", end="2017-03-18",
    )  # fmt: skip
