"""The grounds of each report of an article, drawn for people who must defend the coding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.types import Article

Row = dict[str, Any]
BAR = 20
"""Characters of the bar of a category that is certain."""
SHOWN = 3
"""Categories shown with their probabilities."""


def explained(article: Article, grounds: Sequence[Row], *, model: bool) -> RenderableType:
    """One block a report: sentence, code, then a table of grounds. `grounds` are the fields of `Explanation`."""
    if not grounds:
        return Text("No report: no sentence tells an act between two parties that the lexicon knows.")
    parts: list[RenderableType] = []
    if article.title:
        parts.append(Text(article.title, style="bold"))
    for number, one in enumerate(grounds, start=1):
        report = one["report"]
        parts += [Text(f"\n{number}. ", style="dim").append_text(_code(report))]
        parts += [Padding(_sentence(report), (0, 0, 0, 3)), Padding(_table(one, model), (0, 0, 0, 3))]
    return Group(*parts)


def _code(report: Row) -> Text:
    what = " ".join(part for part in (report["event"], report["mode"]) if part)
    line = Text(what, style="bold cyan")
    to = f" → {_names(report['recipients'])}" if report["recipients"] else ""
    line.append(f"  {_names(report['actors'])}{to}", style="not bold default")
    marks = [report["status"].replace("_", " ")] if report["status"] != "happened" else []
    marks += ["not"] if report["negated"] else []
    marks += ["background"] if report["historical"] else []
    return line.append(f"  [{', '.join(marks)}]" if marks else "", style="yellow not bold")


def _names(actors: Sequence[Row]) -> str:
    return ", ".join(a["name"] or a["text"] for a in actors) or "—"


def _sentence(report: Row) -> Text:
    quote, base = report["quote"], report["start"]
    shown = Text(quote.replace("\n", " "))
    for role, style in (("actors", "green"), ("recipients", "magenta")):
        for actor in report[role]:
            if base <= actor["start"] and actor["end"] <= report["end"]:
                shown.stylize(style, actor["start"] - base, actor["end"] - base)
    shown.stylize("bold underline", report["trigger"]["start"] - base, report["trigger"]["end"] - base)
    return shown


def _table(one: Row, model: bool) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, said in _grounds(one, model):
        table.add_row(name, said)
    return table


def _grounds(one: Row, model: bool) -> Iterator[tuple[str, RenderableType]]:
    report = one["report"]
    start = " … ".join(one["trigger"]) if len(one["trigger"]) > 1 else "".join(one["trigger"])
    yield "trigger", Text(start, style="bold")
    yield "actor", _way(report["actors"], one["to_actor"], "green")
    yield "recipient", _way(report["recipients"], one["to_recipient"], "magenta")
    yield "lexicon", Text(one["row"].replace("; ", "\n"))
    yield "category", _weighed(one, model)
    yield "code", Text(_numbers(report))
    yield "status", Text(f"{report['status'].replace('_', ' ')}: {one['status_reason']}")
    if report["said_by"]:
        yield "said by", Text(report["said_by"]["name"] or report["said_by"]["text"])
    for name in ("when", "where"):
        if report[name]:
            known = report[name]
            value = known.get("value") or known.get("name")
            yield name, Text(known["text"] + (f" ({value})" if value and value != known["text"] else ""))
    yield "confidence", Text(f"{report['confidence']:.2f}")


def _way(actors: Sequence[Row], steps: Sequence[Row], style: str) -> Text:
    if not actors:
        return Text("—")
    line = Text()
    for step in steps:
        arrow = f"up from {step['relation']} to " if step["up"] else f"{step['relation']}: "
        line.append(arrow, style="dim").append(step["word"], style="" if step is not steps[-1] else style)
        line.append(" → " if step is not steps[-1] else "", style="dim")
    first = actors[0]
    facts = (first["name"], first["office"], first["country"], first["sector"])
    known = ", ".join(fact for fact in facts if fact and fact != first["text"])
    if known:
        line.append(f"  ({known})", style="dim")
    if first["reference"]:
        line.append(f"  as “{first['reference']['text']}” said before", style="dim")
    return line


def _weighed(one: Mapping[str, Any], model: bool) -> Group:
    table = Table.grid(padding=(0, 1))
    for event, share in one["probabilities"][:SHOWN]:
        bar = "█" * round(share * BAR)
        style = "bold" if event == one["report"]["event"] else "dim"
        table.add_row(Text(event, style=style), Text(f"{share:.2f}", style=style), Text(bar, style="cyan"))
    why = "lexicon and encoder" if one["head"] else "lexicon alone" + ("; it left no doubt" if model else "")
    return Group(table, Text(f"by {why}", style="dim italic"))


def _numbers(report: Row) -> str:
    contexts = f", contexts {', '.join(report['contexts'])}" if report["contexts"] else ""
    return f"CAMEO {report['cameo']}, {report['quad']}, PLOVER score {report['score']:+g}{contexts}"
