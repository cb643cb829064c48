"""`--log`: where the lines of a command that stays go, and how they are written."""

from __future__ import annotations

import logging
import sys
from enum import StrEnum
from typing import Annotated

import typer

from detente.display.logged import JsonLines, PlainLines


class LogForm(StrEnum):
    """How log lines are written."""

    text = "text"
    json = "json"


LogOption = Annotated[
    LogForm, typer.Option("--log", help="Log lines for people, or one JSON object a line; on standard error.")
]


def log_to_stderr(form: LogForm, *names: str, level: int = logging.INFO) -> None:
    """Sends the lines of these loggers to standard error, in this form and nowhere else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form is LogForm.json else PlainLines())
    for name in names:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
