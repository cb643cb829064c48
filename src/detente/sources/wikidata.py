"""Office holders from Wikidata's query service (SPARQL), whose facts are in the public domain (CC0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import msgspec

from detente.errors import SourceError
from detente.sources.web import AGENT

ENDPOINT = "https://query.wikidata.org/sparql"
TIMEOUT = httpx.Timeout(70.0, connect=10.0)
"""Seconds. The service itself gives up a question after 60."""
_QUESTION = """SELECT DISTINCT ?code ?person ?personLabel ?positionLabel ?from ?fromPrecision ?to ?toPrecision WHERE {
  VALUES ?code { %(codes)s }
  ?state wdt:P298 ?code .
  ?position wdt:P279* wd:%(item)s ; wdt:P1001 ?state .
  ?person wdt:P31 wd:Q5 ; p:P39 ?held .
  ?held ps:P39 ?position ; pqv:P580 [ wikibase:timeValue ?from ; wikibase:timePrecision ?fromPrecision ] .
  MINUS { ?held wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?held pqv:P582 [ wikibase:timeValue ?to ; wikibase:timePrecision ?toPrecision ] }
  FILTER(?from >= "%(since)sT00:00:00Z"^^xsd:dateTime)
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en" . }
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPosition:
    """A person's stay in a position, as Wikidata has it. Dates are as precise as there."""

    item: str
    """The person's ("Q567")."""
    person: str
    position: str
    """English label of the position."""
    country: str
    """ISO 3166-1 alpha-3."""
    since: str
    until: str | None


class _Value(msgspec.Struct):
    value: str


class _Results(msgspec.Struct):
    bindings: list[dict[str, _Value]]


class _Answer(msgspec.Struct):
    results: _Results


def held_positions(
    item: str, codes: Sequence[str], since: str, endpoint: str = ENDPOINT
) -> tuple[HeldPosition, ...]:
    """Who entered a position of that class in those states (alpha-3) on a day (ISO 8601) or later.

    Raises `SourceError` where there is no network or the service refuses or answers something else.
    """
    question = _QUESTION % {"codes": " ".join(f'"{code}"' for code in codes), "item": item, "since": since}
    headers = {"User-Agent": AGENT, "Accept": "application/sparql-results+json"}
    try:
        with httpx.Client(timeout=TIMEOUT, headers=headers) as client:
            response = client.post(endpoint, data={"query": question})
    except httpx.TimeoutException:
        raise SourceError(f"{endpoint}: no answer in time; try again with fewer states", "timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{endpoint}: cannot be reached ({error or type(error).__name__}); `detente actors update` needs a network",
            "unreachable",
        ) from None
    if response.status_code != 200:
        raise SourceError(
            f"{endpoint}: the service answered {response.status_code}; try again later or with fewer states",
            f"http-{response.status_code}",
        )
    try:
        rows = msgspec.json.decode(response.content, type=_Answer).results.bindings
        return tuple(
            held for row in rows if (held := _held({k: v.value for k, v in row.items()})) is not None
        )
    except (msgspec.DecodeError, KeyError, ValueError) as error:
        raise SourceError(f"{endpoint}: not an answer to a SPARQL question ({error})", "bad-answer") from None


def _held(row: dict[str, str]) -> HeldPosition | None:
    item = row["person"].rsplit("/", 1)[-1]
    name = row.get("personLabel", item)
    if name == item:
        # A person without an English name is of no use in English texts.
        return None
    return HeldPosition(
        item=item, person=name, position=row.get("positionLabel", ""), country=row["code"],
        since=_date(row["from"], row["fromPrecision"]),
        until=_date(row["to"], row.get("toPrecision", "11")) if "to" in row else None,
    )  # fmt: skip


def _date(value: str, precision: str) -> str:
    """Wikidata's time as an ISO prefix: precision 9 is a year, 10 a month, 11 a day."""
    return value.lstrip("+")[: {9: 4, 10: 7}.get(int(precision), 10)]
