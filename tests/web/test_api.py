"""The API: pages that join without a gap, filters, tags, errors as problems, and writing with a token alone."""

import gzip
import json

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOSTILE, fill, hostile, planned, told_on

from detente.record import open_record
from detente.runs.apart import Apart
from detente.web import make_app
from detente.web.access import Access, Pace

TOKEN = {"Authorization": "Bearer s3cret"}
LISTS = ("events", "reports", "encounters", "positions")


def client(path, **access):
    app = make_app(path, access=Access(**{"token": "s3cret", **access}), coder=Apart(model=False))
    return TestClient(app, base_url="http://localhost")


def filled(path):
    readings = [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01"), planned("Plan", "2023-04-20")]
    return fill(path, [*readings, hostile("Ill", "2023-03-02")])


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with client(filled(tmp_path_factory.mktemp("api") / "record.duckdb")) as asked:
        yield lambda path, **more: asked.get(f"/api/v1/{path}", **more)


@pytest.fixture
def writer(tmp_path):
    with client(filled(tmp_path / "record.duckdb")) as asked:
        yield asked


def is_problem(answer, status, words=""):
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code == told["status"] == status and words in told["detail"]


@pytest.mark.parametrize("what", LISTS)
def test_pages_of_one_row_join_to_the_whole(api, what):
    whole = api(what).json()
    assert whole["next"] is None and len(whole["items"]) >= 2
    rows, cursor = [], ""
    while cursor is not None:
        page = api(f"{what}?limit=1{f'&cursor={cursor}' if cursor else ''}").json()
        rows += page["items"]
        cursor = page["next"]
    assert rows == whole["items"]


@pytest.mark.parametrize(
    ("asked", "identities"),
    [
        ("reports?pair=RUS-USA&event=threaten", {"rp_Ill"}),
        ("reports?pair=USA-RUS&event=ACCUSE&event=THREATEN", {"rp_Mail", "rp_Echo", "rp_Ill"}),
        ("reports?pair=CHN-USA", set()),
        ("reports?source=The Mail", {"rp_Mail"}),
        ("reports?status=planned", set()),
        ("reports?status=happened&issue=espionage", {"rp_Mail", "rp_Echo", "rp_Ill"}),
        ("reports?issue=taiwan", set()),
        ("reports?confidence=0.95", set()),
        ("reports?from=2024", set()),
        ("positions?issue=espionage&source=The Echo", {"The Echo"}),
        ("encounters?status=planned", {"en_Plan"}),
        ("encounters?from=2023-04&to=2023-05", {"en_Plan"}),
        ("encounters?pair=RUS-USA&issue=espionage&status=happened&source=The Mail", {"en_Echo"}),
        ("encounters?source=The Plan", {"en_Plan"}),
        ("encounters?confidence=0.95", set()),
    ],
)
def test_filters_narrow_lists(api, asked, identities):
    rows = api(asked).json()["items"]
    known = "outlet" if asked.startswith("positions") else "id"
    assert {row.get("telling") or row[known] for row in rows} == identities


def test_one_event_is_one_row_and_leads_to_its_sentence(api):
    [event] = api("events?event=ACCUSE").json()["items"]
    assert (event["reports"], event["articles"], event["actor_states"]) == (2, 2, ["USA"])
    whole = api(f"events/{event['id']}").json()
    assert whole["totals"]["articles"] == 2 and len(whole["tellings"]) == 2
    proof = api(f"evidence/{event['report']}").json()
    assert proof["quote"] in proof["paragraph"] and proof["quote"].rstrip(".") in proof["citation"]
    article = api(f"articles/{event['article']}").json()
    start, end = proof["row"]["start"], proof["row"]["end"]
    assert article["text"][start:end] == proof["quote"]
    assert {row["id"] for row in article["coded"]["reports"]} == {event["report"]}


def test_an_encounter_has_its_history_and_a_pair_its_curve_and_agenda(api):
    met = api("encounters?status=happened").json()["items"][0]
    assert api(f"encounters/{met['id']}").json()["participants"]
    tension = api("pairs/RUS-USA/tension").json()
    assert tension["days"] and {"day", "mean", "low90", "high90"} <= set(tension["days"][0])
    assert api("pairs/FRA-PER/tension").json()["days"] == []
    assert [row["issue"] for row in api("pairs/RUS-USA/agenda").json()["items"]] == ["espionage"]
    assert api("pairs").json()["items"][0]["a"] == "RUS"
    assert api("about").json()["counts"]["articles"] == 4


def test_search_goes_on_where_it_stopped(api):
    first = api("search?q=espionage&limit=1").json()
    second = api(f"search?q=espionage&limit=1&cursor={first['next']}").json()
    assert first["total"] == second["total"] >= 2
    assert first["items"][0]["article"] != second["items"][0]["article"]


def test_who_has_an_answer_already_gets_none(api):
    first = api("events")
    tag = first.headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = api("events", headers={"If-None-Match": given})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert api("events", headers={"If-None-Match": '"other"'}).status_code == 200


def test_long_answers_are_packed(api):
    answer = api("reports", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip" and len(answer.json()["items"]) == 3
    assert len(gzip.compress(answer.content)) < len(answer.content)


def test_hostile_words_stay_data(api):
    [row] = api("reports?event=THREATEN").json()["items"]
    assert row["quote"] == HOSTILE


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("events?pair=Atlantis-USA", 400, "Atlantis"),
        ("events?pair=USA-USA", 400, "twice"),
        ("events?event=HUG", 400, "HUG"),
        ("events?status=done", 400, "done"),
        ("events?from=soon", 400, "soon"),
        ("events?from=2024&to=2023", 400, "turn them round"),
        ("events?limit=0", 422, "limit"),
        ("events?limit=99999999999999999999", 422, "limit"),
        ("events?limit=many", 422, "limit"),
        ("events?confidence=2", 422, "confidence"),
        ("events?confidence=nan", 422, "confidence"),
        ("events?cursor=here", 400, "not where a page ends"),
        ("reports?cursor=2023-99-99.x", 200, ""),
        ("positions?cursor=%00", 400, "not where a page ends"),
        ("encounters?cursor=2023-01-01", 400, "not where a page ends"),
        (f"events?pair={'x' * 300}", 422, "pair"),
        ("search", 422, "q"),
        ("search?q=x&cursor=-1", 422, "cursor"),
        ("search?q=x&kind=rumour", 422, "kind"),
        ("events/ev_none", 404, "ev_none"),
        ("events/_", 404, "no event"),
        ("events/%25", 404, "no event"),
        ("events/ev_", 404, "several events begin"),
        ("articles/ar_", 404, "several articles begin"),
        ("encounters/me_none", 404, "me_none"),
        ("evidence/none", 404, "none"),
        ("articles/ar_none", 404, "ar_none"),
        ("pairs/USA/tension", 404, "no pair"),
        ("pairs/..%2f..%2fetc/agenda", 404, ""),
        ("nothing", 404, ""),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(api, asked, status, words):
    answer = api(asked)
    assert answer.status_code == 200 if status == 200 else is_problem(answer, status, words)


def test_a_record_that_is_empty_or_gone(tmp_path):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True):
        pass
    with client(path) as asked:
        for what in (*LISTS, "pairs", "search?q=x", "corrections", "pairs/CHN-USA/agenda"):
            assert asked.get(f"/api/v1/{what}").json()["items"] == []
        path.unlink()
        assert is_problem(asked.get("/api/v1/events"), 503, "no such record")


def test_the_api_describes_itself(api):
    told = api("openapi.json").json()
    assert told["openapi"].startswith("3.") and "/api/v1/events" in told["paths"]
    assert told["paths"]["/api/v1/read"]["post"]["security"] == [{"token": []}]
    assert "token" in told["components"]["securitySchemes"]


def test_a_correction_is_made_seen_and_taken_back(writer):
    given = {
        "of": "rp_Mail",
        "act": "change",
        "values": {"event": "THREATEN"},
        "by": "Ann",
        "why": "it threatens",
    }
    answer = writer.post("/api/v1/corrections", json=given, headers=TOKEN)
    assert answer.status_code == 201
    [made] = answer.json()["made"]
    seen = {row["id"]: row for row in writer.get("/api/v1/reports").json()["items"]}
    assert seen["rp_Mail"]["event"] == "THREATEN" and seen["rp_Mail"]["judged"] == "corrected"
    assert writer.get("/api/v1/corrections").json()["items"][0]["by"] == "Ann"
    back = writer.post("/api/v1/corrections", json={"of": made, "act": "undo", "by": "Ann"}, headers=TOKEN)
    assert back.json() == {"made": [], "undone": ["rp_Mail"]}
    seen = {row["id"]: row for row in writer.get("/api/v1/reports").json()["items"]}
    assert seen["rp_Mail"]["event"] == "ACCUSE"


def test_two_rows_are_parted_and_a_row_is_rejected(writer):
    part = {"of": "rp_Mail", "act": "part", "other": "rp_Echo", "by": "Ann"}
    assert writer.post("/api/v1/corrections", json=part, headers=TOKEN).json()["made"][0].startswith("ju_")
    assert len(writer.get("/api/v1/events?event=ACCUSE").json()["items"]) == 2
    reject = {"of": "rp_Ill", "act": "reject", "by": "Ann"}
    assert writer.post("/api/v1/corrections", json=reject, headers=TOKEN).status_code == 201
    assert "rp_Ill" not in {row["id"] for row in writer.get("/api/v1/reports").json()["items"]}


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"of": "rp_none", "act": "reject", "by": "Ann"}, 400, "rp_none"),
        ({"of": "nonsense", "act": "reject", "by": "Ann"}, 400, "nonsense"),
        ({"of": "rp_Mail", "act": "change", "by": "Ann"}, 400, "name the field"),
        ({"of": "rp_Mail", "act": "change", "values": {"colour": "red"}, "by": "Ann"}, 400, "colour"),
        ({"of": "rp_Mail", "act": "change", "values": {"status": "done"}, "by": "Ann"}, 400, "done"),
        (
            {"of": "rp_Mail", "act": "reject", "values": {"status": "planned"}, "by": "Ann"},
            400,
            "takes no values",
        ),
        ({"of": "rp_Mail", "act": "join", "by": "Ann"}, 400, "other"),
        ({"of": "rp_Mail", "act": "join", "other": "en_Mail", "by": "Ann"}, 400, "only two reports"),
        ({"of": "rp_Mail", "act": "hug", "by": "Ann"}, 422, "act"),
        ({"of": "rp_Mail", "act": "reject", "by": " "}, 422, "by"),
        ({"of": "rp_Mail", "act": "reject", "by": "Ann", "more": 1}, 422, "more"),
        ({"of": "co_none", "act": "undo", "by": "Ann"}, 400, "co_none"),
        ([], 422, ""),
        (None, 422, ""),
    ],
)
def test_a_correction_that_has_no_meaning_changes_nothing(writer, given, status, words):
    assert is_problem(writer.post("/api/v1/corrections", json=given, headers=TOKEN), status, words)
    assert writer.get("/api/v1/corrections").json()["items"] == []


