"""What `benchmarks/fuzz.py` throws at Détente, and where: each target takes bytes, and may raise only errors of ours.

Inputs are pieced together of what each kind of file is made of, or are whole ones of the examples with bytes changed.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from detente.articles import Story, extract, passed_over, read_raw
from detente.cli.watchfile import read_plan
from detente.errors import ArticleError, DetenteError
from detente.knowledge.overlay import read_file, read_folder
from detente.reading import Reader, open_reader
from detente.reading.opening import _article_tables
from detente.runs.filter import code_lines
from detente.sources import Refusal, handed_pages
from detente.sources.feeds import feed_items, feed_pages, text_page
from detente.sources.opening import pages
from detente.types import Page

ROOT = Path(__file__).parents[1]
Inputs = st.SearchStrategy[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A door that strangers' bytes come in by."""

    name: str
    inputs: Callable[[], Inputs]
    take: Callable[[bytes], object]


COMMON = (
    "", " ", "\n", "\r\n", "\t", "\x00", "\ufeff", "\u202e", "\u00a0", "\u2028", "é", "ß", "İ", "中", "\U0001f54a", "a", "A", "0", "1", "-", "_", ".",
    ",", ";", ":", "'", '"', "“", "’", "(", ")", "[", "]", "{", "}", "<", ">", "&", "/", "\\", "%", "#", "|", "=", "The ", "France", "Iran ",
    "Mr. ", "said ", "on Monday", "2023-06-18", "18 June 2023", "06/07/08", "9:99 pm", "99999999999999999999", "-1", "1e999", "nan", "PARIS (AP) —",
    "By Jane Doe, Reuters", "U.S.", "e.g. ", "a.b.c.", "http://", "https://x.example/a?b=c", "Updated ", "Published ", "Reuters", "Photo: ",
)  # fmt: skip
HTML = (
    "<html>", "<head>", "<body>", "<p>", "</p>", "<div class='", "'>", "<article>", "</article>", "<h1>", "</h1>", "<title>", "</title>", "<table>",
    "<tr>", "<td>", "<li>", "<ul>", "<br>", "<a href='", "<img src=x>", "<figcaption>", "<time datetime='", "<meta charset='", "<meta property='og:title' content='",
    "<meta name='article:published_time' content='", "<script type='application/ld+json'>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ",
    "<!DOCTYPE html>", "&nbsp;", "&#0;", "&#xD800;", "&#99999999;", "&lt;", '{"@type": "NewsArticle", "datePublished": ', '"articleBody": ', '"author": [',
    '"@graph": [', "<svg>", "<math>", "<template>", "<noscript>", "<iframe>", "<span itemprop='", "<blockquote>", "<select>", "<style>", "<base href='",
    "<link rel='canonical' href='", "<p>The foreign minister of France met his counterpart of Iran in Geneva on Monday to talk about the nuclear file.</p>",
)  # fmt: skip
FEED = (
    "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-16'?>", "<rss version='2.0'>", "</rss>", "<channel>", "<item>", "</item>", "<title>", "</title>",
    "<link>", "</link>", "<guid>", "<pubDate>", "</pubDate>", "<description>", "</description>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>",
    "<updated>", "<content type='html'>", "</content>", "<rdf:RDF>", "<media:content url='", "'/>", "<!ENTITY a 'b'>", "<!DOCTYPE x [", "xmlns:dc='http://purl.org/dc/elements/1.1/'",
    "<link href='", "Mon, 19 Jun 2023 06:03:00 GMT", "Mon, 99 Foo 0000 99:99:99 +9999", "<![CDATA[", "]]>", "../../etc/passwd", "file:///etc/passwd", "<georss:point>", "<georss:where>",
)  # fmt: skip
WARC = (
    "WARC/1.0\r\n", "WARC/1.1\r\n", "WARC-Type: response\r\n", "WARC-Type: request\r\n", "WARC-Target-URI: http://a.example/\r\n", "Content-Length: ", "99999999999",
    "-5", "WARC-Date: 2023-06-18T10:00:00Z\r\n", "Content-Type: application/http; msgtype=response\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 999\r\n",
    "Content-Type: text/html; charset=utf-8\r\n", "Content-Type: text/html; charset=foo\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n",
    "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFF\r\n", "WARC-Record-ID: <urn:uuid:1>\r\n", "<html><p>France and Iran met.</p></html>",
)  # fmt: skip
JSON = (
    '{"id": "a", ', '"text": ', '"title": ', '"published": ', '"url": ', '"outlet": ', '"France recalled its ambassador from Niger."', "null", "true", "{", "}", "[", "]",
    '"\\ud800"', '"\\u0000"', "1e400", "123456789012345678901234567890", "}\n", '{"id": 1}\n', '{"id": "b", "text": "Iran met France."}\n', '"2023-13-45"', '"', ",", ":",
)  # fmt: skip
TABLE = (
    "person,aliases,office,country,from,to,source\n", "name,aliases,kind,members\n", "Jane Doe,,foreign minister,FRA,2020-01,,x\n", "2023-02-30", "9999", "0000", "FRA", "XXX",
    "|", "||", ",", ",,,,,,", "\n", '"', '""', "#", "[[issue]]\n", 'id = "x"\n', 'name = "y"\n', 'words = ["a", "b"]\n', "words = 5\n", "pairs = [[\"FRA\", \"IRN\"]]\n", "[", "]",
    "[[feed]]\n", 'address = "http://a.example/feed"\n', 'every = "15m"\n', 'every = "9e9d"\n', "[[alert]]\n", 'pairs = ["FRA-IRN"]\n', 'on = ["turn"]\n', "[[webhook]]\n", "[[mail]]\n",
    "record = 'x'\n", "foreign minister", "president", "= ", "{", "}", "inf", "nan", "1979-05-27T07:32:00Z", "'''", '"""', "\\u0000", "\\UFFFFFFFF",
)  # fmt: skip
PATHS = (
    "/api/v1/events", "/api/v1/reports", "/api/v1/encounters", "/api/v1/positions", "/api/v1/pairs", "/api/v1/pairs/FRA-IRN/tension", "/api/v1/pairs/",
    "/api/v1/search", "/api/v1/articles/", "/api/v1/evidence/", "/", "/pair/", "/person/", "/issue/", "/article/", "/search", "/event/", "/static/", "/feeds/", "/metrics", "/happening",
)  # fmt: skip
ASKED = (
    "?", "&", "q=", "pair=", "since=", "until=", "limit=", "after=", "category=", "issue=", "as_of=", "country=", "FRA", "FRA-IRN", "%00", "%ff", "%F0%9F", "..%2f", "+", "OR 1=1",
    "';--", "*", '"', "NEAR(", "0", "99999999999999999999", "-1", "2023-02-30", "2023-06-18", "9999-99", "%0d%0aX:%20y", "/", ";", "tension", ".json", "[]=", "%E2%80%AE", "%25",
)  # fmt: skip


def assembled(parts: Sequence[str], *, most: int = 30) -> Inputs:
    """Pieces one after the other, some of them many times over, in one of several encodings."""
    word = st.one_of(
        st.sampled_from(parts), st.sampled_from(parts), st.sampled_from(COMMON), st.text(max_size=12)
    )
    piece = st.tuples(word, st.sampled_from((1, 1, 1, 1, 1, 2, 7, 300, 4000))).map(lambda p: p[0] * p[1])
    coding = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "cp1252", "utf-8-sig"))
    return st.builds(
        lambda words, name: "".join(words)[:300_000].encode(name, "replace"),
        st.lists(piece, max_size=most),
        coding,
    )


def changed(seeds: Sequence[bytes], parts: Sequence[str]) -> Inputs:
    """A whole one in which a few stretches are replaced by something else."""
    word = st.one_of(
        st.sampled_from((*parts, *COMMON)).map(lambda w: w.encode("utf-8", "replace")), st.binary(max_size=6)
    )
    edit = st.tuples(
        st.floats(0, 1), st.sampled_from((0, 1, 2, 10, 200)), word, st.sampled_from((1, 1, 1, 2, 900))
    )
    return st.builds(_edited, st.sampled_from(list(seeds)), st.lists(edit, min_size=1, max_size=8))


