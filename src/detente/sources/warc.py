"""WARC archives, plain or gzipped, in the layout of Common Crawl News: each response with HTML is a page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from detente.sources.refusal import Refusal
from detente.types import Page

LARGEST = 20_000_000
HTML = ("text/html", "application/xhtml+xml")


def warc_pages(path: Path) -> Iterator[Page | Refusal]:
    """The pages of an archive in its order; where it breaks off, what was read and a refusal."""
    read, last = 0, 0
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"
            ):
                page = _page(record, path)
                read, last = read + 1, record.stream_pos
                if page is not None:
                    yield page
        except (OSError, ValueError, EOFError, RuntimeError) as error:
            yield Refusal(
                location=str(path),
                kind="truncated",
                message=f"the archive breaks off after {read} responses ({error})",
            )
            return
        if not read:
            yield Refusal(location=str(path), kind="no-records", message="holds no response that can be read")
        elif _is_cut(path, last):
            yield Refusal(
                location=str(path), kind="truncated", message=f"the archive breaks off after {read} responses"
            )


def _page(record: Any, path: Path) -> Page | Refusal | None:
    location = f"{path}#{record.stream_pos}"
    headers = record.http_headers
    if headers is None or (headers.status_code or 200) >= 300:
        return None
    media_type = (record.http_content_type or "").lower()
    if media_type and media_type not in HTML:
        return None
    content = record.reader.read(LARGEST + 1)
    if len(content) < record.content_length and not headers.get("Content-Encoding"):
        raise EOFError("in the middle of a page")
    if len(content) > LARGEST:
        return Refusal(location=location, kind="too-large", message=f"a page of more than {LARGEST:,} bytes")
    date = record.headers.get("WARC-Date")
    return Page(
        content=content,
        location=location,
        media_type="text/html",
        url=record.headers.get("WARC-Target-URI", "").strip("<>") or None,
        retrieved=date,
        charset=record.http_charset,
        crawled=True,
    )


def _is_cut(path: Path, start: int) -> bool:
    """Whether a gzip archive ends in the middle of a member: those from the last response on are read to their end."""
    if path.suffix != ".gz":
        return False
    with path.open("rb") as stream:
        stream.seek(start)
        decoder = zlib.decompressobj(31)
        fresh = True
        while chunk := stream.read(1 << 20):
            while chunk:
                try:
                    decoder.decompress(chunk, 1 << 22)
                except zlib.error:
                    return True
                fresh = False
                chunk = decoder.unconsumed_tail or decoder.unused_data
                if decoder.eof:
                    decoder, fresh = zlib.decompressobj(31), True
        return not fresh
