"""Sending: signed, again where it failed, once where it did not."""

import base64
import hmac
import json
import random
import socket
import threading
from datetime import datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.alerts.conftest import came_in, story

from detente.alerts.alert import Alert, Sentence
from detente.alerts.mail import Mail
from detente.alerts.raising import Alarms
from detente.alerts.sending import TRIES, Sender
from detente.alerts.webhook import Webhook, signed
from detente.alerts.wishes import wish
from detente.alerts.wording import alert_text
from detente.errors import DeliveryError, RecordError, UsageError
from detente.record import open_record

NOW = datetime(2023, 3, 5, 12, 0)
ALERT = Alert(
    id="al_1", kind="encounter", states=("RUS", "USA"), subject="happened", headline="Russia and United States: met",
    day="2023-03-02", raised="2023-03-05T12:00:00+00:00",
    evidence=(
        Sentence(text="They met \x1b[31mtoday\u202e.", article="ar_1", outlet="The Courier", link="https://c.example/1",
                 published="2023-03-02T09:00"),
    ),
)  # fmt: skip


class Way:
    name, together = "way", False

    def __init__(self, failures=(), together=False):
        self.failures, self.sent, self.together = list(failures), [], together

    def send(self, alerts):
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append([alert.id for alert in alerts])


@pytest.fixture
def path(tmp_path):
    """A record with two alerts that wait to be sent."""
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        came_in(
            record,
            story("one"),
            story("plan", "2023-04-20", status="planned", published="2023-03-02", event="THREATEN"),
        )
        assert len(Alarms([wish(["any"])], ["way"]).look(record, NOW)) == 2
    return path


def test_each_is_sent_once_also_after_a_restart(path):
    way = Way()
    for _ in range(2):
        sender = Sender(path, [way])
        assert sender.send_due(NOW) == sender.send_due(NOW + timedelta(days=1)) == []
    assert len(way.sent) == len({identity for [identity] in way.sent}) == 2


def test_what_goes_together_goes_in_one(path):
    way = Way(together=True)
    Sender(path, [way]).send_due(NOW)
    assert [len(sent) for sent in way.sent] == [2]


def test_a_way_that_fails_is_tried_again_later_and_later(path):
    way = Way([DeliveryError("busy"), DeliveryError("busy", wait=900.0)])
    sender = Sender(path, [way], random.Random(1))
    [first] = sender.send_due(NOW)
    assert 20 < first.again < 40
    assert sender.send_due(NOW + timedelta(seconds=10)) == []
    [second] = sender.send_due(NOW + timedelta(seconds=60))
    assert second.again >= 900
    assert sender.send_due(NOW + timedelta(seconds=3000)) == []
    assert len(way.sent) == 2


def test_in_the_end_it_is_given_up_and_said(path):
    way, at = Way([DeliveryError("down")] * 100), NOW
    sender, given_up = Sender(path, [way], random.Random(1)), []
    for _ in range(4 * TRIES):
        at += timedelta(hours=8)
        given_up += [one for one in sender.send_due(at) if one.again is None]
    assert len(given_up) == 2
    assert len(way.failures) == 100 - 2 * TRIES


@pytest.mark.parametrize("ways", [[Way([DeliveryError("gone", final=True)] * 2)], []])
def test_what_can_never_be_sent_is_not_tried_again(path, ways):
    sender = Sender(path, ways)
    failed = [
        *sender.send_due(NOW),
        *sender.send_due(NOW + timedelta(days=2)),
        *sender.send_due(NOW + timedelta(days=3)),
    ]
    assert {one.again for one in failed} == {None}
    assert sum(len(one.alerts) for one in failed) == 2


def test_what_was_sent_while_the_record_was_held_is_not_sent_again(path, monkeypatch):
    way = Way()
    sender = Sender(path, [way])
    with monkeypatch.context() as patched:
        patched.setattr(
            "detente.alerts.sending.note_delivered", lambda *a: (_ for _ in ()).throw(RecordError("held"))
        )
        with pytest.raises(RecordError):
            sender.send_due(NOW)
    assert len(way.sent) == 1
    assert sender.send_due(NOW + timedelta(seconds=1)) == []
    assert len(way.sent) == len({identity for [identity] in way.sent}) == 2


def test_text_that_would_steer_a_terminal_or_a_header_is_plain():
    text = alert_text(ALERT)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "“They met [31mtoday.”" in text
    assert "The Courier, 2023-03-02: https://c.example/1" in text


class Hook(BaseHTTPRequestHandler):
    got, answers = (), ()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format, *args):
        pass


