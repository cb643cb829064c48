"""Pages of a crawl: copies, and what is passed over, with counts."""

from detente.record import open_record
from detente.runs.crawled import kept_whole, without_copies
from detente.runs.local import read_into
from detente.sources import Refusal
from detente.types import Page

TWO = (
    "<p>France and Japan agreed on Monday to hold talks about the border, officials of both said. "
    + "It is so. " * 30
)
NONE = (
    "<p>The team won the match on Monday, and the players of both said that it was a good one. "
    + "It is so. " * 30
)


def page(number: int, markup: str, archive: str = "a.warc.gz", address: int | None = None) -> Page:
    return Page(
        content=f"<html><body><article><h1>A headline</h1>{markup}</article></body></html>".encode(),
        location=f"{archive}#{number}",
        media_type="text/html",
        url=f"https://news.example/{number if address is None else address}",
        crawled=True,
    )


def test_a_page_that_its_archive_gave_already_is_passed_over():
    given = [
        page(1, TWO),
        page(2, TWO),
        page(3, NONE, address=1),
        page(4, NONE),
        page(1, TWO, archive="b.warc.gz"),
    ]
    fates = [one.kind if isinstance(one, Refusal) else "page" for one in without_copies(given)]
    assert fates == ["page", "copy", "copy", "copy", "page"]


def test_what_is_passed_over_is_counted_and_not_kept(tmp_path, reader):
    given = [page(1, TWO), page(2, NONE), page(3, TWO)]
    with open_record(tmp_path / "record.duckdb", create=True) as record:
        steps = list(read_into(record, without_copies(given), reader))
    assert [(s.location[-1], s.fate, s.kind) for s in sorted(steps, key=lambda s: s.location)] == [
        ("1", "read", None),
        ("2", "passed", "no-powers"),
        ("3", "passed", "copy"),
    ]


def test_everything_may_be_kept(tmp_path, reader):
    with open_record(tmp_path / "record.duckdb", create=True) as record:
        steps = list(read_into(record, kept_whole([page(1, TWO), page(2, NONE)]), reader))
    assert [step.fate for step in steps] == ["read", "read"]
