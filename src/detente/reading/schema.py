"""The JSON Schema of a line of `detente code`, generated from the types: `python -m detente.reading.schema > docs/schema.json`."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from detente.types import Reading


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a reading."""
    found = msgspec.json.schema(Reading)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of `detente code`",
    }
    return head | found


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
