"""What grows without end when it is unpacked or followed: a refusal with a name, and the rest of the source is read."""

import gzip
import tracemalloc
import zlib

import pytest
from tests.sources.test_warc import TEXT, record

from detente.articles.extraction import extract
from detente.errors import ArticleError
from detente.reading.opening import _article_tables
from detente.sources import Refusal, pages
from detente.types import Page

HUGE = 60_000_000
GOOD = b'{"id": "a", "text": "An envoy left for Geneva."}'
MEMORY = 150_000_000
"""Bytes that reading any of these may hold at once."""


def blanks(size: int = HUGE) -> bytes:
    return b" " * size


def warc_of(body: bytes, headers: str = "") -> bytes:
    return record(1, body, headers=headers) + record(2, TEXT.encode())


HOSTILE = {
    "line.jsonl.gz": lambda: gzip.compress(GOOD + b"\n" + blanks() + b"\n"),
    "page.html.gz": lambda: gzip.compress(b"<html>" + blanks()),
    "payload.warc": lambda: warc_of(gzip.compress(blanks()), "Content-Encoding: gzip\r\n"),
    "deflated.warc": lambda: warc_of(zlib.compress(blanks()), "Content-Encoding: deflate\r\n"),
    "archive.warc.gz": lambda: gzip.compress(record(1, blanks())) + gzip.compress(record(2, TEXT.encode())),
    "nested.jsonl": lambda: b'{"id": "n", "text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + GOOD,
    "entities.xml": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
        + b"]><rss version='2.0'><channel><item><title>&m;</title></item></channel></rss>"
    ),
}
KINDS = {
    "line.jsonl.gz": "too-large", "page.html.gz": "too-large", "payload.warc": "too-large", "deflated.warc": "too-large",
    "archive.warc.gz": "too-large", "nested.jsonl": "bad-line", "entities.xml": "hostile",
}  # fmt: skip
ALONE = {"page.html.gz", "entities.xml"}
"""Of these there is no rest."""


@pytest.mark.parametrize("name", HOSTILE)
def test_bombs_are_refused_by_name_and_the_rest_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name]())
    tracemalloc.start()
    found = list(pages(str(tmp_path / name)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.kind for one in found if isinstance(one, Refusal)] == [KINDS[name]]
    assert any(isinstance(one, Page) for one in found) == (name not in ALONE)
    assert most < MEMORY


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"id": "n", "text": ' + b'{"a":' * 100_000,
        b'{"id": "n", "text": "x", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_a_line_nested_deeply_is_a_bad_line(content):
    page = Page(content=content, location="a:1", media_type="application/json")
    with pytest.raises(ArticleError) as refused:
        extract(page, _article_tables())
    assert refused.value.reason == "bad-line"
