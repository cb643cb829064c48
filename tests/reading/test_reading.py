"""From article to reading: offsets, batches, problems."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.reading.schema import schema
from detente.types import Actor, Article, Report, When, Where

STORIES = [
    "Russia expelled two Norwegian diplomats on Friday. Norway called the decision unfounded.",
    "U.S. Secretary of State Antony Blinken met Qin Gang in Beijing on Sunday. They discussed Taiwan.",
    "",
    "Hi.",
    "China urged the United States to lift sanctions. " * 12,
]


def article(text: str, **fields) -> Article:
    return Article(**{"id": "ar_a", "text": text, "published": "2023-06-20", "language": "en"} | fields)


def test_the_others_in_a_batch_change_nothing(reader):
    alone = [reader.read([article(text)])[0] for text in STORIES]
    assert reader.read([article(text) for text in STORIES]) == alone
    assert reader.read([article(text) for text in reversed(STORIES)]) == alone[::-1]


def test_nothing_in_gives_nothing_out(reader):
    assert reader.read([]) == []


def test_what_is_not_in_english_is_kept_and_not_coded(reader):
    [reading] = reader.read([article("La Chine a condamné les sanctions.", language="fr")])
    assert (reading.reports, [p.kind for p in reading.problems]) == ((), ["not-english"])
    assert reading.article.text


def test_without_a_day_times_stay_relative(reader):
    [reading] = reader.read([article("Russia expelled two Norwegian diplomats on Friday.", published=None)])
    assert [p.kind for p in reading.problems] == ["undated"]
    assert all(
        report.when is None or not (report.when.value or "").startswith("20") for report in reading.reports
    )


def spans(thing) -> list:
    """Every noun with offsets and words of its own inside a reading."""
    if isinstance(thing, tuple):
        return [span for member in thing for span in spans(member)]
    found = [thing] if isinstance(thing, Actor | When | Where) else []
    fields = getattr(type(thing), "__slots__", ()) if type(thing).__module__ == "detente.types" else ()
    return found + [span for field in fields if field != "article" for span in spans(getattr(thing, field))]


TEXTS = st.text(alphabet=st.sampled_from("a Z.'\"-\n\t0😀\u202eé\x00\u3000"), max_size=25)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TEXTS, after=TEXTS)
def test_every_offset_leads_to_its_words(reader, before, after):
    text = f"{before}\n\nAntony Blinken met Qin Gang in Beijing on June 18. China urged the US to end sanctions.\n\n{after}"
    [reading] = reader.read([article(text)])
    assert reading.encounters
    for report in (*reading.reports, *reading.encounters, *reading.positions):
        assert text[report.start : report.end] == report.quote
        if isinstance(report, Report):
            assert text[report.trigger.start : report.trigger.end] == report.trigger.text
    assert all(text[span.start : span.end] == span.text for span in spans(reading))


@pytest.mark.parametrize("text", STORIES, ids=range(len(STORIES)))
def test_the_same_story_gives_the_same_identifiers_and_none_twice(reader, text):
    first, second = reader.read([article(text)])[0], reader.read([article(text)])[0]
    assert first == second
    identifiers = [item.id for item in (*first.reports, *first.encounters)]
    assert len(identifiers) == len(set(identifiers))


def test_the_schema_describes_every_noun_of_a_reading():
    described = schema()
    assert described["$schema"].startswith("https://json-schema.org/")
    assert {"Reading", "Article", "Report", "Encounter", "Position"} <= set(described["$defs"])
