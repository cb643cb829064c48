"""Which language a text is in: by script, and among Latin scripts by the small words that every sentence has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

SHORTEST = 20
"""Words. Below that no language is told."""
ENOUGH = 0.12
"""Share of small words that a text of its language has at the least."""

PLAINLY = 0.25
"""Share of small words that settles it for English."""

SMALL_WORDS = {
    "en": "the of and to in a is that for it with as was on by be at from this are he said has his not have an were they",
    "fr": "le la les de des et à en un une du que qui est dans pour sur pas au par il elle plus avec ce se sont ont",
    "de": "der die das und in zu den von mit ist nicht ein eine auf für dem im des sich als auch er sie hat wird es an",
    "es": "el la los las de que y en un una por con para se del al lo su es no como más pero fue ha son sobre este",
    "it": "il la di che e in un una per non con del della è i le si da al sono nel come ha anche dei gli più alla",
    "pt": "o a os as de que e em um uma para com não do da no na por se mais dos foi ao como é são pelo ou",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door maar bij hij die naar uit heeft",
    "sv": "och att det i en på är som för av med den till inte ett har de om var från han men sig kan",
    "da": "og at det i en på er som for af med den til ikke et har de om var fra han men sig kan der",
    "no": "og at det i en på er som for av med den til ikke et har de om var fra han men seg kan ble",
    "pl": "i w na z się nie do to że o jest po od za jak ale dla przez był są tym czy tak co",
    "cs": "a v na se je že o to s z do by ale pro jako si jsou za po od tak byl jeho který",
    "ro": "de și în a la cu pe să din care nu este un o pentru mai ce că au fost sunt prin al",
    "hu": "a az és hogy nem is egy ez meg volt de csak már mint ha el vagy még azt lesz",
    "fi": "ja on ei se että hän oli ovat myös mutta kun tai jos ole joka niin kuin sen sekä",
    "tr": "ve bir bu da de için ile olarak çok daha olan ne gibi en var ama sonra kadar değil",
    "id": "yang dan di dengan untuk ini dari tidak dalam itu pada akan adalah ke oleh telah juga sebagai",
    "vi": "và của là có trong cho không được với một các những này người đã khi để từ",
    "sw": "na ya wa kwa ni katika la za kuwa hiyo huo cha hii kama yake alisema lakini",
}
_SETS = {code: frozenset(words.split()) for code, words in SMALL_WORDS.items()}
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja",
    "CJK": "zh", "DEVANAGARI": "hi", "THAI": "th", "BENGALI": "bn", "TAMIL": "ta", "GEORGIAN": "ka", "ARMENIAN": "hy",
    "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "MALAYALAM": "ml", "KANNADA": "kn", "AMHARIC": "am", "ETHIOPIC": "am",
    "BURMESE": "my", "MYANMAR": "my", "KHMER": "km", "LAO": "lo", "SINHALA": "si",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language, None where it is too short or too mixed to tell."""
    sample = text[:1500]
    script = None if sample.isascii() else _script(sample)
    if script is not None:
        return _among_cyrillic_and_arabic(script, sample)
    words = [word.lower() for word in _LETTERS.findall(sample)]
    if len(words) < SHORTEST:
        return None
    counted = Counter(words)
    # Most of what comes is English: a text as full of its small words is in no other language.
    if _share("en", counted) >= PLAINLY * len(words):
        return "en"
    shares = {code: _share(code, counted) / len(words) for code in _SETS}
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    return best if shares[best] >= ENOUGH else None


def _share(code: str, counted: Counter[str]) -> int:
    return sum(counted[word] for word in _SETS[code] if word in counted)


def _script(sample: str) -> str | None:
    """The language of the leading script, None for Latin."""
    letters = [c for c in sample[:1500] if c.isalpha()]
    if len(letters) < 10:
        return None
    foreign = Counter(unicodedata.name(c, "?").split()[0] for c in letters if not c.isascii())
    foreign.pop("LATIN", None)
    if not foreign or sum(foreign.values()) < 0.4 * len(letters):
        return None
    if foreign["HIRAGANA"] + foreign["KATAKANA"] > 0.1 * sum(foreign.values()):
        return "ja"
    name = foreign.most_common(1)[0][0]
    return _SCRIPTS.get(name)


def _among_cyrillic_and_arabic(code: str, sample: str) -> str:
    if code == "ru":
        if re.search("[іїєґ]", sample):
            return "uk"
        return "bg" if sample.count("ъ") > len(sample) / 150 and "ы" not in sample else "ru"
    if code == "ar" and len(re.findall("[پچژگی]", sample)) > len(sample) / 50:
        return "fa"
    return code
