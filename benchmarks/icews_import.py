"""How long an ICEWS file takes into a record, and whether it comes out as it was.

    python benchmarks/icews_import.py FILE[.gz]...

Prints for each file: layout, rows, bad rows, seconds to read, to keep and to write again, whether the bytes are the
same, and the share of actors with a country.
"""

from __future__ import annotations

import gzip
import itertools
import sys
import tempfile
import time
from pathlib import Path

from detente.exports.layouts import read_coded, written_again
from detente.record import open_record
from detente.record.imports import imported_file, keep_import


def measure(path: Path) -> str:
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    times = [time.perf_counter()]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_record(Path(folder) / "r.duckdb", create=True) as record,
    ):
        file = read_coded(content, path.name)
        times.append(time.perf_counter())
        keep_import(record, file)
        times.append(time.perf_counter())
        again = written_again(imported_file(record, path.name))
        times.append(time.perf_counter())
    read, keep, write = (b - a for a, b in itertools.pairwise(times))
    states = [bool(side) for row in file.rows for side in (row.actor_states, row.recipient_states)]
    return (
        f"{path.name}: {file.layout}, {len(file.rows):,} rows, {len(file.problems)} bad; read {read:.1f} s, keep {keep:.1f} s, "
        f"write {write:.1f} s; same bytes: {again == content}; actors with a country: {sum(states) / len(states):.1%}"
    )


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(measure(Path(argument)))
