"""One article with what was coded from it, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from detente.types import Article

Row = dict[str, Any]
STYLES = {
    "actor": "green",
    "recipient": "magenta",
    "participant": "green",
    "holder": "green",
    "addressee": "magenta",
}


def annotated(article: Article, coded: Mapping[str, Sequence[Row]]) -> RenderableType:
    """The text with actors and triggers coloured, and under each paragraph what it was coded to."""
    parts: list[RenderableType] = [*_head(article)]
    for start, end in _paragraphs(article.text):
        parts.append(Text("\n").append_text(_coloured(article.text, start, end, coded)))
        parts += [Padding(line, (0, 0, 0, 4)) for line in _findings(start, end, coded)]
    return Group(*parts)


def _head(article: Article) -> Iterator[Text]:
    yield Text(article.title or "(no headline)", style="bold")
    if article.subtitle:
        yield Text(article.subtitle)
    told_by = f"{article.published or 'no date'} ({article.published_by or 'unknown'})"
    facts = (article.outlet, article.agency, article.byline, told_by, article.url or article.source)
    yield Text(" · ".join(fact for fact in facts if fact), style="dim")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 2


def _coloured(text: str, start: int, end: int, coded: Mapping[str, Sequence[Row]]) -> Text:
    shown = Text(text[start:end])
    for role in coded.get("roles", ()):
        if start <= role["start"] and role["end"] <= end:
            shown.stylize(STYLES[role["role"]], role["start"] - start, role["end"] - start)
    for report in coded.get("reports", ()):
        if start <= report["trigger_start"] and report["trigger_end"] <= end:
            shown.stylize("bold underline", report["trigger_start"] - start, report["trigger_end"] - start)
    return shown


def _findings(start: int, end: int, coded: Mapping[str, Sequence[Row]]) -> Iterator[Text]:
    roles = coded.get("roles", ())
    for row in _within("reports", start, end, coded):
        event = " ".join(part for part in (row["event"], row["mode"]) if part)
        between = f"{_cast(roles, row['id'], 'actor')} → {_cast(roles, row['id'], 'recipient')}"
        yield _finding(event, between, row)
    for row in _within("encounters", start, end, coded):
        yield _finding(row["form"], _cast(roles, row["id"], "participant"), row)
    for row in _within("positions", start, end, coded):
        yield _finding(row["stance"], f"{_cast(roles, row['id'], 'holder')}: {row['what']}", row)
    for row in _within("issues", start, end, coded):
        yield _finding("issue", row["issue"], row)
    for row in _within("assessments", start, end, coded):
        yield _finding("assessment", f"{', '.join(row['about'] or ())}: {row['direction']}", row)


def _within(name: str, start: int, end: int, coded: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    yield from (row for row in coded.get(name, ()) if start <= row["start"] < end)


def _finding(name: str, said: str, row: Row) -> Text:
    marks = [row["status"]] if row.get("status") not in (None, "happened") else []
    marks += [f"when {row['when']}"] if row.get("when") else []
    marks += [f"{row['confidence']:.2f}"] if row.get("confidence") is not None else []
    return (
        Text(f"▸ {name} ", style="bold cyan")
        .append(said, style="not bold")
        .append(f"  {' · '.join(marks)}", style="dim not bold")
    )


def _cast(roles: Sequence[Row], identity: str, role: str) -> str:
    names = [r["name"] or r["text"] for r in roles if r["of"] == identity and r["role"] == role]
    return ", ".join(names) or "—"
