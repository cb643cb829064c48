"""How well and how fast events are coded.

    python benchmarks/coding.py GOLD.jsonl [--no-model] [--json]
    python benchmarks/coding.py TEXTS.jsonl --unpolitical [--no-model]

GOLD is JSONL as `detente evaluate` reads it. Two protocols: marked (both parties given: which category?) and open
(nothing given: category, direction and both parties must be found; a party is right where its span overlaps the
gold span, or that of the mention it refers to). With --unpolitical, TEXTS holds stories that are no politics (`text` a
line): how many reports are made for each hundred sentences. The speed is that of
coding alone, on sentences already analysed, beside that of the language step, both in processor time of one thread.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Sequence
from pathlib import Path

from detente import actors, coding, places
from detente.coding import category_of_marked, likeliest, with_stand_in
from detente.knowledge.categories import categories
from detente.knowledge.verbs import coding_tables
from detente.language import Language, load
from detente.reading import Story
from detente.reading.opening import open_reader
from detente.runs.evaluate import (
    Figures,
    GoldLine,
    MarkedFigures,
    OpenFigures,
    Prediction,
    measure_marked,
    measure_open,
    read_gold,
)
from detente.types import Article, Report, Sentence


def marked(
    gold: Sequence[GoldLine], analysed: Sequence[Sequence[Sentence]], language: Language, model: bool
) -> MarkedFigures:
    """The marked protocol; a party that a line does not name is stood in for."""
    given = [with_stand_in(g.text, g.source, g.target) for g in gold]
    heads = language.score_marked(given) if model else [{}] * len(given)
    answers = []
    for line, sentences, (_, source, target), head in zip(gold, analysed, given, heads, strict=True):
        found = category_of_marked(sentences, source, target, coding_tables(), head or None)
        best, sure = likeliest(found)
        answers.append(Prediction(id=line.id, event=best, confidence=sure))
    return measure_marked(gold, answers, categories())


def opened(
    gold: Sequence[GoldLine], analysed: Sequence[Sequence[Sentence]], language: Language, model: bool
) -> tuple[OpenFigures, float]:
    """The open protocol, and the seconds of processor time that coding took."""
    tables = open_reader(model=model)._rooms  # the benchmark measures the corridor's own tables
    found: dict[str, Sequence[Report]] = {}
    spent = 0.0
    for line, sentences in zip(gold, analysed, strict=True):
        article = Article(id=line.id, text=line.text)
        wheres = places.find(sentences, article, tables.places)
        cast = actors.resolve(sentences, article, tables.actors)
        began = time.process_time()
        scores = language.score_marked if model else None
        found[line.id] = coding.code(sentences, article, cast, (), wheres, tables.coding, scores)
        spent += time.process_time() - began
    return measure_open(gold, found), spent


def unpolitical(path: Path, model: bool) -> str:
    """Reports for each hundred sentences of stories in which nothing political happens."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    reader = open_reader(model=model)
    readings = reader.read([reader.story(Story(id=str(n), text=text)) for n, text in enumerate(texts)])
    sentences = sum(map(len, load().analyse(texts)))
    reports = sum(len(reading.reports) for reading in readings)
    return (
        f"{reports} reports in {sentences} sentences: {100 * reports / (sentences or 1):.2f} for each hundred"
    )


def show(name: str, figures: Figures) -> None:
    """One line of figures, and a line a class."""
    print(
        f"{name}: macro-F1 {figures.macro_f1:.3f} accuracy {figures.accuracy:.3f} "
        f"calibration error {figures.calibration_error:.3f} ({figures.lines} lines)"
    )
    for label, one in figures.classes.items():
        print(f"  {label:22} P {one.precision:.2f} R {one.recall:.2f} F1 {one.f1:.2f} n {one.support}")


def main() -> None:
    """Reads the gold file, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument(
        "--unpolitical", action="store_true", help="count reports; GOLD is stories of no politics"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.unpolitical:
        print(unpolitical(given.gold, not given.no_model))
        return
    gold, problems = read_gold(given.gold.read_text("utf-8").splitlines())
    language = load(threads=1)
    began = time.process_time()
    analysed = language.analyse([line.text for line in gold])
    seconds = time.process_time() - began
    by_mark = marked(gold, analysed, language, not given.no_model)
    free, spent = opened(gold, analysed, language, not given.no_model)
    if given.json:
        print(json.dumps({"marked": dataclasses.asdict(by_mark), "open": dataclasses.asdict(free)}))
        return
    print(f"{len(gold)} lines, {len(problems)} unreadable")
    show("categories", by_mark.categories)
    show("quads", by_mark.quads)
    show("cooperation and conflict", by_mark.sides)
    for bar in by_mark.categories.reliability:
        print(f"  sure {bar.confidence:.2f} right {bar.right:.2f} ({bar.count})")
    print(free)
    print(f"language {seconds:.1f} s, coding {spent:.1f} s ({100 * spent / seconds:.0f}% more)")


if __name__ == "__main__":
    main()
