"""What one month of Common Crawl News costs: cores, hours, bytes, money.

    python benchmarks/common_crawl_plan.py [--cores 64] [--price 0.04] [--reads-a-second 6] ...

Reckoned from figures that were measured elsewhere; each option's help names where its default comes from, and whether it was measured
or is taken on trust. Give your own where you have them. `--figures` takes the JSON of
`benchmarks/pipeline.py --json` in place of --reads-a-second, and `--measure` measures the sieve on pages of 100 kB in a gzipped archive.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from articles import _pages as pages_of_tests
from detente.articles import passed_over
from detente.reading.opening import _article_tables
from detente.sources.warc import warc_pages
from detente.types import Page

OPTIONS: tuple[tuple[str, float, str], ...] = (
    (
        "pages",
        11_700_000,
        "pages a month; FineNews counts 11.5 to 11.7 million documents in each of March to May 2024",
    ),
    ("pages-a-file", 30_000, "pages in one WARC; assumed, count them in one of yours"),
    ("bytes-a-file", 1.0e9, "bytes of one gzipped WARC; Common Crawl News rolls its files at about 1 GB"),
    (
        "sieved-a-second",
        1_300,
        "pages a second of one core, unpacked and sieved; benchmarks/common_crawl_plan.py --measure",
    ),
    (
        "sieve-keeps",
        0.10,
        "share of the pages that is in English and names two powers; assumed: no month was at hand",
    ),
    ("found-a-second", 68, "articles a second of one core found in pages of 100 kB; benchmarks/articles.py"),
    ("readable", 0.85, "share of the kept pages that hold an article and no copy of one; assumed"),
    (
        "reads-a-second",
        6.0,
        "articles a second of one core; docs/benchmarks.md, the whole pipeline: 5.4 of releases, 6.6 of mixed news",
    ),
    ("bytes-an-article", 7_000, "bytes in Parquet of an article and all that is read in it; 40 releases, read --to parquet://"),
    (
        "lost",
        0.0,
        "share of the time that the cluster costs; benchmarks/workers.py --ray shows none on one machine",
    ),
    ("cores", 64, "cores that work on it"),
    ("price", 0.04, "price of an hour of a core; assumed, look it up where you rent"),
    ("memory", 0.6, "GB of memory of a worker (one a core); docs/benchmarks.md: at most 561 MiB"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome. Hours are of one core where they are called core hours."""

    files: float
    bytes_in: float
    sieving: float
    finding: float
    reading: float
    articles: float
    core_hours: float
    hours: float
    bytes_out: float
    cost: float


def plan(given: dict[str, float]) -> Plan:
    """The work of each stage, one after the other, each on what the one before it kept."""
    kept = given["pages"] * given["sieve-keeps"]
    articles = kept * given["readable"]
    files = given["pages"] / given["pages-a-file"]
    sieving = given["pages"] / given["sieved-a-second"] / 3600
    finding = kept / given["found-a-second"] / 3600
    reading = articles / given["reads-a-second"] / 3600
    core_hours = (sieving + finding + reading) / (1 - given["lost"])
    return Plan(
        files=files,
        bytes_in=files * given["bytes-a-file"],
        sieving=sieving,
        finding=finding,
        reading=reading,
        articles=articles,
        core_hours=core_hours,
        hours=core_hours / given["cores"],
        bytes_out=articles * given["bytes-an-article"],
        cost=core_hours * given["price"],
    )


def rate_in(file: Path) -> float:
    """Articles a second of one core, by processor time, in the JSON of benchmarks/pipeline.py."""
    return 1000 / float(json.loads(file.read_text())["all"])


def sieved_a_second(copies: int = 10) -> float:
    """Pages a second of processor time that are unpacked from an archive and sieved: those of the tests with furniture around them."""
    found, _ = pages_of_tests([], None)
    powers = _article_tables().powers
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "month.warc.gz"
        with archive.open("wb") as out:
            for number, page in enumerate(found * copies):
                out.write(gzip.compress(_response(number, page.encode("utf-8", "replace"))))
        began, count = time.process_time(), 0
        for got in warc_pages(archive):
            if isinstance(got, Page):
                passed_over(got, powers)
                count += 1
    return count / (time.process_time() - began)


def _response(number: int, page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{number}\r\nWARC-Date: 2023-06-19T06:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def main() -> None:
    """Reckons and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default, said in OPTIONS:
        parser.add_argument(
            f"--{name}", type=float, default=default, metavar="N", help=f"{said} [{default:g}]"
        )
    parser.add_argument("--figures", type=Path, help="JSON of benchmarks/pipeline.py --json")
    parser.add_argument("--measure", action="store_true", help="measure --sieved-a-second on this machine")
    asked = vars(parser.parse_args())
    given = {name: asked[name.replace("-", "_")] for name, _, _ in OPTIONS}
    if asked["figures"]:
        given["reads-a-second"] = rate_in(asked["figures"])
    if asked["measure"]:
        given["sieved-a-second"] = sieved_a_second()
    found = plan(given)
    print(f"in        {found.files:,.0f} files, {found.bytes_in / 1e9:,.0f} GB, {given['pages']:,.0f} pages")
    print(
        f"sieve     {found.sieving:,.1f} core hours at {given['sieved-a-second']:,.0f} pages a second of a core, keeps {given['sieve-keeps']:.0%}"
    )
    print(f"find      {found.finding:,.1f} core hours, {found.articles:,.0f} articles")
    print(
        f"read      {found.reading:,.1f} core hours at {given['reads-a-second']:.1f} articles a second of a core"
    )
    lost = f", {given['lost']:.0%} of them lost to the cluster" if given["lost"] else ""
    print(f"in all    {found.core_hours:,.1f} core hours{lost}")
    print(
        f"          {found.hours:,.1f} hours on {given['cores']:.0f} cores with {given['cores'] * given['memory']:.0f} GB of memory"
    )
    print(f"out       {found.bytes_out / 1e9:,.1f} GB of Parquet")
    print(f"cost      {found.cost:,.2f} at {given['price']:g} an hour of a core")
    wire = found.bytes_in * 8 / (found.hours * 3600) / 1e9
    print(f"network   {wire:,.2f} Gbit a second, so that the cores do not wait for the archive")


if __name__ == "__main__":
    main()
