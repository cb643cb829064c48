"""Words in the manner of Universal Dependencies for English (EWT, GUM): contractions, possessives and hyphens apart.

"won't" is "wo" + "n't", "China's" is "China" + "'s", "15-year" is "15" + "-" + "year", "$1.2bn" is "$" + "1.2" + "bn",
while "U.S.", "a.m.", "1,000", "9/11", "anti-ship", addresses and e-mail stay whole.
"""

from __future__ import annotations

import re
from functools import lru_cache

ABBREVIATIONS = frozenset({
    "mr.", "mrs.", "ms.", "dr.", "prof.", "gen.", "lt.", "col.", "maj.", "sgt.", "capt.", "cmdr.", "adm.",
    "brig.", "rep.", "sen.", "gov.", "pres.", "amb.", "hon.", "rev.", "st.", "ft.", "mt.", "jr.", "sr.",
    "inc.", "ltd.", "co.", "corp.", "bros.", "dept.", "est.", "fig.", "approx.", "vs.", "etc.", "e.g.",
    "i.e.", "cf.", "al.", "no.", "nos.", "vol.", "pp.", "ed.", "jan.", "feb.", "mar.", "apr.", "jun.",
    "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.", "mon.", "tue.", "tues.", "wed.", "thu.",
    "thur.", "thurs.", "fri.", "sat.", "sun.", "a.m.", "p.m.", "p.s.", "u.s.", "u.k.", "u.n.", "e.u.",
    "u.s.a.", "d.c.", "ph.d.", "b.a.", "m.a.", "m.d.", "b.c.", "a.d.", "messrs.", "supt.", "insp.", "det.",
    "sec.", "ariz.", "ark.", "calif.", "colo.", "conn.", "del.", "fla.", "ga.", "ill.", "ind.", "kan.",
    "ky.", "la.", "md.", "mass.", "mich.", "minn.", "miss.", "mo.", "mont.", "neb.", "nev.", "okla.",
    "ore.", "pa.", "tenn.", "tex.", "va.", "vt.", "wash.", "wis.", "wyo.", "gov't.", "spc.", "pvt.",
    "cpl.", "s.", "w.", "n.",
})  # fmt: skip
PREFIXES = frozenset({
    "anti", "ante", "auto", "bi", "co", "counter", "cyber", "de", "deca", "eco", "electro", "e", "ex",
    "extra", "fore", "hyper", "inter", "intra", "ir", "kilo", "macro", "mega", "mid", "micro", "mini",
    "mis", "mono", "multi", "neo", "non", "omni", "over", "para", "pan", "post", "pre", "pro", "proto",
    "pseudo", "psycho", "quasi", "re", "semi", "sub", "super", "supra", "tele", "trans", "tri", "ultra",
    "un", "under", "uni", "vice",
})  # fmt: skip
SUFFIXES = frozenset({"elect", "wise", "esque", "ish", "o", "e", "ette", "itis"})

