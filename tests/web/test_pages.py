"""Every page answers, in every form it has; what is asked wrongly is told; nothing of an article is markup."""

import csv
import html
import io
import re
from importlib.util import find_spec

import feedparser
import pyarrow.parquet as parquet
import pytest
from tests.web.conftest import HOSTILE

PAGES = [
    "/", "/pair/RUS-USA", "/events", "/events?about=RUS-USA", "/sources", "/about/method", "/search?q=espionage", "/issue/espionage",
    "/person/Antony Blinken", "/article/ar_Mail", "/article/ar_Ill", "/evidence/rp_Mail", "/evidence/en_Mail", "/evidence/rp_Ill",
]  # fmt: skip
WITH_EVENTS = ["/", "/pair/RUS-USA", "/events"]


def in_form(path, form):
    bare, mark, query = path.partition("?")
    return f"{'/index' if bare == '/' else bare}.{form}{mark}{query}"


@pytest.mark.parametrize("path", WITH_EVENTS)
def test_a_page_and_the_same_as_data(site, path):
    page = site.get(path)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    data = site.get(in_form(path, "json")).json()
    rows = list(csv.DictReader(io.StringIO(site.get(in_form(path, "csv")).text)))
    assert {row["id"] for row in rows} >= {event["id"] for event in data["events"]} != set()
    table = parquet.read_table(io.BytesIO(site.get(in_form(path, "parquet")).content))
    assert table.num_rows == len(rows)


def test_every_form_that_a_page_offers_is_there(site):
    for path in PAGES:
        page = site.get(path).text
        forms = re.findall(r'<a href="([^"]+)" rel="alternate">(\w+)</a>', page)
        assert {form for _, form in forms} >= {"json"}, path
        for address, form in forms:
            if form == "png" and find_spec("vl_convert") is None:
                continue
            assert site.get(html.unescape(address)).status_code == 200, (path, form)


def test_from_a_number_to_its_sentence_in_two_clicks(site):
    page = site.get("/pair/RUS-USA").text
    assert '<dd><a href="#events">' in page
    address = re.search(r'href="(/evidence/rp_(?:Mail|Echo))"', page)[1]
    proof = site.get(address).text
    assert (
        "The United States <mark" in re.sub(r'<mark class="sentence[^>]*>([^<]*)</mark>', r"\1", proof)
        or "accused" in proof
    )
    assert re.search(r'<mark class="trigger sentence"[^>]*>accused</mark>', proof)


def test_an_encounter_and_its_event_have_one_page(site):
    identity = site.get("/pair/RUS-USA.json").json()["past"][0]["id"]
    page = site.get(f"/encounter/{identity}")
    assert (
        page.status_code == 200 and "Antony Blinken" in page.text and "What sources disagree on" in page.text
    )
    moved = site.get(f"/event/{identity}", follow_redirects=False)
    assert moved.status_code == 307 and moved.headers["location"] == f"/encounter/{identity}"
    assert (
        site.get("/encounter/en_Mail", follow_redirects=False)
        .headers["location"]
        .startswith("/encounter/me_")
    )
    graph = site.get(f"/encounter/{identity}.jsonld").json()
    assert graph["@graph"]
    assert site.get(f"/encounter/{identity}.ics").status_code == 400, "what is over is no appointment"
    event = site.get("/pair/RUS-USA.json").json()["events"][0]["id"]
    assert site.get(f"/event/{event}").status_code == 200
    assert site.get(f"/event/{event}.csv").text.startswith("telling,")


def test_what_is_ahead_is_a_calendar(site):
    [ahead] = site.get("/pair/RUS-USA.json").json()["ahead"]
    assert ahead["when"] == "2023-04-20" and ahead["status"] == "planned"
    for path in ("/pair/RUS-USA.ics", "/index.ics", f"/encounter/{ahead['id']}.ics"):
        calendar = site.get(path).text
        assert calendar.count("BEGIN:VEVENT") == 1 and "DTSTART;VALUE=DATE:20230420" in calendar
    assert "/pair/RUS-USA.ics" in site.get("/pair/RUS-USA").text


def test_a_feed_of_a_pair(site):
    feed = feedparser.parse(site.get("/pair/RUS-USA.atom").content)
    assert not feed.bozo and len(feed.entries) == len(site.get("/pair/RUS-USA.json").json()["events"])
    assert all(entry.link.startswith("http://localhost/e") for entry in feed.entries)


