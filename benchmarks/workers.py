"""What more processes gain: `python benchmarks/workers.py ARTICLES.jsonl[.gz] [--articles 240] [--workers 1 2]`.

Reads the same articles (as `benchmarks/pipeline.py` takes them) into a new record by each number of workers, as
`detente read --workers` does, linking included, and prints articles a second by the clock and against the first
number. One is this process with one thread. The opening of models counts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from detente.reading import open_reader
from detente.record.store import open_record
from detente.runs.local import read_into
from detente.runs.workers import read_by
from pipeline import pages_of, texts_of


def main() -> None:
    """Reads with each number of workers and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--words", type=int, default=450)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    pages = pages_of(texts_of(given.texts, given.articles, given.words))
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