_CLITIC = r"(?:['’`](?:s|S|m|M|d|D|re|RE|ve|VE|ll|LL)\b|n['’`]t\b|N['’`]T\b)"
_TOKEN = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’]   # addresses
  | [\w.+-]{1,200}+@[\w-]+(?:\.[\w-]+)+                         # e-mail
  | \#(?=\d) | [#@]\w+                                              # tags
  | (?:[:;=][-o*']?[)(\]\[dDpP/\\](?!\w))               # faces :-)
  | \^_+\^ | \[\.\.\.\] | [.!?]*[!?][.!?]+ | \.+[!?]+ | \.(?:docx?|pdf|xls|jpe?g|txt|html?|ppt)\b
  | ''|``|’’|‘’|‘‘|\.{2,}|…+|[!?]{2,}|-{2,}|={2,}|<{2,}|>{2,}|\+{2,}|\${2,}|\*{2,}|_{2,}|~{2,}    # runs
  | (?:[A-Za-z]\.){2,}                                   # U.S., a.m.
  | \d{1,4}(?:[/-]\d{1,4}){2}(?!\w)                      # 06/18/2023, 2023-06-18
  | \d{1,2}:\d{2}(?::\d{2})?                             # 6:03
  | \d{3}([.-])\d{3}\1\d{4}|\d{3}-\d{4}                        # telephone numbers
  | \d+/\d+(?!\w)                                        # 9/11
  | \d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+              # 1,000.5
  | \d+(?:st|nd|rd|th)\b
  | \d+s\b
  | \d+
  | [^\W\d_]+(?:[&][^\W\d_]+)+                           # PG&E
  | [^\W_]+(?:[._][^\W_]+)*                               # words, file.doc
  | [^\w\s]|_
    """,
    re.VERBOSE,
)
_CLITIC_HERE = re.compile(_CLITIC)
_NEGATION = re.compile(r"[nN]['’`][tT](?!\w)")
_NUMBER = re.compile(r"[Nn]os?\.(?=\s\d)")
_STAMMER = re.compile(r"[A-Za-z]{1,2}-")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPLIT_WORDS = {
    "cannot": (3, 3), "gonna": (3, 2), "wanna": (3, 2), "gotta": (3, 2), "dont": (2, 2), "wont": (2, 2), "lemme": (3, 2),
    "didnt": (3, 2), "doesnt": (4, 2), "isnt": (2, 2), "cant": (2, 2), "gimme": (3, 2), "wouldnt": (5, 2), "couldnt": (5, 2),
    "im": (1, 1), "ive": (1, 2), "thats": (4, 1), "theres": (5, 1), "hes": (2, 1), "youre": (3, 2), "youll": (3, 2),
    "whats": (4, 1), "arnt": (2, 2), "aint": (2, 2),
}  # fmt: skip
_MEASURE = re.compile(r"^(\d[\d.,]*)((?:bn|mn|m|tn|km|kg|pm|am|mm|cm|k|K|M|B|GW|MW|kWh|mph|%)+)$")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the words of one sentence, in order, none overlapping, white space left out."""
    spans: list[tuple[int, int]] = []
    for chunk in re.finditer(r"\S+", text):
        if _NUMBER.match(text, chunk.start()):
            spans.append(chunk.span())
        else:
            spans += [(chunk.start() + a, chunk.start() + b) for a, b in _chunk(chunk.group())]
    return spans


@lru_cache(maxsize=50_000)
def _chunk(chunk: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the words between two white spaces; most chunks come again and again."""
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(chunk):
        negation = _NEGATION.match(chunk, position) if position else None
        if negation:
            spans.append(negation.span())
            position = negation.end()
            continue
        match = _TOKEN.match(chunk, position)
        end = match.end() if match else position + 1
        if position == 0 and _STAMMER.fullmatch(chunk):
            return ((0, len(chunk)),)
        end = _with_point(chunk, position, end)
        end = _with_hyphen(chunk, position, end)
        end = _with_apostrophe(chunk, position, end)
        if end == position + 1 and chunk[position] in "'’`" and spans:
            clitic = _CLITIC_HERE.match(chunk, position)
            end = clitic.end() if clitic else end
        spans += _parts(chunk, position, end)
        position = end
    return tuple(spans)


def _with_point(chunk: str, start: int, end: int) -> int:
    """A point belongs to an abbreviation and to an initial, elsewhere it is a word of its own."""
    if chunk[end : end + 1] == "." and chunk[start:end].isascii():
        word = chunk[start:end].lower() + "."
        last = not chunk[end + 1 :].strip("\"'”’)],;:")
        initial = end - start == 1 and chunk[start].isupper()
        if (
            word in ABBREVIATIONS
            and not (last and word in {"no.", "co.", "sun.", "mar.", "etc.", "miss.", "mass.", "wash."})
        ) or initial:
            return end + 1
    return end


def _with_hyphen(chunk: str, start: int, end: int) -> int:
    """Prefixes keep their hyphen ("anti-ship"); everything else is split at it ("15-year")."""
    if chunk[end : end + 1] != "-" or not chunk[start:end].isalpha():
        return end
    rest = _TOKEN.match(chunk, end + 1)
    if rest is None or not rest.group()[:1].isalpha():
        return end
    if chunk[start:end].lower() in PREFIXES or rest.group().lower() in SUFFIXES:
        return (
            _with_hyphen(chunk, start, rest.end())
            if chunk[rest.end() : rest.end() + 1] == "-"
            else rest.end()
        )
    return end


def _with_apostrophe(chunk: str, start: int, end: int) -> int:
    """Names like O'Brien, L'Enfant and Sha'lan stay whole; clitics are left for themselves."""
    while end < len(chunk) and chunk[end] in "'’" and chunk[start:end].isalpha():
        rest = _LETTERS.match(chunk, end + 1)
        if rest is None or _CLITIC_HERE.match(chunk, end):
            return end
        if chunk[end - 1 : end].lower() == "n" and rest.group().lower() == "t":
            return end - 1 if end - 1 > start else end
        end = rest.end()
    return end


def _parts(chunk: str, start: int, end: int) -> list[tuple[int, int]]:
    word = chunk[start:end]
    if word.lower() in _SPLIT_WORDS and not word.isupper():
        first, _ = _SPLIT_WORDS[word.lower()]
        return [(start, start + first), (start + first, end)]
    measure = _MEASURE.match(word)
    if measure:
        return [(start, start + measure.end(1)), (start + measure.end(1), end)]
    return [(start, end)]
