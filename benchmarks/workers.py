"""What more processes gain: `python benchmarks/workers.py ARTICLES.jsonl[.gz] [--articles 240] [--workers 1 2]`.

Reads the same articles (as `benchmarks/pipeline.py` takes them) into a new record by each number of workers, as
`detente read --workers` does, linking included, and prints articles a second by the clock and against the first
number. One is this process with one thread. The opening of models counts.

`python benchmarks/workers.py ARTICLES --ray [--workers 2] [--turns 3]` instead reads them into a folder of tables by plain processes
and by a Ray cluster of this machine, in turns, and prints what Ray costs: how much more time it takes by the clock and how much more of
the processors' time, Ray's own processes included, as shares. The first piece of each worker, with which processes and models are
opened, is not counted; how long it takes until these are done is told by itself. Linux only: times are read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from detente.reading import Story, open_reader
from detente.record.store import open_record
from detente.runs.local import read_into
from detente.runs.reading_to import Way, plan, read_to
from detente.runs.workers import read_by
from pipeline import pages_of, texts_of

PIECES = 16
"""Files that the articles are spread over for `--ray`: some for each worker, as in earnest."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Seconds of one turn."""

    start: float
    """By the clock, until each worker has done a piece."""
    clock: float
    """A piece after that."""
    processor: float
    """A piece after that, of this process and all that descend from it."""


def processor_seconds() -> float:
    """What this process, its living descendants and those of their children that have ended have used so far."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # The name of a process may hold spaces and brackets: what follows the last bracket is split.
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                used[int(entry.name)] = sum(int(field) for field in fields[11:15])
    family = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in family and one not in family}:
        family |= more
    return sum(used[one] for one in family) / TICKS


def turn(source: Path, workers: int, ray: str | None) -> Took:
    """Reads all of it once into a folder that is thrown away."""
    way = Way(workers=workers, ray=ray)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        # As many as there are workers end close together at first: it counts from the last of those.
        done = [
            (time.perf_counter(), processor_seconds())
            for _ in read_to(Path(folder), plan([str(source)], Path(folder), way), way)
        ]
    (start, used), (end, used_at_end) = done[workers - 1], done[-1]
    counted = len(done) - workers
    return Took(start=start - began, clock=(end - start) / counted, processor=(used_at_end - used) / counted)


def ray_against_plain(stories: Sequence[Story], workers: int, turns: int) -> None:
    """Plain processes and the cluster in turns, so that a busy machine slows both alike; prints."""
    took: dict[str | None, list[Took]] = {None: [], "auto": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(PIECES):
            rows = [
                {"id": s.id, "text": s.text, "title": s.title, "published": s.published}
                for s in stories[number::PIECES]
            ]
            (Path(folder) / f"{number:02}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        for _ in range(turns):
            for ray, found in took.items():
                found.append(turn(Path(folder), workers, ray))
                last, name = found[-1], "on Ray" if ray else "plain"
                print(f"{name:<8}{last.start:8.1f} s to start, a piece {last.clock:.2f} s by the clock, "
                      f"{last.processor:.2f} s of processors", flush=True)  # fmt: skip
    print(
        f"{len(stories)} articles in {PIECES} pieces, {workers} workers; Ray against plain, each by its median:"
    )
    for what in ("clock", "processor"):
        plain, cluster = (median(getattr(one, what) for one in found) for found in took.values())
        print(f"{what:<12}{cluster / plain - 1:+.1%}")


def main() -> None:
    """Reads with each number of workers and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--words", type=int, default=450)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ray", action="store_true", help="plain processes against Ray on the same cores")
    parser.add_argument("--turns", type=int, default=3, help="with --ray: how often each has its turn")
    given = parser.parse_args()
    stories = texts_of(given.texts, given.articles, given.words)
    if given.ray:
        ray_against_plain(stories, max(given.workers), given.turns)
        return
    pages = pages_of(stories)
    first = 0.0
    for number in given.workers:
        began = time.perf_counter()
        with (
            tempfile.TemporaryDirectory() as folder,
            open_record(Path(folder) / "benchmark.duckdb", create=True) as record,
        ):
            steps = (
                read_by(record, pages, workers=number)
                if number > 1
                else read_into(record, pages, open_reader(threads=1))
            )
            read = sum(step.fate == "read" for step in steps)
        rate = read / (time.perf_counter() - began)
        first = first or rate
        print(f"{number} workers: {read} articles, {rate:.1f} a second, {rate / first:.2f} times the first")
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"at most {largest / 1024:.0f} MiB a process")


if __name__ == "__main__":
    main()
