"""How fast the pages of a large record are: one reader, then fifty at once.

    python benchmarks/record_scale.py make big.duckdb --articles 100000
    python benchmarks/web.py big.duckdb [--pages 200] [--readers 50]

One reader goes from page to page as people do: the world, a pair (the busy ones more often), its filters and days, an event,
its sentence, its article, an issue, the sources. Programs ask the API: what it has, then filtered questions of which no two are alike,
one at a time and by fifty at once. Times are at the server, in milliseconds of the wall: `first` for what was not asked for
before, `again` for the same. What else runs on the machine counts, so its load is printed beside them.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.testclient import TestClient

from detente.web import make_app
from detente.web.access import Access

API = (
    "events", "encounters", "positions", "reports", "pairs", "events?pair=CHN-USA&event=ACCUSE", "encounters?pair=CHN-USA",
    "pairs/CHN-USA/tension", "pairs/CHN-USA/agenda", "search?q=accused", "about",
)  # fmt: skip
"""What programs ask for."""
LISTS = {
    "events": "event=ACCUSE",
    "reports": "event=CONSULT",
    "encounters": "status=planned",
    "positions": "issue=taiwan",
}
"""The lists of the API, each with a filter that narrows it."""
Ask = Callable[[str], tuple[int, float, int]]


def walk(ask_json: Callable[[str], dict], pages: int, seed: int = 1) -> list[str]:
    """The addresses of a reader's walk."""
    chance = random.Random(seed)
    pairs = [f"{row['a']}-{row['b']}" for row in ask_json("/index.json")["busiest"]]
    found = ["/", "/sources", "/about/method", "/issue/taiwan", "/issue/tariffs"]
    while len(found) < pages:
        pair = pairs[min(int(chance.expovariate(0.4)), len(pairs) - 1)]
        year, month = chance.randint(2015, 2024), chance.randint(1, 6)
        found.append(f"/pair/{pair}")
        found.append(f"/pair/{pair}?from={year}-0{month}&to={year}-0{month + 3}")
        found.append(f"/pair/{pair}?category={chance.choice(('ACCUSE', 'CONSULT', 'AGREE'))}")
        events = ask_json(f"/events.json?about={pair}&limit=20&from={year}")["events"]
        for event in chance.sample(events, min(2, len(events))):
            found += [f"/evidence/{event['report']}", f"/article/{event['article']}", f"/event/{event['id']}"]
    return found[:pages]


def questions(ask_json: Callable[[str], dict], number: int, seed: int = 2) -> list[str]:
    """Questions of programs to the API, no two alike."""
    chance = random.Random(seed)
    pairs = [f"{row['a']}-{row['b']}" for row in ask_json("/api/v1/pairs?limit=40")["items"]]
    found: dict[str, None] = {}
    while len(found) < number:
        kind = chance.choice((*LISTS, *LISTS, "agenda", "search"))
        year, month, pair = chance.randint(2015, 2024), chance.randint(1, 9), chance.choice(pairs)
        if kind == "agenda":
            found[f"/api/v1/pairs/{pair}/agenda?from={year}-0{month}"] = None
        elif kind == "search":
            found[
                f"/api/v1/search?q={chance.choice(('accus*', 'warn*', 'talks', 'minister'))}&pair={pair}"
            ] = None
        else:
            whom = chance.choice((f"pair={pair}", f"pair={pair[:3]}", ""))
            narrower = chance.choice((f"from={year}-0{month}", f"to={year}-0{month}", LISTS[kind]))
            limit = chance.choice((20, 50, 200))
            found[f"/api/v1/{kind}?{whom}&{narrower}&limit={limit}"] = None
    return list(found)


def told(name: str, times: list[float]) -> None:
    times = sorted(times)
    p95 = times[int(0.95 * (len(times) - 1))]
    print(
        f"{name}: median {statistics.median(times):.0f} ms, p95 {p95:.0f}, worst {times[-1]:.0f} ({len(times)} pages)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument(
        "--warm", type=float, default=60.0, help="seconds in which the server makes itself ready"
    )
    asked = parser.parse_args()
    with TestClient(
        make_app(asked.record, ready=True, access=Access(asking=1_000_000)), base_url="http://localhost"
    ) as client:
        measure(client, asked)


def measure(client: TestClient, asked: argparse.Namespace) -> None:

    def ask(address: str) -> tuple[int, float, int]:
        begun = time.perf_counter()
        answer = client.get(address, follow_redirects=True)
        return answer.status_code, 1000 * (time.perf_counter() - begun), len(answer.content)

    client.get("/")
    state = client.app.state  # type: ignore[attr-defined]
    begun = time.perf_counter()
    while client.get("/api/v1/search?q=accused").status_code == 503:
        time.sleep(1)
    print(f"searchable after {time.perf_counter() - begun:.0f} s")
    state.ready.idle.wait(asked.warm)
    addresses = walk(lambda address: client.get(address).json(), asked.pages)
    fresh = list(dict.fromkeys(addresses))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    first = [ask(address) for address in fresh]
    told("first", [ms for _, ms, _ in first])
    told("again", [ask(address)[1] for address in fresh])
    print(f"largest page {max(size for *_, size in first) / 1000:.0f} kB before compression")
    with ThreadPoolExecutor(asked.readers) as readers:
        together = list(readers.map(ask, [random.choice(fresh) for _ in range(asked.readers * 4)]))
    told(f"{asked.readers} at once", [ms for _, ms, _ in together])
    asks = [f"/api/v1/{path}" for path in API]
    programs = [ask(address) for address in asks]
    told("API, first", [ms for _, ms, _ in programs])
    with ThreadPoolExecutor(asked.readers) as readers:
        again = list(readers.map(ask, [random.choice(asks) for _ in range(asked.readers * 4)]))
    told(f"API, {asked.readers} at once, again", [ms for _, ms, _ in again])
    unlike = questions(lambda address: client.get(address).json(), asked.pages + asked.readers * 4)
    one = [ask(address) for address in unlike[: asked.pages]]
    told("API, filtered, no two alike", [ms for _, ms, _ in one])
    with ThreadPoolExecutor(asked.readers) as readers:
        many = list(readers.map(ask, unlike[asked.pages :]))
    told(f"API, filtered, {asked.readers} at once", [ms for _, ms, _ in many])
    programs += [*again, *one, *many]
    bad = [status for status, *_ in (*first, *together, *programs) if status != 200]
    print(f"answers that were no page: {len(bad)} {sorted(set(bad))}")


if __name__ == "__main__":
    main()
