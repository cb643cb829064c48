"""A sentence's tree as text, one word a line, for people who write lexicon rules."""

from __future__ import annotations

from detente import grammar
from detente.types import Sentence


def drawn(sentence: Sentence) -> str:
    """The tree with its root at the top; each word with tag, relation, lemma and the name that it is part of."""
    root = grammar.root(sentence)
    if root is None:
        return "(not analysed)"
    lines: list[str] = []
    _draw(sentence, root, "", "", lines)
    return "\n".join(lines)


def _draw(sentence: Sentence, word: int, lead: str, below: str, lines: list[str]) -> None:
    name = next((n.label for n in sentence.names if n.first <= word <= n.last), "")
    facts = [
        sentence.tags[word],
        sentence.relations[word],
        sentence.lemmas[word],
        sentence.features[word],
        name,
    ]
    lines.append(f"{lead}{sentence.words[word]}  {'  '.join(fact for fact in facts if fact)}")
    under = grammar.children(sentence, word)
    for position, child in enumerate(under):
        last = position == len(under) - 1
        _draw(sentence, child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "), lines)
