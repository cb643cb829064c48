"""Plain-text scrapes of whole pages, furniture and all; written for these tests."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.articles import ArticleTables, Story, powers, read_raw
from detente.errors import ArticleError
from detente.knowledge.outlets import outlet_tables

CASES: dict[str, tuple[str, dict[str, Any]]] = {}


def case(name: str, scrape: str, **wanted: Any) -> None:
    CASES[name] = (scrape, wanted)


case(
    "stamp_with_agency_and_place",
    """MY CITY LEARN
ADVERTISEMENT
regular-article-logo Tuesday, 05 November 2024

Wong reopens talks with Wang Yi in Beijing after four years of silence between the capitals

Minister raises detained citizens and duties on wine before a dinner at the guesthouse

AFP Beijing Published 21.12.22, 07:45 PM
Penny Wong.

Penny Wong. File photo

Australian foreign minister Penny Wong on Wednesday reopened the annual dialogue with China in Beijing.

She met Wang Yi for two hours. Both said that they would keep talking about trade.

ADVERTISEMENT

“We have a lot to talk about,” Wong said.

China’s foreign ministry said that a sound relationship served both peoples.

Follow us on:
ADVERTISEMENT
ADVERTISEMENT""",
    title="Wong reopens talks with Wang Yi in Beijing after four years of silence between the capitals",
    subtitle="Minister raises detained citizens and duties on wine before a dinner at the guesthouse",
    agency="AFP",
    dateline={"place": "Beijing", "country": "CHN", "date": None},
    published="2022-12-21T19:45",
    published_by="marked",
    captions=("Penny Wong.", "Penny Wong. File photo"),
    language="en",
    outlet=None,
    text=[
        "Australian foreign minister Penny Wong on Wednesday reopened the annual dialogue with China in Beijing.",
        "She met Wang Yi for two hours. Both said that they would keep talking about trade.",
        "“We have a lot to talk about,” Wong said.",
        "China’s foreign ministry said that a sound relationship served both peoples.",
    ],
)
case(
    "american_site_with_byline",
    """Skip to main content
Menu
Sections
World
Politics
Subscribe
Sign in
WORLD
Russia pulls out of the Black Sea grain deal
By Ivo Brandt, Associated Press
July 17, 2023 2:05 PM ET
Share
Facebook
Twitter
Email
A bulk carrier waits off Odesa. (AP Photo/Jane Roe)
MOSCOW (AP) — Russia said on Monday that it was ending its part in the agreement that had let Ukraine ship grain.
The Kremlin's spokesman said that Moscow would return as soon as its own conditions were met.
Sign up for our newsletter
Get the day's top stories in your inbox.
António Guterres said he deeply regretted the decision.
Related
Wheat prices climb again
Turkey offers to speak to Moscow
Comments (14)
© 2023 Prairie Tribune. All rights reserved.""",
    title="Russia pulls out of the Black Sea grain deal",
    agency="AP",
    byline="Ivo Brandt",
    dateline={"place": "Moscow", "country": "RUS", "date": None},
    published="2023-07-17T14:05-04:00",
    outlet="Prairie Tribune",
    captions=("A bulk carrier waits off Odesa. (AP Photo/Jane Roe)",),
)
case(
    "also_read_and_cookies",
    """We use cookies to improve your experience on this site. By using it you accept them.
Accept all
Home / World
Iran, Saudi Arabia agree to restore ties
First published on: 10-03-2023 at 21:30 IST
Reuters
Iran and Saudi Arabia agreed on Friday to restore diplomatic relations and to reopen embassies.
Also Read: Five things to know about the new envoy
The agreement was announced in Beijing after four days of talks that had not been made public.
READ MORE: Oil falls as tensions ease
Riyadh cut ties in January 2016 after protesters stormed its embassy in Tehran.
Tags: Iran, Saudi Arabia
You may also like
Markets calm as talks go on in the two capitals and investors wait
Download our app""",
    title="Iran, Saudi Arabia agree to restore ties",
    agency="Reuters",
    published="2023-03-10T21:30+05:30",
    published_by="marked",
    text=[
        "Iran and Saudi Arabia agreed on Friday to restore diplomatic relations and to reopen embassies.",
        "The agreement was announced in Beijing after four days of talks that had not been made public.",
        "Riyadh cut ties in January 2016 after protesters stormed its embassy in Tehran.",
    ],
)
case(
    "chinese_agency_page",
    """World
Source: Xinhua Editor: huaxia 2023-08-18 22:10:31
Three leaders meet at Camp David
WASHINGTON, Aug. 18 (Xinhua) -- Leaders of Japan, South Korea and the United States met at Camp David on Friday.
Observers said that the meeting would not calm the region.
KEY WORDS: Camp David""",
    title="Three leaders meet at Camp David",
    agency="Xinhua",
    dateline={"place": "Washington", "country": "USA", "date": "2023-08-18"},
    published="2023-08-18T22:10",
)
case(
    "date_of_the_visit_only",
    """Thursday, 7 November 2024
E-paper
Leaders promise to consult one another in a crisis
SEOUL: Leaders of Japan, South Korea and the United States met at Camp David on Friday.
They agreed to hold annual military exercises and to share data on launches.""",
    title="Leaders promise to consult one another in a crisis",
    published=None,
    published_by=None,
    dateline={"place": "Seoul", "country": "KOR", "date": None},
)


@pytest.mark.parametrize("name", CASES)
def test_a_scrape_is_read_as_a_reader_sees_it(name: str, tables: ArticleTables) -> None:
    text, wanted = CASES[name]
    article = asdict(read_raw(Story(id="1", text=text), tables))
    article["text"] = article["text"].split("\n\n")
    assert {field: article[field] for field in wanted} == wanted


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_from_the_middle(name: str, tables: ArticleTables) -> None:
    text, _ = CASES[name]
    body = read_raw(Story(id="1", text=text), tables).text.split("\n\n")
    lines = [line.strip() for line in text.split("\n")]
    places = [lines.index(paragraph) for paragraph in body]
    assert places == sorted(places)
    assert len(body) >= 2


LINES = [line for scrape, _ in CASES.values() for line in scrape.split("\n")]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_lines_in_any_order_give_paragraphs_of_the_text_or_a_named_refusal(lines: list[str]) -> None:
    tables = ArticleTables(outlets=outlet_tables(), cities={}, powers=powers((), ()))
    try:
        article = read_raw(Story(id="1", text="\n".join(lines)), tables)
    except ArticleError as error:
        assert error.reason in {"empty", "no-article"}
    else:
        assert set(article.text.split("\n\n")) <= {line.strip() for line in lines}
