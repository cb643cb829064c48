"""A brief as Markdown and as HTML."""

from html.parser import HTMLParser

from detente.display.brief import brief_html, brief_markdown

PAGE = {
    "title": "China and the United States",
    "coverage": "The record holds 1 article.",
    "sections": [
        {"title": "Ahead", "statements": [{"text": "A <b>meeting</b> was planned.", "sources": [1, 2]}], "empty": "-", "left": 2},
        {"title": "Recent acts", "statements": [], "empty": "The record holds no act.", "left": 0},
    ],
    "sources": [
        {"number": 1, "outlet": "The Example (AP)", "day": "19 June 2023", "title": "Tom & Co", "url": "https://news.example/1?a=1&b=2", "quote": "They will meet."},
        {"number": 2, "outlet": "The Other", "day": "no date", "title": "Bad", "url": "javascript:alert(1)", "quote": "So it is."},
    ],
}  # fmt: skip


def test_markdown_cites_by_number_and_says_what_is_missing():
    text = brief_markdown(PAGE)
    assert "- A <b>meeting</b> was planned. [1] [2]" in text
    assert "*And 2 more in the record.*" in text
    assert "*The record holds no act.*" in text
    assert (
        "1. The Example (AP), 19 June 2023, *Tom & Co*: “They will meet.” <https://news.example/1?a=1&b=2>"
        in text
    )


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.tags = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        given = dict(attributes)
        self.ids |= {given["id"]} if "id" in given else set()
        self.links += [given["href"]] if "href" in given else []


def test_html_stands_alone_and_its_numbers_lead_to_sources():
    page = brief_html(PAGE)
    reader = Reader()
    reader.feed(page)
    assert {"source-1", "source-2"} <= reader.ids
    assert [link for link in reader.links if link.startswith("#")] == ["#source-1", "#source-2"]
    assert not {"script", "link", "img", "b"} & set(reader.tags)
    assert "@media print" in page
    assert "prefers-color-scheme: dark" in page


def test_html_links_only_to_the_web_and_escapes_what_articles_say():
    page = brief_html(PAGE)
    assert "javascript:" not in page
    assert "A &lt;b&gt;meeting&lt;/b&gt; was planned." in page
    assert 'href="https://news.example/1?a=1&amp;b=2"' in page
