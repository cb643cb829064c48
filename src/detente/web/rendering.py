"""Templates: the words and marks that they may use, and what every page needs besides its own facts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from detente.display.moments import moment, span
from detente.display.names import party_name, state_name
from detente.knowledge.categories import categories
from detente.knowledge.issues import issue_name
from detente.relations.acts import verb_of
from detente.relations.titles import row_title
from detente.relations.wording import sentence_case, state
from detente.version import __version__
from detente.web.asked import Asked

if TYPE_CHECKING:
    from detente.web.site import Site
    from detente.web.view import View

OFFERED = 60
"""Pairs that the box above every page offers; each costs a page some 50 bytes."""
THEMES = ("light", "dark")
_WITHIN = (
    "pair", "pairs", "event", "events", "encounter", "encounters", "evidence", "article", "person", "issue", "positions",
    "sources", "search", "about", "index.json", "index.csv", "index.parquet", "index.ics", "index.atom",
)  # fmt: skip
"""First parts of the addresses of pages that can show the record as it stood."""
_LINK = re.compile(
    rf'(?<!data-now )href="(/(?:(?:{"|".join(map(re.escape, _WITHIN))})(?=[/?#".])[^"#]*)?)(#[^"]*)?"'
)
_FORM = re.compile(r'(<form\b[^>]* action="/(?:go|search)"[^>]*>)')


@cache
def environment() -> Environment:
    """The templates with their filters. Everything is escaped unless it is drawn by us."""
    made = Environment(
        loader=PackageLoader("detente.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "moment": moment,
        "span": span,
        "encounter": row_title,
        "state": state_name,
        "the_state": state,
        "issue": lambda identifier: sentence_case(issue_name(identifier)),
        "sentence": sentence_case,
        "words": lambda told: str(told or "").replace("_", " "),
        "number": lambda value: f"{value:,}",
        "share": lambda value: f"{value:.2f}",
        "signed": lambda value: f"{value:+.2f}".replace("-", "\N{MINUS SIGN}"),
        "deed": lambda event, mode=None: categories().name(event, mode),
        "did": verb_of,
        "party": party_name,
        "own_day": _own_day,
        "dated": _dated,
        "part": lambda text: quote(str(text), safe=""),
        "data": _data,
        "coordinate": lambda value, plus, minus: f"{abs(value):.2f}° {plus if value >= 0 else minus}",
        "web_only": lambda url: url if str(url or "").startswith(("http://", "https://")) else None,
    }
    made.globals["version"] = __version__
    return made


def render(request: Request, asked: Asked, view: View) -> str:
    """The page of a view."""
    template = environment().get_template(view.template)
    page = template.render(
        view=view, asked=asked, curl=f"curl '{asked.base}{asked.link(format='json')}'",
        theme=theme_of(request), known_pairs=_known_pairs(request.app.state.site), **view.facts,
    )  # fmt: skip
    return carried(page, asked.as_of) if asked.as_of else page


def carried(page: str, as_of: str) -> str:
    """A page whose links and forms lead to other pages as the record stood that day; but for what says `data-now`.

    Done on the whole page, so that no template and no picture can forget it.
    """

    def link(found: re.Match[str]) -> str:
        path, anchor = found[1], found[2] or ""
        if "as_of=" in path:
            return found[0]
        return f'href="{path}{"&amp;" if "?" in path else "?"}as_of={as_of}{anchor}"'

    return _FORM.sub(rf'\1<input type="hidden" name="as_of" value="{as_of}">', _LINK.sub(link, page))


def _known_pairs(site: Site) -> list[str]:
    """What the pair box offers: the pairs of which the record holds most, by name."""
    return [
        f"{state_name(str(row['a']))} and {state_name(str(row['b']))}" for row in site.busiest(None)[:OFFERED]
    ]


def theme_of(request: Request) -> str | None:
    """light or dark where a reader chose; None: as their system is."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in THEMES else None


def _dated(told: str | None) -> str | None:
    """A time as it was told where it is one of the calendar; spans ("P1D") and "now" are none."""
    return told if told and told[0].isdigit() else None


def _own_day(row: Mapping[str, Any]) -> Any:
    """The day of a happening as precisely as it was told: a year alone is no first of January."""
    told, day = str(row["when"] or ""), str(row["day"] or "")
    return told if 3 <= len(told) < 10 and told[:4].isdigit() and day.startswith(told[:4]) else row["day"]


def _data(value: Any) -> Markup:
    """JSON for a data block of a page; nothing in it can end the block."""
    text = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
