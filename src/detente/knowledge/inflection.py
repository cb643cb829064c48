"""Inflection: the forms of a verb or noun of the lexicon, so that a word is found even where its lemma was guessed wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

VOWELS = "aeiou"
IRREGULAR = {
    "begin": "began begun",
    "break": "broke broken",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "choose": "chose chosen",
    "cut": "cut cutting",
    "do": "did done does",
    "draw": "drew drawn",
    "drive": "drove driven",
    "fall": "fell fallen",
    "feed": "fed",
    "fight": "fought",
    "flee": "fled",
    "fly": "flew flown",
    "forbid": "forbade forbidden forbidding",
    "forgive": "forgave forgiven",
    "freeze": "froze frozen",
    "get": "got gotten getting",
    "give": "gave given",
    "go": "went gone goes",
    "hang": "hung hanged",
    "have": "had has having",
    "hit": "hit hitting",
    "hold": "held",
    "hurt": "hurt",
    "keep": "kept",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lend": "lent lended",
    "let": "let letting",
    "make": "made",
    "mean": "meant",
    "meet": "met",
    "overrun": "overran overrun overrunning",
    "overthrow": "overthrew overthrown",
    "pay": "paid",
    "put": "put putting",
    "quit": "quit quitting",
    "retake": "retook retaken",
    "ring": "rang rung",
    "say": "said",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "set": "set setting",
    "shoot": "shot",
    "show": "showed shown",
    "shut": "shut shutting",
    "sink": "sank sunk",
    "sit": "sat sitting",
    "slay": "slew slain",
    "speak": "spoke spoken",
    "stand": "stood",
    "stick": "stuck",
    "strike": "struck stricken",
    "swear": "swore sworn",
    "take": "took taken",
    "tell": "told",
    "throw": "threw thrown",
    "undertake": "undertook undertaken",
    "undo": "undid undone",
    "uphold": "upheld",
    "wear": "wore worn",
    "win": "won winning",
    "withdraw": "withdrew withdrawn",
    "withhold": "withheld",
    "write": "wrote written",
}
# Two syllables with the stress on the second double their last letter: "expelled", but "visited".
DOUBLING = frozenset(
    [
        "expel",
        "compel",
        "rebut",
        "refer",
        "defer",
        "deter",
        "annul",
        "commit",
        "permit",
        "admit",
        "submit",
        "acquit",
        "transfer",
        "rebel",
        "patrol",
        "cancel",
        "propel",
        "repel",
        "abet",
        "abut",
        "occur",
        "incur",
        "recur",
        "concur",
        "regret",
    ]
)


def verb_forms(lemma: str) -> tuple[str, ...]:
    """The lemma's third person, past, participle and -ing forms, all that English spelling allows."""
    if lemma in IRREGULAR:
        irregular = IRREGULAR[lemma].split()
        return (*irregular, *_third_person(lemma), *_ing(lemma))
    if lemma.endswith("e"):
        past = [f"{lemma}d"]
    elif lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        past = [f"{lemma[:-1]}ied"]
    else:
        past = [f"{stem}ed" for stem in _stems(lemma)]
    return (*past, *_third_person(lemma), *_ing(lemma))


def noun_forms(lemma: str) -> tuple[str, ...]:
    """The plural of a noun."""
    irregular = {
        "man": "men",
        "woman": "women",
        "person": "people",
        "policeman": "policemen",
        "crewman": "crewmen",
    }
    return (irregular[lemma],) if lemma in irregular else _third_person(lemma)


def forms_to_lemmas(lemmas: Iterable[str], forms_of: Callable[[str], tuple[str, ...]]) -> dict[str, str]:
    """Each form with the lemma that it belongs to; a form that is itself a lemma stands for itself."""
    known = set(lemmas)
    found = {form: lemma for lemma in sorted(known) for form in forms_of(lemma) if form not in known}
    return found | {lemma: lemma for lemma in known}


def _third_person(lemma: str) -> tuple[str, ...]:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return (f"{lemma}es",)
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return (f"{lemma[:-1]}ies",)
    return (f"{lemma}s",)


def _ing(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("ie"):
        return (f"{lemma[:-2]}ying",)
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return (f"{lemma[:-1]}ing",)
    return tuple(f"{stem}ing" for stem in _stems(lemma))


def _stems(lemma: str) -> tuple[str, ...]:
    short = len(lemma) <= 5 and sum(letter in VOWELS for letter in lemma) == 1
    closed = lemma[-1:] not in "aeiouwxy" and lemma[-2:-1] in VOWELS and lemma[-3:-2] not in VOWELS
    if closed and (short or lemma in DOUBLING):
        return (lemma + lemma[-1], lemma) if lemma == "cancel" else (lemma + lemma[-1],)
    return (lemma,)
