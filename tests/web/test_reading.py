"""Handing over a text, an address or files: who may, what becomes of it, what is said of what cannot be read."""

import html
import re
import time

import httpx
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import fill, told_on
from tests.web.serving import served

from detente.record import queries
from detente.runs.apart import Apart
from detente.web import batches, make_app, reading
from detente.web.desk import Desk

STORY = (
    "BEIJING, June 19 - China accused the United States of hypocrisy on Monday. "
    "Antony Blinken met Xi Jinping in Beijing. China demanded that Washington stop selling arms to Taiwan."
)
LINES = (
    b'{"id":"1","text":"Russia threatened Poland with retaliation on Tuesday.","published":"2024-05-01"}\n'
    b"{broken\n"
    b'{"id":"2","text":"A quiet day in the garden."}\n'
)


class Kept(Apart):
    """A coder that outlives the applications of the tests."""

    def close(self):
        pass


@pytest.fixture(scope="module")
def kept_coder():
    made = Kept(model=False)
    yield made
    Apart.close(made)


def app_of(tmp_path, coder, **desk):
    path = fill(tmp_path / "record.duckdb", [told_on("Mail", "2023-03-02")])
    return make_app(path, desk=Desk(**{"writable": True, "person": "ana", **desk}), coder=coder)


@pytest.fixture
def client(tmp_path, kept_coder):
    with TestClient(app_of(tmp_path, kept_coder), base_url="http://localhost") as one:
        yield one


@pytest.fixture
def looker(tmp_path, kept_coder):
    """On a server that only reads its record."""
    with TestClient(
        app_of(tmp_path, kept_coder, writable=False, tries=True), base_url="http://localhost"
    ) as one:
        yield one


def token(client):
    return re.search(r'name="token" value="(\w+)"', client.get("/read").text)[1]


def hand(client, what="", files=(), **more):
    fields = {"token": token(client), "what": what} | more
    sent = [("files", file) for file in files]
    return client.post("/read", data=fields, files=sent or {"files": ("", b"")}, follow_redirects=False)


def shown(client, answer):
    """The page of a batch, once it is through."""
    assert answer.status_code == 303, html.unescape(answer.text)
    where = answer.headers["location"]
    until = time.monotonic() + 60
    while not client.get(f"{where}.json").json()["ended"] and time.monotonic() < until:
        time.sleep(0.05)
    return where, client.get(where).text, client.get(f"{where}.json").json()


def counted(client):
    with client.app.state.site.record.borrow() as record:
        return queries.counts(record)["articles"]


def test_a_text_is_read_kept_and_leads_to_its_sentences(client):
    answer = hand(client, STORY, published="2023-06-19", outlet="The Courier")
    where, page, facts = shown(client, answer)
    assert where.startswith("/read/") and facts["fates"] == {"read": 1} and counted(client) == 2
    [item] = facts["items"]
    assert item["outlet"] == "The Courier" and item["published"] == "2023-06-19"
    assert item["counts"]["encounters"] >= 1 and item["counts"]["reports"] >= 2
    rows = [row for kind in item["found"].values() for row in kind["rows"]]
    assert {row["proof"].split("_")[0] for row in rows} == {"/evidence/rp", "/evidence/en", "/evidence/po"}
    for row in rows:
        assert f'href="{row["proof"]}"' in page and client.get(row["proof"]).status_code == 200
    assert re.search(r'<h2><a href="(/article/ar_\w+)">', page)[1] == item["url"]
    assert client.get(item["url"]).status_code == 200
    assert client.get("/pair/CHN-USA.json").json()["events"], "the pages know of it at once"
    _, page, facts = shown(client, hand(client, STORY, published="2023-06-19"))
    assert facts["fates"] == {"known": 1} and "known already" in page and counted(client) == 2


def test_files_are_read_each_and_what_fails_has_a_name(client):
    files = [("a.txt", STORY.encode()), ("b.jsonl", LINES), ("c.pdf", b"%PDF"), ("d.txt", b"")]
    _, page, facts = shown(client, hand(client, files=files))
    kinds = [(item["location"], item["fate"], item.get("kind")) for item in facts["items"]]
    assert kinds == [
        ("a.txt", "read", None), ("b.jsonl:1", "read", None), ("b.jsonl:2", "failed", "bad-line"),
        ("b.jsonl:3", "read", None), ("c.pdf", "failed", "not-a-page"), ("d.txt", "failed", "empty"),
    ]  # fmt: skip
    assert "3 kept, 3 could not be read." in page and "(not-a-page)" in page
    assert "Nothing of what passes between powers" in page and counted(client) == 4


