"""Actors stand in a reading in the words of the article."""

from dataclasses import replace

import pytest
from tests.record.conftest import TEXT, reading

from detente.reading.wording import as_written

HYPHENS = "George W. Bush closed a five-nation tour of Africa on Saturday in Nigeria."
BETWEEN = (
    "Xi Jinping met William Ruto of Kenya on Monday. Cyril Ramaphosa, the South African president, who is on a state visit, "
    "dines with their Chinese host tonight."
)


@pytest.mark.parametrize("text", [HYPHENS, BETWEEN])
def test_every_actor_is_told_in_the_words_at_its_place(reading_of, text):
    told = reading_of(text)
    cast = [a for r in told.reports for a in (*r.actors, *r.recipients)]
    cast += [a for e in told.encounters for a in e.participants]
    assert cast
    assert [a.text for a in cast] == [text[a.start : a.end] for a in cast]


def test_what_is_right_is_left_and_what_is_not_is_mended():
    found = reading()
    assert as_written(found.reports, TEXT)[0] is found.reports[0]
    [report] = found.reports
    [actor] = report.actors
    wrong = replace(report, actors=(replace(actor, text="the States"),))
    assert as_written([wrong], TEXT) == (report,)
    # One that stands for words that are nowhere keeps its own.
    nowhere = replace(report, said_by=replace(actor, text="officials", start=0, end=0))
    assert as_written([nowhere], TEXT) == (nowhere,)
