"""A whole programme: two days of talks, a meeting that opens them, a dinner, more talks, and how the trip came about."""

import pytest

STORY = """French foreign minister Catherine Colonna on Sunday began two days of talks in Brasilia aimed at mending strained ties.

Colonna opened her programme by meeting Brazilian foreign minister Mauro Vieira for a long discussion to be followed by a \
working dinner. She’ll have further talks with Vieira, as well as Brazil’s finance minister Fernando Haddad and possibly \
President Luiz Inácio Lula da Silva, on Monday.

Neither Colonna nor Vieira spoke to journalists as they began the meeting at the Itamaraty Palace.

Colonna is the highest-level French official to visit Brazil since President Emmanuel Macron took office.

Macron and Lula agreed to Colonna’s trip at a meeting last year in Sharm el-Sheikh. It came within a day of happening in \
March but was delayed by a strike."""


@pytest.fixture(scope="module")
def found(reading_of):
    return reading_of(STORY, "2023-06-19").encounters


def one(found, form, status, *names):
    fitting = [
        e
        for e in found
        if (e.form, e.status) == (form, status)
        and set(names) <= {(a.name or "").split()[-1] for a in e.participants}
    ]
    assert len(fitting) == 1, [(e.form, e.status, [a.name for a in e.participants]) for e in found]
    return fitting[0]


def test_the_talks_of_two_days_in_the_capital(found):
    talks = one(found, "talks", "happened", "Colonna")
    assert (talks.when.value, talks.when.until, talks.host.country) == ("2023-06-18", "2023-06-19", "BRA")


def test_the_meeting_that_opened_them_at_its_venue(found):
    meeting = one(found, "meeting", "happened", "Colonna", "Vieira")
    talks = one(found, "talks", "happened", "Colonna")
    assert (meeting.when.value, meeting.part_of) == ("2023-06-18", talks.id)
    assert meeting.venue is not None and "Itamaraty" in meeting.venue


def test_the_dinner_to_come(found):
    dinner = one(found, "meal", "planned", "Colonna", "Vieira")
    assert dinner.part_of == one(found, "talks", "happened", "Colonna").id


def test_further_talks_and_who_may_join_them(found):
    sure = one(found, "talks", "planned", "Colonna", "Vieira", "Haddad")
    perhaps = one(found, "talks", "possible", "Colonna", "Silva")
    assert sure.when.value == perhaps.when.value == "2023-06-19"
    assert "Silva" not in {(a.name or "").split()[-1] for a in sure.participants}


def test_the_visit_and_how_it_came_about(found):
    visit = one(found, "visit", "happened", "Colonna")
    assert visit.host.country == "BRA"
    told = [(s.stage, s.when.value if s.when else None) for s in visit.history]
    assert told[:3] == [("agreed", "2022"), ("planned", "2023-03"), ("postponed", "2023-03")]
    assert told[-1][0] == "held"


def test_the_meeting_where_it_was_agreed(found):
    past = one(found, "meeting", "happened", "Macron", "Silva")
    assert (past.when.value, past.where.country) == ("2022", "EGY")


def test_nothing_else_is_found(found):
    assert len(found) == 7