def test_addresses_are_fetched_within_the_limits_of_all_fetching(client):
    _, page, facts = shown(client, hand(client, "http://127.0.0.1:9/a\nhttp://[::1]/b\n"))
    assert [item["kind"] for item in facts["items"]] == ["private-address", "private-address"]
    assert "private network" in page


def test_a_look_keeps_nothing_and_shows_the_text(client, looker):
    for one, more in ((client, {"keep": "no"}), (looker, {})):
        before = counted(one)
        where, page, facts = shown(one, hand(one, STORY, **more))
        assert facts["fates"] == {"tried": 1} and counted(one) == before
        assert "nothing of it is kept" in page and "/evidence/" not in page
        row = facts["items"][0]["found"]["reports"]["rows"][0]
        text, anchor = row["proof"].split("#")
        article = one.get(text).text
        assert text == f"{where}/1" and f'id="{anchor}"' in article and 'class="trigger"' in article
        assert "/evidence/" not in article and "it is not in the record" in article
        assert (
            one.get(f"{text}.json").json()["coded"]["reports"] and one.get(f"{text}.bib").status_code == 200
        )
        assert one.get(f"{where}/2").status_code == 404


def test_without_leave_nothing_is_read(tmp_path, kept_coder):
    with TestClient(app_of(tmp_path, kept_coder, writable=False), base_url="http://localhost") as one:
        page = one.get("/read").text
        assert "detente serve --write" in page and "<textarea" not in page
        answer = one.post("/read", data={"what": STORY})
        assert answer.status_code == 403 and counted(one) == 1
    with TestClient(app_of(tmp_path / "..", kept_coder, key="k3y"), base_url="http://localhost") as one:
        page = one.get("/read").text
        assert "terminal shows" in page and "<textarea" not in page
        assert one.post("/read", data={"what": STORY}).status_code == 403
        one.post("/review/key", data={"key": "k3y", "back": "/read"})
        assert "<textarea" in one.get("/read").text


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_hand_over(client, headers):
    given = {"token": token(client), "what": STORY}
    assert client.post("/read", data=given, headers=headers).status_code == 403 and counted(client) == 1


def test_a_wrong_token_reads_nothing(client):
    for wrong in ("", "x" * 40, "\u00e9"):
        answer = client.post("/read", data={"token": wrong, "what": STORY})
        assert answer.status_code == 403 and "load the page again" in answer.text
    assert counted(client) == 1


@pytest.mark.parametrize(
    ("what", "more", "said"),
    [
        ("", {}, "nothing was handed over"),
        ("  \n ", {}, "nothing was handed over"),
        (STORY, {"published": "yesterday"}, "is not a day"),
        ("\n".join(f"http://a.example/{n}" for n in range(51)), {}, "at most 50"),
        (f"http://a.example/{'x' * 3000}", {}, "2,000 characters"),
        ("a " * 600_000, {}, "at most 1,000,000"),
    ],
)
def test_what_has_no_meaning_is_said(client, what, more, said):
    answer = hand(client, what, **more)
    assert answer.status_code == 400 and said in html.unescape(answer.text)


