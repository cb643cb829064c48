"""Log lines for people and for machines, from Python's own logging."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any


def fields(**values: object) -> dict[str, Any]:
    """What a log call says besides the name of the event: `log.info("polled", extra=fields(feed=..., new=3))`."""
    return {"fields": {name: value for name, value in values.items() if value is not None}}


class JsonLines(logging.Formatter):
    """One JSON object a line: time (ISO 8601, UTC), level, event, logger, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.casefold(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        # Escaped to ASCII, so that no character of a page's text steers the terminal that shows the log.
        return json.dumps(line, default=str)


class PlainLines(logging.Formatter):
    """The time, the event and its fields as people read them."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        told = [f"{name}={_shown(value)}" for name, value in getattr(record, "fields", {}).items()]
        level = f"{record.levelname.casefold()}: " if record.levelno > logging.INFO else ""
        line = " ".join((f"{at} {level}{record.getMessage()}", *told))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _shown(value: object) -> str:
    text = str(value)
    plain = text.isprintable() and text and " " not in text
    return text if plain else json.dumps(text, ensure_ascii=not text.isprintable())
