"""From bytes to text, whatever the page claims about itself."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from detente.errors import ArticleError

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]+)", re.IGNORECASE)
_MAGIC = (
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"), (b"RIFF", "a media file"), (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x7fELF", "a program"), (b"\x1f\x8b", "a gzip archive"), (b"OggS", "a media file"), (b"wOFF", "a font"),
)  # fmt: skip
_LATIN = frozenset(
    [
        "cp1250",
        "cp1252",
        "cp1254",
        "cp1257",
        "cp1258",
        "cp437",
        "cp850",
        "cp852",
        "latin_1",
        "mac_roman",
        "mac_latin2",
        "mac_iceland",
    ]
) | {f"iso8859_{n}" for n in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
_EASTERN = re.compile(
    rb"<html[^>]*\blang\s*=\s*[\"']?(?:pl|cs|sk|hu|ro|hr|sl|bs|sq|tr|az|lt|lv|et|vi)\b", re.IGNORECASE
)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ")


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def decode(content: bytes, claimed: str | None) -> str:
    """The text of a page; lone surrogates and control characters are replaced one for one.

    Raises `ArticleError` (reason "empty" or "binary") for what is no text.
    """
    if not content.strip():
        raise ArticleError("the page is empty", "empty")
    for magic, name in _MAGIC:
        if content.startswith(magic):
            raise ArticleError(f"not a page but {name}", "binary")
    text = _decoded(content, claimed)
    sample = text[:5_000]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if strange > 20 and strange > len(sample) / 20:
        raise ArticleError("binary data, not text", "binary")
    return clean(text)


def clean(text: str) -> str:
    """The text with line ends as \\n, and what cannot be stored or shown replaced by a blank of the same length."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = text.translate(_CONTROLS).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.removeprefix("﻿")


def _decoded(content: bytes, claimed: str | None) -> str:
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            return content.decode(name, "replace")
    try:
        # Valid UTF-8 with letters beyond ASCII is never anything else by accident, whatever the header says.
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for label in (claimed, _declared(content)):
        found = _try(content, label)
        if found is not None:
            return found
    told = content.decode("utf-8", "replace")
    if told.count("\ufffd") * 100 < sum(not c.isascii() for c in told):
        return told  # UTF-8 with a stray byte
    best = from_bytes(content[:200_000]).best()
    guess = best.encoding if best else "cp1252"
    # Between the Latin code pages a few accented letters decide nothing; the page's language does.
    if guess in _LATIN and not _EASTERN.search(content[:4096]):
        guess = "cp1252"
    return content.decode(guess, "replace")


def _declared(content: bytes) -> str | None:
    match = _META.search(content[:4096]) or _XML.search(content[:512])
    return match.group(1).decode("ascii") if match else None


def _try(content: bytes, name: str | None) -> str | None:
    if not name or name.lower() in {"utf-8", "utf8"}:
        return None
    name = (
        "windows-1252" if name.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else name
    )
    try:
        return content.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
