"""Turns the marked-up sentences into records with offsets.

Hand-written sentences lie in ``news/*.txt``, one a line, with the marks ``[P ...]``, ``[O ...]``, ``[L ...]``.
``patterns.txt`` holds neutral sentences with slots, filled from ``regions.json`` with one region's names at a
time, so that people, towns and institutions fit each other; the people in them are invented.

Usage: python training/names/expand.py
"""

import json
import random
import re
from pathlib import Path

HERE = Path(__file__).parent
LABELS = {"P": "PER", "O": "ORG", "L": "LOC"}
MARK = re.compile(r"\[([POL]) ([^\[\]]+)\]")
SLOT = re.compile(r"\{(\w+)\}")
VARIANTS_PER_PATTERN = 12
SEED = 20240501

Record = dict[str, object]
Region = dict[str, list[str]]


def parse_marks(line: str) -> Record:
    """The sentence without its marks, and the names as [start, end, label] in character offsets."""
    text, names, position = "", [], 0
    for mark in MARK.finditer(line):
        text += line[position : mark.start()]
        names.append([len(text), len(text) + len(mark[2]), LABELS[mark[1]]])
        text += mark[2]
        position = mark.end()
    text += line[position:]
    if "[" in text or "]" in text:
        raise ValueError(f"unclosed mark in: {line}")
    return {"text": text, "names": names}


def person_names(region: Region, draw: random.Random) -> list[tuple[str, str, str]]:
    """Three invented people as (full, family, given) names, no part shared."""
    people = []
    for given, family in zip(draw.sample(region["given"], 3), draw.sample(region["family"], 3), strict=True):
        full = f"{family} {given}" if region["order"] == ["family"] else f"{given} {family}"
        people.append((full, family, given))
    return people


def fill_slots(pattern: str, region: Region, draw: random.Random) -> str:
    """The pattern as a marked-up sentence with the region's names in its slots."""
    people = person_names(region, draw)
    towns = draw.sample(region["city"], 3)
    media = draw.sample(region["media"], 2)
    company, place = draw.choice(region["company"]), draw.choice(region["place"])
    values = {"N": f"[L {region['country'][0]}]", "U": f"[O {draw.choice(region['university'])}]"}
    values |= {"B": f"[O {draw.choice(region['body'])}]", "S": f"[L {place}]"}
    values |= {"K": f"[O {company}]", "KUP": f"[O {company.upper()}]"}
    values |= {"M": f"[O {media[0]}]", "m2": f"[O {media[1]}]"}
    for number, ((full, family, given), town) in enumerate(zip(people, towns, strict=True), start=1):
        suffix = "" if number == 1 else str(number)
        values |= {f"P{suffix}": f"[P {full}]", f"F{suffix}": f"[P {family}]", f"G{suffix}": f"[P {given}]"}
        values |= {f"g{suffix}": f"[P {given.lower()}]", f"C{suffix}": f"[L {town}]"}
        values |= {f"c{suffix}": f"[L {town.lower()}]", f"PUP{suffix}": f"[P {full.upper()}]"}
        values |= {f"CUP{suffix}": f"[L {town.upper()}]"}
    return SLOT.sub(lambda slot: values[slot[1]], pattern)


def read_regions(path: Path) -> list[Region]:
    """The regions with every value a list."""
    return [
        {key: value if isinstance(value, list) else [value] for key, value in region.items()}
        for region in json.loads(path.read_text(encoding="utf-8"))
    ]


def build_records() -> list[Record]:
    """All hand-written sentences, then the filled patterns; each text once."""
    lines = [
        (line, f"hand:{path.stem}")
        for path in sorted((HERE / "news").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    draw = random.Random(SEED)
    regions = read_regions(HERE / "regions.json")
    for pattern in (HERE / "patterns.txt").read_text(encoding="utf-8").splitlines():
        for region in draw.sample(regions, VARIANTS_PER_PATTERN):
            lines.append((fill_slots(pattern, region, draw), "pattern"))
    records: dict[str, Record] = {}
    for line, source in lines:
        if line.strip():
            record = parse_marks(line.strip())
            records.setdefault(str(record["text"]), record | {"source": source})
    return list(records.values())


def main() -> None:
    """Writes news.jsonl beside this file."""
    with (HERE / "news.jsonl").open("w", encoding="utf-8") as out:
        for record in build_records():
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
