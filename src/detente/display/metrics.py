"""Metrics as Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_STARTED = time.time()
Labels = tuple[tuple[str, str], ...]
ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric with its samples, by labels. A histogram's are its buckets, by `le`, with its sum and count."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: Mapping[Labels, float]
    sums: Mapping[Labels, tuple[float, int]] | None = None
    """Of a histogram: sum and count, by its labels without `le`."""


def exposition(metrics: Iterable[Metric]) -> str:
    """The metrics as one page of text."""
    lines: list[str] = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {_escaped(metric.help)}", f"# TYPE {metric.name} {metric.kind}"]
        suffix = "_bucket" if metric.kind == "histogram" else ""
        lines += [
            f"{metric.name}{suffix}{_braced(to)} {_number(value)}" for to, value in metric.samples.items()
        ]
        for labels, (total, count) in (metric.sums or {}).items():
            lines += [
                f"{metric.name}_sum{_braced(labels)} {_number(total)}",
                f"{metric.name}_count{_braced(labels)} {count}",
            ]
    return "\n".join(lines) + "\n"


def gauge(name: str, help: str, value: float, labels: Labels = ()) -> Metric:
    """A gauge with one sample."""
    return Metric(name=name, kind="gauge", help=help, samples={labels: value})


def counter(name: str, help: str, samples: Mapping[Labels, float]) -> Metric:
    """A counter, by labels."""
    return Metric(name=name, kind="counter", help=help, samples=samples)


def process_metrics() -> list[Metric]:
    """What this process uses, under the names that Prometheus' own libraries give it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = [
        counter(
            "process_cpu_seconds_total", "Processor time in seconds.", {(): used.ru_utime + used.ru_stime}
        ),
        gauge("process_start_time_seconds", "When the process was started (Unix seconds).", _STARTED),
        gauge("process_resident_memory_bytes", "Memory that it holds.", resident()),
    ]
    descriptors = Path("/proc/self/fd")
    if descriptors.is_dir():
        found.append(
            gauge("process_open_fds", "Open files and connections.", sum(1 for _ in descriptors.iterdir()))
        )
    return found


def resident() -> int:
    """Bytes of memory that the process holds now; where the system does not tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _braced(labels: Labels) -> str:
    inside = ",".join(f'{name}="{value.translate(ESCAPED)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
