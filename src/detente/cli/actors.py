"""`detente actors`: who holds which office, in the tables, in your own, and as articles taught it."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, KnowledgeOption, RecordOption, day_of, own_folder
from detente.display.files import write_csv, write_jsonl
from detente.display.people import drawn_holders, drawn_lessons, drawn_state, holders_table
from detente.errors import UsageError
from detente.knowledge import lookup, overlay
from detente.knowledge.holders import Holder, holders
from detente.knowledge.lookup import Wanted
from detente.record import forget as forget_learned
from detente.record import open_record, queries
from detente.runs.updating import Asked, news

actors = typer.Typer(
    name="actors",
    help="Who holds which office: in our tables, in your own, and as articles taught it.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


CountryOption = Annotated[
    str | None, typer.Option("--country", "-c", help="A state by name or code, or a body: France, FRA, NATO.")
]
OfficeOption = Annotated[
    str | None, typer.Option("--office", "-o", help="An office or a title: 'foreign minister'.")
]
FromOption = Annotated[str | None, typer.Option("--from", help="First day: 2021-01-26, 2021-01 or 2021.")]
ToOption = Annotated[
    str | None, typer.Option("--to", help="Last day; leave it out (or give '') for one still in office.")
]
AliasOption = Annotated[list[str] | None, typer.Option("--alias", help="Another full name; may be repeated.")]
SourceOption = Annotated[str, typer.Option(help="Where a reader can look it up: a title or an address.")]


@actors.command("list")
@actors.command("search")
def list_(
    name: Annotated[str | None, typer.Argument(help="Words of a person's name; nothing for all.")] = None,
    country: CountryOption = None,
    office: OfficeOption = None,
    day: Annotated[str | None, typer.Option("--day", "-d", help="In office on this day.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.table,
    limit: Annotated[int, typer.Option(min=1, help="Rows on the terminal.")] = 40,
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
) -> None:
    """Lists people and their offices, by name, state, office and day.

    Examples: `detente actors list --country France --day 2023-06-18`, `detente actors search lavrov`,
    `detente actors list --office "foreign minister" --day 2023-06-18 --format csv`
    """
    code = _country(country)
    meant: tuple[str | None, ...] = _offices(office, code) if office else (None,)
    wanted = Wanted(words=name, country=code, day=day_of(day, "day"))
    rows = [row for o in meant for row in lookup.found(_all(record, knowledge), replace(wanted, office=o))]
    if format is Format.csv:
        write_csv(holders_table(rows), sys.stdout)
    elif format is Format.jsonl:
        write_jsonl(holders_table(rows), sys.stdout.buffer)
    elif rows:
        Console(highlight=False).print(drawn_holders(rows[:limit], total=len(rows)))
    else:
        _say("Nobody in the tables; `detente actors add` adds a row of your own.")


@actors.command()
def show(
    who: Annotated[str, typer.Argument(help="A person or a state.")],
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
) -> None:
    """Shows a person's offices over time with their sources, or a state's codes, names and bodies.

    Examples: `detente actors show "Wang Yi"`, `detente actors show Türkiye`, `detente actors show SUN`
    """
    code = lookup.country_called(who)
    card = lookup.card_of(code) if code else None
    console = Console(highlight=False)
    if card is not None:
        console.print(drawn_state(card))
        return
    wanted = Wanted(country=code) if code else Wanted(words=who)
    rows = sorted(lookup.found(_all(record, knowledge), wanted), key=lambda h: (h.person, h.since))
    if not rows:
        raise UsageError(
            f"no person and no state is called {who!r}; `detente actors search` finds parts of names"
        )
    console.print(drawn_holders(rows, total=len(rows), sources=True))


@actors.command()
def add(
    person: Annotated[str, typer.Argument(help="Full name as newspapers write it.")],
    office: Annotated[str, typer.Option("--office", "-o", help="An office or a title.")],
    country: Annotated[str, typer.Option("--country", "-c", help="A state, or a body.")],
    since: Annotated[str, typer.Option("--from", help="First day: 2021-01-26, 2021-01 or 2021.")],
    source: SourceOption,
    until: ToOption = None,
    alias: AliasOption = None,
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
) -> None:
    """Adds a person's stay in an office to your own table.

    Your table lies over ours: for its dates your row wins over other holders of the office.

    Example: `detente actors add "Jane Doe" --office "foreign minister" --country FRA --from 2027-03-01 --source "Le Monde, 1 March 2027"`
    """
    code = _country(country) or country
    row = Holder(
        person=person, aliases=tuple(alias or ()), office=_office(office, code), country=code,
        since=since, until=until, source=source,
    )  # fmt: skip
    others = _stays(person, row.office, code, record, knowledge)
    if any(h.since == since for h in others):
        raise UsageError(
            f"{person} has that office from {since} already; `detente actors correct` changes the row"
        )
    _write((*others, row), record, knowledge)


@actors.command()
def correct(
    person: Annotated[str, typer.Argument(help="The person as the tables have it.")],
    office: Annotated[str, typer.Option("--office", "-o", help="An office or a title.")],
    country: Annotated[str, typer.Option("--country", "-c", help="A state, or a body.")],
    source: SourceOption,
    stay: Annotated[
        str | None,
        typer.Option("--stay", help="First day of the stay that is meant, where there are several."),
    ] = None,
    since: FromOption = None,
    until: ToOption = None,
    alias: AliasOption = None,
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
) -> None:
    """Corrects the dates or names of a row, ours or yours, in your own table.

    What your table says of a person in an office replaces all that ours says of that person in that office.

    Example: `detente actors correct "Jane Doe" -o "foreign minister" -c FRA --to 2028-06-30 --source "Le Monde"`
    """
    code = _country(country) or country
    stays = _stays(person, _office(office, code), code, record, knowledge)
    meant = [h for h in stays if stay is None or h.since == stay]
    if len(meant) != 1:
        begun = ", ".join(h.since for h in stays) or "none"
        raise UsageError(
            f"{person} as {office} of {country}: stays in the tables begin {begun}; "
            "choose one with --stay, or add one with `detente actors add`"
        )
    [old] = meant
    new = replace(
        old,
        since=since or old.since,
        until=old.until if until is None else until or None,
        aliases=tuple(alias or old.aliases),
        source=source,
    )
    _write((*(h for h in stays if h != old), new), record, knowledge)


@actors.command()
def learned(
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
    confirm: Annotated[
        str | None, typer.Option(help="Write what was learned of this person into your own table.")
    ] = None,
    forget: Annotated[str | None, typer.Option(help="Take what was learned of this person out.")] = None,
) -> None:
    """Shows the offices that articles taught, with the sentence; confirms or forgets them.

    Examples: `detente actors learned`, `detente actors learned --confirm "Jane Doe"`
    """
    with open_record(record, writable=forget is not None) as opened:
        rows = queries.lessons(opened).to_pylist()
        if forget is not None:
            _named(rows, forget)
            _say(f"{forget_learned(opened, forget)} rows forgotten.")
            return
    if confirm is not None:
        _confirm(_named(rows, confirm), record, knowledge)
        return
    own = {(h.person, h.office, h.country) for h in _own(record, knowledge)}
    for row in rows:
        row["confirmed"] = (row["person"], row["office"], row["country"]) in own
    if rows:
        Console(highlight=False).print(drawn_lessons(rows))
    else:
        _say("No article has taught an office that the tables do not tell.")


@actors.command()
def update(
    states: Annotated[
        list[str] | None, typer.Argument(help="States by name or code; nothing for all.")
    ] = None,
    office: OfficeOption = None,
    since: Annotated[str | None, typer.Option(help="Who took office on this day or later.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is new, write nothing.")] = False,
    endpoint: Annotated[str, typer.Option(help="The SPARQL service to ask.")] = Asked().endpoint,
    record: RecordOption = DEFAULT_RECORD,
    knowledge: KnowledgeOption = None,
) -> None:
    """Asks Wikidata who took office of late, and writes what our tables lack into your own.

    Heads of state and government, foreign and defence ministers. Needs a network; the facts are CC0.

    Examples: `detente actors update`, `detente actors update France Japan --office "foreign minister" --dry-run`
    """
    codes = tuple(code for state in states or () if (code := _country(state)))
    offices = _offices(office, None) if office else ()
    asked = Asked(codes=codes, offices=offices, since=day_of(since, "since"), endpoint=endpoint)
    own = _own(record, knowledge)
    rows = tuple(news(asked, own))
    console = Console(highlight=False)
    if not rows:
        console.print("Nothing that the tables do not have.")
        return
    console.print(drawn_holders(rows, total=len(rows), sources=True))
    if not dry_run:
        _save((*own, *rows), record, knowledge)


def _confirm(rows: list[dict[str, str]], record: Path, knowledge: Path | None) -> None:
    told: dict[tuple[str, str, str], Holder] = {}
    for row in sorted((r for r in rows if r["since"]), key=lambda r: str(r["since"])):
        source = row["url"] or row["title"] or row["article"]
        holder = Holder(
            person=row["person"], office=row["office"], country=row["country"], since=str(row["since"]),
            source=f"{row['outlet'] or 'learned'}, {row['since']}: {source}",
        )  # fmt: skip
        told.setdefault((holder.person, holder.office, holder.country), holder)
    if not told:
        raise UsageError("the articles that taught it have no day; add the row with `detente actors add`")
    for holder in told.values():
        stays = _stays(holder.person, holder.office, holder.country, record, knowledge)
        _write((*stays, holder), record, knowledge)


def _named(rows: list[dict[str, str]], person: str) -> list[dict[str, str]]:
    found = [row for row in rows if row["person"].casefold() == person.casefold()]
    if not found:
        raise UsageError(f"nothing was learned of {person!r}; `detente actors learned` lists all")
    return found


def _write(rows: tuple[Holder, ...], record: Path, knowledge: Path | None) -> None:
    """Puts a person's stays in an office into the user's table, in the place of those that it has."""
    told = {(h.person, h.office, h.country) for h in rows}
    kept = [h for h in _own(record, knowledge) if (h.person, h.office, h.country) not in told]
    _save((*kept, *rows), record, knowledge)


def _save(rows: tuple[Holder, ...], record: Path, knowledge: Path | None) -> None:
    file = overlay.write_holders(own_folder(record, knowledge), rows)
    _say(f"Written to {file}. `detente read` uses it from now on.")


def _stays(
    person: str, office: str, country: str, record: Path, knowledge: Path | None
) -> tuple[Holder, ...]:
    wanted = Wanted(words=person, office=office, country=country)
    return tuple(h for h in lookup.found(_all(record, knowledge), wanted) if h.person == person)


def _own(record: Path, knowledge: Path | None) -> tuple[Holder, ...]:
    return overlay.read_folder(own_folder(record, knowledge)).holders


def _all(record: Path, knowledge: Path | None) -> tuple[Holder, ...]:
    return overlay.laid_over(holders(), _own(record, knowledge))


def _country(words: str | None) -> str | None:
    if words is None:
        return None
    code = lookup.country_called(words)
    if code is None:
        raise UsageError(f"no state and no body is called {words!r}; use a name or a code, such as FRA")
    return code


def _offices(words: str, country: str | None) -> tuple[str, ...]:
    found = lookup.office_called(words, country)
    if not found:
        raise UsageError(
            f"no office is called {words!r}; knowledge/offices.csv and titles.csv have the titles"
        )
    return found


def _office(words: str, country: str | None) -> str:
    found = _offices(words, country)
    if len(found) > 1:
        raise UsageError(f"{words!r} may be {' or '.join(found)}; name one of these")
    return found[0]


def _say(words: str) -> None:
    Console(highlight=False, soft_wrap=True).print(words)
