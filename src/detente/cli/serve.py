"""`detente serve`: the record as pages in a browser."""

from __future__ import annotations

import getpass
import logging
import os
import secrets
from contextlib import suppress
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.logs import LogForm, LogOption, log_to_stderr
from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.display.logged import fields
from detente.errors import RecordError
from detente.record import open_record

LOG = logging.getLogger("detente.web")
APPLICATION = "detente.web:from_environment"
"""Named and not imported: faces do not know each other."""
LAST_ANSWERS = 20
"""Seconds that answers which were begun may take when it is told to end."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    record: Annotated[
        str | None, typer.Argument(help="The record's file; without one that of --record.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for all of them.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="A name by which browsers may call the server; may be repeated."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Let people correct the record, and read into it, on the pages."),
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            help="Who corrects where nobody gives a name; your login name if left out.",
            envvar="DETENTE_BY",
            show_default=False,
        ),
    ] = None,
    log: LogOption = LogForm.text,
    from_option: RecordOption = DEFAULT_RECORD,
) -> None:
    """Serves the record's pages on this machine: pairs, encounters, events, every number with its sentence.

    It answers on loopback alone unless you say --host, and for the names localhost and 127.0.0.1 unless you say
    --allow-host. While it runs, other commands read the record as ever; those that write are lent it, and the pages wait
    meanwhile. With --write people may correct it (/review) and read articles into it (/read) on the pages; where others than
    this machine can come, they must first give the key that is printed.
    /healthz, /readyz and /metrics tell how it is; with --log json each request is one JSON line on standard error.

    Examples: `detente serve asia.duckdb --port 8080`, `detente serve --write`
    """
    import uvicorn

    path = record or str(from_option)
    _looked_at(path, write)
    address = f"http://{_shown(host)}:{port}"
    console = Console(stderr=True, highlight=False)
    if write:
        os.environ |= {"DETENTE_WRITE": "1", "DETENTE_BY": by or getpass.getuser()}
        if host not in LOOPBACK:
            key = os.environ["DETENTE_KEY"] = secrets.token_urlsafe(12)
            console.print(f"Who wants to write there must give this key: {key}", markup=False)
    if host in LOOPBACK:
        # Elsewhere it would let strangers have this machine fetch and compute for them.
        os.environ["DETENTE_TRY"] = "1"
    os.environ["DETENTE_RECORD"] = path
    os.environ["DETENTE_AT"] = address if port else ""
    os.environ["DETENTE_HOSTS"] = ",".join([*(allow_host or ()), *_own(host)])
    log_to_stderr(log, "detente", "uvicorn", level=logging.INFO if log is LogForm.json else logging.WARNING)
    if log is LogForm.json:
        LOG.info("serving", extra=fields(record=path, at=f"{address}/", writable=write))
    else:
        console.print(
            f"{'Reading and writing' if write else 'Reading'} {path} at {address}/ (Ctrl-C ends it)"
        )
    uvicorn.run(
        APPLICATION, factory=True, host=host, port=port, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )  # fmt: skip


def _looked_at(path: str, write: bool) -> None:
    """Says now, and not to the first reader, what is wrong with the file; brings an older record forward where it can."""
    if write:
        # Whether it can be written to is said now, too.
        with open_record(path):
            pass
    with open_record(path, writable=False):
        pass
    # What cannot be written to now, for another server reads it or the disk is no place to write, is served as it is.
    with suppress(RecordError), open_record(path):
        pass


def _own(host: str) -> tuple[str, ...]:
    """The address itself is a name by which it may be called, but for those that stand for all addresses."""
    return () if host in ("0.0.0.0", "::", "") else (_shown(host),)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
