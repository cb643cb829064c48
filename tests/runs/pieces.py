"""Sources to be read in pieces, and what is compared of what they give."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from detente.record.folder import FAILED, OF_PIECES
from detente.runs.piecework import read_piece
from detente.runs.reading_to import Way, plan, read_to

ACTS = (
    "Russia expelled {n} Norwegian diplomats on Friday, and Norway called the decision unfounded.",
    "French Foreign Minister Jeanne Duval met her Kenyan counterpart in Nairobi on Monday to discuss {n} projects.",
    "Jeanne Duval accused Russia of {n} breaches of the agreement, and asked Poland for its support.",
    "China and Australia signed an agreement on {n} farm products in Canberra on Tuesday.",
)
MORE = (
    "The two governments have worked together for years, and officials said that they would go on doing so."
)


def story(number: int, act: str | None = None) -> dict[str, str]:
    told = (act or ACTS[number % len(ACTS)]).format(n=number)
    return {
        "id": f"story-{number}",
        "text": f"{told}\n\n{MORE}",
        "title": f"Story {number}",
        "published": f"2027-03-{number % 28 + 1:02}T08:00:00Z",
        "outlet": "The Lantern",
    }


def write_stories(path: Path, stories: list[dict[str, str]]) -> None:
    text = "\n".join(json.dumps(one) for one in stories) + "\n"
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(pack(text.encode()))


def sources(folder: Path) -> Path:
    """Four files of twelve stories, one of them with a broken line."""
    folder.mkdir(parents=True)
    for number in range(4):
        name = f"{number}.jsonl" + (".gz" if number == 3 else "")
        write_stories(folder / name, [story(12 * number + n) for n in range(12)])
    with (folder / "0.jsonl").open("a") as stream:
        stream.write("{broken\n")
    return folder


def read_alone(source: Path, folder: Path, reader) -> None:
    """What this process makes of the pieces, one after the other."""
    for order in plan([str(source)], folder, Way()).orders:
        read_piece(order, reader, tell=lambda at: None)


def read(source: Path, folder: Path, each=lambda line: None, **way):
    lines = []
    chosen = Way(**{"workers": 2} | way)
    for line in read_to(folder, plan([str(source)], folder, chosen), chosen):
        lines.append(line)
        each(line)
    return lines


def parts(folder: Path) -> dict[str, bytes]:
    """The bytes of every part."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for table in (*OF_PIECES, FAILED)
        for path in sorted((folder / table).iterdir())
    }
