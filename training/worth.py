"""What speaks for and against a sentence's telling anything between powers: `knowledge/worth_words.csv`.

    python -m training.worth ARTICLES.jsonl[.gz] ... [--words 450] [--check]

ARTICLES are JSONL with a `text` a line (`id`, `title`, `published`, if there), or passages of training/diplomacy/written. All are read
without this gate, and a sentence counts as telling where a report, an encounter or a position begins in it: the model learns
what the coder makes of a sentence, not what a person would. A logistic regression over the words of each (present or not, divided by
the root of their number) and the traits that `detente.articles.worth` gives it.

Needs scikit-learn; reading takes a minute for every four hundred articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from detente.articles.sieve import powers
from detente.articles.worth import marks_of
from detente.knowledge.bodies import bodies
from detente.knowledge.states import states
from detente.knowledge.telling_words import EVEN
from detente.knowledge.verbs import coding_tables
from detente.reading import Story, open_language, open_reader
from detente.types import Reading

KNOWLEDGE = Path(__file__).parents[1] / "src" / "detente" / "knowledge" / "worth_words.csv"
SELDOM = 4
"""Sentences that a word must stand in."""
LEAST = 0.05
"""Weight below which a word is left out."""
LIGHT = 0.3
"""What a sentence of a passage counts that was written to tell much: in news, fewer do."""
TOGETHER = 16
Told = tuple[list[str], list[int], float]
"""The sentences of an article, how many things each tells, and what each counts."""


def read(paths: Sequence[Path], words: int) -> Iterator[Told]:
    """The sentences of all articles, cut at so many words, with how much the coder makes of each."""
    reader, language = open_reader(threads=1, thorough=True), open_language(1)
    for path in paths:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = [json.loads(line) for line in raw.decode("utf-8").splitlines()]
        for first in range(0, len(rows), TOGETHER):
            stories = [
                Story(
                    id=str(n), text=cut(r["text"], words), title=r.get("title"), published=r.get("published")
                )
                for n, r in enumerate(rows[first : first + TOGETHER])
            ]
            readings = reader.read([reader.story(story) for story in stories])
            texts = [reading.article.text for reading in readings]
            split = language.analyse(texts, gate=lambda said: [False] * len(said))
            for row, reading, sentences in zip(rows[first:], readings, split, strict=False):
                dense = bool(row.get("encounters") or row.get("positions"))
                yield told(reading, [(s.start, s.end) for s in sentences], LIGHT if dense else 1.0)


def cut(text: str, words: int) -> str:
    """The paragraphs up to the one in which so many words are reached."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        words -= len(paragraph.split())
        if words <= 0:
            break
    return "\n\n".join(kept)


def told(reading: Reading, spans: Sequence[tuple[int, int]], counts: float) -> Told:
    """The sentences of a reading, and how many things each tells."""
    begins = [x.start for x in (*reading.reports, *reading.encounters, *reading.positions)]
    text = reading.article.text
    return [text[a:b] for a, b in spans], [sum(a <= at < b for at in begins) for a, b in spans], counts


def fit(articles: Sequence[Told], *, check: bool = False) -> dict[str, float]:
    """The weights by word and trait; prints what is found and what is passed on of articles left out."""
    powers_known, coding = powers(states(), bodies()), coding_tables()
    marks = [mark for said, _, _ in articles for mark in marks_of(said, powers_known, coding)]
    counts = np.array([count for _, told, _ in articles for count in told])
    sizes = [len(said) for said, _, _ in articles]
    groups = np.repeat(np.arange(len(articles)), sizes)
    heavy = np.repeat([one for _, _, one in articles], sizes)
    words = CountVectorizer(analyzer=lambda mark: mark[0], binary=True, min_df=SELDOM)
    traits = CountVectorizer(analyzer=lambda mark: mark[1], binary=True)
    by_word = words.fit_transform(marks).astype(float)
    # Every word of a sentence counts for its length, known to the table or not.
    lengths = np.array([len(mark[0]) or 1 for mark in marks])
    rows = hstack([by_word.multiply(1 / np.sqrt(lengths)[:, None]), traits.fit_transform(marks)]).tocsr()
    model = LogisticRegression(C=2.0, max_iter=800)
    if check:
        _report(model, rows, counts, groups)
    model.fit(rows, counts > 0, sample_weight=heavy)
    names = [*words.get_feature_names_out(), *traits.get_feature_names_out()]
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return {EVEN: float(model.intercept_[0])} | {
        name: weight for name, weight in sorted(weights.items()) if abs(weight) >= LEAST
    }


def _report(model: LogisticRegression, rows: csr_matrix, counts: np.ndarray, groups: np.ndarray) -> None:
    scored = cross_val_predict(
        model, rows, counts > 0, groups=groups, cv=GroupKFold(5), method="decision_function"
    )
    for share in (0.995, 0.99, 0.98, 0.95):
        order = np.argsort(-scored)
        at = int(np.searchsorted(np.cumsum(counts[order]) / counts.sum(), share))
        print(f"{share:.3f} of what is told: score {scored[order[at]]:.2f}, passes {at / len(order):.2f}")


def write(weights: dict[str, float], path: Path = KNOWLEDGE) -> None:
    """The table as it is shipped."""
    lines = ["word,weight", *(f"{word},{weight:.2f}" for word, weight in weights.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Reads, fits, writes the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=450)
    parser.add_argument("--check", action="store_true", help="only print")
    given = parser.parse_args()
    weights = fit(list(read(given.articles, given.words)), check=True)
    if not given.check:
        write(weights)


if __name__ == "__main__":
    main()
