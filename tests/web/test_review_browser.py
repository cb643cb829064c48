"""Reviewing with hands: by key, by mouse, without JavaScript, over a page in the drawer."""

import re
import shutil
import time

import pytest
from tests.web.browsing import LOOKS, in_browser, opened, walked
from tests.web.conftest import fill, hostile, planned, told_on
from tests.web.serving import served

from detente.record.corrections import corrections
from detente.web import make_app
from detente.web.desk import Desk

pytestmark = in_browser
PATHS = {
    "queue": "/review",
    "event": "/review?kind=event",
    "hostile row": "/review/rp_Ill",
    "row": "/review/rp_Mail",
    "encounter": "/review/en_Mail",
    "nothing left": "/review?about=FRA",
    "no position": "/review?kind=position&about=FRA",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A record that each test has a copy of."""
    readings = [
        told_on("Mail", "2023-03-02"),
        told_on("Echo", "2023-03-01"),
        hostile("Ill", "2023-03-02"),
        planned("Plan", "2023-04-20"),
    ]
    return fill(tmp_path_factory.mktemp("review") / "record.duckdb", readings)


@pytest.fixture
def app(filled, tmp_path):
    path = shutil.copy(filled, tmp_path / "record.duckdb")
    return make_app(path, desk=Desk(writable=True, person="ana"))


@pytest.fixture
def address(app):
    with served(app) as found:
        yield found


def acts(app):
    with app.state.site.record.borrow() as record:
        return [(one.of, one.act, bool(one.undone)) for one in corrections(record)]


def shown(page):
    return page.locator("main [data-one]").get_attribute("data-one")


def test_by_keys_alone(app, address, chromium):
    page, said = opened(chromium)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/review?kind=report&kind=position")
    seen = []
    for key in ("a", "x", " "):
        one = shown(page)
        page.keyboard.press(key)
        page.wait_for_function(
            "one => document.querySelector('main [data-one]').dataset.one !== one", arg=one
        )
        seen.append(one)
    assert acts(app) == [(seen[0], "accept", False), (seen[1], "reject", False)]
    page.go_back()
    page.wait_for_function(
        "one => document.querySelector('main [data-one]').dataset.one === one", arg=seen[2]
    )
    page.keyboard.press("u")
    page.wait_for_function(
        "one => document.querySelector('main [data-one]').dataset.one === one", arg=seen[1]
    )
    assert acts(app)[1] == (seen[1], "reject", True)
    assert page.locator("#said").inner_text()
    page.keyboard.press("e")
    page.locator("#edit[open]").wait_for()
    page.keyboard.type("a")
    assert shown(page) == seen[1], "a key in a field is a letter"
    assert said == []
    page.context.close()


def test_more_than_ten_a_minute(app, address, chromium):
    page, _ = opened(chromium)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/review")
    begun = time.monotonic()
    for number in range(6):
        one = shown(page)
        page.keyboard.press("a")
        page.wait_for_function(
            "one => document.querySelector('main [data-one]')?.dataset.one !== one", arg=one
        )
        assert page.locator(".done").count(), number
    assert time.monotonic() - begun < 36
    page.context.close()


def test_an_edit_shows_what_it_changes_and_is_saved(app, address, chromium):
    page, said = opened(chromium)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/review/rp_Mail?back=/pair/RUS-USA")
    page.keyboard.press("e")
    page.locator("#edit select[name=status]").select_option("denied")
    page.locator("#edit button[data-preview]").click()
    page.locator(".changes ins", has_text="denied").wait_for()
    assert acts(app) == []
    page.locator("#edit button.yes").click()
    page.locator(".done").wait_for()
    assert acts(app) == [("rp_Mail", "change", False)]
    page.get_by_role("link", name="back to where you were").click()
    page.wait_for_url("**/pair/RUS-USA")
    assert said == []
    page.context.close()


@pytest.mark.parametrize("dark", [False, True])
def test_without_javascript(app, address, chromium, dark):
    page, _ = opened(chromium, javascript=False, dark=dark, width=360)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/review?kind=report")
    first = shown(page)
    page.get_by_role("button", name=re.compile("Accept")).click()
    assert shown(page) != first and acts(app) == [(first, "accept", False)]
    page.get_by_role("button", name=re.compile("u Undo")).click()
    assert shown(page) == first and acts(app) == [(first, "accept", True)]
    page.get_by_role("link", name="space Skip").click()
    assert shown(page) != first
    page.locator("#edit summary").first.click()
    page.locator("#edit select[name=status]").select_option("planned")
    page.get_by_role("button", name="Show what changes").click()
    assert page.locator(".changes ins").inner_text() == "planned"
    page.locator("#edit").get_by_role("button", name="Save").click()
    assert acts(app)[-1][1] == "change"
    page.context.close()


def test_a_row_is_corrected_in_the_drawer_over_its_page(app, address, chromium):
    page, said = opened(chromium)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/pair/RUS-USA")
    page.locator("#events .event", has_text="accuse").locator("blockquote a").first.click()
    drawer = page.locator("dialog#drawer")
    drawer.get_by_role("link", name="Correct this").click()
    drawer.locator("[data-review]").wait_for()
    assert "/review/rp_" in page.url
    drawer.get_by_role("button", name=re.compile("Reject")).click()
    drawer.locator(".done").wait_for()
    assert [one[1] for one in acts(app)] == ["reject"]
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert said == []
    page.context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_every_look(address, chromium, look):
    assert walked(chromium, address, PATHS, look) == []
