"""Files that a person hands over, by name and content."""

import gzip

import pytest

from detente.sources import Refusal, handed_pages
from detente.sources.handed import named

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title><item><title>Talks</title>
<description>%s</description></item></channel></rss>""" % (b"Envoys of both states met again. " * 30)


def kinds(content, name):
    return [one.kind if isinstance(one, Refusal) else one.media_type for one in handed_pages(content, name)]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", b"Envoys met.", ["text/plain"]),
        ("a", b"Envoys met.", ["text/plain"]),
        ("a.HTML", b"<html><p>Envoys met.", ["text/html"]),
        ("a.jsonl", b'{"id":"1","text":"x"}\n\n{broken\n[1]\n', ["application/json", "bad-line", "bad-line"]),
        ("a.jsonl.gz", gzip.compress(b'{"id":"1","text":"x"}\n'), ["application/json"]),
        ("a.txt.gz", gzip.compress(b"Envoys met.")[:-9], ["truncated"]),
        ("a.txt.gz", gzip.compress(b"a" * 21_000_000), ["too-large"]),
        ("a.xml", FEED, ["text/html"]),
        ("a.rss", b"no feed at all", ["not-a-feed"]),
        ("a.pdf", b"%PDF-1.7", ["not-a-page"]),
        ("2024.warc.gz", b"", ["not-a-page"]),
    ],
)
def test_what_a_file_gives(name, content, found):
    assert kinds(content, name) == found


def test_items_are_named_by_file_and_line_and_are_dated_now():
    [first, second] = handed_pages(b'{"id":"1","text":"x"}\nno\n', "/home/ann/c\\d/news.jsonl")
    assert (first.location, second.location) == ("news.jsonl:1", "news.jsonl:2") and first.retrieved


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\a.txt", "a.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("", "a file without a name"),
    ],
)
def test_a_name_is_a_name_and_no_path(given, shown):
    assert named(given) == shown and len(named("x" * 5000)) <= 120
