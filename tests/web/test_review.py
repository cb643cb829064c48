"""Judging rows in a browser's forms: what each does, who may, and what is said where it cannot be done."""

import html
import re
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOSTILE, fill, hostile, told_on

from detente.record.corrections import corrections
from detente.record.judging import judgements
from detente.web import make_app
from detente.web.desk import Desk, name_of, own_path


@pytest.fixture
def path(tmp_path):
    return fill(tmp_path / "record.duckdb", [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01"), hostile("Ill", "2023-03-02")])  # fmt: skip


@pytest.fixture
def client(path):
    with TestClient(
        make_app(path, desk=Desk(writable=True, person="ana")), base_url="http://localhost"
    ) as one:
        yield one
        one.app.state.site.record.close()


def hidden(page, action=None):
    """The hidden fields of the first form that goes there."""
    forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.S)
    where, inside = next(
        (to, body) for to, body in forms if 'name="token"' in body and (action is None or to == action)
    )
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside)
    return where, {name: html.unescape(value) for name, value in fields}


def edit_form(page):
    """All fields of the form that edits, as a browser would send them unchanged."""
    body = re.search(r'<form class="editing".*?</form>', page, re.S)[0]
    found = [
        (n, html.unescape(v))
        for n, v in re.findall(r'<input type="(?:hidden|text)" name="(\w+)" value="([^"]*)"', body)
    ]
    found += [
        (n, html.unescape(v))
        for n, v in re.findall(r'<input type="checkbox" name="(\w+)" value="([^"]*)" checked', body)
    ]
    for name, inside in re.findall(r'<select name="(\w+)">(.*?)</select>', body, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found.append((name, html.unescape(chosen[1]) if chosen else ""))
    form = {}
    for name, value in found:
        form.setdefault(name, []).append(value)
    return form


def said(client):
    with client.app.state.site.record.borrow() as record:
        return [
            (one.of, one.act, one.field, one.now, one.by, bool(one.undone)) for one in corrections(record)
        ]


def judged(client):
    with client.app.state.site.record.borrow() as record:
        return [one.same for one in judgements(record)]


def judge(client, identity, **more):
    page = client.get(f"/review/{identity}").text
    where, fields = hidden(page, f"/review/{identity}")
    return client.post(where, data=fields | more, follow_redirects=False)


def test_the_queue_shows_the_least_certain_and_goes_on(client):
    first = client.get("/review")
    assert first.status_code == 200 and first.headers["cache-control"] == "no-store"
    waiting = client.get("/review.json").json()["waiting"]
    assert waiting == sorted(waiting, key=lambda row: (row["certainty"], row["id"]))
    assert f'data-one="{waiting[0]["id"]}"' in first.text
    skip = html.unescape(re.search(r'href="([^"]+)" data-key=" "', first.text)[1])
    second = client.get(skip).text
    assert f'data-one="{waiting[1]["id"]}"' in second and "1 passed over" in second


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_decision_is_kept_with_its_person_and_taken_back(client, action):
    waiting = client.get("/review.json?kind=report").json()["waiting"]
    page = client.get("/review?kind=report").text
    where, fields = hidden(page, f"/review/{waiting[0]['id']}")
    answer = client.post(where, data=fields | {"action": action}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/review?kind=report&done=co_")
    after = client.get(answer.headers["location"]).text
    assert f'data-one="{waiting[1]["id"]}"' in after and "<bdi>ana</bdi>" in after and "Undo" in after
    assert said(client) == [(waiting[0]["id"], action, None, None, "ana", False)]
    where, fields = hidden(after, "/review/undo")
    assert client.post(where, data=fields, follow_redirects=False).status_code == 303
    assert said(client)[0][5]
    assert client.get("/review.json?kind=report").json()["waiting"] == waiting


def test_an_edit_is_shown_before_it_is_saved_and_seen_on_the_pages(client):
    page = client.get("/review/rp_Mail").text
    form = edit_form(page)
    assert form["event"] == ["ACCUSE"] and form["mode"] == ["allege"]
    unchanged = client.post("/review/rp_Mail", data=form | {"action": "edit"})
    assert unchanged.status_code == 400 and "Nothing was changed" in unchanged.text
    form |= {
        "status": ["denied"],
        "event": ["THREATEN"],
        "mode": [""],
        "recipients_more": ["China"],
        "why": ["misread"],
    }
    preview = client.post("/review/rp_Mail", data=form | {"action": "preview"})
    assert (
        preview.status_code == 200 and '<ins dir="auto">denied</ins>' in preview.text and said(client) == []
    )
    assert edit_form(preview.text)["recipients_more"] == ["China"], "what was written stays in the form"
    saved = client.post(
        "/review/rp_Mail", data=edit_form(preview.text) | {"action": "edit"}, follow_redirects=False
    )
    assert saved.status_code == 303
    assert {(one[2], one[3] if one[2] != "recipients" else None) for one in said(client)} == {
        ("event", '"THREATEN"'), ("status", '"denied"'), ("recipients", None),
    }  # fmt: skip
    proof = client.get("/evidence/rp_Mail").text
    assert "China" in proof and "THREATEN" in proof and "misread" in proof
    note = client.get(saved.headers["location"]).text
    where, fields = hidden(note, "/review/undo")
    deeds = parse_qs(urlsplit(saved.headers["location"]).query)["done"]
    assert client.post(where, data=fields | {"deed": deeds}, follow_redirects=False).status_code == 303
    assert "THREATEN" not in client.get("/evidence/rp_Mail").text.split("What people said")[0]


def test_a_mode_of_another_category_is_refused(client):
    form = edit_form(client.get("/review/rp_Mail").text)
    answer = client.post("/review/rp_Mail", data=form | {"event": "AID", "mode": "strike", "action": "edit"})
    assert answer.status_code == 400 and "is no mode of AID" in answer.text


def test_rows_are_parted_and_merged(client):
    [event] = {
        row["id"]
        for row in client.get("/review.json?kind=event").json()["waiting"]
        if row["rows"][0].startswith("rp")
    }
    answer = judge(client, "rp_Mail", action="split")
    assert answer.status_code == 303, answer.text
    assert client.get("/event/rp_Mail.json").json()["totals"]["tellings"] == 1
    assert judge(client, "rp_Mail", action="merge", other_id="rp_Echo").status_code == 303
    assert client.get("/event/rp_Mail.json").json()["totals"]["tellings"] == 2 and event
    assert judge(client, "rp_Mail", action="merge").status_code == 400
    assert "no report" in judge(client, "rp_Mail", action="merge", other_id="rp_none").text
    assert judged(client) == [False, True]


def test_an_event_is_judged_by_two_of_its_tellings(client):
    page = client.get("/review?kind=event").text
    where = re.search(r'action="(/review/\w+/\w+)"', page)[1]
    where, fields = hidden(page, where)
    assert client.post(where, data=fields | {"action": "split"}, follow_redirects=False).status_code == 303
    assert judged(client) == [False]
    assert "Another happening than" in client.get("/review").text


def test_who_judges_gives_a_name(client):
    page = client.get("/review").text
    where, fields = hidden(page, "/review/name")
    client.post(where, data=fields | {"by": "Bob \u202e  Žižek\n<b>" + "x" * 200})
    assert judge(client, "rp_Mail", action="accept").status_code == 303
    assert said(client)[0][4] == ("Bob Žižek<b>" + "x" * 200)[:60]
    assert "<b>x" not in client.get("/review").text


@pytest.mark.parametrize("row", ["rp_Ill", "en_Ill"])
def test_hostile_text_is_text(client, row):
    for address in (f"/review/{row}", f"/review?about={'%3Cscript%3Ealert(1)'}", "/review"):
        page = client.get(address).text
        assert HOSTILE[:25] not in page and "<img src=x" not in page and "<script>alert" not in page
    if row == "rp_Ill":
        assert "&lt;script&gt;alert(1)" in client.get(f"/review/{row}").text


REFUSED = [
    ({"token": "wrong"}, {}, 403, "token"),
    ({"token": ""}, {}, 403, "token"),
    ({"seen": "0123"}, {}, 409, "Somebody judged"),
    ({"action": "explode"}, {}, 400, "explode"),
    ({"action": ""}, {}, 400, "cannot be done"),
    ({}, {"origin": "https://evil.example"}, 403, "another site"),
    ({}, {"sec-fetch-site": "cross-site"}, 403, "another site"),
    ({}, {"host": "evil.example"}, 400, "--allow-host"),
    ({}, {"cookie": "desk-http=forged.0000"}, 403, "token"),
    ({}, {"content-type": "text/plain"}, 400, "form"),
    ({"why": "x" * 300_000}, {}, 413, "at most"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "headers", "status", "told"), REFUSED)
def test_what_may_not_write_writes_nothing(client, fields, headers, status, told):
    where, own = hidden(client.get("/review/rp_Mail").text, "/review/rp_Mail")
    answer = client.post(where, data=own | {"action": "accept"} | fields, headers=headers)
    assert (answer.status_code, said(client)) == (status, [])
    assert told in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("actors", "{}"), ("actors", "[1]"), ("actors", '{"name":null}'), ("event", "HUG"), ("day", "soon"), ("place_country", "ZZZ"), ("status", "\x00")],
)  # fmt: skip
def test_a_value_that_is_none_is_refused(client, field, value):
    form = edit_form(client.get("/review/rp_Mail").text)
    for action in ("edit", "preview"):
        answer = client.post("/review/rp_Mail", data=form | {field: value, "action": action})
        assert answer.status_code == 400, answer.text
        assert said(client) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [("/review/rp_none", 404), ("/review/nonsense", 404), ("/review/rp_%00", 404), ("/review?below=2", 400), ("/review?below=nan", 400),
     ("/review?kind=poem", 400), ("/review?after=x", 400), ("/review?after=nan~x", 400), ("/review?about=XYZ", 400), ("/review.parquet", 200), ("/review.csv", 200)],
)  # fmt: skip
def test_what_is_asked_wrongly_is_told(client, address, status):
    assert client.get(address).status_code == status


