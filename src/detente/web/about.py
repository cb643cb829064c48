"""`/about/method`: what the numbers mean, what this record covers, how well the coder does."""

from __future__ import annotations

import msgspec
import pyarrow as pa

from detente.knowledge.accuracy import accuracy
from detente.record import queries
from detente.record.outlets import dated_by
from detente.web.asked import Asked
from detente.web.site import Site
from detente.web.view import View


def method_view(site: Site, asked: Asked) -> View:
    """The method, with this record's own figures."""
    with site.record.borrow(asked.as_of) as record:
        held = queries.counts(record)
        dated = dated_by(record)
        coders = record.connection.execute(
            "SELECT detente, count(*) FROM articles GROUP BY ALL ORDER BY 2 DESC"
        ).fetchall()
        span = record.connection.execute(
            "SELECT min(published_day), max(published_day) FROM articles"
        ).fetchall()[0]
        years = record.connection.execute(
            "SELECT year(published_day) AS year, count(*), count(DISTINCT outlet) FROM articles GROUP BY ALL ORDER BY 1"
        ).fetchall()
    figures = [msgspec.to_builtins(row) for row in accuracy()]
    return View(
        title="What the numbers mean",
        template="method.html",
        facts={
            "held": held,
            "dated": dated,
            "coders": [list(row) for row in coders],
            "first": span[0],
            "last": span[1],
            "years": [{"year": year, "articles": number, "outlets": told} for year, number, told in years],
            "accuracy": figures,
        },
        tables={"accuracy": lambda: pa.Table.from_pylist(figures)},
    )
