"""The chooser of issues: `issue_words.npz` from lines and the taxonomy, `issue_choice.toml` from stories.

    python -m training.issues [STORIES] [--check]

The words: every line of `training/issues/*.txt` (a heading `= ISSUE`, then what somebody may demand, refuse or deplore
on it), every stand of the passages in `training/diplomacy/written`, every word of `issues.toml` and every hint is a text of its issue; a ridge regression over words and pairs of
words (tf-idf, unit length) is solved in its dual form and cut down to the largest weights of each word.

The weights of the choice: for each stand that the coder finds in STORIES (default tests/gold/stories, without those of
`unseen.txt`) and in the passages of tests/gold/positions for tuning, and that a reader expects, the candidates with
what is observed of them; a conditional logit with a quadratic penalty, a story's stand counting twice. `--check` only prints
how often the right one is chosen in stories and passages left out.

Needs scipy; takes a minute of one core.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from benchmarks import positions as passages
from benchmarks import stories as gold
from scipy.optimize import minimize

from detente.diplomacy import choosing, positions
from detente.diplomacy.wording import marks
from detente.knowledge.hints import hints
from detente.knowledge.issue_words import NONE, issue_choice
from detente.knowledge.issues import issues
from detente.reading import open_reader
from detente.types import Position

LINES = Path(__file__).parent / "issues"
WRITTEN = Path(__file__).parent / "diplomacy" / "written"
KNOWLEDGE = Path(__file__).parents[1] / "src" / "detente" / "knowledge"
RIDGE = 0.3
KEPT = 14
"""Weights kept of each word."""
PENALTY = 3.0
FOLDS = 6
OF_STORY = 2
"""How often a stand of a story counts beside one of a short passage."""
SAME = 0.6


def texts() -> Iterator[tuple[str, str]]:
    """Issue and text: our lines, the stands of written passages, the taxonomy's words, the hints."""
    yield from (told for path in sorted(WRITTEN.glob("*.jsonl")) for told in stands(path))
    yield from lines()


def lines() -> Iterator[tuple[str, str]]:
    """Issue and text: our lines, the taxonomy's words, the hints."""
    known = {issue.id for issue in issues()}
    for path in sorted(LINES.glob("*.txt")):
        issue = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("= "):
                issue = line[2:].strip()
                if issue not in known | {NONE}:
                    raise ValueError(f"{path.name}: {issue!r} is no issue of the taxonomy")
            elif line.strip():
                yield issue, line.strip()
    yield from ((issue.id, word) for issue in issues() for word in issue.words)
    yield from ((row.issue, word) for row in hints(frozenset(known)) for word in row.words)


def stands(path: Path) -> Iterator[tuple[str, str]]:
    """Issue and text of the stands in written passages: the quotation, and its sentence under the headline."""
    for line in path.read_text("utf-8").splitlines():
        passage = json.loads(line)
        for told in passage.get("positions", ()):
            issue, at = told["issue"] or NONE, passage["text"].find(told["quote"])
            before = passage["text"].rfind(". ", 0, max(at, 0)) + 1
            after = passage["text"].find(". ", at + len(told["quote"]))
            yield issue, told["quote"]
            yield (
                issue,
                f"{passage['title']} {passage['text'][before : after if after > 0 else None]}".strip(),
            )


