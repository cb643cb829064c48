"""What became of claims, for a terminal: the verdict, the claim in its sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

Row = dict[str, Any]
STYLES = {"borne out": "bold green", "contradicted": "bold red", "cannot tell": "bold yellow"}
SHOWN = 6
"""Pieces of evidence under one claim; the rest is counted."""


def findings_text(findings: Sequence[Row], *, listed: bool) -> RenderableType:
    """Findings in order, each with its evidence; says so where there are none."""
    if not findings:
        return Text("No claimed first, count or rank was found, so there is nothing to check.")
    parts: list[RenderableType] = []
    for finding in findings:
        parts.append(_finding(finding))
    counted = ", ".join(
        f"{number} {verdict}"
        for verdict in STYLES
        if (number := sum(finding["verdict"] == verdict for finding in findings))
    )
    parts.append(Text(f"\n{len(findings)} claim{'' if len(findings) == 1 else 's'}: {counted}", style="bold"))
    if not listed:
        parts.append(
            Text("Checked against the record alone; --visits FILE adds a list of visits.", style="dim")
        )
    return Group(*parts)


def _finding(finding: Row) -> RenderableType:
    question = finding["question"]
    head = Text(f"\n{finding['verdict']}", style=STYLES[finding["verdict"]]).append(
        f"  {claim_words(question)}", style="default not bold"
    )
    parts: list[RenderableType] = [
        head,
        Padding(
            Text(f"“{question['quote']}” ", style="dim").append(
                f"[{question['source']}]", style="dim italic"
            ),
            (0, 0, 0, 2),
        ),
        Padding(Text(finding["reason"]), (0, 0, 0, 2)),
    ]
    parts += [Padding(Text(f"· {_evidence(row)}"), (0, 0, 0, 4)) for row in finding["evidence"][:SHOWN]]
    if len(finding["evidence"]) > SHOWN:
        parts.append(
            Padding(Text(f"· and {len(finding['evidence']) - SHOWN} more", style="dim"), (0, 0, 0, 4))
        )
    return Group(*parts)


def claim_words(question: Row) -> str:
    """What is claimed, in one line: "first visit to China by secretary of state in five years (Antony Blinken)"."""
    kinds = {"first": "first", "highest": "highest-ranking", "since": "no"}
    number = question["number"]
    head = kinds.get(question["kind"]) or f"{number}{_suffix(number)}"
    goal = f" to {question['place']}" if question["place"] and question["form"] == "visit" else ""
    partners = " and ".join(person["name"] for person in question["partners"])
    who = " and ".join(person["name"] for person in question["people"])
    parts = [
        f"{head} {question['form']}{goal}",
        f"with {partners}" if partners else "",
        _among(question["peers"]) if question["peers"] else "",
        question["period"] or "ever",
        f"({who})" if who else "",
    ]
    return " ".join(part for part in parts if part)


def _among(peers: str) -> str:
    if " such " in f" {peers} ":
        return "by one of that office"
    if peers == "anyone":
        return "by anyone"
    return f"by {'an' if peers[0].lower() in 'aeio' else 'a'} {peers}"


def _suffix(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _evidence(row: Row) -> str:
    people = ", ".join(person["name"] for person in row["people"][:4])
    days = row["start"] if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
    place = f", {row['place']}" if row["place"] else ""
    said = f": {row['remark']}" if row["remark"] else ""
    where = f" [{row['told_by']}]" if row["told_by"] else f" [list, {row['id']}]"
    return f"{days}  {people}{place}{said}{where}"
