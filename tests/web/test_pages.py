"""Every page answers, in every form it has; what is asked wrongly is told; nothing of an article is markup."""

import csv
import io

import pyarrow.parquet as parquet
import pytest
from tests.web.conftest import HOSTILE

PAGES = ["/", "/pair/RUS-USA"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_the_same_as_data(site, path):
    page = site.get(path)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    bare = "/index" if path == "/" else path
    data = site.get(f"{bare}.json").json()
    assert data["title"] in page.text.replace("&#39;", "'") or path != "/"
    rows = list(csv.DictReader(io.StringIO(site.get(f"{bare}.csv").text)))
    assert {row["id"] for row in rows} >= {event["id"] for event in data["events"]} != set()
    table = parquet.read_table(io.BytesIO(site.get(f"{bare}.parquet").content))
    assert table.num_rows == len(rows)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_foreign_comes_in(site, path):
    page = site.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "style=" not in page.text and "<style" not in page.text and "onclick" not in page.text
    assert "https://" not in page.text.replace("http://www.w3.org", "")


@pytest.mark.parametrize("path", PAGES)
def test_hostile_text_is_text(site, path):
    page = site.get(path).text
    assert HOSTILE[:25] not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


WRONG = {
    "/pair/XYZ-USA": (404, "XYZ"),
    "/pair/USA": (404, "no pair"),
    "/pair/USA-USA": (404, "twice"),
    "/pair/..%2f..%2fetc%2fpasswd": (404, ""),
    "/static/..%2f..%2fapp.py": (404, ""),
    "/static/../app.py": (404, ""),
    "/nowhere": (404, "no such page"),
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
    assert "detente read" in answer.text or "." in path
