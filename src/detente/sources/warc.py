"""WARC archives, plain or gzipped, in the layout of Common Crawl News: each response with HTML is a page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from detente.sources.refusal import Refusal
from detente.types import Page

LARGEST = 20_000_000
HTML = ("text/html", "application/xhtml+xml")


_MEMBER = b"\x1f\x8b\x08"
"""How a gzip member begins; in the midst of packed bytes these stand by chance once in 16 MB."""
_CHUNK = 1 << 20


def warc_pages(path: Path, first: int = 0, until: int | None = None) -> Iterator[Page | Refusal]:
    """The pages of an archive in its order; where it breaks off, what was read and a refusal.

    Of a gzipped archive a range of bytes can be asked for: the records that begin in it.
    """
    read, last = 0, 0
    with path.open("rb") as stream:
        begin = _record_from(stream, first) if first else 0
        if begin is None or (until is not None and begin >= until):
            return
        stream.seek(begin)
        try:
            for record in ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"
            ):
                if until is not None and record.stream_pos >= until:
                    return
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
        if not read and not first and until is None:
            yield Refusal(location=str(path), kind="no-records", message="holds no response that can be read")
        elif until is None and _is_cut(path, last or begin):
            yield Refusal(
                location=str(path), kind="truncated", message=f"the archive breaks off after {read} responses"
            )


def _record_from(stream: BinaryIO, at: int) -> int | None:
    """Where the first gzipped record begins at or after a byte, None where none does."""
    stream.seek(at)
    kept, place = b"", at
    while chunk := stream.read(_CHUNK):
        kept += chunk
        found = kept.find(_MEMBER)
        while found >= 0:
            if _begins_record(stream, place + found):
                return place + found
            found = kept.find(_MEMBER, found + 1)
        place += len(kept) - len(_MEMBER) + 1
        kept = kept[1 - len(_MEMBER) :]
        stream.seek(place + len(kept))
    return None


def _begins_record(stream: BinaryIO, at: int) -> bool:
    stream.seek(at)
    try:
        return zlib.decompressobj(31).decompress(stream.read(512), 5) == b"WARC/"
    except zlib.error:
        return False


def _page(record: Any, path: Path) -> Page | Refusal | None:
    location = f"{path}#{record.stream_pos}"
    headers = record.http_headers
    if headers is None or (headers.status_code or 200) >= 300:
        return None
    media_type = (record.http_content_type or "").lower()
    if media_type and media_type not in HTML:
        return None
    content = record.reader.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Refusal(location=location, kind="too-large", message=f"a page of more than {LARGEST:,} bytes")
    if len(content) < record.content_length and not headers.get("Content-Encoding"):
        raise EOFError("in the middle of a page")
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
