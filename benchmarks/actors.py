"""Measures the actors room: marked phrases to country and sector, references to their antecedents, and its speed.

    python benchmarks/actors.py phrases JUDGED.jsonl      lines {"text", "country", "sector", "on"?}
    python benchmarks/actors.py references ECBPLUS.jsonl.gz [DOCUMENTS]
                                                          lines {"text", "mentions": [{start, end, kind, chain}]}

References: of the pronouns and definite descriptions of people and bodies whose chain has an earlier mention in
the document, how many are resolved into their chain (recall), and how many of the resolved ones are right
(precision). Mentions whose antecedent the annotators did not mark are not judged. A description is a mention that begins with "the", "his", "her", "their", "its", "both" or "two".
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from detente.actors import Actors, actor_of_phrase, resolve, shipped_tables
from detente.grammar import words_of
from detente.language import load
from detente.types import Article

PRONOUNS = words_of(
    "he she him her his hers himself herself they them their theirs themselves it its itself both neither"
)
OPENINGS = words_of("the his her their its both two this that these those")


def main(arguments: Sequence[str]) -> int:
    """Runs one of the two measurements."""
    if len(arguments) < 2 or arguments[0] not in {"phrases", "references"}:
        print(__doc__, file=sys.stderr)
        return 2
    rows = _lines(Path(arguments[1]))
    if arguments[0] == "phrases":
        _phrases(rows)
    else:
        _references(islice(rows, int(arguments[2]) if len(arguments) > 2 else None))
    return 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from (json.loads(line) for line in data.decode("utf-8").splitlines() if line)


def _phrases(rows: Iterator[dict[str, Any]]) -> None:
    tables = shipped_tables()
    right = country_right = total = 0
    for row in rows:
        actor = actor_of_phrase(row["text"], row.get("on"), tables)
        country = actor.country if actor else None
        sector = actor.sector if actor else None
        total += 1
        country_right += country == row["country"]
        right += (country, sector) == (row["country"], row["sector"])
        if (country, sector) != (row["country"], row["sector"]):
            print(f"  {row['text']}: {country} {sector}, not {row['country']} {row['sector']}")
    print(f"phrases {total}  country {country_right / total:.3f}  country and sector {right / total:.3f}")


def _references(rows: Iterator[dict[str, Any]]) -> None:
    tables, language = shipped_tables(), load(threads=1)
    answered = right = wanted = 0
    parsing = resolving = 0.0
    for row in rows:
        article = Article(id=row["id"], text=row["text"])
        begun = time.perf_counter()
        sentences = language.analyse([article.text])[0]
        parsed = time.perf_counter()
        actors = resolve(sentences, article, tables)
        parsing += parsed - begun
        resolving += time.perf_counter() - parsed
        found = _judge(row, actors)
        answered, right, wanted = answered + found[0], right + found[1], wanted + found[2]
    print(
        f"references {wanted}  precision {right / max(answered, 1):.3f}  recall {right / max(wanted, 1):.3f}"
    )
    print(f"resolution adds {resolving / parsing:.1%} to the language step")


def _judge(row: dict[str, Any], actors: Actors) -> tuple[int, int, int]:
    humans = [m for m in row["mentions"] if m["kind"] == "human"]
    answered = right = wanted = 0
    for mention in humans:
        words = re.findall(r"[\w']+", mention["text"].lower())
        if not words or not (mention["text"].lower() in PRONOUNS or words[0] in OPENINGS):
            continue
        chain = [m for m in humans if m["chain"] == mention["chain"] and m["start"] < mention["start"]]
        actor = _closest(actors, mention["start"], mention["end"])
        if not chain:
            continue
        wanted += 1
        if actor is None or actor.reference is None:
            continue
        answered += 1
        reference = actor.reference
        same = _same(reference.text, reference.start, reference.end, chain)
        right += same
        if not same and "-v" in sys.argv:
            print(
                f"  {row['id']}: {mention['text']!r} -> {reference.text!r}, not {[m['text'] for m in chain][-3:]}"
            )
    return answered, right, wanted


def _same(text: str, start: int, end: int, chain: Sequence[dict[str, Any]]) -> bool:
    """Whether a mention is of the chain, or, as not all mentions are marked, names what the chain names."""
    names = {word.lower() for m in chain for word in re.findall(r"[A-Z][\w']{2,}", m["text"])}
    shared = names & {word.lower() for word in re.findall(r"[\w']{3,}", text)}
    return any(m["start"] < end and start < m["end"] for m in chain) or bool(shared)


def _closest(actors: Actors, start: int, end: int) -> Any:
    """The mention that ends with the judged one, or covers its last word."""
    overlapping = [
        m
        for m in actors.mentions
        if m.start < end and start < m.end and m.end >= end - 1 and m.start <= end - 1
    ]
    return min(overlapping, key=lambda m: abs(m.start - start) + abs(m.end - end), default=None)


if __name__ == "__main__":
    sys.exit(main([a for a in sys.argv[1:] if a != "-v"]))
