"""How a mention stands to a word that tells an act: its subject, its object, with it, before it, in another sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente import grammar
from detente.diplomacy.frames import Frame, Mention
from detente.types import Sentence

LINKS = (
    "heading", "subject", "object", "with", "agent", "toward", "at", "other oblique", "possessor", "of the noun", "own phrase",
    "in its clause", "speaker", "subject of another clause", "hearer", "in another clause, before", "in another clause, after",
    "subject of the sentence before", "in the sentence before", "further before", "in the sentence after", "further after",
    "of a chain",
)  # fmt: skip
"""What a mention may be to an act, told by the tree and by the order of the text."""
Note = Callable[[str, int | None], None]
"""Takes down what a word, with all that is coordinated with it, is to an act."""
_NUMBER = {name: n for n, name in enumerate(LINKS)}
OBLIQUES = (
    (
        "with",
        grammar.words_of("with alongside between among and against for")
        | {"together with", "along with", "as well as"},
    ),
    ("toward", grammar.words_of("to toward towards on upon from into")),
    ("at", grammar.words_of("in at near outside through over")),
)
"""What a prepositional phrase is, by its preposition."""
ABOVE = {
    "ccomp": "speaker",
    "parataxis": "speaker",
    "xcomp": "of a chain",
    "conj": "of a chain",
    "advcl": "of a chain",
}
"""What the subject of a clause above is, by the relation of the clause below to it."""


class Relating:
    """The links of one frame, asked for one word at a time."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._sentences = {s.index: s for s in frame.read}
        self._heads = [self._head(m) for m in frame.mentions]

    def links(self, word: int, mentions: Sequence[int]) -> list[int]:
        """The number in `LINKS` of each mention beside a word of the frame."""
        frame = self._frame
        at = frame.sentences[word]
        sentence = self._sentences.get(at)
        if sentence is None:
            return [0] * len(mentions)
        own = self._own(sentence, frame.words[word])
        return [self._link(word, m, at, own) for m in mentions]

    def _link(self, word: int, mention: int, at: int, own: dict[int, int]) -> int:
        m = self._frame.mentions[mention]
        if m.sentence < 0:
            return 0
        gap = m.sentence - at
        if gap:
            if gap == -1:
                before = self._sentences[m.sentence]
                root = grammar.root(before)
                subject = grammar.subject_of(before, root) if root is not None else None
                leads = subject is not None and subject in (
                    self._heads[mention],
                    self._first_conjunct(mention),
                )
                return _NUMBER["subject of the sentence before" if leads else "in the sentence before"]
            return _NUMBER[
                "further before" if gap < 0 else "in the sentence after" if gap == 1 else "further after"
            ]
        head = self._heads[mention]
        found = own.get(head if head is not None else -1)
        if found is not None:
            return found
        return _NUMBER["in another clause, before" if m.first < word else "in another clause, after"]

    def _head(self, mention: Mention) -> int | None:
        """The word of its sentence that a mention is headed by."""
        sentence = self._sentences.get(mention.sentence)
        if sentence is None:
            return None
        first, last = self._frame.words[mention.first], self._frame.words[mention.last]
        for word in range(first, last + 1):
            if not first <= sentence.heads[word] <= last:
                return word
        return first

    def _first_conjunct(self, mention: int) -> int | None:
        head = self._heads[mention]
        sentence = self._sentences[self._frame.mentions[mention].sentence]
        return grammar.first_conjunct(sentence, head) if head is not None else None

    def _own(self, sentence: Sentence, word: int) -> dict[int, int]:
        """What each word of the act's sentence is to the act, as far as its tree tells."""
        verb = next(
            (w for w in (word, *grammar.ancestors(sentence, word)) if sentence.tags[w] in {"VERB", "AUX"}),
            word,
        )
        found: dict[int, int] = {}

        def note(name: str, head: int | None) -> None:
            if head is None:
                return
            for each in grammar.conjuncts(sentence, head):
                found.setdefault(each, _NUMBER[name])
                for part in grammar.appositions(sentence, each):
                    found.setdefault(part, _NUMBER[name])

        if word != verb:
            note("possessor", grammar.possessor(sentence, word))
            self._obliques(sentence, word, note, "of the noun")
        note("subject", grammar.subject_of(sentence, verb))
        note("object", grammar.object_of(sentence, verb))
        for other in grammar.children(sentence, verb, "iobj"):
            note("hearer", other)
        note("agent", grammar.agent_of(sentence, verb))
        self._obliques(sentence, verb, note, "other oblique")
        self._above(sentence, verb, note)
        for inside in grammar.subtree(sentence, word):
            found.setdefault(inside, _NUMBER["own phrase"])
        for inside in grammar.subtree(sentence, verb, grammar.CLAUSES):
            found.setdefault(inside, _NUMBER["in its clause"])
        return found

    def _obliques(self, sentence: Sentence, word: int, note: Note, other: str) -> None:
        for preposition, head in grammar.obliques(sentence, word):
            note(next((name for name, words in OBLIQUES if preposition in words), other), head)

    def _above(self, sentence: Sentence, verb: int, note: Note) -> None:
        """Who acts in the clauses above: the speaker of speech, the one who plans or wishes; whom they tell."""
        at = verb
        for above in grammar.ancestors(sentence, verb):
            if sentence.tags[above] not in {"VERB", "AUX"}:
                continue
            relation = grammar.base(sentence.relations[at])
            note(ABOVE.get(relation, "subject of another clause"), grammar.subject_of(sentence, above))
            note("hearer", grammar.object_of(sentence, above))
            at = above
