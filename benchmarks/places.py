"""Countries of places against judged mentions: `python benchmarks/places.py FILE.jsonl ... [--found] [--errors]`.

Each line is `{id, text, places: [{start, end, country}]}`, country an ISO 3166-1 alpha-3 code or null for
what is no one state's. Without `--found` the marked mentions are handed over as the names, so that only
the choice among bearers is judged; with it the shipped model must find them too. A mention counts as
right where the place that covers most of it has its country.
"""

import argparse
import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from detente.knowledge.cities import cities
from detente.knowledge.regions import regions
from detente.knowledge.states import states
from detente.knowledge.venues import venues
from detente.language import load
from detente.places import PlaceTables, build, find
from detente.types import Article, Name, Sentence


def marked(sentence: Sentence, places: list[dict]) -> Sentence:
    """The sentence with the judged mentions as its names of places, and the model's names of people and bodies."""
    judged = []
    for place in places:
        inside = [
            i
            for i, (start, end) in enumerate(zip(sentence.starts, sentence.ends, strict=True))
            if start < place["end"] and place["start"] < end
        ]
        if inside:
            judged.append(Name(first=inside[0], last=inside[-1], label="LOC"))
    kept = [
        name
        for name in sentence.names
        if name.label in ("PER", "ORG")
        and not any(name.first <= j.last and j.first <= name.last for j in judged)
    ]
    return replace(sentence, names=tuple(sorted((*judged, *kept), key=lambda name: name.first)))


def measure(file: Path, tables: PlaceTables, options: argparse.Namespace) -> Counter:
    counts: Counter = Counter()
    language = load()
    for line in file.read_text().splitlines():
        document = json.loads(line)
        text = document["text"]
        began = time.perf_counter()
        sentences = language.analyse([text])[0]
        counts["language"] += time.perf_counter() - began
        if not options.found:
            sentences = tuple(marked(sentence, document["places"]) for sentence in sentences)
        began = time.perf_counter()
        found = find(sentences, Article(id=document["id"], text=text), tables)
        counts["places"] += time.perf_counter() - began
        for place in document["places"]:
            near = [w for w in found if w.start < place["end"] and place["start"] < w.end]
            best = max(
                near, key=lambda w: min(place["end"], w.end) - max(place["start"], w.start), default=None
            )
            told = "missed" if best is None else "right" if best.country == place["country"] else "wrong"
            counts[told] += 1
            if options.errors and told != "right":
                got = f"{best.name} {best.country}" if best else "nothing"
                print(document["id"], text[place["start"] : place["end"]], place["country"], "got", got)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--found", action="store_true", help="let the model find the names")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    tables = build(venues(), regions(), states(), cities())
    for file in options.files:
        c = measure(file, tables, options)
        found = c["right"] + c["wrong"]
        print(
            f"{file.stem}: {c['right']} of {found} found have their country ({c['right'] / max(found, 1):.3f}), "
            f"{c['missed']} missed; places took {c['places'] / max(c['language'], 1e-9):.1%} of the language step"
        )


if __name__ == "__main__":
    main()
