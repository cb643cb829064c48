"""The query service, played by a server of our own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from detente.errors import SourceError
from detente.sources.wikidata import HeldPosition, held_positions


def row(item: str, name: str, since: str, precision: int = 11, until: str | None = None) -> dict:
    cells = {
        "code": "FRA", "person": f"http://www.wikidata.org/entity/{item}", "personLabel": name,
        "positionLabel": "Minister for Europe and Foreign Affairs", "from": f"{since}T00:00:00Z",
        "fromPrecision": str(precision),
    }  # fmt: skip
    if until:
        cells |= {"to": f"{until}T00:00:00Z", "toPrecision": "11"}
    return {name: {"type": "literal", "value": value} for name, value in cells.items()}


@pytest.fixture
def service():
    """A server whose answer can be set; it keeps the questions."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.asked.append((parse_qs(body)["query"][0], self.headers["User-Agent"]))
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(self.server.answer)

        def log_message(self, *_):
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.answer, server.asked = 200, b"{}", []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def address(server) -> str:
    return f"http://127.0.0.1:{server.server_port}/sparql"


def answer(*rows: dict) -> bytes:
    return json.dumps({"head": {}, "results": {"bindings": list(rows)}}).encode()


def test_people_come_with_their_days(service):
    service.answer = answer(
        row("Q1", "Jane Doe", "2027-03-01", until="2028-01-02"),
        row("Q2", "Paul Renard", "2028-01-01", precision=9),
        row("Q3", "Q3", "2028-01-01"),
    )
    found = held_positions("Q7330070", ["FRA", "DEU"], "2026-01-01", address(service))
    assert [(h.item, h.person, h.since, h.until) for h in found] == [
        ("Q1", "Jane Doe", "2027-03-01", "2028-01-02"),
        ("Q2", "Paul Renard", "2028", None),
    ]
    assert isinstance(found[0], HeldPosition)
    [(question, agent)] = service.asked
    assert '"FRA" "DEU"' in question and "wd:Q7330070" in question and '"2026-01-01T' in question
    assert agent.startswith("detente/")


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [(429, b"slow down", "http-429"), (200, b"<html>", "bad-answer"), (200, b'{"results": 1}', "bad-answer")],
)
def test_what_is_no_answer_is_said(service, status, body, reason):
    service.status, service.answer = status, body
    with pytest.raises(SourceError) as error:
        held_positions("Q7330070", ["FRA"], "2026-01-01", address(service))
    assert error.value.reason == reason


def test_without_a_network_the_error_says_so(service):
    at = address(service)
    service.server_close()
    with pytest.raises(SourceError, match="needs a network"):
        held_positions("Q7330070", ["FRA"], "2026-01-01", at)
