"""Where sentences end: at every blank line, after a dateline, and where rules and learned weights find an end.

Rules propose the ends of edited text; `boundaries.py` weighs each gap with what stands around it, the rules' word
included. What must not depend on chance stays a rule: blank lines, headings on a line of their own, datelines, and
titles, after which nothing ends ("Gen. Li", "Mr. Qin").
"""

from __future__ import annotations

import re

from detente.language.boundaries import ends_by_weight, gaps_of
from detente.language.words import ABBREVIATIONS

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++[)\]\"'”’»]*+(?=\s)|(?<![.!?…])[.!?…]++[\"”’]+(?=[\"“‘A-Z])|[。！？]+|:(?=\s*\n)"
)
_FACE = r"[:;=][-o*']?[)(\]\[DPp/\\|](?=\s)"
_FACE_NEXT = re.compile(r"[ \t]{0,40}" + _FACE)
# What ends a piece of mail or a listing without a stop: its date line, an address, a ruled line, a face, a farewell.
_OTHER_END = re.compile(
    r"\d\d?/\d\d?/\d{2,4} \d\d?:\d\d(?::\d\d)?(?: [AP]M)?(?=\s+[^\d\s-])"
    r"|\S(?=\s+\d\d?/\d\d?/\d{2,4} \d\d?:\d\d)"
    r"|(?:https?://|www\.)[^\s<>]+(?=\s+(?:[A-Z(\"]|https?://|www\.))"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++>?(?=\s+[A-Z])"
    r"|(?:(?<![_=*~])[_=*~]{5,}+|(?<!-)-{10,}+)(?=\s)|>>(?=\s+[A-Z])"
    rf"|(?<=[.!?)\w] ){_FACE}(?=\s+[A-Z\w])"
    r"|(?:[Rr]egards|[Ss]incerely|Cheers|Thanks|Best),(?=\s+[A-Z])"
)
# One of these stands in all of them.
_RARE = re.compile(r"[/@_=*~>:;]|www\.|-{10}|(?:egards|incerely|Cheers|Thanks|Best),")
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT_WORD = re.compile(r"[\s\"'“‘«(\[—–-]{0,200}(\S++)")
_LINE = re.compile(r"\n")
_LISTED = re.compile(r"[ \t]{1,40}\d")
_SHORT_FORM = re.compile(r"\([A-Z][A-Za-z&-]{0,9}[A-Z]\)")
"""General Assembly (GA)"""
_SPEAKER = re.compile(r"\({0,4}[A-Z][A-Z.'’ -]{0,40}\){0,4}:")
"""QUESTION: "" at the start of a line."""
# Abbreviations that often end a sentence: there the next word decides.
_ENDING = frozenset({
    "a.m.", "p.m.", "u.s.", "u.k.", "u.n.", "e.u.", "d.c.", "inc.", "ltd.", "co.", "corp.", "etc.", "jr.",
    "sr.", "al.", "u.s.a.", "est.", "no.",
})  # fmt: skip
# After these, a capital is the rest of the name.
_TITLES = frozenset({
    "mr.", "mrs.", "ms.", "dr.", "prof.", "gen.", "lt.", "col.", "maj.", "sgt.", "capt.", "cmdr.", "adm.",
    "brig.", "rep.", "sen.", "gov.", "pres.", "amb.", "hon.", "rev.", "st.", "ft.", "mt.", "vs.",
    "messrs.", "supt.", "insp.", "det.", "sec.", "cf.", "e.g.", "i.e.", "fig.", "vol.", "nos.",
})  # fmt: skip
_NAMES_AFTER_STATE = frozenset({
    "secretary", "president", "senator", "senate", "congress", "house", "state", "treasury", "navy",
    "army", "marine", "marines", "air", "government", "embassy", "ambassador", "consulate", "department",
    "supreme", "court", "federal", "special", "representative", "sen.", "rep.", "gen.", "adm.", "dollar",
    "troops", "attorney", "district", "capitol", "central", "security", "general", "assembly", "mission",
    "trade", "commerce", "defense", "defence", "national", "under", "vice", "deputy", "charge", "envoy",
    "coast", "space", "open", "climate",
})  # fmt: skip


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text, in order, white space left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for boundary in [*_PARAGRAPH.finditer(text), None]:
        end = boundary.start() if boundary else len(text)
        spans += _of_paragraph(text, start, end)
        start = boundary.end() if boundary else end
    return spans