def _edited(seed: bytes, edits: Sequence[tuple[float, int, bytes, int]]) -> bytes:
    for place, lost, word, times in edits:
        at = int(place * len(seed))
        seed = seed[:at] + word * times + seed[at + lost :]
    return seed


def _seeds(*patterns: str, most: int = 40) -> list[bytes]:
    found = sorted(f for pattern in patterns for f in ROOT.glob(pattern) if f.is_file())
    return [f.read_bytes() for f in found[:: max(1, len(found) // most)]]


def _page_inputs() -> Inputs:
    return st.one_of(assembled(HTML, most=60), changed(_seeds("tests/articles/pages/**/*.html"), HTML))


def _scrape_inputs() -> Inputs:
    return st.one_of(
        assembled(COMMON, most=60), changed(_seeds("tests/articles/pages/**/*.txt") or [_STORY], COMMON)
    )


def _feed_inputs() -> Inputs:
    return st.one_of(assembled(FEED, most=40), changed(_seeds("examples/wire/*.rss"), FEED))


def _warc_inputs() -> Inputs:
    plain = st.one_of(assembled(WARC), changed([_warc(), _warc() * 3, gzip.compress(_warc()) * 3], WARC))
    return st.one_of(plain, plain.map(gzip.compress))


def _line_inputs() -> Inputs:
    line = json.dumps(
        {"id": "a", "text": _STORY.decode(), "title": "Talks", "published": "2023-06-18"}
    ).encode()
    return st.one_of(assembled(JSON), changed([line, (line + b"\n") * 3], JSON))


def _table_inputs() -> Inputs:
    shipped = _seeds("src/detente/knowledge/bodies.csv", "src/detente/knowledge/issues.toml")
    seeds = [b"".join(s.splitlines(keepends=True)[:40]) for s in shipped]
    seeds.append(
        b"person,aliases,office,country,from,to,source\nJane Doe,J. Doe,foreign minister,FRA,2020-01,2021,x\n"
    )
    seeds.append(
        b'[[feed]]\naddress = "http://a.example/f"\nevery = "15m"\n[[alert]]\npairs = ["FRA-IRN"]\non = ["turn"]\n'
    )
    return st.one_of(assembled(TABLE), changed(seeds, TABLE))


def _api_inputs() -> Inputs:
    asked = st.tuples(
        st.sampled_from(PATHS), st.lists(st.one_of(st.sampled_from(ASKED), st.text(max_size=6)), max_size=12)
    )
    asking = asked.map(lambda p: f"GET {p[0]}{''.join(p[1])}".encode("utf-8", "replace"))
    giving = assembled(('{"kind": ', '"note": ', '"id": ', '"text": ', *JSON[8:]), most=12)
    where = st.sampled_from((b"POST /api/v1/corrections\n", b"POST /api/v1/read\n"))
    return st.one_of(asking, st.builds(lambda door, body: door + body, where, giving))


_STORY = (
    b"GENEVA (AP) \xe2\x80\x94 The foreign minister of France met his counterpart of Iran on Monday, June 19, 2023.\n\nThey said that talks on the nuclear"
    b" file would go on in Vienna next week, and that prisoners held by both sides would be let go.\n"
)


def _warc() -> bytes:
    body = (
        b"<html><body><p>France and Iran met in Geneva on Monday to talk about prisoners.</p></body></html>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2023-06-19T06:00:00Z\r\n"
    head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    return head + http + b"\r\n\r\n"


def _extracted(page: Page) -> None:
    tables = _article_tables()
    passed_over(page, tables.powers)
    try:
        extract(page, tables)
    except ArticleError:
        return


def _take_page(content: bytes) -> None:
    for charset in (None, "utf-8"):
        page = Page(
            content=content, location="x", url="http://a.example/b", media_type="text/html", charset=charset
        )
        _extracted(page)


def _take_scrape(content: bytes) -> None:
    _extracted(Page(content=content, location="x", media_type="text/plain", title="Talks"))
    _extracted(Page(content=content, location="x", media_type="text/plain"))
    story = Story(id="a", text=content.decode("utf-8", "replace"), published="2023-06-19")
    try:
        read_raw(story, _article_tables())
    except ArticleError:
        return


class _Deaf:
    """Stands in for the fetcher: nothing is fetched while fuzzing."""

    def get(self, url: str) -> Refusal:
        return Refusal(location=url, kind="unreachable", message="not fetched")


def _take_feed(content: bytes) -> None:
    items = feed_items(content, "http://a.example/feed")
    for item in () if isinstance(items, Refusal) else items:
        text_page(item, "http://a.example/feed")
    with tempfile.TemporaryDirectory() as folder:
        deaf: Any = _Deaf()
        for got in list(feed_pages(content, "feed.xml", deaf, folder=Path(folder)))[:5]:
            if isinstance(got, Page):
                _extracted(got)


def _take_file(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        for got in list(pages(str(Path(folder) / name)))[:10]:
            if isinstance(got, Page):
                _extracted(got)


def _take_warc(content: bytes) -> None:
    _take_file(content, "a.warc.gz" if content[:2] == b"\x1f\x8b" else "a.warc")


def _take_lines(content: bytes) -> None:
    _take_file(content, "a.jsonl")
    for name in ("a.jsonl", "a.jsonl.gz", "a.gz"):
        for got in list(handed_pages(content, name))[:10]:
            if isinstance(got, Page):
                _extracted(got)


def _take_table(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        for name in ("holders.csv", "bodies.csv", "issues.toml"):
            folder = Path(place) / name.partition(".")[0]
            folder.mkdir()
            (folder / name).write_bytes(content)
            _ours(read_folder, folder)
        _ours(read_file, Path(place) / "holders" / "holders.csv")
        _ours(read_plan, Path(place) / "issues" / "issues.toml", None, {})


def _ours(read: Callable[..., object], *given: object) -> None:
    try:
        read(*given)
    except DetenteError:
        return


@cache
def _client() -> Any:
    from starlette.testclient import TestClient

    from detente.record.store import open_record
    from detente.web import make_app
    from detente.web.access import Access

    place = Path(tempfile.mkdtemp()) / "record.duckdb"
    with open_record(place, create=True):
        pass
    app = make_app(place, hosts={"testserver"}, access=Access(token="fuzz", asking=10**9, writing=10**9))
    return TestClient(app)


def _take_api(content: bytes) -> None:
    line, _, body = content.partition(b"\n")
    method, _, path = line.decode("utf-8", "replace").partition(" ")
    headers = {"Authorization": "Bearer fuzz", "Content-Type": "application/json"}
    # The client would refuse what stands raw in no address; a stranger's may not.
    asked = quote(path or "/", safe="/?&=%+;:,@*()'[]")
    answer = _client().request(method, asked, content=body or None, headers=headers)
    if answer.status_code >= 500 and answer.status_code != 503:
        raise AssertionError(f"answered {answer.status_code}: {answer.text[:300]}")


@cache
def _reader() -> Reader:
    return open_reader(threads=1)


def _take_code(content: bytes) -> None:
    lines = content[:3000].split(b"\n")
    for raw in (False, True):
        given = sum(bool(line.strip()) for line in lines)
        answered = len(list(code_lines(lines, _reader(), raw=raw)))
        assert answered == given, f"{given} lines in, {answered} out"


TARGETS = {
    t.name: t
    for t in (
        Target(name="page", inputs=_page_inputs, take=_take_page),
        Target(name="scrape", inputs=_scrape_inputs, take=_take_scrape),
        Target(name="feed", inputs=_feed_inputs, take=_take_feed),
        Target(name="warc", inputs=_warc_inputs, take=_take_warc),
        Target(name="jsonl", inputs=_line_inputs, take=_take_lines),
        Target(name="tables", inputs=_table_inputs, take=_take_table),
        Target(name="api", inputs=_api_inputs, take=_take_api),
        Target(name="code", inputs=_line_inputs, take=_take_code),
    )
}