def test_what_is_too_much_is_refused(client, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_UPLOAD", 5000)
    assert hand(client, files=[("a.txt", b"a" * 6000)]).status_code == 413
    own = token(client)

    def unmeasured():
        yield b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n' + own.encode() + b"\r\n"
        yield b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\n'
        yield from [b"a" * 1000] * 9

    answer = client.post(
        "/read", content=unmeasured(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 413
    monkeypatch.undo()
    many = [(f"{n}.txt", b"a") for n in range(60)]
    assert hand(client, files=many).status_code == 400
    assert counted(client) == 1


def test_too_often_is_told_when_to_come_again(client):
    answers = [hand(client) for _ in range(reading.PER_MINUTE + 1)]
    assert {one.status_code for one in answers[:-1]} == {400}
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) >= 1


def test_a_batch_has_an_end(client, monkeypatch):
    monkeypatch.setattr(batches, "MOST_ITEMS", 2)
    lines = b"".join(b'{"id":"%d","text":"Russia threatened Poland %d times."}\n' % (n, n) for n in range(5))
    _, page, facts = shown(client, hand(client, files=[("a.jsonl", lines), ("b.txt", b"More.")]))
    assert len(facts["items"]) == 2 and facts["left_out"] == 2 and "not begun" in page


def test_what_breaks_one_item_leaves_the_rest(client, monkeypatch):
    real = batches.receive

    def failing(record, page, coder):
        if b"Poland" in page.content:
            raise RuntimeError("boom")
        return real(record, page, coder)

    monkeypatch.setattr(batches, "receive", failing)
    _, page, facts = shown(
        client, hand(client, files=[("a.jsonl", LINES.replace(b"{broken\n", b"")), ("b.txt", STORY.encode())])
    )
    assert [item["fate"] for item in facts["items"]] == ["failed", "read", "read"]
    assert facts["items"][0]["kind"] == "crashed" and "boom" in page


def test_hostile_words_are_words(client):
    bad = "<script>alert(1)</script> \u202e" + "W" * 3000
    text = f"China accused the United States of hypocrisy on Monday {bad}."
    _, page, facts = shown(client, hand(client, text, outlet=bad, files=[(f"{bad}.txt", STORY.encode())]))
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "<script>alert" not in client.get(facts["items"][0]["url"]).text


def test_what_is_forgotten_says_so(client):
    for path in ("/read/nothing", "/read/nothing.json", "/read/nothing/1", "/read/nothing/live"):
        answer = client.get(path)
        assert answer.status_code == 404 and "read again at /read" in answer.text


def test_it_is_watched_as_it_comes(tmp_path, kept_coder):
    app = app_of(tmp_path, kept_coder)
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        own = token(client)
        sent = {"token": own, "what": STORY, "live": "1"}
        begun = time.monotonic()
        answer = client.post("/read", data=sent, files=[("files", ("b.jsonl", LINES))])
        assert answer.status_code == 303 and time.monotonic() - begun < 30
        where = answer.headers["location"]
        events = []
        headers = {"Accept-Encoding": "gzip", "Accept": "text/event-stream"}
        with client.stream("GET", f"{where}/live", headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers, "what is packed comes late"
            for line in stream.iter_lines():
                events.append(line)
                if line == "event: state" and "early" not in locals():
                    # While it is being watched others are answered.
                    early = client.get("/events").status_code
        assert early == 200
        names = [line.removeprefix("event: ") for line in events if line.startswith("event: ")]
        assert names[-1] == "end" and names.count("item") >= 4
        told = "\n".join(line.removeprefix("data: ") for line in events if line.startswith("data: "))
        assert '<li class="item read" id="item-1"' in told and '<li class="item failed" id="item-3"' in told
        last = [line for line in events if line.startswith("id: ")][-1].removeprefix("id: ")
        again = client.get(f"{where}/live", headers={"Last-Event-ID": last}).text
        assert "event: item" not in again and "event: end" in again
        whole = client.get(f"{where}/live").text
        assert whole.count("event: item") == 4
        client.get(f"{where}/live", headers={"Last-Event-ID": "9" * 400})


def test_it_is_stopped(tmp_path, kept_coder):
    lines = b"".join(b'{"id":"%d","text":"Russia threatened Poland %d times."}\n' % (n, n) for n in range(60))
    with (
        served(app_of(tmp_path, kept_coder)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        own = token(client)
        answer = client.post("/read", data={"token": own, "live": "1"}, files=[("files", ("b.jsonl", lines))])
        where = answer.headers["location"]
        assert client.post(f"{where}/stop", data={"token": "wrong"}).status_code == 403
        assert client.post(f"{where}/stop", data={"token": own}).status_code == 303
        until = time.monotonic() + 60
        while not (facts := client.get(f"{where}.json").json())["ended"] and time.monotonic() < until:
            time.sleep(0.05)
        assert facts["stopped"] and len(facts["items"]) < 60
        assert "Stopped." in client.get(where).text
