"""Articles that wait to be linked, noted in the transaction that writes or unlinks them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from detente.record.deriving import in_words


def wait(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> None:
    """Notes that these articles are to be linked; those that wait already are noted once."""
    done(connection, articles)
    connection.execute(
        f"INSERT INTO waiting SELECT id, published_day FROM articles WHERE id {in_words(articles)}"
    )


def done(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> None:
    """Notes that these articles have been linked, or are gone."""
    connection.execute(f"DELETE FROM waiting WHERE article {in_words(articles)}")
