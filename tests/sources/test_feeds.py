"""Feeds: items are followed, and nothing outside the feed's folder is read for a local one."""

from pathlib import Path

import pytest

from detente.sources import Refusal, pages
from detente.sources.feeds import Edition, edition, feed_pages
from detente.sources.web import Fetcher
from detente.types import Page

ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>Mon, 19 Jun 2023 06:03:00 +0530</pubDate></item>"
)
PAGE = "<html><body><article><p>The ministers met in Beijing.</p></article></body></html>"


def feed(folder: Path, *links: str, head: str = "") -> Path:
    items = "".join(ITEM.format(title=f"Story {n}", link=link) for n, link in enumerate(links))
    path = folder / "feed.rss"
    path.write_text(
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>The Lantern</title>{items}</channel></rss>'
    )
    return path


def test_items_beside_the_feed_are_read_with_what_the_feed_says_of_them(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(PAGE)
    (page,) = pages(str(feed(tmp_path, "one.html")))
    assert isinstance(page, Page)
    assert (page.title, page.published, page.outlet) == (
        "Story 0",
        "Mon, 19 Jun 2023 06:03:00 +0530",
        "The Lantern",
    )
    assert page.content == PAGE.encode()


@pytest.mark.parametrize("link", ["../secret.html", "/etc/hostname", "%2e%2e/secret.html", "missing.html"])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, link: str) -> None:
    (tmp_path / "secret.html").write_text(PAGE)
    (tmp_path / "inner").mkdir()
    (refusal,) = pages(str(feed(tmp_path / "inner", link)))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "missing"


def test_one_missing_item_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "two.html").write_text(PAGE)
    found = list(pages(str(feed(tmp_path, "one.html", "two.html"))))
    assert [type(f).__name__ for f in found] == ["Refusal", "Page"]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("a" * 5_000 + ".html", "missing"),
        ("%00.html", "missing"),
        ("one/%00/../two.html", "missing"),
        ("http://[::1", "bad-address"),
        ("//[", "missing"),
    ],
)
def test_a_link_that_nothing_can_be_called_stops_no_other(tmp_path: Path, link: str, kind: str) -> None:
    (tmp_path / "two.html").write_text(PAGE)
    refusal, page = pages(str(feed(tmp_path, link, "two.html")))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind
    assert isinstance(page, Page)


@pytest.mark.parametrize("link", ["//[", "http://["])
def test_a_link_that_is_no_address_is_refused_in_a_feed_of_the_web(link: str) -> None:
    content = f"<rss version='2.0'><channel>{ITEM.format(title='A', link=link)}</channel></rss>".encode()
    with Fetcher(pause=0.0) as fetcher:
        (refusal,) = feed_pages(content, "http://127.0.0.1:9/feed", fetcher, folder=None)
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "bad-address"


def test_an_element_that_was_never_opened_costs_no_item(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(PAGE)
    described = ITEM.replace("</item>", "<description>Of a meeting</description></item>")
    broken = described.format(title="The two</content> met", link="one.html")
    (tmp_path / "feed.rss").write_text(
        f"<rss version='2.0'><channel>{broken}{described.format(title='B', link='one.html')}</channel></rss>"
    )
    found = list(pages(str(tmp_path / "feed.rss")))
    assert [type(one).__name__ for one in found] == ["Page", "Page"]


def test_a_feed_that_is_html_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<!doctype html><html><body><h1>Sign in to the network</h1></body></html>")
    (refusal,) = pages(str(path))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "not-a-feed"


def test_a_feed_whose_encoding_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="UTF\x80\xb2"?><rss version="2.0"></rss>')
    (refusal,) = pages(str(path))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "not-a-feed"


@pytest.mark.parametrize("pad", [0, 50_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_are_never_expanded(tmp_path: Path, pad: int, encoding: str) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    text = f"<?xml version='1.0' encoding='{encoding}'?>{' ' * pad}{bomb}<rss version='2.0'><channel><item><title>&b;</title></item></channel></rss>"
    path = tmp_path / "feed.rss"
    path.write_bytes(text.encode(encoding))
    (refusal,) = pages(str(path))
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "hostile"


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("", None),
        ("<ttl>45</ttl>", 2700.0),
        ("<ttl> 45\n</ttl>", 2700.0),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600.0),
        ("<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600.0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600.0),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600.0),
    ],
)
def test_what_a_feed_asks_for_between_two_calls(head: str, seconds: float | None) -> None:
    item = ITEM.format(title="A", link="http://lantern.example/a")
    content = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>The Lantern</title>{head}{item}</channel></rss>"
    )
    read = edition(content.encode(), "http://lantern.example/feed")
    assert isinstance(read, Edition)
    assert (read.wait, len(read.items)) == (seconds, 1)
