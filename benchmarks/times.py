"""Time expressions against annotated texts: `python benchmarks/times.py FILE.jsonl ... [--errors]`.

Each line of a file is `{doc_date, text, expressions: [{text, start, end, type, value}]}`. A found expression
counts as relaxed where it overlaps a marked one (each used once), as strict where both ends agree; values
are compared exactly, among those found, and once more by what they say: `1999-W7` is `1999-W07`, `1949-XX` is `1949`,
`198X` is `198`, and GUM's `2017-07-10/2017-07-16` is `2017-W28`. `--types DATE,TIME` leaves the other types out on both
sides (GUM marks no others).
"""

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path

from detente.language import load
from detente.times import calendar, find
from detente.types import When


def pairs(marked: list[dict], found: list[When]) -> list[tuple[dict, When]]:
    """Marked and found expressions that overlap, each used once, exact ones first."""
    exact = {(w.start, w.end): w for w in found}
    out = [(e, exact[e["start"], e["end"]]) for e in marked if (e["start"], e["end"]) in exact]
    used_marked = {id(e) for e, _ in out}
    used_found = {id(w) for _, w in out}
    for e in marked:
        if id(e) in used_marked:
            continue
        for w in found:
            if id(w) not in used_found and w.start < e["end"] and e["start"] < w.end:
                out.append((e, w))
                used_found.add(id(w))
                break
    return out


def says_the_same(marked: str, found: str | None) -> bool:
    """Whether two values name the same time in other signs."""
    if found is None or marked == found:
        return marked == found
    if "/" in marked:
        first, last = marked.split("/", 1)
        return (calendar.first_day(first), calendar.last_day(last) or last) == (
            calendar.first_day(found),
            calendar.last_day(found) or found,
        )
    plain = re.sub(r"(\d{4}-W)(\d)$", r"\g<1>0\2", re.sub(r"(-XX)+$|(?<=^\d{3})X$", "", marked))
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", plain) == found


def measure(file: Path, types: set[str], errors: str, heads: bool, parsed: bool) -> Counter:
    counts: Counter = Counter()
    language = load() if parsed else None
    for line in file.read_text().splitlines():
        document = json.loads(line)
        text, date = document["text"], document["doc_date"]
        marked = [e for e in document["expressions"] if e["type"] in types]
        if heads and marked:
            stop = text.find("\n", max(e["end"] for e in marked))
            text = text if stop < 0 else text[:stop]
        sentences = language.analyse([text])[0] if language else ()
        began = time.perf_counter()
        found = [w for w in find(text, date, sentences) if w.type in types]
        counts["seconds"] += time.perf_counter() - began
        counts["characters"] += len(text)
        matched = pairs(marked, found)
        counts["marked"] += len(marked)
        counts["found"] += len(found)
        counts["relaxed"] += len(matched)
        counts["strict"] += sum((e["start"], e["end"]) == (w.start, w.end) for e, w in matched)
        judged = [(e, w) for e, w in matched if e.get("value")]
        counts["judged"] += len(judged)
        counts["right"] += sum(e["value"] == w.value for e, w in judged)
        counts["same"] += sum(says_the_same(e["value"], w.value) for e, w in judged)
        if errors:
            show(errors, text, date, marked, found, matched)
    return counts


def show(kinds: str, text: str, date: str, marked: list[dict], found: list[When], matched: list) -> None:
    hit_marked, hit_found = {id(e) for e, _ in matched}, {id(w) for _, w in matched}

    def line(kind: str, start: int, end: int, said: str) -> None:
        if kind in kinds:
            before, after = text[max(0, start - 50) : start], text[end : end + 40]
            print(f"{kind} {date} {said} || {before!r} [{text[start:end]!r}] {after!r}")

    for e in marked:
        if id(e) not in hit_marked:
            line("M", e["start"], e["end"], f"{e['type']} {e.get('value')}")
    for w in found:
        if id(w) not in hit_found:
            line("F", w.start, w.end, f"{w.type} {w.value}")
    for e, w in matched:
        if e.get("value") and e["value"] != w.value:
            line("V", e["start"], e["end"], f"{e['value']} != {w.value}")
        if (e["start"], e["end"]) != (w.start, w.end):
            line("S", e["start"], e["end"], f"found {w.text!r}")


def report(name: str, c: Counter) -> None:
    def score(hits: int) -> str:
        p, r = hits / max(c["found"], 1), hits / max(c["marked"], 1)
        return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}"

    value, same = c["right"] / max(c["judged"], 1), c["same"] / max(c["judged"], 1)
    speed = c["characters"] / max(c["seconds"], 1e-9) / 1e6
    print(
        f"{name:16} relaxed {score(c['relaxed'])}  strict {score(c['strict'])}  value {value:.3f} (by meaning {same:.3f})  {speed:.2f} M chars/s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--types", default="DATE,TIME,DURATION,SET")
    parser.add_argument(
        "--errors", default="", help="M missed, F found too much, V value, S span: any of MFVS"
    )
    parser.add_argument(
        "--heads", default="", help="files of which only the beginnings are annotated (MEANTIME)"
    )
    parser.add_argument("--parsed", action="store_true", help="with sentences, so that verbs tell the tense")
    options = parser.parse_args()
    total: Counter = Counter()
    for file in options.files:
        heads = file.stem in options.heads.split(",")
        counts = measure(file, set(options.types.split(",")), options.errors, heads, options.parsed)
        report(file.stem, counts)
        total.update(counts)
    report("all", total)


if __name__ == "__main__":
    main()
