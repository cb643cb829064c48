"""What it costs a run to let others have the record in between, against closing it and opening it again.

    python benchmarks/turns.py RECORD [--rounds 10]

The record is copied first. Each round accepts one report and lets go of the file in one of the two ways; printed are
milliseconds from the end of the writing until the record can be asked again, the middle of all rounds and the longest.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from detente.record import Record, open_record
from detente.record.corrections import correct


def main() -> None:
    """Measures both ways and prints a line for each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("record", type=Path)
    asked.add_argument("--rounds", type=int, default=10)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        path = Path(folder) / "record.duckdb"
        shutil.copy(given.record, path)
        with open_record(path) as record:
            rows = record.connection.execute(
                "SELECT id FROM reports ORDER BY id LIMIT ?", [2 * given.rounds]
            ).fetchall()
        reports = [row[0] for row in rows]
        for name, again in (("pause", _paused), ("close and open", _closed)):
            taken = [_round(path, report, again) for report in reports[: given.rounds]]
            reports = reports[given.rounds :]
            print(f"{name:15} {statistics.median(taken):6.0f} ms, longest {max(taken):6.0f} ms")


def _round(path: Path, report: str, again: Callable[[Record], Record]) -> float:
    with open_record(path) as record:
        correct(record, report, "accept", by="benchmark")
        began = time.perf_counter()
        reopened = again(record)
        reopened.connection.execute("SELECT count(*) FROM articles").fetchall()
        taken = time.perf_counter() - began
        reopened.close()
    return taken * 1000


def _paused(record: Record) -> Record:
    record.pause()
    return record


def _closed(record: Record) -> Record:
    record.close()
    return open_record(record.path)


if __name__ == "__main__":
    main()