def fit_words(given: Sequence[tuple[str, str]]) -> dict[str, np.ndarray]:
    """The arrays of `issue_words.npz`."""
    counted = [Counter(marks(text)) for _, text in given]
    documents = Counter(mark for counts in counted for mark in counts)
    words, names = sorted(documents), sorted({issue for issue, _ in given})
    at = {word: n for n, word in enumerate(words)}
    rarity = np.array([np.log((1 + len(given)) / (1 + documents[w])) + 1 for w in words], np.float32)
    x = np.zeros((len(given), len(words)), np.float32)
    for n, counts in enumerate(counted):
        for mark, times in counts.items():
            x[n, at[mark]] = (1 + np.log(times)) * rarity[at[mark]]
        x[n] /= max(float(np.linalg.norm(x[n])), 1e-9)
    y = np.array([[issue == name for name in names] for issue, _ in given], np.float32)
    y -= y.mean(0)
    weights = x.T @ np.linalg.solve(x @ x.T + RIDGE * np.eye(len(x), dtype=np.float32), y)
    which = np.sort(np.argsort(-np.abs(weights), axis=1)[:, :KEPT], axis=1)
    return {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "issues": np.frombuffer("\n".join(names).encode(), np.uint8),
        "rarity": rarity.astype(np.float16),
        "counts": np.full(len(words), which.shape[1], np.uint8),
        "which": which.astype(np.uint8).ravel(),
        "values": np.take_along_axis(weights, which, 1).astype(np.float16).ravel(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A stand whose issue a reader has named: the candidates, what is observed of each, which is right."""

    story: int
    asked: choosing.Asked
    topics: Any
    right: str
    short: bool = False
    """Whether it stands in a passage and not in a story."""


def choices(stories: Sequence[dict[str, Any]]) -> list[Choice]:
    """Every stand of the stories that is both found and expected, whatever issue was chosen for it."""
    seen: list[tuple[choosing.Asked, Any]] = []
    original = choosing.choose

    def recording(asked: choosing.Asked, topics: Any) -> str | None:
        seen.append((asked, topics))
        return original(asked, topics)

    with patch.object(positions, "choose", recording):
        readings = gold.read(stories, open_reader(threads=1))
    found = []
    for n, (story, reading) in enumerate(zip(stories, readings, strict=True)):
        for expected, position in _aligned(story, reading.positions):
            asked = next((a for a in seen if _is_of(a[0], a[1], position, reading.article.text)), None)
            if asked is not None:
                found.append(
                    Choice(
                        story=n,
                        asked=asked[0],
                        topics=asked[1],
                        right=expected["issue"] or NONE,
                        short="positions" in story,
                    )
                )
    return found


def _is_of(asked: choosing.Asked, topics: Any, position: Position, text: str) -> bool:
    start, end = asked.matter
    same = topics.article.text == text and asked.sentence.start == position.start
    return same and " ".join(text[start:end].split()) == position.what


def _aligned(
    story: dict[str, Any], found: Sequence[Position]
) -> Iterator[tuple[Mapping[str, Any], Position]]:
    """Pairs of expected and found that agree in holder and sentence, and in stance or in most of the matter's words."""
    bodies = gold.bodies_of(story)
    pairs = []
    for i, expected in enumerate(story["expected"]["positions"]):
        at = story["text"].find(expected["quote"])
        for j, position in enumerate(found):
            told = gold.found_position(position, bodies)
            common = _common(expected["what"] or "", position.what)
            stance = told.item[3] == expected["stance"]
            if (
                position.start <= at < position.end
                and told.item[0] == expected["holder"]
                and (stance or common > SAME / 2)
            ):
                pairs.append((-(stance + 1.5 * common + 0.3 * (told.item[1] == expected["addressee"])), i, j))
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(pairs):
        if not {("e", i), ("f", j)} & taken:
            taken |= {("e", i), ("f", j)}
            yield story["expected"]["positions"][i], found[j]


def _common(one: str, other: str) -> float:
    a, b = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


Example = tuple[np.ndarray, int, list[str]]


def example(choice: Choice, names: Sequence[str]) -> Example:
    """Candidates by observations, the place of the right one (-1 where it is no candidate), the candidates."""
    seen = choosing.observed(choice.asked, choice.topics)
    rows = np.array([[o.get(name, 0.0) for name in names] for o in seen.values()])
    candidates = list(seen)
    return rows, candidates.index(choice.right) if choice.right in candidates else -1, candidates


def fit_choice(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """The weights under which the right candidates are likeliest."""
    known = [e for e in examples if e[1] >= 0]
    most = max(len(e[2]) for e in known)
    rows, shut = np.zeros((len(known), most, len(names))), np.full((len(known), most), -1e9)
    for n, (values, _, candidates) in enumerate(known):
        rows[n, : len(candidates)], shut[n, : len(candidates)] = values, 0.0
    spread = np.maximum(rows[shut == 0].std(0), 1e-6)
    right, each = np.array([e[1] for e in known]), np.arange(len(known))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = rows @ (weights / spread) + shut
        z -= z.max(1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
        slope = np.einsum("nm,nmf->f", p, rows) - rows[each, right].sum(0)
        return (
            PENALTY / 2 * float(weights @ weights) - float(np.log(p[each, right] + 1e-12).sum()),
            PENALTY * weights + slope / spread,
        )

    # What speaks for an issue does not speak against it, however stories fall out.
    bounds = [(None, None) if name.startswith(NONE) else (0.0, None) for name in names]
    start = np.zeros(len(names))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200}).x
    return np.asarray(found / spread)


def counted(found: Sequence[Choice], names: Sequence[str]) -> list[Example]:
    """The examples to fit to: those of stories as often as they count."""
    return [e for c in found for e in [example(c, names)] * (1 if c.short else OF_STORY)]


def crossed(found: Sequence[Choice], names: Sequence[str]) -> list[str]:
    """What is chosen for each by weights that were fitted to the stories of other folds."""
    examples = [example(choice, names) for choice in found]
    chosen = [""] * len(found)
    for fold in range(FOLDS):
        weights = fit_choice(counted([c for c in found if c.story % FOLDS != fold], names), names)
        for n, (e, c) in enumerate(zip(examples, found, strict=True)):
            if c.story % FOLDS == fold:
                chosen[n] = e[2][int((e[0] @ weights).argmax())]
    return chosen


def main() -> None:
    """Writes both files, or only checks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", type=Path, nargs="?", default=gold.STORIES)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--words", action="store_true", help="make the words anew, not the weights")
    given = parser.parse_args()
    if given.words:
        np.savez_compressed(KNOWLEDGE / "issue_words.npz", **fit_words(list(texts())))
        return
    hidden = gold.unseen(given.stories)
    told = [s for s in gold.gold(given.stories) if s["id"] not in hidden]
    found = choices([*told, *passages.passages("tuning")])
    names = [row.name for row in issue_choice()]
    chosen = crossed(found, names)
    for kind, short in (("stories", False), ("passages", True)):
        right = [one == c.right for one, c in zip(chosen, found, strict=True) if c.short == short]
        print(f"{len(right)} stands of {kind}, right issue in those left out: {np.mean(right):.3f}")
    weights = fit_choice(counted(found, names), names)
    for row, weight in zip(issue_choice(), weights, strict=True):
        print(f"{row.name:32} {weight:7.2f}")
    if not given.check:
        write(weights)


def write(weights: np.ndarray) -> None:
    """The table with new weights; names, order and words stay."""
    path = KNOWLEDGE / "issue_choice.toml"
    fresh = iter(weights)
    lines = [
        f"weight = {next(fresh):.2f}" if line.startswith("weight =") else line
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
