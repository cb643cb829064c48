"""The queries that docs/record.md shows: each is run as it stands there."""

import re
from pathlib import Path

import pytest

from detente.record import keep, open_record
from detente.record.keeping import ask

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_ten():
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("query", QUERIES, ids=[query.split("\n")[0][:50] for query in QUERIES])
def test_it_can_be_asked(tmp_path, make_reading, query):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading()])
    with open_record(path, writable=False) as record:
        assert ask(record, query).num_columns > 1
