"""Articles against trafilatura alone, in one run: pages a second, and the F1 of the bodies.

    python benchmarks/articles.py FOLDER...              speed on the HTML pages below the folders
    python benchmarks/articles.py --pairs PAIRS.jsonl    F1 too; a line is {"html": page, "text": its body}

F1 is of runs of four words (shingles with their counts), precision and recall averaged over the pages, as published
comparisons of extractors do. Without arguments the pages of the tests serve, with furniture around them. Exit code 1 where the rate falls under
0.8 of trafilatura's own or the F1 under its F1.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import trafilatura

from detente.articles import ArticleTables, extract, powers
from detente.errors import ArticleError
from detente.knowledge.outlets import outlet_tables
from detente.types import Page

OWN_PAGES = Path(__file__).parents[1] / "tests" / "articles" / "pages"
FLOOR = 0.8
ROUNDS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pairs", type=Path, help='JSON lines {"html", "text"}')
    arguments = parser.parse_args()
    pages, texts = _pages(arguments.folders, arguments.pairs)
    tables = ArticleTables(outlets=outlet_tables(), cities={}, powers=powers((), ()))

    def ours(html: str) -> str:
        try:
            return extract(Page(content=html.encode(), location="-", media_type="text/html"), tables).text
        except ArticleError:
            return ""

    def theirs(html: str) -> str:
        return trafilatura.extract(html, include_comments=False, with_metadata=True) or ""

    def bodies(html: str) -> str:
        return trafilatura.extract(html, include_comments=False) or ""

    rates = _rates(pages, {"detente": ours, "metadata too": theirs, "body only": bodies})
    for name, rate in rates.items():
        print(f"{name:14}{rate:8.1f} pages/s")
    ratio = rates["detente"] / rates["body only"]
    print(f"detente / trafilatura (body only): {ratio:.2f} (floor {FLOOR})")
    if not texts:
        return int(ratio < FLOOR)
    mine, its = (_f1(texts, [reader(p) for p in pages]) for reader in (ours, bodies))
    print(f"F1 detente {mine:.4f}, trafilatura {its:.4f}, on {len(texts)} pages")
    return int(ratio < FLOOR or mine < its)


def _pages(folders: Sequence[Path], pairs: Path | None) -> tuple[list[str], list[str]]:
    if pairs is not None:
        lines = [json.loads(line) for line in pairs.read_text().splitlines() if line.strip()]
        return [line["html"] for line in lines], [line["text"] for line in lines]
    if folders:
        found = sorted(path for folder in folders for path in folder.rglob("*.html"))
        return [path.read_text(errors="replace") for path in found], []
    own = [(p, json.loads(p.with_suffix(".json").read_text())) for p in sorted(OWN_PAGES.glob("*.html"))]
    own = [(p, wanted) for p, wanted in own if "paragraphs" in wanted]
    return [_furnished(p.read_text()) for p, _ in own], ["\n".join(wanted["paragraphs"]) for _, wanted in own]


def _furnished(html: str) -> str:
    """A small page of the tests with as much menu, teaser and script around it as news pages carry (about 100 KB)."""
    menu = "".join(f'<li class="item"><a href="/s/{n}"><span>Section {n}</span></a></li>' for n in range(200))
    cards = "".join(
        f'<div class="card"><a href="/n/{n}"><h3>Another story of the day {n}</h3></a><p class="teaser">A line on {n}.</p></div>'
        for n in range(60)
    )
    script = f"<script>{'var a=function(b){return b+1};' * 1000}</script>"
    html = re.sub(r"(<body[^>]*>)", rf'\1{script}<nav class="menu"><ul>{menu}</ul></nav>', html, count=1)
    return html.replace("</body>", f'<aside class="more-stories">{cards}</aside>{script}</body>')


def _rates(pages: Sequence[str], readers: Mapping[str, Callable[[str], str]]) -> dict[str, float]:
    """Pages a second of each reader. Page by page in turn, so that a busy machine slows all of them alike; the first
    round warms up."""
    spent = dict.fromkeys(readers, 0.0)
    for number in range(ROUNDS + 1):
        for page in pages:
            for name, reader in readers.items():
                start = time.perf_counter()
                reader(page)
                spent[name] += (time.perf_counter() - start) if number else 0.0
    return {name: ROUNDS * len(pages) / seconds for name, seconds in spent.items()}


def _f1(texts: Sequence[str], found: Sequence[str]) -> float:
    precision = recall = 0.0
    for wanted, got in zip(map(_shingles, texts), map(_shingles, found), strict=True):
        shared = sum((wanted & got).values())
        precision += shared / max(1, sum(got.values()))
        recall += shared / max(1, sum(wanted.values()))
    return 2 * precision * recall / max(1e-9, (precision + recall) * len(texts))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(zip(*(words[n:] for n in range(4)), strict=False))


if __name__ == "__main__":
    sys.exit(main())
