"""A small record made by hand, and its pages asked without a network."""

import math
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests.record.conftest import reading
from tests.web.browsing import CHROMIUM

from detente.record import keep, open_record
from detente.runs.linking import link_new
from detente.web import make_app

HOSTILE = "<script>alert(1)</script> \u202egnp.exe <img src=x onerror=alert(2)> " + "W" * 3000


def told_on(name, day):
    plain = reading(name)
    met = plain.encounters[0]
    article = replace(plain.article, outlet=f"The {name}")
    return replace(plain, article=article, encounters=(replace(met, when=replace(met.when, value=day)),))


def planned(name, day):
    """An article of a meeting that is to come."""
    plain = told_on(name, day)
    met = replace(plain.encounters[0], status="planned", form="talks")
    return replace(plain, encounters=(met,), reports=())


def hostile(name, day):
    """An article whose every word is an attack, with a report of it that stands by itself."""
    plain = told_on(name, day)
    report = replace(plain.reports[0], event="THREATEN", mode=None, quote=HOSTILE, start=0, end=len(HOSTILE))
    article = replace(
        plain.article, title=HOSTILE, outlet=HOSTILE, text=HOSTILE, byline=HOSTILE, url="javascript:alert(3)"
    )
    return replace(
        plain, article=article, reports=(report,), positions=(replace(plain.positions[0], what=HOSTILE),)
    )


def fill(path, readings):
    with open_record(path, create=True) as record:
        keep(record, readings)
        for _ in link_new(record, lambda word: min(6.7, math.log(1 + len(word)) * 2.0)):
            pass
    return path


@pytest.fixture(scope="session")
def record_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "record.duckdb"
    readings = [
        told_on("Mail", "2023-03-02"),
        told_on("Echo", "2023-03-01"),
        hostile("Ill", "2023-03-02"),
        planned("Plan", "2023-04-20"),
    ]
    return fill(path, readings)


@pytest.fixture(scope="session")
def site(record_path):
    with TestClient(make_app(record_path), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "empty.duckdb"
    with open_record(path, create=True):
        pass
    with TestClient(make_app(path), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="package")
def chromium():
    """One browser for all tests here; each opens a context of its own. It ends with them: its loop would be in the way elsewhere."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
