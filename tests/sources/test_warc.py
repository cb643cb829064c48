"""WARC archives, whole and cut."""

import gzip
from pathlib import Path

import pytest

from detente.sources import Refusal, pages
from detente.types import Page

TEXT = (
    "<html><body><p>"
    + " ".join(f"Minister {n * 7919} met envoy {n * 104729}." for n in range(300))
    + "</p></body></html>"
)


def record(
    number: int, body: bytes, *, kind: str = "response", status: str = "200 OK", headers: str = ""
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Target-URI: https://lantern.example/{number}\r\nWARC-Date: 2023-06-19T08:00:0{number}Z\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def read(path: Path) -> tuple[list[Page], list[str]]:
    found = list(pages(str(path)))
    return [p for p in found if isinstance(p, Page)], [r.kind for r in found if isinstance(r, Refusal)]


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
def test_responses_are_pages_with_their_address_and_time(tmp_path: Path, name: str) -> None:
    parts = [
        record(0, b"", kind="request"),
        record(1, TEXT.encode()),
        record(2, b"gone", status="404 Not Found"),
    ]
    pack = gzip.compress if name.endswith(".gz") else bytes
    (tmp_path / name).write_bytes(b"".join(pack(p) for p in parts))
    (page,), refusals = read(tmp_path / name)
    assert (page.url, page.retrieved, page.charset) == (
        "https://lantern.example/1",
        "2023-06-19T08:00:01Z",
        "utf-8",
    )
    assert page.content == TEXT.encode()
    assert not refusals


def test_a_compressed_payload_is_unpacked(tmp_path: Path) -> None:
    packed = record(1, gzip.compress(TEXT.encode()), headers="Content-Encoding: gzip\r\n")
    (tmp_path / "news.warc").write_bytes(packed)
    (page,), _ = read(tmp_path / "news.warc")
    assert page.content == TEXT.encode()


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
@pytest.mark.parametrize("share", [0.55, 0.8, 0.97])
def test_a_cut_archive_gives_what_was_whole_and_says_that_it_is_cut(
    tmp_path: Path, name: str, share: float
) -> None:
    pack = gzip.compress if name.endswith(".gz") else bytes
    whole = b"".join(pack(record(n, TEXT.encode())) for n in range(2))
    (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    found, refusals = read(tmp_path / name)
    assert found[0].content == TEXT.encode()
    assert refusals == ["truncated"]


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "news.warc.gz").write_bytes(b"not an archive")
    found, refusals = read(tmp_path / "news.warc.gz")
    assert not found
    assert len(refusals) == 1
