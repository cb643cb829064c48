"""Inflection: the forms of a verb or noun of the lexicon, so that a word is found even where its lemma was guessed wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

VOWELS = "aeiou"
IRREGULAR = {
    "arise": "arose arisen",
    "bear": "bore borne",
    "beat": "beat beaten beating",
    "become": "became",
    "begin": "began begun",
    "bend": "bent",
    "bind": "bound",
    "bite": "bit bitten",
    "bleed": "bled",
    "blow": "blew blown",
    "break": "broke broken",
    "breed": "bred",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "choose": "chose chosen",
    "cling": "clung",
    "come": "came",
    "cost": "cost",
    "cut": "cut cutting",
    "deal": "dealt",
    "dig": "dug digging",
    "do": "did done does",
    "draw": "drew drawn",
    "drink": "drank drunk",
    "drive": "drove driven",
    "eat": "ate eaten",
    "fall": "fell fallen",
    "feed": "fed",
    "feel": "felt",
    "fight": "fought",
    "find": "found",
    "flee": "fled",
    "fly": "flew flown",
    "forbid": "forbade forbidden forbidding",
    "forego": "forewent foregone",
    "foresee": "foresaw foreseen",
    "forget": "forgot forgotten forgetting",
    "forgive": "forgave forgiven",
    "freeze": "froze frozen",
    "get": "got gotten getting",
    "give": "gave given",
    "go": "went gone goes",
    "grow": "grew grown",
    "hang": "hung hanged",
    "have": "had has having",
    "hear": "heard",
    "hide": "hid hidden",
    "hit": "hit hitting",
    "hold": "held",
    "hurt": "hurt",
    "keep": "kept",
    "know": "knew known",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lend": "lent lended",
    "let": "let letting",
    "lie": "lay lain",
    "light": "lit",
    "lose": "lost",
    "make": "made",
    "mean": "meant",
    "meet": "met",
    "mistake": "mistook mistaken",
    "overrun": "overran overrun overrunning",
    "oversee": "oversaw overseen",
    "overtake": "overtook overtaken",
    "overthrow": "overthrew overthrown",
    "pay": "paid",
    "put": "put putting",
    "quit": "quit quitting",
    "read": "read",
    "rebuild": "rebuilt",
    "redraw": "redrew redrawn",
    "repay": "repaid",
    "resell": "resold",
    "retake": "retook retaken",
    "ride": "rode ridden",
    "ring": "rang rung",
    "rise": "rose risen",
    "run": "ran running",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "set": "set setting",
    "shake": "shook shaken",
    "shed": "shed shedding",
    "shoot": "shot",
    "show": "showed shown",
    "shrink": "shrank shrunk",
    "shut": "shut shutting",
    "sing": "sang sung",
    "sink": "sank sunk",
    "sit": "sat sitting",
    "slay": "slew slain",
    "sleep": "slept",
    "slide": "slid",
    "speak": "spoke spoken",
    "spend": "spent",
    "spin": "spun spinning",
    "split": "split splitting",
    "spread": "spread",
    "spring": "sprang sprung",
    "stand": "stood",
    "steal": "stole stolen",
    "stick": "stuck",
    "sting": "stung",
    "strike": "struck stricken",
    "swear": "swore sworn",
    "sweep": "swept",
    "swim": "swam swum swimming",
    "swing": "swung",
    "take": "took taken",
    "teach": "taught",
    "tear": "tore torn",
    "tell": "told",
    "think": "thought",
    "throw": "threw thrown",
    "understand": "understood",
    "undertake": "undertook undertaken",
    "undo": "undid undone",
    "uphold": "upheld",
    "wake": "woke woken",
    "wear": "wore worn",
    "weave": "wove woven",
    "weep": "wept",
    "win": "won winning",
    "wind": "wound",
    "withdraw": "withdrew withdrawn",
    "withhold": "withheld",
    "withstand": "withstood",
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
    if lemma.endswith(("ful", "ous")) or (
        lemma.endswith("ed") and len(lemma) > 5 and not lemma.endswith("eed")
    ):
        # What one is, not what one does: "grateful", "alarmed" stand among the verbs where "is" stands before them.
        return (lemma,)
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