def test_the_curve_as_pictures(site):
    assert site.get("/pair/RUS-USA.svg").text.startswith("<svg")
    pytest.importorskip("vl_convert")
    assert site.get("/pair/RUS-USA.png").content.startswith(b"\x89PNG")


def test_an_article_shows_what_was_coded_in_place(site):
    page = site.get("/article/ar_Mail").text
    assert re.search(r'<a class="trigger" href="#rp_Mail"[^>]*>accused</a>', page)
    assert 'id="rp_Mail"' in page and "deciding word" in page


@pytest.mark.parametrize("path", PAGES)
def test_nothing_foreign_comes_in(site, path):
    page = site.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "style=" not in page.text and "<style" not in page.text and "onclick" not in page.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!www.w3.org)', page.text)


@pytest.mark.parametrize("path", PAGES)
def test_hostile_text_is_text(site, path):
    page = site.get(path).text
    assert HOSTILE[:25] not in page and "<img src=x" not in page and 'href="javascript' not in page


def test_hostile_text_is_shown(site):
    for path in ("/pair/RUS-USA", "/article/ar_Ill", "/evidence/rp_Ill", "/sources"):
        assert "&lt;script&gt;alert(1)" in site.get(path).text, path


WRONG = {
    "/pair/XYZ-USA": (404, "XYZ"),
    "/pair/Wang Yi": (404, "no pair"),
    "/pair/USA-USA": (404, "twice"),
    "/pair/..%2f..%2fetc%2fpasswd": (404, ""),
    "/static/..%2f..%2fapp.py": (404, ""),
    "/static/../app.py": (404, ""),
    "/nowhere": (404, "no such page"),
    "/event/ev_0": (404, "no event"),
    "/encounter/%00": (404, ""),
    "/evidence/rp_nothing": (404, "no report"),
    "/evidence/ar_Mail": (404, "is no report"),
    "/article/ar_nothing": (404, "no article"),
    "/person/Nobody Known": (404, "neither"),
    "/issue/weather-on-mars": (404, "no issue"),
    "/search?q=x&kind=poem": (400, "there is no"),
    "/events?about=XYZ": (400, "XYZ"),
    "/pair/RUS-USA?from=yesterday": (400, "is not a day"),
    "/pair/RUS-USA?from=2024&to=2023": (400, "later than"),
    "/pair/RUS-USA?category=HUG": (400, "there is no"),
    "/pair/RUS-USA?status=%00": (400, "there is no"),
    "/pair/RUS-USA?min_conf=high": (400, "confidence"),
    "/pair/RUS-USA?min_conf=nan": (400, "confidence"),
    "/pair/RUS-USA?limit=100000": (400, "length of a page"),
    "/pair/RUS-USA?limit=-1": (400, "length of a page"),
    "/pair/RUS-USA?after=%27%20OR%201%3D1": (400, "where a page ends"),
    "/pair/RUS-USA?source=" + "x" * 5000: (400, "too long"),
    "/pair/RUS-USA?as_of=1-1-1": (400, "is not a day"),
    "/pair/RUS-USA.bib": (400, "has no .bib"),
    "/pair/RUS-USA.csv?table=passwords": (400, "there is no"),
}


@pytest.mark.parametrize("path", WRONG)
def test_what_is_asked_wrongly_is_told(site, path):
    status, said = WRONG[path]
    answer = site.get(path)
    assert answer.status_code == status
    assert said in answer.text.replace("&#39;", "'")
    assert "Traceback" not in answer.text


def test_a_wrong_question_for_data_is_a_problem(site):
    answer = site.get("/pair/RUS-USA.json?from=never")
    assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 400 and "never" in answer.json()["detail"]


def test_other_days_of_the_record(site):
    assert site.get("/pair/RUS-USA.json?as_of=2020-01-01").json()["events"] == []
    assert site.get("/pair/RUS-USA.json?as_of=2200-01-01").json()["events"]


def test_a_pair_by_other_words_leads_to_its_codes(site):
    answer = site.get("/pair/russia-us?from=2023", follow_redirects=False)
    assert answer.status_code == 307 and answer.headers["location"] == "/pair/RUS-USA?from=2023"
    assert site.get("/go?q=us rus", follow_redirects=False).headers["location"] == "/pair/USA-RUS"


