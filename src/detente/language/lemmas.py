"""Dictionary forms from edit scripts: "3:y" takes three letters off the end and adds a y."""

from __future__ import annotations

from functools import lru_cache

from detente.knowledge.inflection import IRREGULAR
from detente.language.spelling import base_of

# Plurals in -ies whose singular ends in -ie; with all others the y comes back.
_IN_IE = frozenset(
    {
        "movies",
        "cookies",
        "zombies",
        "calories",
        "rookies",
        "prairies",
        "ties",
        "lies",
        "dies",
        "pies",
        "genies",
    }
    | {"selfies", "hoodies", "brownies", "foodies", "hippies", "indies", "sorties", "birdies"}
)
# Scripts by which an ending only goes: spelling knows better than the encoder what else changes.
_REGULAR = frozenset({"1:", "2:", "3:", "3:e", "3:y", "4:"})
# Strong and irregular forms that no ending tells, but for those that are verbs of their own ("found", "saw", "wound").
_STRONG = {
    form: lemma
    for lemma, forms in IRREGULAR.items()
    for form in forms.split()
    if form not in {*IRREGULAR, "found", "saw", "felt", "lay", "wound", "bound", "ground", "fell"}
}
_HISSING = ("shes", "sses", "zzes")


@lru_cache(maxsize=100_000)
def lemma_of(word: str, script: str, tag: str) -> str:
    """The lemma that a script makes of a word; proper nouns and the pronoun I keep their capitals."""
    base = word if tag == "PROPN" else word.lower()
    if tag == "VERB" and base in _STRONG:
        return _STRONG[base]
    if script.startswith("W:"):
        return _capital(script[2:], tag)
    if ":" not in script:
        return _capital(base, tag)
    if tag == "VERB" and script in _REGULAR and base.lower().endswith(("ed", "ing")):
        return base_of(base)
    cut, _, added = script.partition(":")
    if script == "1:":
        cut, added = _ending(base.lower())
    kept = base[: len(base) - int(cut)] if cut.isdigit() and int(cut) < len(base) else base
    return kept + added


def _ending(word: str) -> tuple[str, str]:
    """What an s at the end takes with it: "studies" is of "study", "clashes" of "clash"."""
    if word.endswith("ies") and len(word) > 4 and word not in _IN_IE:
        return "3", "y"
    return ("2", "") if word.endswith(_HISSING) else ("1", "")


def _capital(lemma: str, tag: str) -> str:
    return "I" if tag == "PRON" and lemma == "i" else lemma
