"""What readers were looking at is made ready again after a change, before they ask."""

from starlette.testclient import TestClient
from tests.web.conftest import fill, told_on

from detente.record import keep
from detente.web import make_app
from detente.web.ready import AGAIN, Ready
from detente.web.site import Site


def known(site):
    """What is remembered of the record's present state."""
    stamp = site.record.stamp
    return {key for seen, key in list(site.record._answers) if seen == stamp}


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
