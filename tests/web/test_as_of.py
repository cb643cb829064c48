"""The record as it stood on a day: on every page, carried along by every link, and by the API."""

import html
import re

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import fill, planned, told_on

from detente.record import open_record
from detente.web import make_app

THEN = "2023-06-01"
PAGES = [
    "/", "/pair/RUS-USA", "/pairs", "/events", "/encounters?about=RUS-USA", "/positions?about=RUS-USA", "/sources",
    "/search?q=espionage", "/issue/espionage", "/person/Antony Blinken", "/article/ar_Old", "/evidence/rp_Old", "/about/method",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Of three articles one came before that day, and two long after it."""
    path = tmp_path_factory.mktemp("then") / "record.duckdb"
    fill(path, [told_on("Old", "2023-03-02"), told_on("New", "2023-03-01"), planned("Plan", "2023-04-20")])
    with open_record(path) as record:
        record.connection.execute("UPDATE articles SET kept = TIMESTAMP '2023-05-01' WHERE id = 'ar_Old'")
        record.connection.execute("UPDATE judgements SET made = '2023-05-01T00:00:00Z'")
    with TestClient(make_app(path), base_url="http://localhost") as client:
        yield client


def then(path, day=THEN):
    return f"{path}{'&' if '?' in path else '?'}as_of={day}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_so_and_leads_back(site, path):
    page = site.get(then(path))
    assert page.status_code == 200 and "As the record stood at the end of" in page.text
    back = html.unescape(re.search(r'<a data-now href="([^"]+)"', page.text)[1])
    assert "as_of" not in back
    now = site.get(back)
    assert now.status_code == 200 and "As the record stood at" not in now.text and "data-now" not in now.text


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_form_carries_it(site, path):
    page = site.get(then(path)).text
    links = [html.unescape(one) for one in re.findall(r'(?<!data-now )href="(/[^"]*)"', page)]
    kept = [one for one in links if not re.match(r"/(static|review|read)\b", one)]
    assert len(kept) > 5 and [one for one in kept if f"as_of={THEN}" not in one] == []
    assert [one for one in kept if one.count("as_of=") > 1] == []
    assert not [one for one in links if re.match(r"/(static|review|read)\b", one) and "as_of" in one]
    go = re.search(r'<form class="go".*?</form>', page, re.S)[0]
    assert f'name="as_of" value="{THEN}"' in go
    for one in sorted(set(kept)):
        assert site.get(one).status_code in (200, 307, 400), one


def test_what_came_later_is_not_there(site):
    ids = {row["article"] for row in site.get(then("/events.json")).json()["events"]}
    assert ids == {"ar_Old"}
    assert (
        site.get(then("/article/ar_New")).status_code == 404
        and site.get("/article/ar_New").status_code == 200
    )
    assert site.get(then("/pair/RUS-USA.json")).json()["ahead"] == []
    before = site.get(then("/", "2020-01-01"))
    assert before.status_code == 200 and site.get(then("/pair/RUS-USA", "2020-01-01")).status_code == 200


def test_the_box_leads_to_a_pair_then(site):
    for words in ("us russia", "RUS-USA"):
        answer = site.get("/go", params={"q": words, "as_of": THEN}, follow_redirects=False)
        assert answer.headers["location"].endswith(f"?as_of={THEN}"), words
    assert f"as_of={THEN}" in site.get(then("/go?q=espionage"), follow_redirects=False).headers["location"]


def test_a_month_and_a_year_mean_their_last_day(site):
    for day in ("2023-05", "2023-05-31"):
        assert site.get(then("/events.json", day)).json()["as_of"] == "2023-05-31"
    assert site.get(then("/events.json", "2023")).json()["as_of"] == "2023-12-31"
    wrong = site.get(then("/", "yesterday"))
    assert wrong.status_code == 400 and "as_of" in wrong.text


def test_the_api_answers_as_of_a_day(site):
    def asked(path, day=THEN):
        return site.get(f"/api/v1/{then(path, day) if day else path}").json()

    for kind in ("events", "reports", "encounters", "positions"):
        now, was = asked(kind, None)["items"], asked(kind)["items"]
        assert {row["article"] for row in was if "article" in row} <= {"ar_Old"}
        assert len(was) > 0 and len(was) <= len(now), kind
        assert asked(kind, "2020")["items"] == []
    assert asked("about")["counts"]["articles"] == 1 and asked("about", None)["counts"]["articles"] == 3
    assert site.get("/api/v1/articles/ar_New", params={"as_of": THEN}).status_code == 404
    assert asked("pairs/RUS-USA/tension")["days"] and asked("pairs/RUS-USA/tension", "2020")["days"] == []
    assert 1 <= asked("search?q=espionage")["total"] <= asked("search?q=espionage", None)["total"]
    bad = site.get("/api/v1/events", params={"as_of": "soon"})
    assert bad.status_code == 400 and "as_of" in bad.json()["detail"]
