"""What is no article is refused by name, never with a crash."""

import gzip
import json

import pytest

from detente.articles import ArticleTables, Story, extract, read_raw, read_text
from detente.errors import ArticleError
from detente.types import Page

BODY = "".join(
    f"<p>The two ministers met for the {n}th time on Monday and agreed to keep the line between them open.</p>"
    for n in range(4, 10)
)


def page(content: bytes, media_type: str = "text/html", charset: str | None = None) -> Page:
    return Page(
        content=content,
        location="page",
        media_type=media_type,
        charset=charset,
        retrieved="2024-11-08T00:00:00Z",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "binary"),
        (b"\xff\xd8\xff\xe0" + b"x" * 400, "binary"),
        (bytes(range(256)) * 40, "binary"),
        (gzip.compress(b"<html></html>"), "binary"),
        (b"<html>" + b"a" * 20_000_001, "too-large"),
        (b"<html><body>" + b"<div>" * 10_000 + b"x" + b"</div>" * 10_000 + b"</body></html>", "too-deep"),
        (b"<html><head><title>x</title></head><body></body></html>", "no-article"),
        (b"<html><body><h1>Page not found</h1><p>The page that you asked for is no longer available. Try the search.</p></body></html>", "soft-404"),
        (b"<html><body><h1>Envoys meet again</h1><p>The envoys met on Monday for a first round of talks in the capital, officials said.</p><p>Subscribe to continue reading this story and get unlimited access.</p></body></html>", "paywall"),
    ],
    ids=["empty", "blank", "png", "jpeg", "noise", "gzip", "large", "deep", "no-body", "soft-404", "paywall"],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_name(content: bytes, reason: str, tables: ArticleTables) -> None:
    with pytest.raises(ArticleError) as raised:
        extract(page(content), tables)
    assert raised.value.reason == reason
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"id": 3, "text": "x"}', b'{"id": "3"}', b'{"id": "3", "text": " "}']
)
def test_a_line_that_is_no_story_is_refused(line: bytes, tables: ArticleTables) -> None:
    with pytest.raises(ArticleError):
        extract(page(line, "application/json"), tables)


@pytest.mark.parametrize(
    ("encoding", "charset", "meta"),
    [
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("windows-1252", "utf-8", "utf-8"),
        ("windows-1252", None, "windows-1252"),
        ("utf-16", None, ""),
        ("utf-8-sig", "ascii", ""),
        ("iso-8859-1", "no-such-charset", ""),
    ],
)
def test_a_lying_encoding_does_not_spoil_the_letters(
    encoding: str, charset: str | None, meta: str, tables: ArticleTables
) -> None:
    told = f'<meta charset="{meta}">' if meta else ""
    text = f"<html><head>{told}</head><body><article><h1>São Tomé and Zürich</h1>{BODY}<p>Señor Núñez met François Müller in São Tomé.</p></article></body></html>"
    article = extract(page(text.encode(encoding), charset=charset), tables)
    assert "Señor Núñez met François Müller in São Tomé." in article.text


def test_another_language_is_an_article_with_its_language(tables: ArticleTables) -> None:
    text = "".join(
        f"<p>Министры встретились в Женеве в {n} раз и договорились продолжать переговоры о мире.</p>"
        for n in range(5)
    )
    assert (
        extract(page(f"<html><body><article>{text}</article></body></html>".encode()), tables).language
        == "ru"
    )


def test_control_characters_and_lone_surrogates_are_blanked_one_for_one(tables: ArticleTables) -> None:
    article = read_text(Story(id="1", text="The \x00ministers \ud800met."), tables)
    assert article.text == "The  ministers \ufffdmet."


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "<html>", "<p>", "a" * 50, "\ud800", "ADVERTISEMENT\nShare"]
)
def test_raw_text_without_a_story_is_refused(text: str, tables: ArticleTables) -> None:
    with pytest.raises(ArticleError):
        read_raw(Story(id="1", text=text), tables)


def test_the_name_of_an_article_is_its_address_without_trackers_or_else_its_words(
    tables: ArticleTables,
) -> None:
    def name(**fields: str) -> str:
        story = {"id": "1", "text": "The ministers met in Geneva.", **fields}
        return extract(page(json.dumps(story).encode(), "application/json"), tables).id

    address = "https://lantern.example/a?id=3"
    assert name(url=address) == name(url=address + "&utm_source=x#top", text="Changed.")
    assert name(url=address) != name(url="https://lantern.example/a?id=4")
    assert name() == name(text="The  ministers met\nin Geneva.")
    assert name() != name(text="The ministers did not meet.")
