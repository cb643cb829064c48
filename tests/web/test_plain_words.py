"""What the pages say is understood without a code book, counts one as one, and says nothing of what there is not."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import fill, told_on

from detente.types import When
from detente.web import make_app
from detente.web.evidence import sight
from detente.web.pair import around


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """The pages of a record with one article."""
    path = fill(tmp_path_factory.mktemp("single") / "one.duckdb", [told_on("Mail", "2023-03-02")])
    with TestClient(make_app(path), base_url="http://localhost") as client:
        yield client


def text_of(page):
    """The words of a page's middle, without its marks."""
    main = re.search(r"<main.*</main>", page.text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#39;", "'").split())


def test_events_are_called_by_words_and_not_by_codes(site):
    event = next(row for row in site.get("/pair/RUS-USA.json").json()["events"] if row["event"] == "ACCUSE")
    for path in ("/pair/RUS-USA", f"/event/{event['id']}", f"/evidence/{event['report']}"):
        assert "allegation" in text_of(site.get(path)).lower(), path
    page = site.get("/pair/RUS-USA").text
    assert re.search(r'name="category" value="ACCUSE"> <span><bdi>accusation</bdi>', page)
    feed = site.get("/pair/RUS-USA.atom").text
    assert "<title>Allegation: " in feed


def test_who_is_who_in_words(site):
    page = text_of(site.get("/evidence/rp_Mail"))
    assert "United States, government" in page and "USA GOV" not in page


def test_one_article_is_one_article(single):
    page = text_of(single.get("/"))
    assert "1 article of 1 outlet;" in page
    article = text_of(single.get("/article/ar_Mail"))
    assert re.search(r"\b1 event,", article) and not re.search(
        r"\b1 \w+s\b(?! of)", article.split("found in it")[0]
    )


def test_a_record_without_pairs_says_so(tmp_path):
    alone = told_on("Mail", "2023-03-02")
    quiet = fill(
        tmp_path / "quiet.duckdb",
        [replace(alone, reports=(), encounters=(), positions=(), issues=(), assessments=(), claims=())],
    )
    with TestClient(make_app(quiet), base_url="http://localhost") as client:
        assert "No article tells of anything between two states yet" in text_of(client.get("/"))


def test_an_empty_record_names_no_day_and_does_not_ask_to_stop_the_server(empty):
    assert "no date" not in text_of(empty.get("/pair/RUS-USA"))
    page = text_of(empty.get("/"))
    assert "--record empty.duckdb" in page and "Stop the server" not in page


def test_the_name_of_a_state_leads_to_those_with_whom_it_deals(site):
    page = site.get("/search?q=russia").text
    assert 'href="/pairs?about=RUS"' in page and 'href="/encounters?about=RUS"' in page
    moved = site.get("/pair/usa", follow_redirects=False)
    assert moved.status_code == 307 and moved.headers["location"] == "/pairs?about=USA"


def test_a_state_has_its_encounters_positions_and_events_at_hand(site):
    page = site.get("/pairs?about=USA").text
    assert all(f'href="/{kind}?about=USA"' in page for kind in ("encounters", "positions", "events"))


def test_a_span_of_time_is_no_day(tmp_path):
    told = told_on("Mail", "2023-03-02")
    [act] = told.reports
    spoken = replace(told, reports=(replace(act, when=When(text="a day", start=0, end=5, value="P1D")),))
    with TestClient(make_app(fill(tmp_path / "r.duckdb", [spoken])), base_url="http://localhost") as client:
        assert "P1D" not in text_of(client.get("/evidence/rp_Mail"))
        event = client.get("/events.json").json()["events"][0]["id"]
        assert "P1D" not in text_of(client.get(f"/event/{event}"))


def test_issues_of_a_name_come_before_those_that_only_know_the_word(site):
    assert site.get("/search.json?q=ceasefire").json()["issues"][0] == "ceasefire"
    assert "mercenaries" not in site.get("/search.json?q=merce").json()["issues"][1:]
    assert site.get("/search.json?q=oil pri").json()["issues"][0] == "oil-price-cap"


@pytest.mark.parametrize(("most", "cut"), [(12, [True, True]), (1000, [False, False])])
def test_a_long_paragraph_is_cut_between_words(most, cut):
    text = "It was said before that he met them. Then they left for the airport at once."
    start = text.index("he met")
    found = SimpleNamespace(
        paragraph=(0, len(text)),
        row={"start": start, "end": text.index(" Then")},
        article=SimpleNamespace(text=text),
    )
    first, last, *left_out = sight(found, most)
    assert left_out == cut
    shown = text[first:last]
    assert "he met them." in shown
    assert not cut[0] or (shown == "that he met them. Then they")


def test_a_snippet_that_begins_in_a_sentence_says_so(site):
    for hit, shown in zip(*_hits(site), strict=True):
        assert ("… " in shown[:30]) == hit["snippet"][:1].islower()


def _hits(site):
    hits = site.get("/search.json?q=espionage").json()["hits"]
    page = site.get("/search?q=espionage").text
    quotes = re.findall(r'<ol class="hits">.*</ol>', page, re.DOTALL)[0]
    return hits, re.findall(r'<blockquote dir="auto">(.*?)</blockquote>', quotes, re.DOTALL)


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The pages of a record in which two states moved, with a plan for a far year."""
    path = tmp_path_factory.mktemp("moved") / "moved.duckdb"
    early, late = told_on("Early", "2022-12-01"), told_on("Late", "2023-03-02")
    early = replace(early, article=replace(early.article, published="2022-12-01"))
    [act] = early.reports
    far = replace(
        act,
        id="rp_Far",
        status="planned",
        start=47,
        end=60,
        when=When(text="2031", start=0, end=4, value="2031", precision="year"),
    )
    with TestClient(
        make_app(fill(path, [replace(early, reports=(act, far)), late])), base_url="http://localhost"
    ) as client:
        yield client


def test_who_moved_says_by_what(moved):
    assert moved.get("/index.json").json()["movers"], "somebody moved"
    assert re.search(r"most of it: The United States \w+ Russia", text_of(moved.get("/")))
    assert "standard deviations" not in text_of(moved.get("/"))


def test_what_is_foreseen_for_a_far_year_is_not_the_newest_event(moved):
    newest = [row["report"] for row in moved.get("/index.json").json()["events"]]
    assert newest and "rp_Far" not in newest
    listed = moved.get("/events.json").json()["events"][0]
    assert (listed["report"], listed["when"], listed["day"]) == ("rp_Far", "2031", "2031-01-01")
    page = moved.get("/events").text
    assert '<time datetime="2031">2031</time>' in page and "1 Jan 2031" not in page


def test_a_turn_and_a_judgement_show_their_sentence(moved):
    page = moved.get("/pair/RUS-USA").text
    assert re.search(r"<blockquote[^>]*><a href=\"/article/ar_\w+#:~:text=ties\">.*<mark>ties</mark>", page)
    assert "Rather" in text_of(moved.get("/pair/RUS-USA")) or "as known on" in text_of(
        moved.get("/pair/RUS-USA")
    )


@pytest.mark.parametrize(
    ("paragraph", "words", "found"),
    [
        ("It rained. Ties are strained, he said. It ended.", "Ties are strained", ("", ", he said.")),
        ("Mr. A. Smith saw close contact again", "close contact", ("Mr. A. Smith saw ", " again")),
        ("Close contact", "close contact", ("", "")),
    ],
)
def test_words_stand_in_their_sentence(paragraph, words, found):
    before, after = around(paragraph, words)
    assert (before, after) == found


def test_an_encounter_leads_with_its_sentences_and_leaves_out_what_is_not_told(site, single):
    identity = site.get("/pair/RUS-USA.json").json()["past"][0]["id"]
    page = text_of(site.get(f"/encounter/{identity}"))
    assert page.index("Who told it") < page.index("Who takes part")
    alone = single.get("/pair/RUS-USA.json").json()["past"][0]["id"]
    page = text_of(single.get(f"/encounter/{alone}"))
    assert "What sources disagree on" not in page and "What sources disagree on" in text_of(
        site.get(f"/encounter/{identity}")
    )
