"""How well articles are grouped into stories, and tellings into happenings.

    python benchmarks/linking.py stories ARTICLES.jsonl.gz    lines {id, title, text, published, cluster}
    python benchmarks/linking.py chains ECBPLUS.jsonl.gz      lines {id, text, mentions: [{start, end, kind, chain}]}
    python benchmarks/linking.py gold [FOLDER]                events told by several outlets (tests/gold/linking)
                                                              [--raise-floors]

Stories: B-cubed (Bagga and Baldwin 1998) of the stories of all articles. Chains: MUC, B-cubed, CEAF-e and their mean
(CoNLL F1) over the gold event mentions on which a report's trigger lies; what the coder does not find, most of that
corpus being no politics, is not counted. Gold: B-cubed over all gold tellings, one that the coder misses standing alone, and over
those found; and precision and recall of pairs of copies. Everything goes through the record, as `detente read` does it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.linking.grouping import components_of
from detente.reading import Reader, Story, open_reader
from detente.record import Record, keep, open_record
from detente.runs.linking import link_new
from detente.types import Reading

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "linking"
FLOORS = GOLD / "floors.json"
HALVES = ("dev", "test")
Labels = Mapping[Hashable, Hashable]
"""The cluster of each item."""


def main() -> None:
    """Runs one of the measurements and prints it as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("stories", "chains", "gold"))
    parser.add_argument("path", type=Path, nargs="?", default=GOLD)
    parser.add_argument("--raise-floors", action="store_true")
    given = parser.parse_args()
    measured = {"stories": stories, "chains": chains, "gold": gold}[given.what](given.path)
    print(json.dumps(measured, indent=1))
    if given.raise_floors:
        raise_floors(measured)


def raise_floors(measured: Mapping[str, Any]) -> None:
    """Writes what has been gained of each F1 and of copies; lowers nothing."""
    known = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name, value in measured.items():
        if name.endswith("_f1") or "copies" in name:
            known[name] = max(known.get(name, 0.0), value)
    FLOORS.write_text(json.dumps(known, indent=1) + "\n", "utf-8")


def stories(path: Path) -> dict[str, Any]:
    """B-cubed of stories."""
    lines = list(_lines(path))
    wanted = {line["id"]: json.dumps(line["cluster"], sort_keys=True) for line in lines}
    with _recorded(lines, coded=False) as (record, seconds):
        rows = record.connection.execute("SELECT \"of\", happening FROM happenings WHERE kind = 'story'")
        found = dict(rows.fetchall())
        return {"articles": len(lines), **_named("b_cubed", b_cubed(wanted, found)), **seconds}


def chains(path: Path) -> dict[str, Any]:
    """MUC, B-cubed and CEAF-e of the events that the coder finds."""
    lines = {line["id"]: line for line in _lines(path)}
    with _recorded(list(lines.values())) as (record, seconds):
        wanted, found = chained(lines, _triggers(record))
    scores = {"muc": muc(wanted, found), "b_cubed": b_cubed(wanted, found), "ceaf_e": ceaf_e(wanted, found)}
    conll = sum(f1 for _, _, f1 in scores.values()) / len(scores)
    named = {key: value for name, score in scores.items() for key, value in _named(name, score).items()}
    return {"mentions": len(wanted), **named, "conll_f1": round(conll, 4), **seconds}


def chained(
    lines: Mapping[str, dict[str, Any]], triggers: Iterable[tuple[str, int, int, str]]
) -> tuple[dict[Hashable, Hashable], dict[Hashable, Hashable]]:
    """Gold chain and happening of each event mention that a trigger covers best: a trigger tells of one mention."""
    wanted: dict[Hashable, Hashable] = {}
    found: dict[Hashable, Hashable] = {}
    for article, start, end, home in triggers:
        mentions = [m for m in lines[article]["mentions"] if m["kind"] == "event"]
        covered = [m for m in mentions if m["start"] < end and start < m["end"]]
        if covered:
            best = max(covered, key=lambda m: (min(end, m["end"]) - max(start, m["start"]), -m["start"]))
            item = (article, best["start"], best["end"])
            wanted[item] = best["chain"]
            found.setdefault(item, home)
    return wanted, found


def gold(folder: Path) -> dict[str, Any]:
    """B-cubed of happenings, and copies, over all files of the folder read together; of each half, too."""
    files = gold_files(folder)
    articles = [article for file in files for article in file["articles"]]
    told = gold_tellings(files)
    with _recorded(articles) as (record, seconds):
        homes = homes_of(told, _traces(record))
        copied = record.connection.execute("SELECT a, b FROM links WHERE kind = 'copy'").fetchall()
    measured = {"articles": len(articles), **scores_of(told, homes), **copy_scores(files, copied), **seconds}
    for half in HALVES:
        own = {item: telling for item, telling in told.items() if telling.article.startswith(half)}
        if 0 < len(own) < len(told):
            named = scores_of(own, {item: homes[item] for item in own})
            named |= copy_scores([file for file in files if file["id"].startswith(half)], copied)
            measured |= {f"{half}_{name}": value for name, value in named.items()}
    return measured


