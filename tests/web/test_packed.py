"""Answers that are kept as they are sent: the same for whoever takes gzip and whoever does not, and made once."""

import pytest

from detente.web.packed import SMALLEST, pack


@pytest.mark.parametrize("address", ["/", "/events.json", "/api/v1/events", "/api/v1/encounters"])
def test_packed_and_plain_answers_say_the_same(site, address):
    plain = site.get(address, headers={"Accept-Encoding": "identity"})
    packed = site.get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.status_code == packed.status_code == 200 and plain.content == packed.content
    assert len(plain.content) >= SMALLEST and "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip" and int(packed.headers["content-length"]) < len(
        plain.content
    )
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"] and answer.headers["etag"] == plain.headers["etag"]
    known = site.get(address, headers={"If-None-Match": plain.headers["etag"]})
    assert known.status_code == 304 and not known.content


def test_what_is_short_is_left_as_it_is():
    assert pack(b"x" * (SMALLEST - 1)).body == b"x" * (SMALLEST - 1)
    assert pack(b"x" * SMALLEST).gzipped and pack(b"x" * SMALLEST) == pack(b"x" * SMALLEST)


def test_the_same_question_is_answered_from_memory(site, monkeypatch):
    first = site.get("/api/v1/reports?limit=7&confidence=0.1")
    monkeypatch.setattr("detente.web.api.reports_page", None)
    again = site.get("/api/v1/reports?confidence=0.1&limit=7")
    assert again.status_code == 200 and again.content == first.content
