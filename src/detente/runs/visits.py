"""Reading a list of visits from a CSV or JSON Lines file; what its columns mean is `relations.visits`' matter."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from detente.errors import UsageError


def visit_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of the file. Raises `UsageError` with the line where it is neither CSV nor JSON Lines."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 ({error})") from None
    if not text.strip():
        raise UsageError(
            f"{path}: the list is empty; write one visit a line, as CSV with a header or as JSON Lines"
        )
    return _json_lines(path, text) if text.lstrip().startswith("{") else _csv(path, text)


def _json_lines(path: Path, text: str) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: not JSON ({error}); write one object a line") from None
        if not isinstance(row, dict):
            raise UsageError(f"{path}:{number}: expected an object with traveller, country and start")
        rows.append(row)
    return rows


def _csv(path: Path, text: str) -> list[dict[str, Any]]:
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames is None or len(reader.fieldnames) < 3:
        raise UsageError(
            f"{path}:1: expected a header such as traveller,office,traveller_country,country,start,end,remark"
        )
    return [{str(k).strip(): v for k, v in row.items() if k is not None} for row in reader]