@pytest.fixture
def hook():
    Hook.got, Hook.answers = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook?key=hidden"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("secret", "key"),
    [("plain words", b"plain words"), ("whsec_" + base64.b64encode(b"k" * 32).decode(), b"k" * 32)],
)
def test_a_post_is_signed_as_standard_webhooks_has_it(hook, secret, key):
    Webhook(url=hook, secret=secret, clock=lambda: 1_700_000_000.0).send([ALERT])
    [(headers, body)] = Hook.got
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("al_1", "1700000000")
    mac = hmac.new(key, b"al_1.1700000000." + body, sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    told = json.loads(body)
    assert (told["kind"], told["states"], told["evidence"][0]["outlet"]) == (
        "encounter",
        ["RUS", "USA"],
        "The Courier",
    )
    assert told["text"] == alert_text(ALERT)


def test_the_signature_of_the_specification():
    """The example of the Standard Webhooks specification."""
    headers = signed(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    )  # fmt: skip
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "headers", "final", "wait"),
    [
        (500, {}, False, None),
        (429, {"Retry-After": "60"}, False, 60.0),
        (302, {"Location": "http://127.0.0.1:9/"}, False, None),
        (410, {}, True, None),
    ],
)
def test_what_is_no_acceptance_is_a_failure(hook, status, headers, final, wait):
    Hook.answers = [(status, headers)]
    with pytest.raises(DeliveryError, match=str(status)) as failed:
        Webhook(url=hook).send([ALERT])
    assert (failed.value.final, failed.value.wait) == (final, wait)
    assert "hidden" not in str(failed.value)
    assert len(Hook.got) == 1


def test_no_secret_stands_in_a_name_or_a_message(hook):
    way = Webhook(url=hook.replace(hook.split(":")[2].split("/")[0], "9"), secret="whisper")
    assert not any(word in f"{way.name} {way!r}" for word in ("hidden", "whisper"))
    with pytest.raises(DeliveryError) as failed:
        way.send([ALERT])
    assert "hidden" not in str(failed.value)


@pytest.mark.parametrize("url", ["ftp://x.example/", "https://", "hook"])
def test_a_webhook_that_is_no_address_is_refused_at_once(url):
    with pytest.raises(UsageError, match="webhook"):
        Webhook(url=url)


def test_a_secret_that_is_no_base64_is_refused_at_once():
    with pytest.raises(UsageError, match="base64"):
        Webhook(url="https://x.example/", secret="whsec_?")


class Post(threading.Thread):
    """A mail server that takes one letter, or refuses a receiver."""

    def __init__(self, refuses=""):
        super().__init__(daemon=True)
        self.refuses, self.letter, self.socket = refuses, "", socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        with self.socket:
            connection, _ = self.socket.accept()
        with connection, connection.makefile("rwb") as stream:

            def say(line):
                stream.write(line.encode() + b"\r\n")
                stream.flush()

            say("220 post.example")
            while line := stream.readline().decode().strip():
                word = line.split(":")[0].upper()
                if word == "DATA":
                    say("354 go on")
                    while (part := stream.readline()) != b".\r\n":
                        self.letter += part.decode()
                    say("250 taken")
                elif self.refuses and self.refuses in line:
                    say("550 nobody here")
                elif word == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")


def test_a_letter_has_all_that_was_found():
    server = Post()
    server.start()
    Mail(
        host="127.0.0.1",
        port=server.port,
        security="none",
        sender="watch@desk.example",
        to=("ana@desk.example",),
    ).send([ALERT, ALERT])
    server.join(5)
    assert "Subject: =?utf-8?" in server.letter
    assert "The Courier, 2023-03-02: https://c.example/1" in server.letter
    assert "Auto-Submitted: auto-generated" in server.letter


def test_a_letter_that_nobody_takes_is_a_failure():
    server = Post(refuses="ana")
    server.start()
    mail = Mail(
        host="127.0.0.1", port=server.port, security="none", sender="w@desk.example", to=("ana@desk.example",)
    )
    with pytest.raises(DeliveryError, match="did not take"):
        mail.send([ALERT])
    server.join(5)
    with pytest.raises(DeliveryError, match="did not take"):
        Mail(host="127.0.0.1", port=9, security="none", sender="w@d.example", to=("a@d.example",)).send(
            [ALERT]
        )


def test_a_headline_cannot_add_headers():
    from dataclasses import replace

    letter = Mail(host="x", sender="w@d.example", to=("a@d.example",)).letter(
        [replace(ALERT, headline="Talks\r\nBcc: all@d.example")]
    )
    assert letter["Bcc"] is None
    assert letter["Subject"] == "[Détente] Talks Bcc: all@d.example"
