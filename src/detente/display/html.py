"""Tables as HTML for notebooks: escaped, so that nothing of an article is markup, and readable without our styles."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

LONGEST_CELL = 300
"""Characters of a cell that are shown; the table itself has all."""


def table_html(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str, total: int | None = None
) -> str:
    """Rows with these columns under a caption. `total`: how many rows there are, of which these are the first."""
    number = len(rows) if total is None else total
    said = f"{title}: {number} row{'' if number == 1 else 's'}"
    said += f", the first {len(rows)} shown" if number > len(rows) else ""
    head = "".join(f'<th scope="col" style="text-align:left">{escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, (row[name] for name in columns)))}</tr>" for row in rows)
    caption = f'<caption style="text-align:left">{escape(said)}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def picture_html(svg: str, label: str) -> str:
    """A drawing as an image, whose styles then stay its own."""
    coded = b64encode(svg.encode()).decode()
    return f'<img alt="{escape(label)}" style="width:100%;max-width:60rem;background:#fff" src="data:image/svg+xml;base64,{coded}">'


def framed(page: str, title: str) -> str:
    """A whole page inside another one, where its styles are its own and nothing in it can run."""
    return (
        f'<iframe title="{escape(title)}" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'style="width:100%;height:42rem;border:1px solid #bbb" srcdoc="{escape(page)}"></iframe>'
    )


def _cell(value: Any) -> str:
    text = _words(value)
    short = text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + " …"
    shown = escape(short)
    if text.startswith(("http://", "https://")) and " " not in text:
        shown = f'<a href="{escape(text)}" rel="noreferrer">{shown}</a>'
    # Marks of direction in a text turn no more than its own cell.
    return f'<td style="text-align:left;vertical-align:top"><bdi>{shown}</bdi></td>'


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(_words, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_words(one)}" for name, one in value.items() if one not in (None, ""))
    if isinstance(value, float):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)
