"""Attribution: who says so, where the article does not vouch for it itself."""

from __future__ import annotations

from detente import grammar
from detente.coding.parties import Mentions, find
from detente.types import Actor, Sentence

SOURCES = grammar.words_of(
    "official source spokesman spokeswoman spokesperson ministry statement report agency media"
)


def said_by(sentence: Sentence, word: int, mentions: Mentions, core: int = -1) -> Actor | None:
    """The actor whose words tell the act: "X said ...", "according to X", "in what X says was ...".

    `core` is the verb inside, where the act's own word may itself be one of speech ("announced it will hold").
    """
    verb = grammar.speech_above(sentence, word if core < 0 else core)
    if verb is not None and (verb != word or core >= 0):
        subject = grammar.subject_of(sentence, verb)
        if subject is not None:
            found = find(sentence, (subject,), mentions, "actor").actors
            if found:
                return found[0]
    for at in (word, *grammar.ancestors(sentence, word)):
        for marker, phrase in grammar.obliques(sentence, at):
            if marker in {"according to", "according", "per"}:
                found = find(sentence, (phrase,), mentions, "actor").actors
                if found:
                    return found[0]
    return None


def is_said_to_be(sentence: Sentence, word: int) -> bool:
    """Whether the words keep their distance: "allegedly", "is said to have", "reportedly"."""
    distance = {"allegedly", "reportedly", "purportedly", "supposedly"}
    return any(sentence.words[c].lower() in distance for c in grammar.children(sentence, word, "advmod"))
