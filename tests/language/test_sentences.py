"""Where sentences end. Each case is a text with | at the ends that must be found."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language import sentence_spans

CASES = {
    "plain": "The talks ended.| Both sides left.",
    "title of a state": "U.S. Secretary of State Antony Blinken met Gen. Li in Beijing.| Talks go on.",
    "titles": "Mr. Qin and Dr. Merkel met Sen. Graham on Sunday.| They spoke at length.",
    "initial": "S. Jaishankar arrived in Moscow.| He meets Mr. Lavrov today.",
    "state ends": "He returned to the U.S.| The trip was his first.",
    "time of day": "The session opened at 10 a.m.| It closed late.",
    "time with its day": "The session opened at 10 a.m. Monday in Vienna.",
    "decimal": "Trade rose 3.5 percent to $1.2 billion.| Imports fell.",
    "quotation": "“We will not yield.| We are ready,” he said.| No one replied.",
    "question in a quotation": "“Will they come?” he asked.| Nobody knew.",
    "dateline": "BEIJING (AP) —| China's foreign minister met his guest.| They dined.",
    "company": "Huawei Technologies Co. said it would appeal.| The court is in Texas.",
    "paragraphs": "Ministers meet in Vienna|\n\nThe talks began on Monday.",
    "heading without a stop": "Ceasefire talks stall|\n\nNegotiators left Doha on Friday.",
    "no capitals": "the food was cold.| we left early!| never again",
    "ellipsis goes on": "He waited ... and waited.",
    "number of a list": "No. 10 declined to comment.| So did Paris.",
    "month": "It was signed on Aug. 15 in Kabul.| It held.",
    "footnote": "She was born in Oslo in 1962. [3]| Her father was a judge.",
    "short form": "The International Atomic Energy Agency (IAEA) General Conference met in Vienna.| It chose a chair.",
    "speaker": "QUESTION: Will the minister resign?",
    "names": "Speaking to NBC News Editor Jane Roe, President Emmanuel Macron ruled it out.",
    "exclamation in a mail": "Thanks for your help!| See you in Geneva!| Anna",
    "address on the web": "See www.un.org/en for details.| The vote is tomorrow.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_sentences_end_where_they_should(marked: str) -> None:
    text = marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab AB.!?\"”'“\n\t()1,:—…🙂\u202e"), max_size=120))
@settings(max_examples=200, deadline=None)
def test_sentences_are_in_order_apart_and_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert start < end and not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_a_blank_line_ends_every_sentence() -> None:
    assert len(sentence_spans("Talks between\n\nthe two")) == 2


def test_a_full_stop_without_a_space_parts() -> None:
    text = "The envoy left Muscat.The talks go on."
    assert [text[a:b] for a, b in sentence_spans(text)] == ["The envoy left Muscat.", "The talks go on."]


@pytest.mark.parametrize("marks", ["!", "a.", "A.", "(", ". ", '."', "_", "=*", "?!", "MR "])
@pytest.mark.parametrize("after", ["a", " ", "  x", "@"])
def test_marks_without_end_take_no_time(marks: str, after: str) -> None:
    """Patterns that look again from every character would take minutes here."""
    text = marks * 15_000 + after
    began = process_time()
    spans = sentence_spans(text)
    assert spans[0][0] == 0 and spans[-1][1] == len(text.rstrip())
    assert process_time() - began < 5
