"""The gate: who might take part in an event opens it."""

import pytest

from detente.language.gate import gate_of

GATE = gate_of(["Vanuatu", "Ivory Coast", "EU"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The foreign minister flew home.",
        "They shook hands.",
        "Vanuatu protested.",
        "vanuatu protested",
        "ivory coast signed",
        "A convoy left for Kharkiv.",
        "Yesterday NATO met.",
        "Lavrov declined.",
        "“Merkel's visit went well.”",
        "Troops crossed the river.",
        "It was signed by the U.S. in haste.",
        "It also rejected a plan to hold the vote later.",
        "It has always denied that.",
    ],
)
def test_a_sentence_with_someone_in_it_passes(sentence: str) -> None:
    assert GATE(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Doors open at noon on Monday and entry is free.",
        "It rained.",
        "I think so.",
        "Rents rose in April.",
        "All rights reserved.",
        "the vanuatuan stamp",
        "\ud800 \x00 ...",
    ],
)
def test_a_sentence_without_anyone_does_not(sentence: str) -> None:
    assert not GATE(sentence)


def test_the_gate_works_without_names() -> None:
    assert gate_of([])("The president spoke.")
    assert not gate_of([])("Nothing happened.")
