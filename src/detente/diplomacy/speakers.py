"""Whose words they are, where the article does not vouch for them itself."""

from __future__ import annotations

from detente import grammar
from detente.diplomacy.cast import Cast
from detente.types import Actor, Sentence

ACCORDING = frozenset({"according to", "according", "per"})


def speaker(sentence: Sentence, word: int, cast: Cast) -> Actor | None:
    """The actor of the speech verb above the word, or after "according to"; None where nobody is named."""
    says = grammar.speech_above(sentence, word)
    subject = grammar.subject_of(sentence, says) if says is not None else None
    actors = cast.at(sentence, subject) if subject is not None else ()
    if actors:
        return actors[0]
    for at in (word, *grammar.ancestors(sentence, word)):
        for marker, phrase in grammar.obliques(sentence, at):
            if marker in ACCORDING and (named := cast.at(sentence, phrase)):
                return named[0]
    return None
