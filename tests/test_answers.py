"""Answers: worked out once for each sentence, and for no other one."""

from detente import grammar
from detente.answers import TREES_KEPT, remembered, tree_of
from detente.types import Sentence


def sentence(index: int, words: str = "Oslo met Kyiv") -> Sentence:
    return Sentence(
        index=index,
        start=0,
        end=13,
        words=tuple(words.split()),
        starts=(0, 5, 9),
        ends=(4, 8, 13),
        lemmas=("Oslo", "meet", "Kyiv"),
        tags=("PROPN", "VERB", "PROPN"),
        features=("", "Mood=Ind|Tense=Past|VerbForm=Fin", ""),
        heads=(1, -1, 1),
        relations=("nsubj", "root", "obj"),
    )


def test_a_question_is_worked_out_once_for_each_word_of_a_sentence() -> None:
    asked: list[tuple[int, int]] = []

    @remembered
    def word_of(sentence: Sentence, word: int) -> str:
        asked.append((sentence.index, word))
        return sentence.words[word]

    one, other = sentence(0), sentence(1, "Rome met Bern")
    answers = [word_of(one, 0), word_of(one, 0), word_of(one, 2), word_of(other, 0), word_of(one, word=0)]
    assert answers == ["Oslo", "Oslo", "Kyiv", "Rome", "Oslo"]
    assert asked == [(0, 0), (0, 2), (1, 0), (0, 0)]


def test_answers_stay_right_over_more_sentences_than_are_kept() -> None:
    names = ["Oslo", "Rome", "Bern"]
    for n in range(2 * TREES_KEPT + 5):
        told = sentence(n, f"{names[n % 3]} met Kyiv")
        assert tree_of(told).sentence is told
        assert grammar.subject_of(told, 1) == 0
        assert grammar.children(told, 1, "obj") == (2,)
        assert grammar.subtree(told, 1, frozenset({"obj"})) == (0, 1)
