"""Reads the sentences written one by one in written/*.txt and writes written/*.jsonl, the same on every machine.

    python training/events/written.py

A line is `CATEGORY STANDING | sentence`: <s></s> holds who acts, <t></t> the other party; STANDING is nothing, or
a status of the contract of `detente code` and, after it, `negated` and `historical` where they hold.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

HERE = Path(__file__).parent / "written"
STATUSES = frozenset(
    (
        *("happened", "ongoing", "planned", "possible", "called_for"),
        *("postponed", "cancelled", "refused", "denied", "hypothetical"),
    )
)
FLAGS = ("negated", "historical")
PARTY = {side: re.compile(rf"<{side}>([^<>]+)</{side}>") for side in "st"}


def record(identity: str, line: str) -> dict[str, str | bool]:
    """A line of the documented JSONL; ValueError says what is wrong with the line."""
    head, bar, marked = line.partition(" | ")
    category, *standing = head.split()
    parties = [PARTY[side].findall(marked) for side in "st"]
    if not bar or any(len(found) != 1 for found in parties) or marked.count("<") != 4:
        raise ValueError(f"expected CATEGORY | a sentence with one <s></s> and one <t></t>: {line}")
    row: dict[str, str | bool] = {
        "id": identity,
        "text": re.sub(r"</?[st]>", "", marked),
        "source": parties[0][0],
        "target": parties[1][0],
        "marked": marked,
        "event": category,
    }
    for word in standing:
        if word in FLAGS:
            row[word] = True
        elif word in STATUSES and word == standing[0]:
            row["status"] = word
        else:
            raise ValueError(f"{word!r} is no status ({', '.join(sorted(STATUSES))}) and no flag: {line}")
    if "status" in row:
        row |= {flag: flag in row for flag in FLAGS}
    return row


def rows_of(source: Path) -> list[dict[str, str | bool]]:
    """The sentences of one file, numbered from 1."""
    lines = [line for line in source.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [record(f"written-{source.stem}-{number:03}", line) for number, line in enumerate(lines, start=1)]


def main() -> None:
    """Writes a .jsonl beside every .txt."""
    for source in sorted(HERE.glob("*.txt")):
        out = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(source))
        source.with_suffix(".jsonl").write_text(out, "utf-8")


if __name__ == "__main__":
    main()
