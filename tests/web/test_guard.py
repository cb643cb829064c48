"""Only known hosts, no forms of other sites, a choice of colours that leads nowhere else."""

import pytest
from starlette.testclient import TestClient

from detente.web import make_app
from detente.web.guard import host_name


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "", "[::2]:80"]
)
def test_a_foreign_host_is_refused(site, host):
    assert site.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]:8000"])
def test_loopback_is_answered(site, host):
    assert site.get("/static/style.css", headers={"host": host}).status_code == 200


def test_a_host_that_was_named_is_answered(record_path):
    client = TestClient(make_app(record_path, hosts=["desk.example"]), base_url="http://desk.example")
    assert client.get("/static/style.css").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(site, headers):
    assert site.post("/theme", data={"theme": "dark"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/pair/RUS-USA?from=2023", "/pair/RUS-USA?from=2023"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
    ],
)
def test_colours_are_kept_and_lead_back_here(site, back, leads):
    answer = site.post("/theme", data={"theme": "dark", "back": back}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == leads
    assert "theme=dark" in answer.headers["set-cookie"]
    assert 'data-theme="dark"' in site.get("/", headers={"cookie": "theme=dark"}).text
    assert "evil" not in site.get("/", headers={"cookie": "theme=evil"}).text.split("<body>")[0]


def test_an_unchanged_page_is_not_sent_again(site):
    first = site.get("/pair/RUS-USA")
    again = site.get("/pair/RUS-USA", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize(
    ("host", "name"),
    [("A.example:80", "a.example"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("a.example", "a.example")],
)
def test_the_name_of_a_host(host, name):
    assert host_name(host) == name
