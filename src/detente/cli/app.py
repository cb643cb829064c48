"""The commands and what happens when one of them fails."""

from __future__ import annotations

import os
import sys

import duckdb
import typer
from rich.console import Console

from detente.cli.actors import actors
from detente.cli.add import add
from detente.cli.agenda import agenda, movers
from detente.cli.articles import article, extract
from detente.cli.brief import brief
from detente.cli.changes import changes
from detente.cli.check import check
from detente.cli.chronology import chronology, network
from detente.cli.code import code
from detente.cli.correct import correct_row, show_corrections
from detente.cli.demo import demo
from detente.cli.evaluate import evaluate
from detente.cli.event import event
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.import_ import import_
from detente.cli.issues import issues
from detente.cli.keeping import backup, sql
from detente.cli.mcp import mcp
from detente.cli.outlook import outlook
from detente.cli.parse import parse
from detente.cli.read import read
from detente.cli.read_to import link
from detente.cli.recode import recode
from detente.cli.review import review
from detente.cli.search import search
from detente.cli.serve import serve
from detente.cli.show import show
from detente.cli.tension import tension
from detente.cli.watch import watch
from detente.errors import DetenteError, UsageError
from detente.version import __version__

app = typer.Typer(
    name="detente",
    help=(
        "Détente reads the news of diplomacy and keeps the record: who met whom, where, when, about what; "
        "who demanded, threatened or agreed with whom. Every line leads back to its sentence.\n\n"
        "New here? `detente demo` reads forty bundled samples and shows what comes of them."
    ),
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    demo,
    read,
    watch,
    serve,
    show,
    search,
    event,
    tension,
    agenda,
    movers,
    network,
    chronology,
    outlook,
    brief,
    issues,
    check,
    article,
    extract,
    code,
    parse,
    explain,
    evaluate,
):
    app.command()(command)
for keeper in (review, add, recode, changes, sql, backup, link, mcp):
    app.command()(keeper)
app.command("correct")(correct_row)
app.command("corrections")(show_corrections)
app.command("export")(export)
app.command("import")(import_)
app.add_typer(actors)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"detente {__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    return


def main() -> None:
    """Runs the command line. Exit status: 0 all well, 1 something failed, 2 wrong usage, 130 interrupted."""
    try:
        app()
    except DetenteError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]detente:[/red] {_plain(error)}")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except duckdb.Error as error:
        # Every question is ours, so what fails here is the file: a damaged block, a part that lost its middle.
        said = str(error).splitlines()[0].replace("[", r"\[")
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"[red]detente:[/red] the record could not be read ({said}); restore it from a `detente backup`"
        )
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: say nothing, and let Python's own flush find no pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _plain(error: DetenteError) -> str:
    return str(error).replace("[", r"\[")
