"""The accuracy that pages tell of is that of docs/benchmarks.md."""

import re
from pathlib import Path

import pytest

from detente.knowledge.accuracy import accuracy

BENCHMARKS = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
FIGURE = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?!\d|[.,]\d)")


def stands(figure, text):
    """Whether a figure stands in a text, or a finer one that is rounded to it."""
    places = len(figure.partition(".")[2])
    return any(
        len(found.partition(".")[2]) >= places and f"{float(found) + 1e-9:.{places}f}" == figure
        for found in FIGURE.findall(text)
    )


def sections(command):
    """The parts of the page that name the program of a command."""
    program = re.search(r"benchmarks/\w+\.py|detente \w+", command)[0]
    return [part for part in re.split(r"(?m)^## ", BENCHMARKS) if program in part]


@pytest.mark.parametrize("row", accuracy(), ids=lambda row: row.what[:40])
def test_each_figure_stands_in_the_benchmarks(row):
    where = "\n".join(sections(row.command))
    figures = [one for one in FIGURE.findall(f"{row.figure} {row.note}") if "." in one or one in row.figure]
    assert figures
    assert [one for one in figures if not stands(one, where)] == []


def test_a_figure_stands_by_itself():
    assert stands("0.79", "of 0.787 when")
    assert not stands("0.79", "10.79, 0.7, 0.70")
    assert not stands("0.91", "of 0.902")
