"""`detente event`: one happening as all its sources have it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.display.happening import Line, Section, account_text, most_told_text
from detente.record import open_record
from detente.record.links import most_told
from detente.relations.titles import title_of
from detente.runs.event import Account, Voice, account_of
from detente.types import Actor, Article, Encounter, Report


def event(
    identity: Annotated[
        str | None,
        typer.Argument(
            help="An event (ev_..., me_...), or a report or encounter of it; its beginning does. Nothing: those told most."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 20,
    record: RecordOption = DEFAULT_RECORD,
) -> None:
    """Shows one event: every telling, its history, and what the sources disagree on.

    Copies of one agency story count as one independent source. Example: `detente event me_0a2b6a9a9d1c11aa`
    """
    console = Console(highlight=False)
    with open_record(record, writable=False) as opened:
        if identity is None:
            console.print(most_told_text(most_told(opened, limit)))
            return
        account = account_of(opened, identity)
    console.print(account_text(_title(account), _facts(account), _sections(account)))


def _title(account: Account) -> str:
    told = account.voices[0].told
    if isinstance(told, Encounter):
        return title_of(told)
    to = f" → {_names(told.recipients)}" if told.recipients else ""
    return f"{told.event}: {_names(told.actors)}{to}"


def _names(actors: tuple[Actor, ...]) -> str:
    return ", ".join(dict.fromkeys(actor.name or actor.text for actor in actors)) or "nobody named"


def _facts(account: Account) -> list[str]:
    counts = (
        (len(_sentences(account)), "telling"),
        (len(account.source_of), "article"),
        (len(account.outlets), "outlet"),
        (len(account.sources), "independent source"),
    )
    facts = [account.id, account.status.replace("_", " ")]
    facts += [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
    return [*facts, f"only {', '.join(account.claimed_by)} says so"] if account.claimed_by else facts


def _sections(account: Account) -> list[Section]:
    history = tuple(
        Line(
            head=str(step.day or "no date"),
            text=step.stage + (f" ({step.when.text})" if step.when else ""),
            sources=(_source(step.voice.article),),
        )
        for step in account.history
    )
    disputed = tuple(
        Line(
            head=one.about if first else "",
            text=f"{one.of}: {answer.value}" if one.of else answer.value,
            sources=tuple(dict.fromkeys(_source(voice.article) for voice in answer.voices)),
        )
        for one in account.disagreements
        for first, answer in ((answer is one.answers[0], answer) for answer in one.answers)
    )
    told = tuple(
        Line(
            head=f"source {account.source_of[voice.article.id]}",
            text=f"“{voice.told.quote}”",
            sources=(_source(voice.article), voice.told.id, *_said(voice.told)),
        )
        for voice in _sentences(account)
    )
    return [
        Section(title="History", lines=history),
        Section(title="What sources disagree on", lines=disputed),
        Section(title="Tellings", lines=told),
    ]


def _sentences(account: Account) -> list[Voice]:
    """One telling a sentence: an encounter and the report of it stand in the same words."""
    found = {(voice.article.id, voice.told.start): voice for voice in reversed(account.voices)}
    return list(reversed(found.values()))


def _said(told: Encounter | Report) -> tuple[str, ...]:
    by = getattr(told, "said_by", None)
    said = (f"says {by.name or by.text}",) if by else ()
    return (*said, "added by hand") if "_hand_" in told.id else said


def _source(article: Article) -> str:
    outlet = article.outlet or article.url or article.source or article.id
    agency = f" ({article.agency})" if article.agency and article.agency != outlet else ""
    return f"{outlet}{agency}, {(article.published or 'no date')[:10]}"
