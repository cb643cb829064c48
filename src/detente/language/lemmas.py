"""Dictionary forms from edit scripts: "3:y" takes three letters off the end and adds a y."""

from __future__ import annotations


def lemma_of(word: str, script: str, tag: str) -> str:
    """The lemma that a script makes of a word; proper nouns keep their capitals."""
    base = word if tag == "PROPN" else word.lower()
    if script.startswith("W:"):
        return script[2:]
    if ":" not in script:
        return base
    cut, _, added = script.partition(":")
    kept = base[: len(base) - int(cut)] if cut.isdigit() and int(cut) < len(base) else base
    return kept + added