def test_filters_narrow_and_pages_follow_on(site):
    everything = site.get("/pair/RUS-USA.json").json()["events"]
    assert {event["event"] for event in everything} == {"ACCUSE", "THREATEN"}
    assert site.get("/pair/RUS-USA.json?category=CONSULT").json()["events"] == []
    assert site.get("/pair/RUS-USA.json?min_conf=0.95").json()["events"] == []
    assert site.get("/pair/RUS-USA.json?from=2023-03-04").json()["events"] == []
    assert site.get("/pair/RUS-USA.json?issue=espionage").json()["events"] == everything
    found = []
    one = site.get("/pair/RUS-USA.json?limit=1").json()
    found += one["events"]
    while one["next"]:
        one = site.get(one["next"].replace("/pair/RUS-USA", "/pair/RUS-USA.json").split("#")[0]).json()
        found += one["events"]
    assert [event["id"] for event in found] == [event["id"] for event in everything]


@pytest.mark.parametrize(
    "path", ["/", "/pair/RUS-USA", "/pair/RUS-USA.json", "/index.csv", "/pair/RUS-USA.csv"]
)
def test_an_empty_record_says_what_to_do(empty, path):
    answer = empty.get(path)
    assert answer.status_code == 200
    assert "detente read" in answer.text or "." in path or "search" in path


def test_less_certain_rows_are_counted_and_shown_when_asked_for(site):
    whole = site.get("/events.json?min_conf=0").json()
    surely = max(row["confidence"] for row in whole["events"])
    shown = site.get(f"/events.json?min_conf={surely}").json()
    assert whole["less_sure"] == 0
    assert shown["totals"]["events"] + shown["less_sure"] == whole["totals"]["events"]
    assert all(row["confidence"] >= surely for row in shown["events"])
    usual = site.get("/events.json").json()
    assert (
        usual["least"] == 0.65 and usual["totals"]["events"] + usual["less_sure"] == whole["totals"]["events"]
    )
    assert len(site.get("/events.csv").text.splitlines()) - 1 == usual["totals"]["events"]


@pytest.mark.parametrize("sort", ["", "name", "now", "month", "year", "events", "events_year", "last"])
def test_pairs_are_ordered_by_the_address(site, sort):
    answer = site.get(f"/pairs?sort={sort}")
    assert answer.status_code == 200 and "/pair/RUS-USA" in answer.text
    assert site.get(f"/pairs.json?sort={sort}").json()["pairs"]


def test_a_state_and_its_counterparts(site):
    told = site.get("/pairs.json?about=USA").json()
    assert {row["a"] for row in told["pairs"]} == {"USA"} and "RUS" in {row["b"] for row in told["pairs"]}
    assert "Counterparts of the United States" in site.get("/pairs?about=USA").text
    assert site.get("/pairs.csv").text.splitlines()[0].startswith("a,b,now,deviation,month,year")


@pytest.mark.parametrize("address", ["/pairs?sort=size", "/pairs?about=CHN-USA", "/pairs?about=Atlantis"])
def test_a_wrong_question_about_pairs_is_told(site, address):
    assert site.get(address).status_code == 400


def test_an_empty_record_has_no_pairs(empty):
    assert "The record tells of no act" in empty.get("/pairs").text
    assert empty.get("/pairs.csv").status_code == 200


def test_the_pair_box_offers_what_leads_to_a_pair(site):
    page = site.get("/").text
    offered = re.findall(r'<option value="([^"]+)">', page)
    assert offered
    for words in offered:
        found = site.get("/go", params={"q": words}, follow_redirects=False)
        assert found.headers["location"].startswith("/pair/"), words


@pytest.mark.parametrize("kind", ["encounters", "positions"])
def test_encounters_and_positions_a_page_at_a_time(site, kind):
    whole = site.get(f"/{kind}.json?min_conf=0").json()[kind]
    assert whole
    found, address = [], f"/{kind}.json?min_conf=0&limit=1"
    while address:
        page = site.get(address).json()
        found += page[kind]
        address = page["next"] and page["next"].replace(f"/{kind}?", f"/{kind}.json?")
    assert [row["id"] for row in found] == [row["id"] for row in whole]
    assert site.get(f"/{kind}").status_code == 200
    assert len(site.get(f"/{kind}.csv?min_conf=0").text.splitlines()) > 1
