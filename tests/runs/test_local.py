"""Reading into a record: batch by batch, each kept before it is reported."""

import pytest

from detente.record import open_record, queries
from detente.record.queries import counts
from detente.runs.local import BATCH, batches, read_into
from detente.runs.samples import samples_folder
from detente.sources import Refusal
from detente.types import Page

STORY = (
    "<html lang='en'><body><article><h1>Story {n}</h1><p>Russia expelled {n} Norwegian diplomats on Friday, "
    "and Norway called the decision unfounded in a long statement.</p><p>The two countries share a border in "
    "the Arctic, where their coast guards have worked together for many years.</p></article></body></html>"
)


def page(number: int) -> Page:
    content = STORY.format(n=number).encode()
    return Page(
        content=content,
        location=f"{number}.html",
        media_type="text/html",
        url=f"https://news.example/{number}",
    )


class Counting:
    """A reader that remembers how many articles it was asked to code."""

    def __init__(self, reader):
        self.reader, self.coded = reader, 0

    def article(self, page):
        return self.reader.article(page)

    def read_after(self, found, learned):
        self.coded += len(found)
        return self.reader.read_after(found, learned)

    def rarity(self, word):
        return self.reader.rarity(word)


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as opened:
        yield opened


def test_every_item_has_a_fate(reader, record):
    empty = Page(content=b"", location="empty.html", media_type="text/html")
    refused = Refusal(location="gone.html", kind="missing", message="not there")
    steps = list(read_into(record, [page(1), empty, refused, page(2)], reader))
    assert {(step.location, step.fate, step.kind) for step in steps} == {
        ("1.html", "read", None),
        ("empty.html", "failed", "empty"),
        ("gone.html", "failed", "missing"),
        ("2.html", "read", None),
    }
    assert counts(record)["articles"] == 2


def test_what_is_known_is_not_coded_again(reader, record):
    list(read_into(record, [page(1)], reader))
    counting = Counting(reader)
    fates = {step.location: step.fate for step in read_into(record, [page(1), page(2)], counting)}
    assert fates == {"1.html": "known", "2.html": "read"}
    assert counting.coded == 1


def test_an_interrupted_run_keeps_what_it_told(reader, record):
    steps = read_into(record, (page(n) for n in range(BATCH * 3)), reader)
    told = [next(steps) for _ in range(BATCH + 1)]
    steps.close()
    assert counts(record)["articles"] == 2 * BATCH
    assert {step.fate for step in told} == {"read"}


@pytest.mark.parametrize(
    ("items", "groups"), [([], []), ("ab", ["ab"]), ("abc", ["ab", "c"]), ("abcd", ["ab", "cd"])]
)
def test_batches(items, groups):
    assert ["".join(group) for group in batches(items, 2)] == groups


def test_the_samples_are_there():
    assert any(
        entry.name.endswith((".rss", ".html")) or entry.is_dir() for entry in samples_folder().iterdir()
    )


TEACHING = (
    "French Foreign Minister Jeanne Duval arrived in Berlin for talks on the border with German officials."
)
USING = (
    "Jeanne Duval accused Russia of breaking the agreement on the border, and asked Poland for its support."
)


def dated(number: int, day: str, text: str) -> Page:
    head = f"<meta property='article:published_time' content='{day}T08:00:00Z'>"
    body = f"<h1>Story {number}</h1><p>{text}</p><p>The talks are held twice a year in one of the two capitals.</p>"
    return Page(
        content=f"<html lang='en'><head>{head}</head><body><article>{body}</article></body></html>".encode(),
        location=f"{number}.html",
        media_type="text/html",
        url=f"https://news.example/dated/{number}",
    )


def accusers(steps) -> dict[str, set[tuple[str | None, str | None]]]:
    return {
        step.location: {
            (a.country, a.office) for r in step.reading.reports for a in r.actors if a.name == "Jeanne Duval"
        }
        for step in steps
        if step.reading is not None
    }


@pytest.mark.parametrize("turned", [False, True])
def test_what_one_article_teaches_serves_the_others_from_its_day_on(reader, record, turned):
    pages = [dated(1, "2027-03-01", TEACHING), dated(2, "2027-03-02", USING), dated(3, "2027-02-01", USING)]
    found = accusers(read_into(record, pages[::-1] if turned else pages, reader))
    assert found["2.html"] == {("FRA", "foreign minister")}
    assert ("FRA", "foreign minister") not in found["3.html"]


def test_a_record_remembers_what_it_has_learned(reader, record):
    list(read_into(record, [dated(1, "2027-03-01", TEACHING)], reader))
    [learned] = queries.learned(record)
    assert (learned.person, learned.office, learned.country) == ("Jeanne Duval", "foreign minister", "FRA")
    assert (learned.since, learned.quote) == ("2027-03-01", TEACHING)
    found = accusers(read_into(record, [dated(2, "2027-03-02", USING)], reader))
    assert found["2.html"] == {("FRA", "foreign minister")}
