"""What the server tells of itself, and how it ends."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import pytest
from starlette.testclient import TestClient

from detente.web import make_app
from detente.web.metrics import Meter

LINE = re.compile(r'^[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.e+-]+$')


def samples(text):
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_health_and_readiness_are_told_under_any_name(site):
    for path in ("/healthz", "/readyz"):
        answer = site.get(path, headers={"Host": "10.1.2.3:8000"})
        assert (answer.status_code, answer.text) == (200, "ok\n")


def test_without_a_record_it_is_healthy_and_not_ready(tmp_path):
    with TestClient(make_app(tmp_path / "none.duckdb"), base_url="http://localhost") as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert str(tmp_path) not in ready.text
        assert samples(client.get("/metrics").text)["detente_record_ready"] == "0"


def test_metrics_are_for_known_hosts_and_count_what_was_asked(record_path):
    with TestClient(make_app(record_path), base_url="http://localhost") as client:
        assert client.get("/metrics", headers={"Host": "elsewhere.example"}).status_code == 400
        client.get("/sources")
        client.get("/nothing/here")
        client.get("/sources", headers={"Host": "elsewhere.example"})
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert all(LINE.match(line) for line in answer.text.splitlines() if not line.startswith("#"))
    found = samples(answer.text)
    assert found['detente_http_requests_total{method="GET",status="2xx"}'] == "1"
    assert found['detente_http_requests_total{method="GET",status="4xx"}'] == "2"
    assert found['detente_http_request_duration_seconds_bucket{le="+Inf"}'] == "3"
    assert found["detente_http_request_duration_seconds_count"] == "3"
    assert (found["detente_record_articles"], found["detente_record_ready"]) == ("4", "1")
    assert int(found["process_resident_memory_bytes"]) > 10_000_000


def test_buckets_hold_all_that_was_quicker():
    meter = Meter()
    for seconds in (0.001, 0.01, 0.3, 99.0):
        meter.began()
        meter.ended("BREW", 200, seconds)
    _, histogram, running = meter.metrics()
    assert [histogram.samples[(("le", bound),)] for bound in ("0.005", "0.01", "0.5", "10.0", "+Inf")] == [
        1,
        2,
        3,
        3,
        4,
    ]
    assert list(running.samples.values()) == [0]
    assert list(meter.requests) == [("other", "2xx")]


@pytest.mark.slow
def test_told_to_end_it_answers_what_it_has_begun(record_path):
    """A request that is on its way when SIGTERM comes is answered, and the log is JSON to the last line."""
    command = [
        sys.executable,
        "-c",
        "from detente.cli.app import main; main()",
        "serve",
        str(record_path),
        "--port",
        "0",
    ]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [*command[:-1], port, "--log", "json"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
                break
            time.sleep(0.1)
        with socket.create_connection(("127.0.0.1", int(port)), timeout=30) as begun:
            begun.sendall(b"GET /pair/RUS-USA HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            # It has taken the request up, or even answered it: a moment is not enough for that on a busy machine.
            while time.monotonic() < until:
                counted = samples(
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30).read().decode()
                )
                if (
                    counted["detente_http_requests_in_progress"] == "1"
                    or counted["detente_http_request_duration_seconds_count"] == "1"
                ):
                    break
            server.send_signal(signal.SIGTERM)
            answer = b""
            while part := begun.recv(65_536):
                answer += part
        assert answer.startswith(b"HTTP/1.1 200")
        assert server.wait(30) in (0, -signal.SIGTERM)
        told = [json.loads(line) for line in server.stderr.read().splitlines()]
        requests = [one for one in told if one["event"] == "request"]
        assert [(one["path"], one["status"]) for one in requests] == [("/pair/RUS-USA", 200)]
    finally:
        server.kill()
        server.communicate()
