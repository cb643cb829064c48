"""Answers: an Arrow table that shows itself in a notebook and becomes a table of pandas or polars where these are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from detente.display.charts import tension_chart
from detente.display.curve import curve_svg
from detente.display.html import framed, picture_html, table_html
from detente.display.names import state_name
from detente.errors import UsageError

Row = dict[str, Any]
SHOWN = 20
"""Rows that a notebook shows."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """A table, and what it is. Polars, pandas and DuckDB also take it as it is (Arrow's C stream)."""

    table: pa.Table
    title: str
    shown: tuple[str, ...] = ()
    """The columns that a notebook shows, in this order; empty: all."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns; what they mean is told where the answer is asked for."""
        return list(self.table.column_names)

    def to_arrow(self) -> pa.Table:
        """The table itself."""
        return self.table

    def to_pandas(self) -> Any:
        """As a pandas `DataFrame`. Raises `UsageError` where pandas is not installed."""
        try:
            import pandas  # noqa: F401
        except ImportError:
            raise UsageError("this needs pandas; install it by `pip install pandas`") from None
        return self.table.to_pandas()

    def to_polars(self) -> Any:
        """As a polars `DataFrame`. Raises `UsageError` where polars is not installed."""
        try:
            import polars
        except ImportError:
            raise UsageError("this needs polars; install it by `pip install polars`") from None
        return polars.from_arrow(self.table)

    def to_pylist(self) -> list[Row]:
        """As a list of rows, each a dict by column."""
        return self.table.to_pylist()  # type: ignore[no-any-return]

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.to_pylist())

    def __repr__(self) -> str:
        return f"<{self.title}: {len(self)} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        names = [name for name in self.shown if name in self.columns] or self.columns
        rows = self.table.slice(0, SHOWN).to_pylist()
        return table_html(rows, names, title=self.title, total=len(self))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Tension(Answer):
    """A pair's curve, one row a day, with its turns."""

    pair: tuple[str, str]
    directed: bool
    turns: Answer
    """One row a turn: since when, which way, how sure, and the events that made it."""

    def chart(self) -> Any:
        """The curve with bands and turns as an Altair chart. Raises `UsageError` where Altair is not installed."""
        return tension_chart(self.pair, self.directed, self.table, self.turns.table)

    def _repr_html_(self) -> str:
        rows, turned = self.to_pylist(), self.turns.to_pylist()
        if not rows:
            return table_html([], self.columns, title=self.title)
        joint = " toward " if self.directed else " and "
        label = (
            f"Relations of {joint.join(map(state_name, self.pair))}, {rows[0]['day']} to {rows[-1]['day']}"
        )
        svg = curve_svg(rows, turned, label=label, alone=True)
        return picture_html(svg, label) + self.turns._repr_html_()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Page:
    """A page of prose: Markdown, and HTML that needs nothing else."""

    title: str
    markdown: str
    html: str

    def __str__(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return f"<{self.title}: {len(self.markdown.split())} words>"

    def _repr_html_(self) -> str:
        return framed(self.html, self.title)