def _of_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    lines = [m.start() for m in _LINE.finditer(text, start, end) if _breaks(text, start, m.start(), end)]
    for first, last in zip([start, *lines], [*lines, end], strict=True):
        begin = first
        for cut in _cuts(text, first, last):
            spans += _trimmed(text, begin, cut)
            begin = cut
        spans += _trimmed(text, begin, last)
    return spans


_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/-]{1,60}(?: [A-Z][A-Z.'’/-]{1,60}){0,3}(?:, [\w. ]{2,25}?)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([^()\n]{2,30}\))?"
    r"|[A-Z][\w.'’-]{1,60}(?: [A-Z][\w.'’-]{1,60}){0,3}(?:, [\w. ]{2,25}?)? \([^()\n]{2,30}\))\s{1,20}(?:—|–|--|-)\s{1,20}(?=\S)"
)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences end within a stretch of text, its own end left out."""
    proposed = proposed_ends(text, start, end)
    gaps = gaps_of(text, start, end, proposed)
    ends = proposed.difference(gaps.weighed, gaps.refused).union(gaps.plain)
    ends.update(cut for cut in ends_by_weight(gaps) if cut in proposed or not _never(text, start, cut))
    dateline = _dateline_end(text, start, end)
    return sorted(ends) if dateline is None else [dateline, *sorted(e for e in ends if e > dateline)]


def proposed_ends(text: str, start: int, end: int) -> set[int]:
    """The ends that the rules find in a stretch of text without blank lines."""
    stops = {m.end() for m in _STOP.finditer(text, start, end) if _ends(text, start, m, end)}
    if not _RARE.search(text, start, end):
        return stops
    return stops | {m.end() for m in _OTHER_END.finditer(text, start, end)}


def _never(text: str, start: int, offset: int) -> bool:
    """What the weights may not part although the rules do not: titles, short forms in brackets, speakers, lists."""
    before = _LAST_WORD.search(text, max(start, offset - 30), offset)
    last = before.group(1) if before else ""
    return (
        last.lstrip("\"'“‘([—").lower() in _TITLES
        or _SHORT_FORM.fullmatch(last) is not None
        or (
            last.endswith(":")
            and (_LISTED.match(text, offset) or _SPEAKER.fullmatch(text, start, offset)) is not None
        )
    )


def _dateline_end(text: str, start: int, end: int) -> int | None:
    """Where "BEIJING (AP) —" ends: it stands before its sentence; parsed together, the place becomes the subject."""
    dateline = _DATELINE.match(text, start, min(end, start + 120))
    if dateline is None:
        return None
    mark = dateline.group().rstrip()
    plain = "(" in mark or mark[-1] != "-" or mark.endswith("--")
    # "LONDON - Britain ...": a single hyphen does at the head of a text, before a capital or a quotation.
    heading = start == 0 and (text[dateline.end()].isupper() or text[dateline.end()] in "\"“‘'")
    return dateline.end() if plain or heading else None


def _ends(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), end)
    if following is None:
        return True
    word = following.group(1)
    if _FACE_NEXT.match(text, stop.end(), end) or following.group().lstrip()[0] in ".,":
        return False
    if stop.group()[0] == ".":
        before = _LAST_WORD.search(text, max(start, stop.start() - 40), stop.start() + 1)
        last = before.group(1).lstrip("\"'“‘([—") if before else ""
        if before and re.fullmatch(r"\d{1,2}\.", last) and not _opens_entry(text, start, before.start(1)):
            return True
        if len(stop.group().rstrip(")]\"'”’»")) == 1 and not _may_end(
            last, word, text[stop.end() : following.start(1)]
        ):
            return False
    if word[0].islower():
        return _ends_before_lower_case(text, start, stop)
    return True


def _opens_entry(text: str, start: int, number: int) -> bool:
    """Whether a number stands where a list's does ("1. First point"), and not at an end ("on June 18. He")."""
    before = text[start:number].rstrip(" \t")
    return not before or before[-1] in ".!?:;\n"


def _ends_before_lower_case(text: str, start: int, stop: re.Match[str]) -> bool:
    """People who write no capitals still end sentences; a quotation followed by "he said" does not end one."""
    mark = stop.group()
    if mark[-1] in "\"”’')]" or mark.startswith("..") or "…" in mark:
        return False
    if mark[0] != ".":
        return True
    before = text[max(start, stop.start() - 3) : stop.start()]
    return len(before) == 3 and before.isalpha() and before.islower()


def _may_end(last: str, following: str, between: str) -> bool:
    """Whether a word with its full stop can be the last of a sentence, given the next word."""
    lowered = last.lower()
    if lowered in _TITLES:
        return False
    if re.fullmatch(r"[A-Z]\.", last):
        # An initial ("S. Jaishankar"), unless the next word can only begin a sentence.
        return lowered == "i." or following.rstrip(",") in _OPENERS
    if re.fullmatch(r"(?:[A-Za-z]\.){2,}", last) or lowered in _ENDING:
        if following[0].isdigit() or (
            lowered in {"a.m.", "p.m."} and following.rstrip(".,)") in _AFTER_HOURS
        ):
            return False
        return following.rstrip(",.") in _OPENERS or (
            following[0].isupper()
            and following.lower().rstrip(".,'’s") not in _NAMES_AFTER_STATE
            and lowered not in {"u.s.", "u.k.", "u.n.", "e.u."}
        )
    if lowered in ABBREVIATIONS:
        return following.rstrip(",") in _OPENERS
    if re.fullmatch(r"\(?\d{1,2}\.", last) and last[0] != "(":
        # "1. First point": a number of a list, not an end; a year or amount may end.
        return len(last) > 3
    return True


# "10 a.m. Monday", "2 p.m. Eastern time".
_AFTER_HOURS = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
    | {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October"}
    | {
        "November",
        "December",
        "Jan",
        "Feb",
        "Aug",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Eastern",
        "Central",
        "Pacific",
    }
    | {
        "GMT",
        "UTC",
        "EST",
        "EDT",
        "CET",
        "CEST",
        "PST",
        "PDT",
        "BST",
        "ET",
        "Moscow",
        "Beijing",
        "Tokyo",
        "London",
    }
)
_OPENERS = frozenset({
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "This", "That", "These", "Those",
    "There", "In", "On", "At", "But", "And", "So", "However", "If", "When", "While", "After", "Before",
    "As", "His", "Her", "Its", "Their", "Our", "My", "For", "From", "With", "To", "Of", "Not", "No", "Yes",
    "What", "Who", "Where", "Why", "How", "Both", "Neither", "Some", "Many", "Most", "Several", "Such",
    "Since", "Until", "Although", "Though", "Because", "Meanwhile", "Earlier", "Later", "Also", "Last",
})  # fmt: skip


def _breaks(text: str, start: int, line_end: int, end: int) -> bool:
    """Whether a single line break ends a sentence: after a short line (a heading, an entry of a list)."""
    previous = text.rfind("\n", start, line_end)
    line = text[max(start, previous + 1) : line_end].strip()
    following = text[line_end + 1 : min(end, line_end + 40)].lstrip()
    if not line or not following:
        return False
    opens = following[0].isupper() or not following[0].isalnum()
    return opens and len(line) < 60 and line[-1:] not in ",-–—"


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []
