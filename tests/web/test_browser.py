"""The pages in a real browser: with and without JavaScript, light and dark, a phone and a desk; axe finds nothing; hands work.

Needs chromium (Debian's will do); left out where there is none. CI has one: see .ci/run.
"""

import re

import pytest
from tests.web.browsing import LOOKS, in_browser, opened, walked
from tests.web.serving import served

from detente.reading import open_reader
from detente.record import open_record
from detente.runs.fetching import Fetching, pages_of
from detente.runs.local import read_into
from detente.runs.samples import samples_folder
from detente.web import make_app

pytestmark = in_browser
PATHS = {
    "world": "/",
    "pair": "/pair/CHN-USA",
    "pair narrowed": "/pair/CHN-USA?from=2023-01-01&to=2023-12-31&category=ACCUSE",
    "empty pair": "/pair/FRA-PER",
    "encounter": None,
    "event": None,
    "evidence": None,
    "article": None,
    "person": "/person/Antony%20Blinken",
    "issue": "/issue/taiwan",
    "events": "/events",
    "pairs": "/pairs?sort=year",
    "encounters": "/encounters?about=CHN-USA",
    "positions": "/positions?about=CHN-USA",
    "sources": "/sources",
    "search": "/search?q=taiwan",
    "method": "/about/method",
    "error": "/pair/XYZ-USA",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The samples, read and served."""
    path = tmp_path_factory.mktemp("browser") / "samples.duckdb"
    with open_record(path, create=True) as record:
        pages = pages_of(str(samples_folder()), Fetching())
        for _ in read_into(record, pages, open_reader(model=False, threads=1), samples=True):
            pass
    with served(make_app(path)) as address:
        yield address


@pytest.fixture(scope="module")
def paths(server):
    """Where the pages are whose names the record makes."""
    import httpx

    pair = httpx.get(f"{server}/pair/CHN-USA.json", timeout=60).json()
    event = next(row for row in pair["events"] if row["id"].startswith("ev_"))
    return PATHS | {
        "encounter": f"/encounter/{max(pair['past'], key=lambda row: row['tellings'])['id']}",
        "event": f"/event/{event['id']}",
        "evidence": f"/evidence/{event['report']}",
        "article": f"/article/{event['article']}",
    }


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_shows_in_every_look(server, chromium, paths, look):
    assert walked(chromium, server, paths, look, missing={"error"}) == []


def test_from_a_number_to_its_sentence_and_back(server, chromium):
    page, said = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA?from=2023")
    page.locator(".counts a").first.click()
    assert page.url.endswith("#events")
    page.locator("#events blockquote a").first.click()
    drawer = page.locator("dialog#drawer")
    drawer.locator("mark.sentence").first.wait_for()
    assert "/evidence/rp_" in page.url
    page.go_back()
    drawer.wait_for(state="hidden")
    assert "/pair/CHN-USA?from=2023" in page.url
    page.locator("#events blockquote a").first.click()
    drawer.locator("mark.sentence").first.wait_for()
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    page.wait_for_url("**/pair/CHN-USA?from=2023*")
    assert said == []
    page.context.close()


def test_the_sentence_without_javascript(server, chromium):
    page, _ = opened(chromium, javascript=False)
    page.goto(f"{server}/pair/CHN-USA")
    page.locator("#events blockquote a").first.click()
    assert page.locator("main mark.sentence").count() and "/evidence/rp_" in page.url
    page.context.close()


def test_short_words_lead_to_a_pair(server, chromium):
    page, _ = opened(chromium)
    page.goto(server)
    page.fill("#go", "us chi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/USA-CHN")
    assert page.locator("svg.curve").count() == 1
    page.context.close()


def test_dragging_over_the_curve_chooses_days(server, chromium):
    page, said = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA")
    everything = page.locator("#events .sum").inner_text()
    page.locator(".plot").scroll_into_view_if_needed()
    box = page.locator(".plot").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.72, box["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d"))
    page.locator(".narrowed").wait_for()
    assert page.locator("#events .sum").inner_text() != everything
    assert page.locator("svg.curve rect.window").count() == 1
    page.go_back()
    page.locator(".narrowed").wait_for(state="detached")
    assert page.locator("#events .sum").inner_text() == everything
    assert said == []
    page.context.close()


def test_the_curve_by_keyboard(server, chromium):
    page, _ = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA")
    page.locator(".plot").focus()
    first = page.locator(".plot").get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".plot").get_attribute("aria-valuetext") != first
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=*")
    page.context.close()


def test_hovering_tells_the_events_of_a_week(server, chromium):
    page, _ = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA")
    page.locator(".plot").scroll_into_view_if_needed()
    bar = page.locator(".strip .bar").last.bounding_box()
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    row = page.locator(".tip li").first
    row.wait_for()
    assert "undefined" not in row.inner_text() and row.inner_text().split(":")[0] != ""
    page.context.close()


def test_a_filter_narrows_at_once_and_stays_in_the_address(server, chromium):
    page, said = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA")
    page.locator("#events input[name=category]").first.check()
    page.wait_for_url("**category=*")
    assert page.locator("#events input[name=category]").first.is_checked()
    assert page.locator("#events .event").count()
    kinds = set(
        page.locator("#events .event .category").evaluate_all("all => all.map(one => one.classList[1])")
    )
    assert len(kinds) == 1
    page.reload()
    assert page.locator("#events input[name=category]").first.is_checked()
    assert said == []
    page.context.close()


def test_more_rows_come_without_leaving(server, chromium):
    page, _ = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA?limit=5")
    page.locator("a[data-more]").click()
    page.locator("#events .event").nth(9).wait_for()
    assert page.locator("#events .event").count() == 10
    page.context.close()


def test_the_box_filters_and_more_rows_without_javascript(server, chromium):
    page, _ = opened(chromium, javascript=False)
    page.goto(server)
    page.fill("#go", "us chi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/USA-CHN")
    page.locator("#events input[name=category]").first.check()
    page.locator("#events form button").first.click()
    page.wait_for_url("**category=*")
    kinds = page.locator("#events .event .category").evaluate_all("all => all.map(one => one.classList[1])")
    assert len(set(kinds)) == 1
    page.goto(f"{server}/pair/CHN-USA?limit=5")
    shown = page.locator("#events .event").first.inner_text()
    page.locator("a[data-more]").click()
    page.wait_for_url("**after=*")
    assert page.locator("#events .event").first.inner_text() != shown
    page.context.close()


def test_a_mark_in_an_article_opens_its_reasons(server, chromium, paths):
    page, _ = opened(chromium)
    page.goto(server + paths["article"])
    page.locator(".reading a.trigger").first.click()
    page.locator("details.finding[open] .facts").first.wait_for()
    page.context.close()


def test_the_marks_of_an_article_and_their_reasons_without_javascript(server, chromium, paths):
    page, _ = opened(chromium, javascript=False)
    page.goto(server + paths["article"])
    marks = page.locator(".reading p a.trigger")
    assert marks.count() and page.locator("details.finding[open]").count() == 0
    for mark in marks.all()[:3]:
        mark.click()
        reasons = page.locator(mark.get_attribute("href"))
        assert reasons.locator(".facts").is_visible() and reasons.inner_text()
        lit = page.locator("details.finding:has(:target)")
        assert lit.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    for mark in page.locator(".reading p a[href^='#']").all():
        assert page.locator(mark.get_attribute("href")).count() == 1
    # What is an issue says which, in words; one unfolds any reasons by its headline too.
    named = page.locator(".findings .named a").first
    assert named.is_visible() and named.get_attribute("href").startswith("/issue/")
    folded = page.locator("details.finding:not([open])").first
    folded.locator("summary").click()
    assert page.locator("details.finding[open]").count() > 1
    # An address that names a row leads to its reasons.
    page.goto(server + paths["article"] + "#" + paths["evidence"].rpartition("/")[2])
    assert page.locator(".why:target .facts").is_visible()
    page.context.close()


def test_colours_are_chosen_and_kept(server, chromium):
    page, _ = opened(chromium, javascript=False)
    page.goto(f"{server}/sources")
    page.get_by_role("button", name="dark").click()
    assert page.url.endswith("/sources") and page.locator("html[data-theme=dark]").count() == 1
    page.context.close()


def test_the_keyboard_skips_to_the_content(server, chromium):
    page, _ = opened(chromium)
    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_who_acts_and_toward_whom_are_told_apart_in_an_article(server, chromium, paths):
    page, _ = opened(chromium)
    page.goto(server + paths["article"])
    line = "one => getComputedStyle(one).textDecorationLine + ' ' + getComputedStyle(one).textDecorationStyle"
    assert page.locator(".reading a.actor:not(.recipient)").first.evaluate(line) == "underline solid"
    assert page.locator(".reading a.recipient:not(.actor)").first.evaluate(line) == "underline dashed"
    page.context.close()


def test_on_paper_there_are_no_forms(server, chromium):
    page, _ = opened(chromium)
    page.goto(f"{server}/pair/CHN-USA")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible() and page.locator("#events .event").first.is_visible()
    page.context.close()


def test_from_a_turn_of_the_curve_to_its_sentence_in_two_presses(server, chromium):
    page, said = opened(chromium)
    page.goto(f"{server}/pair/CHN-IND")
    page.locator("svg.curve .flagged", has_text="1").first.click()
    assert page.url.endswith("#turn-1")
    turn = page.locator("#turn-1")
    sentence = turn.locator("blockquote").first.inner_text()
    turn.locator("blockquote a").first.click()
    marked = page.locator("dialog#drawer mark.sentence")
    marked.first.wait_for()
    assert sentence in " ".join("".join(marked.all_inner_texts()).split())
    assert said == []
    page.context.close()


def test_the_sentence_behind_a_turn_in_three_presses(server, chromium):
    page, said = opened(chromium)
    page.goto(server)
    page.fill("#go", "china india")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/*")
    turn = page.locator(".turns > li").first
    sentence = turn.locator("blockquote").first.inner_text()
    assert sentence and page.locator("svg.curve .flag").count()
    turn.locator("ul a").first.click()
    page.locator(".tellings blockquote a", has_text=sentence).first.click()
    marked = page.locator("dialog#drawer mark.sentence")
    marked.first.wait_for()
    assert sentence in " ".join("".join(marked.all_inner_texts()).split())
    assert said == []
    page.context.close()


def test_a_citation_is_copied(server, chromium, paths):
    page, _ = opened(chromium)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(server + paths["evidence"])
    page.get_by_text("Cite this sentence").click()
    shown = page.locator(".cite pre").first.inner_text()
    page.locator(".cite figcaption button").first.click()
    page.locator(".cite button", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").strip() == shown.strip()
    page.context.close()


def test_the_life_of_an_encounter_leads_to_its_sentences(server, chromium, paths):
    page, _ = opened(chromium, javascript=False)
    page.goto(server + paths["encounter"])
    page.locator(".tellings blockquote a").first.click()
    assert "/evidence/en_" in page.url and page.locator("main mark.sentence").count()
    page.context.close()


def test_the_less_certain_are_one_press_away(server, chromium):
    page, said = opened(chromium)
    page.goto(f"{server}/events")
    before = page.locator("#events .sum").inner_text()
    assert "less certain event" in before
    page.locator("#events .less a").click()
    page.wait_for_url("**min_conf=0*")
    page.locator("#events .less a", has_text="only the surer").wait_for()
    assert int(page.locator("#events .sum").inner_text().split()[0].replace(",", "")) > int(
        before.split()[0].replace(",", "")
    )
    assert said == []
    page.context.close()


def test_pairs_are_ordered_by_a_press(server, chromium):
    page, _ = opened(chromium, javascript=False)
    page.goto(f"{server}/pairs")
    page.get_by_role("link", name="Pair", exact=True).click()
    assert "sort=name" in page.url and page.locator("th[aria-sort=ascending]").count() == 1
    page.context.close()
