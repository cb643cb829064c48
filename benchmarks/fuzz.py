"""Throws made-up bytes at every door of Détente that strangers' bytes come in by, and tells what breaks.

    python benchmarks/fuzz.py [--minutes 10] [--target page ...] [--seed 1]
    python benchmarks/fuzz.py --again page FILE        runs one input again

Inputs are made by hypothesis (see fuzz_targets.py). A crash is anything but an error of ours, an item that takes more
than ten seconds of processor time, or the death of the process. Each is shrunk, kept in a file and printed once, with the
command that runs it again; the exit status is then 1. The doors take turns, each in a process of its own, until the time is over.
"""

from __future__ import annotations

import argparse
import mmap
import multiprocessing
import os
import resource
import signal
import struct
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz_targets import TARGETS, Target

LIMIT = 10.0
"""Processor seconds that an item may take."""
TURN = 40.0
"""Seconds by the clock for which one door is tried before the next has its turn."""
BATCH = 200
MEMORY = 6 << 30
"""Bytes of address space for a process: one that wants more has been blown up."""
ROOM = 8 << 20
KEPT = Path(tempfile.gettempdir()) / "detente-fuzz"
"""Where the inputs that crash are kept."""


class TooSlow(Exception):
    """An item took more than its time. Not one of ours, so that it counts as a crash."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What was thrown, where in our code it came from, and the smallest input known to bring it about."""

    kind: str
    place: str
    told: str
    content: bytes

    def command(self, target: str) -> str:
        """The command that runs it again, with the input in a file."""
        KEPT.mkdir(parents=True, exist_ok=True)
        file = KEPT / f"{target}-{sha256(self.content).hexdigest()[:12]}"
        file.write_bytes(self.content)
        return f"python benchmarks/fuzz.py --again {target} {file}"


def limited(take: Any, content: bytes) -> None:
    """Gives a door one input. Raises `TooSlow`, and whatever the door lets out."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooSlow(f"more than {LIMIT:.0f} seconds of processor time")

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        take(content)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def place_of(error: BaseException) -> str:
    """The innermost line of our package that an error went through, else of anybody's."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/detente/" in f.filename] or frames
    return f"{ours[-1].filename.rpartition('/detente/')[2]}:{ours[-1].lineno}"


def turn(target: Target, number: int, known: set[tuple[str, str]], last: mmap.mmap, answers: Any) -> None:
    """Tries one door for its turn, in a process of its own: answers how many inputs it had, and what crashed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    until, tried = time.monotonic() + TURN, 0
    found: list[Crash] = []
    inputs = target.inputs()
    while time.monotonic() < until:
        number += 1
        crash: Crash | None = None

        @seed(number)
        @settings(
            max_examples=BATCH, database=None, deadline=None, phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=False,
        )  # fmt: skip
        @given(inputs)
        def once(made: bytes) -> None:
            nonlocal tried, crash
            if time.monotonic() > until + TURN:
                return
            tried, content = tried + 1, made[: ROOM - 8]
            last[: 8 + len(content)] = struct.pack("q", len(content)) + content
            try:
                limited(target.take, made)
            except Exception as error:
                met = Crash(type(error).__name__, place_of(error), str(error)[:300], made)
                if (met.kind, met.place) in known:
                    return
                # The last that is kept is the smallest so far.
                if crash is None or len(made) <= len(crash.content):
                    crash = met
                raise

        try:
            once()
        except Exception:
            # Also where hypothesis finds that it does not crash every time: `crash` tells when it did.
            if crash is None:
                raise
        if crash is not None:
            known.add((crash.kind, crash.place))
            found.append(crash)
    answers.send((tried, found))


def take_turn(target: Target, number: int, known: set[tuple[str, str]]) -> tuple[int, list[Crash]]:
    """One turn of a door; the death of its process, and its silence, are crashes by the input it had last."""
    last = mmap.mmap(-1, ROOM)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=turn, args=(target, number, known, last, theirs)
    )
    process.start()
    theirs.close()
    answer: tuple[int, list[Crash]] | None = None
    try:
        if ours.poll(3 * TURN + 60):
            answer = ours.recv()
        else:
            os.kill(process.pid or 0, signal.SIGKILL)
    except EOFError:
        pass
    process.join(10)
    if process.is_alive():
        process.kill()
        process.join()
    if answer is not None:
        return answer
    (size,) = struct.unpack("q", last[:8])
    kind = "Died" if process.exitcode != -signal.SIGKILL else "Hung"
    return 0, [Crash(kind, f"exit status {process.exitcode}", "", last[8 : 8 + size])]


def main() -> None:
    """Takes turns until the time is over, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", nargs=2, metavar=("TARGET", "FILE"))
    asked = parser.parse_args()
    if asked.again:
        limited(TARGETS[asked.again[0]].take, Path(asked.again[1]).read_bytes())
        print("taken without a crash")
        return
    until, number = time.monotonic() + 60 * asked.minutes, asked.seed * 1_000_000
    tried: Counter[str] = Counter()
    known: dict[str, set[tuple[str, str]]] = {name: set() for name in asked.target}
    while time.monotonic() < until:
        for name in asked.target:
            if time.monotonic() >= until:
                break
            number += 1_000
            count, crashes = take_turn(TARGETS[name], number, known[name])
            tried[name] += count
            for crash in crashes:
                if (crash.kind, crash.place) in known[name]:
                    continue
                known[name].add((crash.kind, crash.place))
                print(
                    f"{name}: {crash.kind} at {crash.place}: {crash.told}\n  {crash.command(name)}",
                    flush=True,
                )
    for name in asked.target:
        print(f"{name:8} {tried[name]:9,} inputs, {len(known[name])} crashes")
    raise SystemExit(1 if any(known.values()) else 0)


if __name__ == "__main__":
    main()
