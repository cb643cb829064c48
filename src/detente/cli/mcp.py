"""`detente mcp`: the record for assistants that speak the Model Context Protocol."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer
from rich.console import Console

from detente.cli.options import DEFAULT_RECORD, RecordOption
from detente.errors import UsageError
from detente.record import open_record

SERVER = "detente.mcp"
"""Named and not imported: faces do not know each other, and the protocol is an extra."""


def mcp(
    record: Annotated[
        str | None, typer.Argument(help="The record's file; without one that of --record.")
    ] = None,
    http: Annotated[
        bool,
        typer.Option("--http", help="Speak over HTTP (path /mcp) and not over standard input and output."),
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http: the port.")] = 8765,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="With --http: a name by which it may be called; may be repeated."),
    ] = None,
    allow_writing: Annotated[
        bool, typer.Option("--allow-writing", help="Also let the assistant correct rows; all can be undone.")
    ] = False,
    from_option: RecordOption = DEFAULT_RECORD,
) -> None:
    """Lets an assistant ask the record (search, pair, encounters, positions, events, evidence), each answer with its sentences.

    It only reads unless you say --allow-writing. Needs the extra: `pip install 'detente[mcp]'`.

    Example: `detente mcp asia.duckdb`, named as a command in the assistant's settings
    """
    path = record or str(from_option)
    with open_record(path, writable=False):
        pass
    try:
        server = import_module(SERVER)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise UsageError("this needs the package mcp; install it by `pip install 'detente[mcp]'`") from None
    if http:
        Console(stderr=True, highlight=False).print(f"{path} at http://{host}:{port}/mcp (Ctrl-C ends it)")
    where = (host, port) if http else None
    server.serve(path, http=where, hosts=tuple(allow_host or ()), writing=allow_writing)