def gold_files(folder: Path) -> list[dict[str, Any]]:
    """The gold files of both halves."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*-*.json"))]


def scores_of(told: Mapping[Hashable, Told], homes: Mapping[Hashable, set[str]]) -> dict[str, Any]:
    """B-cubed of all tellings, and of those that the coder finds at all."""
    wanted: Labels = {item: telling.event for item, telling in told.items()}
    found = joined_by_home(homes)
    seen = {item: event for item, event in wanted.items() if homes[item]}
    return {
        "events": len(set(wanted.values())),
        "tellings": len(wanted),
        "tellings_found": len(seen),
        **_named("b_cubed", b_cubed(wanted, found)),
        **_named("b_cubed_found", b_cubed(seen, found)),
    }


def copy_scores(files: Sequence[dict[str, Any]], copied: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Precision and recall of pairs of copies; two that were cut differently are copies by way of a fuller third."""
    ours = {article["id"] for file in files for article in file["articles"]}
    groups = components_of(pair for pair in copied if ours & set(pair))
    found = {pair for group in groups for pair in combinations(group, 2)}
    pairs = {
        tuple(sorted(pair)) for file in files for group in file["copies"] for pair in combinations(group, 2)
    }
    right = len(pairs & found)
    return {
        "copies_precision": round(right / len(found), 4) if found else 1.0,
        "copies_recall": round(right / len(pairs), 4) if pairs else 1.0,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A gold telling: of which event, and where it stands."""

    event: str
    category: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where the coder put a report (at its trigger) or an encounter, and to which happening it went."""

    article: str
    start: int
    end: int
    category: str
    home: str


def gold_tellings(files: Sequence[dict[str, Any]]) -> dict[Hashable, Told]:
    found: dict[Hashable, Told] = {}
    for file in files:
        texts = {article["id"]: article["text"] for article in file["articles"]}
        for event in file["events"]:
            for number, telling in enumerate(event["tellings"]):
                start = texts[telling["article"]].index(telling["quote"])
                found[file["id"], event["id"], number] = Told(
                    event=f"{file['id']}/{event['id']}",
                    category=event["category"],
                    article=telling["article"],
                    start=start,
                    end=start + len(telling["quote"]),
                )
    return found


def homes_of(told: Mapping[Hashable, Told], traces: Iterable[Trace]) -> dict[Hashable, set[str]]:
    """The happenings that stand in each quote: those of its own category where there are any, else all."""
    by_article: dict[str, list[Trace]] = {}
    for trace in traces:
        by_article.setdefault(trace.article, []).append(trace)
    found: dict[Hashable, set[str]] = {}
    for item, telling in told.items():
        inside = [
            trace
            for trace in by_article.get(telling.article, ())
            if telling.start <= trace.start and trace.end <= telling.end
        ]
        own = [trace for trace in inside if trace.category == telling.category]
        found[item] = {trace.home for trace in own or inside}
    return found


def joined_by_home(homes: Mapping[Hashable, set[str]]) -> dict[Hashable, Hashable]:
    """One label for all tellings that share a happening."""
    label: dict[Hashable, Hashable] = {}
    by_home: dict[str, Hashable] = {}
    for item, own in homes.items():
        known = {label[by_home[home]] for home in own if home in by_home}
        for other, name in list(label.items()):
            if name in known:
                label[other] = item
        label[item] = item
        by_home |= dict.fromkeys(own, item)
    return label


def _triggers(record: Record) -> Iterator[tuple[str, int, int, str]]:
    """Article, span and happening of every report's trigger."""
    yield from record.connection.execute(
        """SELECT r.article, r.trigger_start, r.trigger_end, h.happening
        FROM reports r JOIN happenings h ON h."of" = r.id AND h.kind = 'report' ORDER BY ALL"""
    ).fetchall()


def _traces(record: Record) -> list[Trace]:
    """Reports at their triggers; encounters at those of their reports, else at a participant or the start of the sentence."""
    rows = record.connection.execute(
        """SELECT r.article, r.trigger_start, r.trigger_end, r.event, h.happening
        FROM reports r JOIN happenings h ON h."of" = r.id AND h.kind = 'report'
        UNION ALL SELECT e.article, r.trigger_start, r.trigger_end, 'ENCOUNTER', h.happening
        FROM encounters e JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter'
        JOIN reports r ON list_contains(e.reports, r.id)
        UNION ALL SELECT e.article, coalesce(min(x.start), e.start), coalesce(min_by(x."end", x.start), e.start),
            'ENCOUNTER', h.happening
        FROM encounters e JOIN happenings h ON h."of" = e.id AND h.kind = 'encounter'
        LEFT JOIN roles x ON x."of" = e.id AND x.role = 'participant' AND x.start >= e.start AND x."end" <= e."end"
        WHERE len(e.reports) = 0 GROUP BY e.id, e.article, e.start, h.happening ORDER BY ALL"""
    ).fetchall()
    names = ("article", "start", "end", "category", "home")
    return [Trace(**dict(zip(names, row, strict=True))) for row in rows]


class _recorded:
    """A record of these articles, read and linked, with the seconds that each took."""

    def __init__(self, lines: Sequence[dict[str, Any]], *, coded: bool = True) -> None:
        self._lines, self._coded = lines, coded

    def __enter__(self) -> tuple[Record, dict[str, float]]:
        self._folder = tempfile.TemporaryDirectory()
        self._record = open_record(Path(self._folder.name) / "record.duckdb", create=True)
        reader = open_reader()
        began = time.process_time()
        for at in range(0, len(self._lines), 16):
            keep(self._record, _readings(self._lines[at : at + 16], reader, coded=self._coded))
        read = time.process_time()
        for _ in link_new(self._record, reader.rarity):
            pass
        spent = {"seconds_reading": read - began, "seconds_linking": time.process_time() - read}
        return self._record, {name: round(value, 2) for name, value in spent.items()}

    def __exit__(self, *_: object) -> None:
        self._record.close()
        self._folder.cleanup()


def _readings(lines: Iterable[dict[str, Any]], reader: Reader, *, coded: bool) -> list[Reading]:
    articles = [
        replace(
            reader.story(
                Story(
                    id=line["id"],
                    text=line["text"],
                    title=line.get("title"),
                    published=line.get("published"),
                    outlet=line.get("outlet"),
                )
            ),
            id=line["id"],
        )
        for line in lines
    ]
    if coded:
        return reader.read(articles)
    return [Reading(id=article.id, detente="0", article=article) for article in articles]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _groups(labels: Labels) -> list[frozenset[Hashable]]:
    found: dict[Hashable, set[Hashable]] = {}
    for item, label in labels.items():
        found.setdefault(label, set()).add(item)
    return [frozenset(group) for group in found.values()]


Score = tuple[float, float, float]
"""Precision, recall, F1."""


def _score(precision: float, recall: float) -> Score:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def _named(name: str, score: Score) -> dict[str, float]:
    keys = (f"{name}_precision", f"{name}_recall", f"{name}_f1")
    return {key: round(value, 4) for key, value in zip(keys, score, strict=True)}


def b_cubed(wanted: Labels, found: Labels) -> Score:
    """Mean over items of how pure and how whole their cluster is."""

    def mean(of: Labels, by: Labels) -> float:
        groups = {item: group for group in _groups({i: of[i] for i in wanted}) for item in group}
        shares = [sum(by[o] == by[i] for o in groups[i]) / len(groups[i]) for i in wanted]
        return sum(shares) / len(shares) if shares else 0.0

    return _score(mean(found, wanted), mean(wanted, found))


def muc(wanted: Labels, found: Labels) -> Score:
    """Links of chains kept (Vilain et al. 1995)."""

    def kept(of: Labels, by: Labels) -> float:
        groups = [g for g in _groups({i: of[i] for i in wanted}) if len(g) > 1]
        every = sum(len(g) - 1 for g in groups)
        return sum(len(g) - len({by[i] for i in g}) for g in groups) / every if every else 1.0

    return _score(kept(found, wanted), kept(wanted, found))


def ceaf_e(wanted: Labels, found: Labels) -> Score:
    """Chains matched one to one (Luo 2005, phi 4); matched greedily, which on chains this small is the best or near it."""
    ours, theirs = _groups({i: found[i] for i in wanted}), _groups(wanted)
    alike = sorted(
        (
            (2 * len(a & b) / (len(a) + len(b)), k, m)
            for k, a in enumerate(ours)
            for m, b in enumerate(theirs)
            if a & b
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    total = 0.0
    for value, k, m in alike:
        if k not in used_a and m not in used_b:
            used_a.add(k)
            used_b.add(m)
            total += value
    return _score(total / len(ours) if ours else 0.0, total / len(theirs) if theirs else 0.0)


if __name__ == "__main__":
    main()
