"""Evaluation: a gold file of coded sentences in, figures out.

A gold file is JSONL. `text` is the sentence; `source` and `target` its two parties (as strings, or between
<s></s> and <t></t> in `marked`); `event` the category. Where the file says YIELD, CONCEDE and RETREAT count as
that. A line without `event` gets a prediction and no mark.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.knowledge.categories import Categories
from detente.types import Actor, Problem, Report

BINS = 10
Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldLine:
    """One sentence of a gold file. Spans are offsets into `text`, None where the line names no party."""

    id: str
    text: str
    source: Offsets | None
    target: Offsets | None
    event: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What was answered to one line. `event` is None where no event was found."""

    id: str
    event: str | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFigures:
    """Precision, recall and F1 of one class (0 to 1), and how many gold lines have it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers of about one confidence: how many, how sure on average, how often right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that one classification is worth. `calibration_error` is the expected calibration error."""

    lines: int
    accuracy: float
    macro_f1: float
    classes: dict[str, ClassFigures]
    confusion: dict[str, dict[str, int]]
    reliability: tuple[Bin, ...]
    calibration_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedFigures:
    """The marked protocol: over categories, over the four quads, and cooperation against conflict."""

    categories: Figures
    quads: Figures
    sides: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFigures:
    """The open protocol: a report is right if category, actor and recipient are all those of the gold line.

    `extra_per_right` counts wrong reports for each right one; `swapped` is the share of reports on the gold
    parties that turn them round; `category_recall` asks for the category alone. `classes` counts the same by
    category; `confusion` has, for each gold category, what was coded between its two parties ("none" where
    nothing was); `reliability` sets the reports' confidence against how many of them are right.
    """

    lines: int
    reports: int
    right: int
    precision: float
    recall: float
    f1: float
    extra_per_right: float
    swapped: float
    category_recall: float
    classes: dict[str, ClassFigures]
    confusion: dict[str, dict[str, int]]
    reliability: tuple[Bin, ...]
    calibration_error: float


def read_gold(lines: Iterable[str]) -> tuple[tuple[GoldLine, ...], tuple[Problem, ...]]:
    """The lines of a gold file, and a problem for each that cannot be read (with its number)."""
    found: list[GoldLine] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_gold_line(json.loads(line), number))
        except (ValueError, TypeError, KeyError) as error:
            said = f"line {number}: not a gold line ({error}); expected a JSON object with a text"
            problems.append(Problem(kind="bad-gold-line", message=said))
    return tuple(found), tuple(problems)


def _gold_line(row: object, number: int) -> GoldLine:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError("no text")
    text = row["text"]
    source, target = _spans(row, text)
    event = row.get("event")
    return GoldLine(
        id=str(row.get("id", number)),
        text=text,
        source=source,
        target=target,
        event=event if isinstance(event, str) else None,
    )


def _spans(row: Mapping[str, object], text: str) -> tuple[Offsets | None, Offsets | None]:
    marked = row.get("marked")
    if isinstance(marked, str) and ("<s>" in marked or "<t>" in marked):
        found = _from_marks(marked)
        if found[0] == text:
            return found[1], found[2]
    return _position(text, row.get("source")), _position(text, row.get("target"))


def _from_marks(marked: str) -> tuple[str, Offsets | None, Offsets | None]:
    """The text without its marks, and where the first source and target stood, None for one that is not marked."""
    plain: list[str] = []
    length = 0
    opened: dict[str, int] = {}
    spans: dict[str, Offsets] = {}
    for piece in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", piece):
            opened[piece[1]] = length
        elif re.fullmatch(r"</[st]>", piece):
            spans.setdefault(piece[2], (opened.get(piece[2], 0), length))
        else:
            plain.append(piece)
            length += len(piece)
    text = "".join(plain)
    source, target = (_trimmed(text, spans[s]) if s in spans else None for s in ("s", "t"))
    return text, source, target


def _trimmed(text: str, span: Offsets) -> Offsets:
    start, end = span
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _position(text: str, party: object) -> Offsets | None:
    if not isinstance(party, str) or not party:
        return None
    start = text.find(party)
    return None if start < 0 else (start, start + len(party))


# the marked protocol


def measure_marked(
    gold: Sequence[GoldLine], predictions: Sequence[Prediction], categories: Categories
) -> MarkedFigures:
    """Figures over the gold lines that have a category. Raises `UsageError` for an unknown gold category."""
    merged = any(line.event == "YIELD" for line in gold)
    answers = {p.id: p for p in predictions}
    pairs = [
        (line.event, _as_gold(answers[line.id].event, merged), answers[line.id].confidence)
        for line in gold
        if line.event is not None and line.id in answers
    ]

    def quad(event: str) -> str:
        # RETREAT is material and CONCEDE verbal; gold files that merge them call both material cooperation.
        return (
            event
            if event == "none"
            else categories.quad("RETREAT")
            if event == "YIELD"
            else categories.quad(event)
        )

    def side(event: str) -> str:
        return quad(event).rpartition(" ")[2]

    return MarkedFigures(
        categories=figures(pairs),
        quads=figures([(quad(g), quad(p), c) for g, p, c in pairs]),
        sides=figures([(side(g), side(p), c) for g, p, c in pairs]),
    )


