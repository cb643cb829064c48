"""The name annotation and the training sentences hold together: offsets, labels, order, no overlap."""

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

NAMES = Path(__file__).parents[2] / "training" / "names"
LABELS = {"PER", "ORG", "LOC"}


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NAMES / "news.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def standoff_rows() -> list[list[str]]:
    lines = (NAMES / "ewt_train_names.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "sent_id\tfirst\tlast\tlabel"
    return [line.split("\t") for line in lines[1:]]


def test_there_are_1500_sentences_and_700_of_them_written_by_hand(sentences: list[dict[str, Any]]) -> None:
    assert len(sentences) >= 1500
    assert sum(s["source"].startswith("hand:") for s in sentences) >= 700


def test_no_sentence_comes_twice(sentences: list[dict[str, Any]]) -> None:
    twice = [text for text, count in Counter(s["text"] for s in sentences).items() if count > 1]
    assert twice == []


def test_every_name_has_a_known_label_and_lies_in_its_sentence(sentences: list[dict[str, Any]]) -> None:
    for sentence in sentences:
        for start, end, label in sentence["names"]:
            assert label in LABELS
            assert 0 <= start < end <= len(sentence["text"])


def test_names_are_in_order_and_do_not_overlap(sentences: list[dict[str, Any]]) -> None:
    for sentence in sentences:
        spans = [(start, end) for start, end, _ in sentence["names"]]
        apart = all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
        assert apart, sentence["text"]


def test_names_begin_and_end_at_word_boundaries(sentences: list[dict[str, Any]]) -> None:
    for sentence in sentences:
        text = sentence["text"]
        for start, end, _ in sentence["names"]:
            name = text[start:end]
            assert name == name.strip()
            assert start == 0 or not text[start - 1].isalnum(), text
            assert end == len(text) or not text[end].isalnum(), text


def test_no_title_is_part_of_a_person_s_name(sentences: list[dict[str, Any]]) -> None:
    titles = {"mr", "mr.", "mrs", "mrs.", "ms.", "dr", "dr.", "president", "prof.", "pope", "sen.", "gen."}
    for sentence in sentences:
        for start, end, label in sentence["names"]:
            first = sentence["text"][start:end].split()[0].lower()
            assert label != "PER" or first not in titles, sentence["text"]


def test_no_mark_is_left_in_the_text(sentences: list[dict[str, Any]]) -> None:
    assert not [s["text"] for s in sentences if set("[]{}") & set(s["text"])]


def test_standoff_rows_are_word_ranges_with_known_labels(standoff_rows: list[list[str]]) -> None:
    for _, first, last, label in standoff_rows:
        assert 1 <= int(first) <= int(last)
        assert label in LABELS


def test_standoff_names_of_a_sentence_do_not_overlap(standoff_rows: list[list[str]]) -> None:
    ends: dict[str, int] = {}
    for sent_id, first, last, _ in standoff_rows:
        assert int(first) > ends.get(sent_id, 0), sent_id
        ends[sent_id] = int(last)


def test_the_standoff_file_covers_the_treebank_and_holds_no_words(standoff_rows: list[list[str]]) -> None:
    assert len({row[0] for row in standoff_rows}) > 3000
    assert all(len(row) == 4 for row in standoff_rows)
