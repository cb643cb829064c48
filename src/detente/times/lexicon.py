"""The words of time and the class and value of each."""

from __future__ import annotations


def listed(words: str) -> list[str]:
    """The words of a line."""
    return words.split()


CLASSES = listed(
    "OTHER BREAK MONTH WEEKDAY SEASON PART NOON UNIT UNITS NUM DECIMAL ORD YEAR SHORTYEAR DECADE ISO SLASH "
    "CLOCK MILITARY AMPM ZONE THE A THIS LAST NEXT PAST COMING FOLLOWING SAME THAT EVERY FEW AGO BEFORE "
    "EARLIER LATER AFTER EARLY MID END OF IN ON AT FROM TO AND OR DASH COMMA DOT APOS FISCAL TODAY APPROX "
    "MORE THAN LEAST HALF HOLIDAY RECENT PRESENT FUTURE PASTREF SETWORD QUARTER OLD RIGHT LOCAL TIMEWORD "
    "OPEN CLOSE FULL PERIOD BIGNUM SOMETIME ONCE LATEST MOMENT SOON NEAR FOR ENDED FRACTION WEEKEND "
    "PREVIOUS LONG ATTACK ERA DONE BYNAME"
)
MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in listed(names)
}
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday",
            "sunday",
        )
    )
    for name in listed(names)
}
UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "weekend": "WE",
    "night": "NI",
    "week": "W",
    "fortnight": "2W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "10Y",
    "century": "100Y",
    "millennium": "1000Y",
}
PLURALS = {"centuries": "100Y", "millennia": "1000Y"} | {
    f"{unit}s": code for unit, code in UNITS.items() if unit not in ("century", "millennium")
}
SMALL = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1000000, "dozen": 12}
ORDINALS = {
    word: value
    for value, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
}
DECADES = {f"{word[:-1]}ies": value for word, value in TENS.items()}
ZONES = {
    "gmt": "Z",
    "utc": "Z",
    "z": "Z",
    "est": "-05:00",
    "edt": "-04:00",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "bst": "+01:00",
    "msk": "+03:00",
    "jst": "+09:00",
    "kst": "+09:00",
    "ist": "+05:30",
    "hkt": "+08:00",
    "et": "",
    "ct": "",
    "pt": "",
}
PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "dawn": "DA",
    "dusk": "EV",
    "daybreak": "DA",
    "overnight": "NI",
    "midafternoon": "AF",
    "midmorning": "MO",
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
SETS = {
    "daily": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "bimonthly": "P2M",
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
    "biannual": "P6M",
    "biennial": "P2Y",
    "nightly": "P1D",
    "hourly": "PT1H",
}
_WORDS = {
    "THE": "the",
    "A": "a an",
    "THIS": "this",
    "LAST": "last",
    "NEXT": "next",
    "PAST": "past",
    "PREVIOUS": "previous preceding prior",
    "COMING": "coming upcoming",
    "FOLLOWING": "following ensuing subsequent",
    "SAME": "same",
    "THAT": "that",
    "EVERY": "every each",
    "FEW": "several few some many couple numerous",
    "AGO": "ago",
    "BEFORE": "before",
    "EARLIER": "earlier",
    "LATER": "later",
    "AFTER": "afterwards",
    "EARLY": "early late",
    "MID": "mid middle",
    "END": "end beginning start eve outset turn",
    "OF": "of",
    "IN": "in",
    "ON": "on",
    "AT": "at",
    "FROM": "from since between until till by",
    "TO": "to through",
    "AND": "and",
    "OR": "or",
    "FISCAL": "fiscal financial",
    "TODAY": "today yesterday tomorrow tonight",
    "APPROX": "almost around nearly roughly approximately over",
    "MORE": "more less fewer",
    "THAN": "than",
    "LEAST": "least most",
    "HALF": "half",
    "RECENT": "recent",
    "LATEST": "latest",
    "PRESENT": "now currently nowadays presently current",
    "MOMENT": "moment present",
    "FUTURE": "future",
    "SOON": "soon",
    "NEAR": "near",
    "PASTREF": "recently lately",
    "OLD": "old",
    "RIGHT": "right very",
    "LOCAL": "local",
    "TIMEWORD": "time",
    "FULL": "full entire whole final consecutive",
    "PERIOD": "period",
    "NOON": "noon midnight midday",
    "LONG": "long",
    "ERA": "bc bce",
    "ATTACK": "attack attacks terrorist terror hijackings hijackers",
    "DONE": "ruling verdict decision announcement bombing bombings blast blasts explosion explosions crash raid raids "
    "shooting shootings killing killings airstrike airstrikes remarks comments massacre",
    "BYNAME": "black bloody ash palm maundy cyber super",
    "HOLIDAY": "christmas thanksgiving easter",
    "SOMETIME": "sometime",
    "FOR": "for within after during throughout",
    "ENDED": "ended ending",
    "ONCE": "once twice times",
}
LEXICON: dict[str, tuple[str, int | str]] = {
    word: (name, word) for name, words in _WORDS.items() for word in listed(words)
}
LEXICON |= {
    word: ("UNIT", code)
    for word, code in UNITS.items()
    if word not in ("second", "quarter", "night", "weekend")
}
LEXICON |= {word: ("UNITS", code) for word, code in PLURALS.items()}
LEXICON |= {"weekend": ("WEEKEND", "WE")}
LEXICON |= {"quarter": ("QUARTER", "Q")}
LEXICON |= {word: ("ORD", value) for word, value in ORDINALS.items()}
LEXICON |= {word: ("NUM", value) for word, value in (SMALL | TENS).items()}
LEXICON |= {word: ("DECADE", value) for word, value in DECADES.items()}
LEXICON |= {word: ("SEASON", code) for word, code in SEASONS.items()}
LEXICON |= {word: ("PART", code) for word, code in PARTS.items()}
LEXICON |= {word: ("SETWORD", code) for word, code in SETS.items()}
CAPITALISED: dict[str, tuple[str, int]] = {word: ("MONTH", n) for word, n in MONTHS.items()}
CAPITALISED |= {word: ("WEEKDAY", n) for word, n in WEEKDAYS.items()}
