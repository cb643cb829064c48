"""What readers were looking at is made ready again after a change, before they ask."""

import threading

from starlette.testclient import TestClient
from tests.web.conftest import fill, told_on

from detente.record import indexing, keep
from detente.web import make_app
from detente.web.ready import AGAIN, Ready
from detente.web.site import Site


def known(site):
    """What is remembered of the record's present state."""
    stamp = site.record.stamp
    return {key for seen, key in list(site.record._answers["facts"]) if seen == stamp}


def test_after_a_change_the_home_page_and_the_last_pairs_are_ready(tmp_path):
    app = make_app(fill(tmp_path / "record.duckdb", [told_on("Mail", "2023-03-02")]), ready=True)
    ready, site = app.state.ready, app.state.site
    ready.quiet = 0.01
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/pair/RUS-USA").status_code == 200
        assert ready.idle.wait(60)
        with site.record.writing() as record:
            keep(record, [told_on("Echo", "2023-03-03")])
        for _ in range(600):
            if ("changes", None) in known(site) and ready.idle.wait(60):
                break
            ready._ended.wait(0.1)
        assert {("now", None), ("account", ("RUS", "USA"), None), ("changes", None)} <= known(site)
        assert client.get("/index.json").json()["totals"]["articles"] == 2
    assert not ready._thread.is_alive()


def test_only_the_last_pairs_are_kept_in_mind(tmp_path):
    app = make_app(fill(tmp_path / "record.duckdb", [told_on("Mail", "2023-03-02")]))
    ready = Ready(Site(record=app.state.site.record))
    pairs = [("CHN", f"A{number:02}") for number in range(AGAIN + 3)]
    for pair in [*pairs, pairs[4]]:
        ready.noted(pair)
    assert list(ready._lately)[-1] == pairs[4]
    assert set(ready._lately) == set(pairs[3:])


def test_while_the_words_are_being_indexed_a_search_says_so_and_all_else_is_answered(tmp_path, monkeypatch):
    going, add = threading.Event(), indexing.add

    def slowly(*given):
        assert going.wait(60)
        add(*given)

    monkeypatch.setattr(indexing, "add", slowly)
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    app = make_app(fill(tmp_path / "record.duckdb", [told_on("Mail", "2023-03-02")]), ready=True)
    app.state.site.indexing.patience = 0.05
    with TestClient(app, base_url="http://localhost") as client:
        told = client.get("/api/v1/search?q=espionage")
        assert told.status_code == 503 and told.headers["content-type"] == "application/problem+json"
        assert "being indexed" in told.json()["detail"] and int(told.headers["retry-after"]) >= 2
        assert client.get("/search.json?q=espionage").status_code == 503
        page = client.get("/search?q=espionage")
        assert page.status_code == 503 and "being indexed" in page.text and "comes by itself" in page.text
        assert page.headers["refresh"] == page.headers["retry-after"]
        assert "detente_search_ready 0" in client.get("/metrics").text
        for path in ("/", "/pair/RUS-USA", "/api/v1/events", "/readyz"):
            assert client.get(path).status_code == 200
        going.set()
        assert app.state.site.indexing.idle.wait(60)
        assert client.get("/api/v1/search?q=espionage").json()["total"] == 1
        assert client.get("/search?q=espionage").status_code == 200
        assert "detente_search_ready 1" in client.get("/metrics").text
