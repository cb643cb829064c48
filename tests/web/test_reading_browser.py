"""Handing something over with hands: pasted, chosen, dropped, with and without JavaScript."""

import pytest
from tests.web.browsing import LOOKS, in_browser, opened, walked
from tests.web.conftest import fill, told_on
from tests.web.serving import served
from tests.web.test_reading import LINES, STORY

from detente.runs.apart import Apart
from detente.web import make_app
from detente.web.desk import Desk

pytestmark = in_browser
DROP = """([name, words]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([words], name, { type: "text/plain" }));
  else data.setData("text/plain", words);
  document.querySelector("form[data-handing]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
FILES = [
    {"name": "a.txt", "mimeType": "text/plain", "buffer": STORY.encode()},
    {"name": "b.jsonl", "mimeType": "application/json", "buffer": LINES},
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = fill(
        tmp_path_factory.mktemp("reading") / "record.duckdb",
        [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01")],
    )
    app = make_app(path, desk=Desk(writable=True, person="ana"), coder=Apart(model=False))
    with served(app) as found:
        app.state.handing_pace.rate = 10_000
        yield found


@pytest.mark.parametrize("dark", [False, True])
def test_pasted_and_watched_to_its_sentence(address, chromium, dark):
    page, said = opened(chromium, dark=dark)
    page.goto(f"{address}/read")
    page.fill("#what", STORY)
    page.fill("[name=published]", "2023-06-19")
    page.get_by_role("button", name="Read and keep").click()
    page.wait_for_url("**/read/*")
    page.get_by_role("heading", name="What was read").wait_for()
    page.locator(".item .rows a.headline").first.wait_for()
    assert page.locator(".item .chip.read, .item .chip.known").count() == 1
    # Not what is said aloud: where it is known already it may be through before the page is there.
    words = page.locator("[data-sum]").inner_text()
    assert "known already" in words or "kept" in words
    page.locator(".item .rows a.headline", has_text="accuse").first.click()
    drawer = page.locator("dialog#drawer")
    drawer.locator("mark.sentence").first.wait_for()
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    page.locator(".item h2 a").click()
    page.wait_for_url("**/article/*")
    assert said == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_chosen_without_javascript(address, chromium, width):
    page, _ = opened(chromium, javascript=False, width=width)
    page.goto(f"{address}/read")
    page.set_input_files("#files", FILES)
    page.get_by_role("button", name="Read without keeping").click()
    assert "/read/" in page.url and page.locator("h1").inner_text() == "What was read"
    assert page.locator(".item").count() == 4 and "3 read, not kept" in page.locator(".sum").inner_text()
    assert page.locator(".item.failed").inner_text().count("bad-line") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".item .rows a.headline").first.click()
    assert "#rp_" in page.url or "#en_" in page.url
    assert page.locator(".finding").count() and page.locator("a.trigger").count()
    page.get_by_role("link", name="Back to what was found").click()
    assert page.locator(".item").count() == 4
    page.context.close()


def test_dropped(address, chromium):
    page, said = opened(chromium)
    page.goto(f"{address}/read")
    page.evaluate(DROP, ["story.txt", STORY])
    assert "story.txt" in page.locator("[data-chosen]").inner_text()
    page.evaluate(DROP, ["", "http://127.0.0.1:9/story"])
    assert page.locator("#what").input_value() == "http://127.0.0.1:9/story"
    page.get_by_role("button", name="Read without keeping").click()
    page.get_by_role("heading", name="What was read").wait_for()
    assert page.locator(".item.failed .detail").inner_text().count("private-address") == 1
    assert page.locator(".item.tried").count() == 1
    assert said == []
    page.context.close()


def test_by_keyboard_alone(address, chromium):
    page, _ = opened(chromium)
    page.goto(f"{address}/read")
    page.locator("#what").focus()
    page.keyboard.type("China accused Japan of delay on Monday.")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "no":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What was read").wait_for()
    page.context.close()


def test_a_batch_is_stopped(address, chromium):
    lines = b"".join(
        b'{"id":"%d","text":"Russia threatened Poland %d times."}\n' % (n, n) for n in range(190)
    )
    page, said = opened(chromium)
    page.goto(f"{address}/read")
    page.set_input_files("#files", [{"name": "b.jsonl", "mimeType": "application/json", "buffer": lines}])
    page.get_by_role("button", name="Read without keeping").click()
    page.locator(".item.tried").first.wait_for()
    page.get_by_role("button", name="Stop").click()
    page.locator("[data-sum]", has_text="Stopped").wait_for()
    page.get_by_role("heading", name="What was read").wait_for()
    assert page.locator(".item").count() < 190
    assert said == []
    page.context.close()


@pytest.fixture(scope="module")
def batch(address, chromium):
    """A batch that is through, on which everything that may be shown is."""
    page, _ = opened(chromium, javascript=False)
    page.goto(f"{address}/read")
    page.fill("#what", STORY)
    page.set_input_files("#files", FILES)
    page.get_by_role("button", name="Read without keeping").click()
    where = page.url.removeprefix(address)
    page.context.close()
    return where


@pytest.mark.parametrize("look", LOOKS)
def test_every_look(address, chromium, batch, look):
    paths = {"handing over": "/read", "batch": batch, "article": f"{batch}/1"}
    assert walked(chromium, address, paths, look) == []
