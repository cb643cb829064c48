"""A record that is filled as a watch fills it, without an encoder."""

from dataclasses import replace

import pytest
from tests.record.conftest import reading

from detente.record import keep, open_record
from detente.record.watched import FeedItem, FeedState, Settled, note_feed, settle
from detente.runs.linking import link_new


def story(
    name, day="2023-03-02", *, status="happened", event=None, form="meeting", published=None, part_of=None
):
    """A reading whose encounter is of that day and standing; with `event`, its report is such an act."""
    plain = reading(name, published=published or day)
    met = plain.encounters[0]
    when = replace(met.when, value=day) if day else None
    met = replace(met, when=when, status=status, form=form, part_of=part_of)
    report = plain.reports[0]
    report = replace(report, event=event, mode=None) if event else report
    article = replace(plain.article, url=f"https://courier.example/{name}", title=f"Story {name}")
    return replace(plain, article=article, encounters=(met,), reports=(report,))


def rarity(word):
    return min(6.7, len(word) * 0.8)


def came_in(record, *readings):
    """Keeps readings as items of a feed that alerts have yet to look at."""
    items = [
        FeedItem(
            item=r.article.id,
            feed="f",
            id="",
            link=r.article.id,
            title=None,
            published=None,
            outlet=None,
            text="",
        )
        for r in readings
    ]
    note_feed(record, FeedState(address="f"), items)
    keep(record, readings)
    for _ in link_new(record, rarity):
        pass
    settle(record, [Settled(item=one.item, state="read", article=one.item, heard=False) for one in items])


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as opened:
        yield opened