def test_where_nothing_may_be_written_the_page_says_what_to_do(path):
    with TestClient(make_app(path), base_url="http://localhost") as reader:
        page = reader.get("/review")
        assert page.status_code == 200 and "detente serve --write" in page.text
        assert 'name="token"' not in page.text and "set-cookie" not in page.headers
        answer = reader.post("/review/rp_Mail", data={"action": "accept"})
        assert answer.status_code == 403 and "--write" in answer.text
        reader.app.state.site.record.close()


def test_a_key_is_asked_where_others_can_come(path):
    desk = Desk(writable=True, person="ana", key="open sesame")
    with TestClient(
        make_app(path, desk=desk, hosts=["desk.example"]), base_url="http://desk.example"
    ) as guest:
        page = guest.get("/review").text
        assert 'action="/review/key"' in page and 'name="action"' not in page
        assert guest.post("/review/key", data={"key": "open"}).status_code == 403
        assert guest.post("/review/rp_Mail", data={"action": "accept", "token": ""}).status_code == 403
        guest.post("/review/key", data={"key": "open sesame"})
        assert judge(guest, "rp_Mail", action="accept").status_code == 303
        assert [one[1] for one in said(guest)] == ["accept"]
        guest.app.state.site.record.close()


def test_a_record_that_was_replaced_is_judged_as_it_stands_now(client, path, tmp_path):
    where, fields = hidden(client.get("/review/rp_Mail").text, "/review/rp_Mail")
    fill(tmp_path / "other.duckdb", [told_on("Star", "2023-03-05")]).replace(path)
    answer = client.post(where, data=fields | {"action": "accept"})
    assert answer.status_code == 404 and "rp_Mail" in answer.text
    assert judge(client, "rp_Star", action="accept").status_code == 303
    path.unlink()
    assert client.get("/review").status_code == 503
    assert client.post(where, data=fields | {"action": "accept"}).status_code == 503