def _as_gold(event: str | None, merged: bool) -> str:
    if event is None:
        return "none"
    return "YIELD" if merged and event in {"CONCEDE", "RETREAT"} else event


def figures(pairs: Sequence[tuple[str, str, float]]) -> Figures:
    """Figures over (gold, predicted, confidence). Macro-F1 is over the classes that gold has."""
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for gold, predicted, _ in pairs:
        confusion[gold][predicted] += 1
    classes = {label: _class_figures(confusion, label) for label in sorted(confusion)}
    right = sum(row[label] for label, row in confusion.items())
    bins = _reliability(pairs)
    total = len(pairs) or 1
    return Figures(
        lines=len(pairs),
        accuracy=right / total,
        macro_f1=sum(c.f1 for c in classes.values()) / (len(classes) or 1),
        classes=classes,
        confusion={label: dict(sorted(row.items())) for label, row in sorted(confusion.items())},
        reliability=bins,
        calibration_error=sum(b.count * abs(b.confidence - b.right) for b in bins) / total,
    )


def _class_figures(confusion: Mapping[str, Counter[str]], label: str) -> ClassFigures:
    said = sum(row[label] for row in confusion.values())
    support = sum(confusion[label].values())
    return _from_counts(Counter(right=confusion[label][label], said=said, support=support))


def _reliability(pairs: Sequence[tuple[str, str, float]]) -> tuple[Bin, ...]:
    bins: list[Bin] = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        here = [p for p in pairs if low <= p[2] < high or (number == BINS - 1 and p[2] >= high)]
        if here:
            sure = sum(p[2] for p in here) / len(here)
            right = sum(p[0] == p[1] for p in here) / len(here)
            bins.append(Bin(count=len(here), confidence=sure, right=right))
    return tuple(bins)


# the open protocol


def measure_open(gold: Sequence[GoldLine], reports: Mapping[str, Sequence[Report]]) -> OpenFigures:
    """Figures over gold lines with category and both parties; `reports` are those found, by line id."""
    merged = any(line.event == "YIELD" for line in gold)
    lines = [g for g in gold if g.event is not None and g.source and g.target]
    right = found = turned = on_parties = by_category = 0
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    judged: list[tuple[str, str, float]] = []
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        here = reports.get(line.id, ())
        found += len(here)
        hit = any(_is_right(r, line, merged) for r in here)
        right += hit
        counts[line.event or ""].update(support=1, right=hit)
        by_category += any(_as_gold(r.event, merged) == line.event for r in here)
        confusion[line.event or ""][_between(here, line, merged)] += 1
        for report in here:
            straight, swapped = (
                _stands(report, line.source, line.target),
                _stands(report, line.target, line.source),
            )
            on_parties += straight or swapped
            turned += swapped and not straight
            counts[_as_gold(report.event, merged)]["said"] += 1
            judged.append(("right", "right" if _is_right(report, line, merged) else "", report.confidence))
    precision, recall = right / (found or 1), right / (len(lines) or 1)
    bins = _reliability(judged)
    return OpenFigures(
        lines=len(lines),
        reports=found,
        right=right,
        precision=precision,
        recall=recall,
        f1=2 * right / ((found + len(lines)) or 1),
        extra_per_right=(found - right) / (right or 1),
        swapped=turned / (on_parties or 1),
        category_recall=by_category / (len(lines) or 1),
        classes={label: _from_counts(one) for label, one in sorted(counts.items())},
        confusion={label: dict(sorted(row.items())) for label, row in sorted(confusion.items())},
        reliability=bins,
        calibration_error=sum(b.count * abs(b.confidence - b.right) for b in bins) / (found or 1),
    )


def _from_counts(one: Counter[str]) -> ClassFigures:
    right, said, support = one["right"], one["said"], one["support"]
    return ClassFigures(
        precision=right / said if said else 0.0,
        recall=right / support if support else 0.0,
        f1=2 * right / (said + support) if said + support else 0.0,
        support=support,
    )


def _between(here: Sequence[Report], line: GoldLine, merged: bool) -> str:
    """What was coded between the gold line's parties: its own category where that is among it."""
    coded = [_as_gold(r.event, merged) for r in here if _stands(r, line.source, line.target)]
    if line.event in coded:
        return line.event or "none"
    return coded[0] if coded else "none"


def _is_right(report: Report, line: GoldLine, merged: bool) -> bool:
    return _as_gold(report.event, merged) == line.event and _stands(report, line.source, line.target)


def _stands(report: Report, source: Offsets | None, target: Offsets | None) -> bool:
    return _any_in(report.actors, source) and _any_in(report.recipients, target)


def _any_in(actors: Sequence[Actor], span: Offsets | None) -> bool:
    """Whether one of the actors stands in the span, or what it refers to does ("it" for "Ethiopia")."""
    if span is None:
        return False
    places = [(p.start, p.end) for a in actors for p in (a, a.reference) if p is not None]
    return any(start < span[1] and end > span[0] for start, end in places)
