"""`detente watch`: feeds are followed, and somebody is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from detente.alerts.alert import Alert
from detente.alerts.raising import Alarms
from detente.alerts.sending import Sender, Way
from detente.alerts.webhook import Webhook
from detente.alerts.wishes import wish
from detente.alerts.wording import alert_text
from detente.cli.logs import LogForm, LogOption, log_to_stderr
from detente.cli.options import DEFAULT_RECORD, KnowledgeOption, overlay_of, own_folder
from detente.cli.status import answering
from detente.cli.stopping import UntilStopped
from detente.cli.watchfile import Plan, known_issues, read_plan, record_named_in, seconds_of
from detente.cli.watching import Desk
from detente.display.logged import fields
from detente.errors import DeliveryError, UsageError
from detente.knowledge.overlay import Overlay
from detente.record.announcing import announced, own_command
from detente.runs.apart import Apart
from detente.runs.fetching import polite
from detente.runs.happenings import Feed
from detente.runs.watching import Watch

LOG = logging.getLogger("detente.watch")
LONG_IDLE = 6 * 3600.0
"""Seconds without an article after which the process that reads is ended; to begin it again takes some seconds."""


def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(help="Addresses of feeds (RSS, Atom), or one watch file (.toml).", show_default=False),
    ],
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            "-r",
            help="The record's file; detente.duckdb, or what the watch file says.",
            envvar="DETENTE_RECORD",
            show_default=False,
        ),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--pair", help="A pair to be told of (CHN-USA); any two states if left out. May be repeated."
        ),
    ] = None,
    categories: Annotated[
        list[str] | None, typer.Option("--category", help="Also be told of acts of this category (THREATEN).")
    ] = None,
    issues: Annotated[
        list[str] | None, typer.Option("--issue", help="Also be told where this issue is named (taiwan).")
    ] = None,
    every: Annotated[str, typer.Option(help="How often a feed is asked, at the most: 15m, 2h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once and end; for cron.")] = False,
    status: Annotated[
        str | None,
        typer.Option(
            help="Tell /healthz, /readyz and /metrics at this address: 127.0.0.1:9464.", show_default=False
        ),
    ] = None,
    publish: Annotated[
        Path | None,
        typer.Option(
            help="Put a copy of the record here when it has grown, for readers elsewhere.", show_default=False
        ),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from loopback and private addresses.")
    ] = False,
    log: LogOption = LogForm.text,
    knowledge: KnowledgeOption = None,
) -> None:
    """Asks feeds for what is new, reads it into the record, and tells you of what you wish to know.

    Alerts go to the terminal (standard output), and by webhook and e-mail where a watch file says so: docs/how-to/watch.md.
    Each is raised once, also after a restart. Ctrl-C ends it after the articles in hand.

    Examples: `detente watch https://example.org/feed.xml --pair CHN-USA --category THREATEN`, `detente watch asia.toml --once`
    """  # fmt: skip
    log_to_stderr(log, "detente")
    from_file = len(feeds) == 1 and feeds[0].casefold().endswith(".toml")
    path = record or (record_named_in(Path(feeds[0])) if from_file else None) or DEFAULT_RECORD
    overlay = overlay_of(own_folder(path, knowledge))
    plan = read_plan(Path(feeds[0]), overlay) if from_file else Plan(
        feeds=tuple(Feed(address=one, every=seconds_of(every)) for one in feeds), wishes=()
    )  # fmt: skip
    if not plan.feeds:
        raise UsageError(f'{feeds[0]}: names no feed; write [[feed]] and url = "https://..."')
    if pairs or categories or issues or not plan.wishes:
        own = wish(
            pairs or (), categories=categories or (), issues=issues or (), known_issues=known_issues(overlay)
        )
        plan = replace(plan, wishes=(*plan.wishes, own))
    tally = _run(plan, path, overlay, once=once, status=status, copy=publish, private=allow_private, log=log)
    raise typer.Exit(1 if once and tally else 0)


def _run(
    plan: Plan, record: Path, overlay: Overlay, *, once: bool, status: str | None, copy: Path | None,
    private: bool, log: LogForm,
) -> int:  # fmt: skip
    """Watches until it is told to end; gives how many feeds failed the last time they were asked."""
    ways: tuple[Way, ...] = (*((_Terminal(log),) if plan.terminal else ()), *plan.ways)
    for way in plan.ways:
        if isinstance(way, Webhook) and way.secret is None:
            LOG.warning(
                "webhook without a secret: who receives it cannot tell that it is ours",
                extra=fields(way=way.name),
            )
    pace = UntilStopped()
    alarms = Alarms(plan.wishes, [way.name for way in ways], plan.site)
    desk = Desk(record, alarms, Sender(record, ways), pace, copy)
    with ExitStack() as open_now:
        fetcher = open_now.enter_context(polite(allow_private=private or plan.allow_private, rest=pace.rest))
        # Others know whom they wait for, and that it will not be long: between two changes it has let go of the record.
        open_now.enter_context(announced(record, own_command(), turns=True))
        coder = open_now.enter_context(closing(Apart(overlay=lambda: overlay, idle=LONG_IDLE)))
        if not once:
            # Now, while somebody looks. From cron most calls find nothing to read, and need no process for it.
            coder.begin()
        pace.listen()
        if status:
            paths = {"/healthz": desk.healthy, "/readyz": desk.ready, "/metrics": desk.metrics}
            at = open_now.enter_context(answering(status, paths))
            LOG.info("status", extra=fields(at=f"{at}/metrics"))
        LOG.info("watching", extra=fields(feeds=len(plan.feeds), record=record))
        tally = desk.take(Watch(record, plan.feeds, coder, fetcher, pace).happenings(once=once))
        if pace.stopped:
            LOG.info("stopped", extra=fields(articles=tally.items["read"] + tally.items["revised"]))
    return len(tally.failing)


class _Terminal:
    """Standard output: text, or one JSON object a line where the log is JSON too."""

    name = "terminal"
    together = False

    def __init__(self, form: LogForm) -> None:
        self._json = form is LogForm.json

    def send(self, alerts: Sequence[Alert]) -> None:
        """Prints them. Raises `DeliveryError` where nobody reads any more."""
        try:
            for alert in alerts:
                line = msgspec.json.encode(alert).decode() if self._json else alert_text(alert)
                print(line, flush=True)
        except OSError as error:
            raise DeliveryError(f"standard output cannot be written ({error.strerror})") from None
