"""How many articles a second the whole pipeline reads, and where the processor's time goes.

    python benchmarks/pipeline.py ARTICLES.jsonl[.gz] [--articles 120] [--words 450] [--processes 1 2] [--json]

ARTICLES is JSONL with a `text` a line (`id`, `title` and `published`, if there). Texts shorter than half of --words are
left out, longer ones are cut at the paragraph in which they reach it, and the first --articles are read into a
new record, in batches as `detente read` has them, one thread a process. Stages are measured in processor time of one
process, so that a busy machine does not change their shares; articles a second are measured by the clock, with the
tables and the model loaded and one story read before, and also reckoned from the processor time, which is what an idle machine would do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from detente.language import Language
from detente.reading import Reader, Story, corridor, open_reader
from detente.record.store import open_record
from detente.runs.local import read_into
from detente.types import Page

STAGES = (
    "articles",
    "language",
    "actors, times, places",
    "coding",
    "reader of acts",
    "diplomacy",
    "record and linking",
)


def texts_of(path: Path, articles: int, words: int) -> list[Story]:
    """The first stories that are long enough, cut to about so many words."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found: list[Story] = []
    for line in raw.decode("utf-8").splitlines():
        row = json.loads(line)
        text = cut(row.get("text") or "", words)
        if len(text.split()) >= words // 2:
            found.append(
                Story(
                    id=str(row.get("id") or len(found)), text=text,
                    title=row.get("title"), published=row.get("published"),
                )
            )  # fmt: skip
        if len(found) == articles:
            break
    return found


def cut(text: str, words: int) -> str:
    """The paragraphs up to the one in which so many words are reached, and of that one no more than those."""
    kept: list[str] = []
    left = words
    for paragraph in text.split("\n\n"):
        said = paragraph.split()
        kept.append(paragraph if len(said) <= left else " ".join(said[:left]))
        left -= len(said)
        if left <= 0:
            break
    return "\n\n".join(kept)


def pages_of(stories: Sequence[Story]) -> list[Page]:
    """The stories as lines of JSONL, which is how a user would hand them over."""
    return [
        Page(
            content=json.dumps(
                {"id": s.id, "text": s.text, "title": s.title, "published": s.published}
            ).encode("utf-8"),
            location=f"benchmark#{s.id}",
            media_type="application/json",
        )
        for s in stories
    ]


@contextmanager
def measured(spent: Counter[str]) -> Iterator[None]:
    """Adds up the processor seconds of each stage while it is open."""

    def timed(stage: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return step(*given, **named)
            finally:
                spent[stage] += time.process_time() - began

        return run

    steps = (
        (Reader, "article", "articles"),
        (Language, "analyse", "language"),
        (corridor.actors, "resolve", "actors, times, places"),
        (corridor.times, "find", "actors, times, places"),
        (corridor.places, "find", "actors, times, places"),
        (corridor.coding, "code", "coding"),
        (corridor.diplomacy, "read_acts", "reader of acts"),
        (corridor.diplomacy, "read", "diplomacy"),
        (Language, "score_marked", "head"),
    )
    patches = [mock.patch.object(o, n, timed(stage, getattr(o, n))) for o, n, stage in steps]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def read(pages: Sequence[Page]) -> tuple[Counter[str], float, float]:
    """Processor seconds by stage, processor seconds in all, and seconds by the clock, of reading into a new record."""
    spent: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, measured(spent):
        # Opened under measurement, so that the reader asks the head by way of it.
        reader = _warmed(Path(folder))
        spent.clear()
        cpu, clock = time.process_time(), time.perf_counter()
        with open_record(Path(folder) / "benchmark.duckdb", create=True) as record:
            for step in read_into(record, pages, reader):
                if step.reading is None:
                    raise SystemExit(f"{step.location}: {step.fate}, {step.message}")
        whole, seconds = time.process_time() - cpu, time.perf_counter() - clock
    spent["record and linking"] = whole - sum(spent[stage] for stage in STAGES if stage in spent)
    return spent, whole, seconds


def _warmed(folder: Path) -> Reader:
    """The reader, after one story that was read into a record: with the tables, the model, and what DuckDB imports."""
    reader = open_reader(threads=1)
    warm = pages_of([Story(id="warm", text="France recalled its ambassador from Niger.")])
    with open_record(folder / "warm.duckdb", create=True) as record:
        for _ in read_into(record, warm, reader):
            pass
    return reader


def _share(pages: Sequence[Page], gate: Any, answers: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _warmed(Path(folder))
    gate.wait()
    _, whole, _ = read(pages)
    answers.put((len(pages), whole, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def side_by_side(pages: Sequence[Page], processes: int) -> dict[str, float]:
    """Articles a second over several processes, each with its share of the pages, and the memory of the largest."""
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(processes + 1), context.Queue()
    shares = [list(pages[n::processes]) for n in range(processes)]
    workers = [context.Process(target=_share, args=(share, gate, answers)) for share in shares]
    for worker in workers:
        worker.start()
    gate.wait()
    began = time.perf_counter()
    told = [answers.get() for _ in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return {
        "processes": processes,
        "articles_a_second": len(pages) / seconds,
        "articles_a_second_of_processor_time": sum(count / cpu for count, cpu, _ in told),
        "peak_memory_mib": max(memory for _, _, memory in told),
    }


def main() -> None:
    """Reads the articles, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--words", type=int, default=450)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    stories = texts_of(given.texts, given.articles, given.words)
    pages = pages_of(stories)
    runs = [side_by_side(pages, processes) for processes in given.processes]
    spent, whole, _ = read(pages)
    scale = 1000 / len(pages)
    figures = {
        "articles": len(pages),
        "words_an_article": sum(len(s.text.split()) for s in stories) / len(stories),
        "processor_seconds_for_1000_articles": {stage: scale * spent[stage] for stage in STAGES},
        "of_coding_the_head": scale * spent["head"],
        "all": scale * whole,
        "coding_to_language": spent["coding"] / spent["language"],
        "resolution_to_language": spent["actors, times, places"] / spent["language"],
        "diplomacy_to_coding": spent["diplomacy"] / spent["coding"],
        "runs": runs,
    }
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{len(pages)} articles of {figures['words_an_article']:.0f} words")
    for stage in (*STAGES, "head"):
        print(f"  {stage:24} {scale * spent[stage]:8.1f} s of processor time for 1,000 articles")
    print(f"  {'all':24} {scale * whole:8.1f} s; 'head' is a part of coding")
    print(
        f"coding {100 * spent['coding'] / spent['language']:.0f}% of the language step, "
        f"actors, times and places {100 * spent['actors, times, places'] / spent['language']:.0f}%; "
        f"diplomacy {100 * spent['diplomacy'] / spent['coding']:.0f}% of coding"
    )
    for run in runs:
        print(
            f"{run['processes']} processes: {run['articles_a_second']:.1f} articles a second by the clock, "
            f"{run['articles_a_second_of_processor_time']:.1f} by processor time; "
            f"at most {run['peak_memory_mib']:.0f} MiB each"
        )


if __name__ == "__main__":
    main()
