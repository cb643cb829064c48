"""What is lost by parsing of an article only the sentences that are worth it, and what is saved.

    python benchmarks/worth.py FILE ... [--articles N] [--words 450] [--show]

FILE is JSONL (also .gz) with a `text` a line (`id`, `title`, `published`, if there), or a story of tests/gold/stories. Each article, cut
at --words, is read with every sentence parsed that names anybody, and then as `detente read` has it. A report, encounter or position counts
as lost where the second reading has none of the same kind with the same first words, and as between powers where
it names two of them. `--show` prints the lost and the new.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pipeline
from detente.reading import Reader, Story, open_language, open_reader
from detente.types import Actor, Reading

TOGETHER = 32
Thing = tuple[str, str, str]
"""Kind, what it is, and the words in which it is told."""


def stories_of(path: Path, articles: int, words: int) -> list[Story]:
    """The first articles of a file; a story of ours is one, given whole."""
    if path.suffix == ".json":
        row = json.loads(path.read_text("utf-8"))
        return [Story(id=row["id"], text=row["text"], title=row.get("title"), published=row.get("published"))]
    return pipeline.texts_of(path, articles, words)


def things(reading: Reading) -> dict[Thing, frozenset[str]]:
    """All that a reading tells, with the powers of each."""
    found: dict[Thing, frozenset[str]] = {}

    def add(kind: str, what: str, quote: str, *parties: Actor | None) -> None:
        key = (kind, what, f"{reading.id}: {quote}")
        found[key] = found.get(key, frozenset()) | {p.country for p in parties if p and p.country}

    for r in reading.reports:
        add("report", r.event, r.quote, *r.actors, *r.recipients)
    for e in reading.encounters:
        add("encounter", e.form, e.quote, *e.participants)
    for p in reading.positions:
        add("position", p.stance, p.quote, p.holder, p.addressee)
    return found


def read(reader: Reader, stories: Sequence[Story]) -> tuple[dict[Thing, frozenset[str]], float]:
    """All that the stories tell, and the seconds of processor time."""
    found: dict[Thing, frozenset[str]] = {}
    began = time.process_time()
    for first in range(0, len(stories), TOGETHER):
        for reading in reader.read([reader.story(s) for s in stories[first : first + TOGETHER]]):
            found |= things(reading)
    return found, time.process_time() - began


def main() -> None:
    """Reads twice, compares, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=450)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    stories = [s for path in given.files for s in stories_of(path, given.articles, given.words)]
    open_reader(threads=1).read([])
    every, whole = read(open_reader(threads=1, thorough=True), stories)
    kept, less = read(_forgetful(), stories)
    lost, new = every.keys() - kept.keys(), kept.keys() - every.keys()
    between = {key for key, powers in every.items() if len(powers) > 1}
    scale = 1000 / len(stories)
    print(
        f"{len(stories)} articles; {scale * whole:.0f} and {scale * less:.0f} s of processor time for 1,000 of them"
    )
    for kind, count in sorted(Counter(key[0] for key in every).items()):
        gone = sum(key[0] == kind for key in lost)
        print(f"  {kind:10} {count:5}, lost {gone}, new {sum(key[0] == kind for key in new)}")
    print(
        f"  all        {len(every):5}, lost {len(lost)} ({100 * len(lost) / max(1, len(every)):.2f}%), new {len(new)}; "
        f"between powers {len(between)}, lost {len(lost & between)}"
    )
    for name, some in (("lost", lost), ("new", new)) if given.show else ():
        for kind, what, quote in sorted(some):
            powers = ", ".join(sorted(every.get((kind, what, quote), frozenset())))
            print(f"{name}: {kind} {what} ({powers}) {' '.join(quote.split())[:220]}")


def _forgetful() -> Reader:
    """The reader as it is shipped, which has not parsed any of the sentences yet."""
    language = open_language(1)
    language._kept.clear()
    return open_reader(threads=1)


if __name__ == "__main__":
    main()
