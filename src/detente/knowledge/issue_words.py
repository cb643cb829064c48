"""What words tell of the issue of a stand: `issue_words.npz`, learned, and `issue_choice.toml`, how it is weighed.

Both are made by `python -m training.issues`; the second may be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from detente.errors import KnowledgeError
from detente.knowledge.tables import read_toml

NONE = "none"
"""The class of stands that are on no issue: invitations, thanks, talk about talks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IssueWords:
    """A linear model over words and pairs of words: a row a word, a column an issue."""

    rows: Mapping[str, int]
    rarity: np.ndarray
    """Inverse document frequency of each row, float32."""
    weights: np.ndarray
    """Rows by issues, float32."""
    columns: Mapping[str, int]
    """Issues, and `NONE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """What one observation about a candidate issue counts."""

    name: str
    weight: float
    about: str
    """What is observed, in a sentence."""


def read_issue_words(file: Traversable) -> IssueWords:
    """The model of a file. Raises `KnowledgeError` where its parts do not fit together."""
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as parts:
        words, names = (bytes(parts[n]).decode("utf-8").split("\n") for n in ("words", "issues"))
        rarity = parts["rarity"].astype(np.float32)
        weights = np.zeros((len(words), len(names)), np.float32)
        counts, which, values = parts["counts"], parts["which"], parts["values"]
        if len(rarity) != len(words) or len(counts) != len(words) or counts.sum() != len(values):
            raise KnowledgeError(f"{file}: its parts do not fit together; make it anew: training.issues")
        weights[np.repeat(np.arange(len(words)), counts), which] = values
    return IssueWords(
        rows={word: n for n, word in enumerate(words)},
        rarity=rarity,
        weights=weights,
        columns={name: n for n, name in enumerate(names)},
    )


def read_choice(file: Traversable) -> tuple[ChoiceRow, ...]:
    """The rows of a table of weights. Raises `KnowledgeError` with the line of every fault."""
    return read_toml(file, "observation", ChoiceRow, unique=("name",))


@cache
def issue_words() -> IssueWords:
    """The model that comes with the package."""
    return read_issue_words(files("detente.knowledge").joinpath("issue_words.npz"))


@cache
def issue_choice() -> tuple[ChoiceRow, ...]:
    """The weights that come with the package."""
    return read_choice(files("detente.knowledge").joinpath("issue_choice.toml"))
