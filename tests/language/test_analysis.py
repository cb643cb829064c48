"""Texts in, sentences out: exact offsets, the same answer in every batch, no text that breaks it."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.language import Language, analysis
from detente.language.encoder import Encoder, model_folder
from detente.types import Sentence

STORY = (
    "BEIJING (AP) — U.S. Secretary of State Antony Blinken met Chinese Foreign Minister Qin Gang on Sunday. "
    "The talks, which lasted seven hours, were described as candid. “We have made progress,” Blinken said.\n\n"
    "Russia's parliament did not approve the treaty. Protesters were arrested by police in Tbilisi."
)


def the(sentence: Sentence, word: str) -> int:
    return sentence.words.index(word)


def relation(sentence: Sentence, word: str) -> tuple[str, str]:
    at = the(sentence, word)
    head = sentence.heads[at]
    return sentence.relations[at], sentence.words[head] if head >= 0 else ""


def check(text: str, sentences: tuple[Sentence, ...]) -> None:
    at = 0
    for number, sentence in enumerate(sentences):
        assert sentence.index == number and at <= sentence.start < sentence.end
        at = sentence.end
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            assert word == text[start:end] and sentence.start <= start < end <= sentence.end
        assert sum(head == -1 for head in sentence.heads) == bool(sentence.words)
        for word in range(len(sentence.words)):
            path = {word}
            while sentence.heads[word] >= 0:
                word = sentence.heads[word]
                assert word not in path
                path.add(word)


def test_who_did_what_to_whom(language: Language) -> None:
    _, first, talks, _, treaty, arrest = language.analyse([STORY])[0]
    assert relation(first, "Qin")[0] in {"flat", "appos", "obj"}
    assert relation(first, "met") == ("root", "")
    assert first.lemmas[the(first, "met")] == "meet"
    assert relation(talks, "talks")[0] == "nsubj:pass"
    assert relation(talks, "which") == ("nsubj", "lasted")
    assert relation(treaty, "not") == ("advmod", "approve")
    assert "Tense=Pres" not in treaty.features[the(treaty, "did")]
    assert relation(arrest, "police")[0] in {"obl:agent", "obl"}
    assert "Voice=Pass" in arrest.features[the(arrest, "arrested")]


def test_names(language: Language) -> None:
    text = "Angela Merkel flew to Moscow for talks with the World Bank."
    sentence = language.analyse([text])[0][0]
    found = {(" ".join(sentence.words[n.first : n.last + 1]), n.label) for n in sentence.names}
    assert found == {("Angela Merkel", "PER"), ("Moscow", "LOC"), ("World Bank", "ORG")}


def test_the_answer_depends_neither_on_batch_nor_on_order(language: Language) -> None:
    texts = [
        STORY,
        "Yes.",
        "No",
        STORY.upper(),
        "The two sides met. " * 12,
        "Rebels shelled Goma, officials said.",
    ]
    together = language.analyse(texts)
    assert language.analyse(texts) == together

    def anew() -> Language:
        """The same encoder, and nothing remembered of what it read."""
        return Language(language._encoder)

    assert anew().analyse(texts[::-1]) == together[::-1]
    assert [anew().analyse([text])[0] for text in texts] == together
    assert anew().analyse(texts * 9)[-len(texts) :] == together


def test_a_sentence_told_again_is_read_once(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    scores = language._encoder.scores

    def counted(sentences):
        asked.append(len(sentences))
        return scores(sentences)

    monkeypatch.setattr(language._encoder, "scores", counted)
    monkeypatch.setattr(analysis, "KEPT", 2)
    one = Language(language._encoder)
    twice = "Rebels shelled Goma, officials said. Talks failed. Rebels shelled Goma, officials said."
    first, talks, again = one.analyse([twice])[0]
    assert (again.words, again.heads, again.names) == (first.words, first.heads, first.names)
    assert again.starts == tuple(start + again.start for start in first.starts)
    assert one.analyse(["Talks failed."])[0][0].heads == talks.heads
    # Two are remembered; that one was told again keeps it before the other.
    one.analyse(["Iran agreed."])
    one.analyse(["Talks failed."])
    one.analyse(["Rebels shelled Goma, officials said."])
    assert asked == [2, 0, 1, 0, 1]


def test_a_refused_sentence_keeps_its_place(language: Language) -> None:
    all_of_them = language.analyse([STORY])[0]
    gated = language.analyse([STORY], gate=lambda said: ["Russia" in one for one in said])[0]
    assert [(s.index, s.start, s.end) for s in gated] == [(s.index, s.start, s.end) for s in all_of_them]
    assert [(s.words, s.starts, s.ends) for s in gated] == [(s.words, s.starts, s.ends) for s in all_of_them]
    assert [set(s.tags) == {"X"} for s in gated] == [True, True, True, True, False, True]
    assert gated[4] == all_of_them[4]
    check(STORY, gated)


def test_given_words_are_kept(language: Language) -> None:
    words = ("China", "'s", "navy", "sailed", ".")
    found = language.analyse_words([words, ()])
    assert found[0].words == words
    assert found[1].words == ()


BAD = {
    "nothing": "",
    "white space": " \n\t\n ",
    "punctuation": "?!... ;;; --- ()",
    "lone surrogate": "The \ud800 minister \udfff resigned.",
    "control characters": "The\x00 minister\x07 resigned\x1b[0m.",
    "right to left": "وصل الوزير إلى القاهرة. \u202eThe minister\u202c came.",
    "emoji": "Talks 🤝🏽 went well 👩‍👩‍👧 today 🇺🇳!",
    "markup": "<p>The <b>minister</b> &amp; aides met.</p><script>x=1;</script>",
    "no spaces": "a" * 5000,
    "Chinese": "外交部长王毅周日会见了美国国务卿。双方同意继续对话。",
    "zero width": "Min\u200bister met\ufeff envoy.",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_gives_exact_offsets(language: Language, text: str) -> None:
    check(text, language.analyse([text])[0])


def test_a_sentence_beyond_the_encoder_loses_nothing(language: Language) -> None:
    text = "and the minister said that " * 400 + "it was over."
    (sentence,) = language.analyse([text])[0]
    check(text, (sentence,))
    assert len(sentence.words) == 5 * 400 + 4


@pytest.mark.slow
def test_a_hundred_thousand_characters(language: Language) -> None:
    text = "the minister said so and " * 4000
    check(text, language.analyse([text])[0])


@given(st.lists(st.text(max_size=60), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_analysed(language: Language, texts: list[str]) -> None:
    for text, sentences in zip(texts, language.analyse(texts), strict=True):
        check(text, sentences)


def test_missing_or_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        Encoder(tmp_path, 1)
    manifest = json.loads(model_folder().joinpath("manifest.json").read_text("utf-8"))
    tmp_path.joinpath("manifest.json").write_text(json.dumps(manifest))
    for name in manifest["files"]:
        tmp_path.joinpath(name).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="damaged"):
        Encoder(tmp_path, 1)


def test_the_files_are_small_enough_to_ship() -> None:
    files = [model_folder().joinpath(name) for name in ("parser.onnx", "relations.onnx", "embeddings.npz")]
    assert sum(len(file.read_bytes()) for file in files) < 30e6
