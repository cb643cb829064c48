"""Eight simulated hours of `detente watch` against outlets that fail: nothing lost, nothing doubled, no leak.

    python benchmarks/soak.py [--hours 8] [--faults 0.3] [--seed 1] [--json]

Six outlets on this machine publish an article every few minutes of the world's clock. Three calls in ten go wrong: 500s,
503s that ask for a pause, silence, garbage, headers and bodies that drip, truncated bodies, redirects to the loopback,
connections that are reset. The watch is thrown away and begun anew four times, as a kill does. The clock jumps from one thing
that is due to the next, so that eight hours take minutes. Record, alerts and their sending are those of the command; articles are read in this process, so that
a leak in reading shows here too.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import logging
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from detente.alerts.raising import Alarms
from detente.alerts.sending import Sender
from detente.alerts.webhook import Webhook
from detente.alerts.wishes import wish
from detente.cli.watching import Desk
from detente.display.metrics import resident
from detente.reading import Reader, open_reader
from detente.record import open_record
from detente.record.watched import item_counts
from detente.runs.happenings import Feed
from detente.runs.watching import Watch
from detente.sources.web import Fetcher
from newsfeeds import World, accepted, calling_here, serving, some_articles

OUTLETS = ("lantern", "courier", "harbour", "ledger", "straits", "gazette")
BEGAN = datetime(2026, 3, 2, 6, 0)
SAMPLED = timedelta(minutes=5)
WARM = timedelta(hours=2)
"""Of the world's time, before which memory is not looked at: caches and the encoder's buffers fill."""
DRAINED = timedelta(hours=6)
"""How long the watch goes on after the last article, so that what had failed is got."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """What came of it. `lost` and `doubled` are to be 0, and `slope` within its noise of 0."""

    hours: float
    published: int
    read: int
    lost: int
    doubled: int
    given_up: int
    """Items whose pages are never to be had."""
    calls: int
    faults: int
    unchanged: int
    """Calls for feeds that were answered by "not modified"."""
    intruders: int
    """Calls that reached the loopback by way of a redirect."""
    alerts: int
    alerts_sent: int
    alerts_doubled: int
    slope: float
    """Growth of memory in MB an hour of the world's time, after the first two."""
    noise: float
    """Twice the standard error of the slope."""
    memory: float
    """MB at the end."""
    seconds: float


class Clock:
    """The world's time: it passes while the watch rests, at no cost."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.until = now
        self.samples: list[tuple[datetime, int]] = []

    @property
    def stopped(self) -> bool:
        return self._now >= self.until

    def now(self) -> datetime:
        return self._now

    def rest(self, seconds: float) -> None:
        self._now += timedelta(seconds=max(seconds, 1.0))
        if not self.samples or self._now - self.samples[-1][0] >= SAMPLED:
            gc.collect()
            self.samples.append((self._now, resident()))


def soak(
    folder: Path,
    reader: Reader,
    *,
    hours: float = 8.0,
    faults: float = 0.3,
    seed: int = 1,
    minutes: float = 12.0,
) -> Soaked:
    """Watches for so many hours of the world's time; each outlet publishes about every so many minutes."""
    chance = random.Random(seed)
    clock = Clock(BEGAN)
    articles = some_articles(OUTLETS, BEGAN, hours, minutes=minutes, chance=chance)
    record = folder / "soak.duckdb"
    began = time.monotonic()
    with serving(World(articles=articles, now=clock.now, faults=faults, seed=seed)) as world, calling_here():
        hook = Webhook(url=f"http://127.0.0.1:{world.port}/hook", secret="a secret of the soak")
        # Begun anew at these hours, as after a kill: only what stands in the record is known then.
        ends = [BEGAN + timedelta(hours=hours * part) for part in (0.2, 0.45, 0.5, 0.8)]
        for end in (*ends, BEGAN + timedelta(hours=hours) + DRAINED):
            clock.until = end
            _watch(world, record, reader, clock, hook, chance)
        return _soaked(world, record, clock, hours, time.monotonic() - began)


def _watch(
    world: World, record: Path, reader: Reader, clock: Clock, hook: Webhook, chance: random.Random
) -> None:
    feeds = [Feed(address=world.address(outlet)) for outlet in OUTLETS]
    wishes = [wish(["any"], categories=["THREATEN", "ACCUSE"], issues=[])]
    with Fetcher(pause=0.0) as fetcher:
        watch = Watch(record, feeds, reader, fetcher, clock, random.Random(chance.random()))
        desk = Desk(record, Alarms(wishes, [hook.name]), Sender(record, [hook]), clock)
        desk.take(watch.happenings())


def _soaked(world: World, record: Path, clock: Clock, hours: float, seconds: float) -> Soaked:
    with open_record(record, writable=False) as opened:
        ask = opened.connection.execute
        kept = [row[0] for row in ask("SELECT source FROM articles").fetchall()]
        read = {row[0] for row in ask("SELECT item FROM feed_items WHERE state = 'read'").fetchall()}
        [[alerts]] = ask("SELECT count(*) FROM alerts").fetchall()
        items = item_counts(opened)
    sent = accepted(world)
    warm = [(at, size) for at, size in clock.samples if at >= BEGAN + min(WARM, timedelta(hours=hours / 4))]
    hour = np.array([(at - BEGAN).total_seconds() / 3600 for at, _ in warm])
    slope, noise = _slope(hour, np.array([size / 1e6 for _, size in warm]))
    return Soaked(
        hours=hours,
        published=len(world.published()),
        read=len(kept),
        lost=len(world.published() - read),
        doubled=len(kept) - len(set(kept)),
        given_up=items.get("given up", 0),
        calls=sum(n for name, n in world.calls.items() if name.startswith("http")),
        faults=sum(n for name, n in world.calls.items() if name.startswith("fault")),
        unchanged=world.calls["304"],
        intruders=world.calls["intruder"],
        alerts=alerts,
        alerts_sent=len(sent),
        alerts_doubled=sum(n - 1 for n in sent.values()),
        slope=slope,
        noise=noise,
        memory=warm[-1][1] / 1e6,
        seconds=seconds,
    )


def _slope(hour: np.ndarray, size: np.ndarray) -> tuple[float, float]:
    """Least squares, and twice the standard error of it; neighbours resemble each other, which is allowed for."""
    centred = hour - hour.mean()
    slope = float(centred @ size / (centred @ centred))
    rest = size - size.mean() - slope * centred
    alike = float(rest[1:] @ rest[:-1] / max(rest @ rest, 1e-12))
    widened = np.sqrt(max(1.0, (1 + alike) / max(1 - alike, 0.02)))
    error = np.sqrt(rest @ rest / max(len(rest) - 2, 1) / (centred @ centred))
    return slope, float(2 * error * widened)


def main() -> None:
    """Prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--faults", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--log", action="store_true", help="show what the watch logs")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO if given.log else logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        found = soak(
            Path(folder), open_reader(threads=1), hours=given.hours, faults=given.faults, seed=given.seed
        )
    told = dataclasses.asdict(found)
    print(
        json.dumps(told)
        if given.json
        else "\n".join(f"{name:<16}{value:>12.6g}" for name, value in told.items())
    )


if __name__ == "__main__":
    main()