def test_corrections_lead_back_to_where_they_began(client):
    page = client.get("/review/rp_Mail?back=/pair/RUS-USA%3Ffrom%3D2023").text
    assert 'href="/pair/RUS-USA?from=2023"' in page
    where, fields = hidden(page, "/review/rp_Mail")
    answer = client.post(where, data=fields | {"action": "accept"})
    assert 'href="/pair/RUS-USA?from=2023"' in answer.text and "Accepted" in answer.text
    assert "evil" not in client.get("/review/rp_Mail?back=//evil.example").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("/review?a=b", "/review?a=b"), ("//e.example", None), ("/\\e.example", None), ("https://e.example", None), ("/a\r\nSet-Cookie: x=y", None), ("", None)],
)  # fmt: skip
def test_only_paths_of_our_own_lead_back(given, kept):
    assert own_path(given) == kept
    assert name_of("  a \n\t b\u202e ") == "a b"


def test_other_commands_may_write_between_and_are_told_what_to_do(client, path):
    code = f"from detente.record import open_record; open_record({str(path)!r})"
    client.get("/review")
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode and "another process has the record open" in answer.stderr


def test_a_record_that_another_process_writes_is_told(client, path):
    where, fields = hidden(client.get("/review/rp_Mail").text, "/review/rp_Mail")
    client.app.state.site.record.close()
    code = f"import time; from detente.record import open_record; r = open_record({str(path)!r}); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        answer = client.post(where, data=fields | {"action": "accept"})
        other.kill()
    assert answer.status_code == 503 and "has the record open" in answer.text
    assert client.post(where, data=fields | {"action": "accept"}, follow_redirects=False).status_code == 303