@pytest.mark.parametrize("path", ["corrections", "read"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic s3cret"}, 401),
        ({"Authorization": "Bearer s3cret2"}, 401),
        ({"Authorization": b"Bearer s\xe9cret"}, 401),
        (TOKEN | {"Origin": "http://evil.example"}, 403),
        (TOKEN | {"Sec-Fetch-Site": "cross-site"}, 403),
        (TOKEN | {"Host": "evil.example"}, 400),
    ],
)
def test_nobody_writes_without_the_token_or_from_elsewhere(writer, path, headers, status):
    answer = writer.post(
        f"/api/v1/{path}", json={"of": "rp_Mail", "act": "reject", "by": "A"}, headers=headers
    )
    assert is_problem(answer, status)
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_server_without_a_token_is_written_to_by_nobody(writer, tmp_path):
    with client(tmp_path / "record.duckdb", token=None) as asked:
        answer = asked.post("/api/v1/read", json={"text": "x"}, headers={"Authorization": "Bearer "})
        assert is_problem(answer, 403, "DETENTE_TOKEN")


def test_what_is_too_large_or_too_often_is_refused(tmp_path):
    path = filled(tmp_path / "record.duckdb")
    with client(path, largest=1000, asking=3, writing=2) as asked:
        large = asked.post("/api/v1/read", content=b"x" * 1001, headers=TOKEN)
        assert is_problem(large, 413, "1,000 bytes")

        def unmeasured():
            yield from [b"x" * 600] * 3

        assert is_problem(asked.post("/api/v1/read", content=unmeasured(), headers=TOKEN), 413)
        late = asked.post("/api/v1/read", content=b"{}", headers=TOKEN)
        assert is_problem(late, 429) and int(late.headers["retry-after"]) >= 1
        assert [asked.get("/api/v1/about").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert asked.get("/about/method").status_code == 200, "pages have no pace"


def test_a_pace_comes_back_with_time():
    now = [0.0]
    pace = Pace(60, clock=lambda: now[0])
    assert [pace.wait("a") > 0 for _ in range(61)] == [False] * 60 + [True]
    assert pace.wait("b") == 0
    now[0] = 1.0
    assert pace.wait("a") == 0 and pace.wait("a") > 0


STORY = (
    "BEIJING, June 19 - U.S. Secretary of State Antony Blinken met Chinese President Xi Jinping in Beijing on Monday. "
    "Xi told him that the two sides should choose between cooperation and conflict."
)


def test_an_article_is_read_and_known_when_it_comes_again(writer):
    given = {
        "text": STORY,
        "published": "2023-06-19",
        "outlet": "The Courier",
        "title": "Xi receives Blinken",
    }
    answer = writer.post("/api/v1/read", json=given, headers=TOKEN)
    assert answer.status_code == 201 and answer.json()["fate"] == "read"
    assert answer.json()["counts"]["encounters"] >= 1
    met = writer.get("/api/v1/encounters?pair=CHN-USA").json()["items"]
    assert any("Xi Jinping" in row["participants"] and row["day"] == "2023-06-19" for row in met)
    again = writer.post("/api/v1/read", json=given, headers=TOKEN)
    assert again.json() == answer.json() | {"fate": "known"}
    other = writer.post(
        "/api/v1/read",
        json=given | {"text": f"{STORY} More is to come.", "url": "http://a.example/1"},
        headers=TOKEN,
    )
    changed = writer.post(
        "/api/v1/read", json=given | {"text": f"{STORY} It came.", "url": "http://a.example/1"}, headers=TOKEN
    )
    assert changed.json()["fate"] == "revised" and changed.json()["article"] != other.json()["article"]
    assert writer.get(f"/api/v1/articles/{changed.json()['article']}").json()["text"].endswith("It came.")


def test_others_are_answered_while_articles_are_read(writer):
    """As many as may wait are being read: whoever sends one more is told when to come again, whoever asks has an answer."""
    readings = writer.app.state.readings
    held = 0
    while readings.queued.acquire(blocking=False):
        held += 1
    late = writer.post("/api/v1/read", json={"text": STORY}, headers=TOKEN)
    assert is_problem(late, 503, "are being read already") and int(late.headers["retry-after"]) >= 1
    assert writer.get("/api/v1/events").status_code == 200
    readings.queued.release(held)
    assert writer.post("/api/v1/read", json={"text": STORY}, headers=TOKEN).status_code == 201


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "  "},
        {"url": "file:///etc/passwd"},
        {"url": "http://127.0.0.1:9/x"},
        {"url": "http://[::1"},
    ],
)
def test_what_cannot_be_read_is_a_problem(writer, given):
    answer = writer.post("/api/v1/read", json=given, headers=TOKEN)
    assert is_problem(answer, answer.status_code) and answer.status_code in (400, 422)


def test_what_is_no_json_is_a_problem(writer):
    for content in (b"", b"{", b"\xff\xfe", json.dumps({"text": "\ud800"}).encode()):
        headers = TOKEN | {"Content-Type": "application/json"}
        assert is_problem(writer.post("/api/v1/read", content=content, headers=headers), 422)
