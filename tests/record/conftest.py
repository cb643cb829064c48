"""Readings made by hand, so that the record is tested without the encoder."""

import pytest

from detente.record import open_record
from detente.types import (
    Actor,
    Article,
    Assessment,
    Candidate,
    Claim,
    Encounter,
    IssueMention,
    Learned,
    Position,
    Problem,
    Reading,
    Report,
    Span,
    When,
)

TEXT = (
    "The United States accused Russia of espionage. Antony Blinken met Sergey Lavrov on March 2 in New Delhi."
)


def actor(words: str, country: str, name: str, text: str = TEXT, kind: str = "state") -> Actor:
    start = text.index(words)
    return Actor(
        text=words, start=start, end=start + len(words), kind=kind, country=country, sector="GOV", name=name
    )


def accusation(identity: str, day: str | None = None) -> Report:
    return Report(
        id=identity, event="ACCUSE", mode="allege", contexts=("intelligence",), cameo="112",
        quad="verbal conflict", score=-2.0, actors=(actor("United States", "USA", "United States"),),
        recipients=(actor("Russia", "RUS", "Russia"),), status="happened", negated=False, historical=False,
        said_by=None, when=When(text=day, start=0, end=0, value=day) if day else None, where=None,
        trigger=Span(text="accused", start=18, end=25), sentence=0, start=0, end=46, quote=TEXT[:46],
        confidence=0.9,
    )  # fmt: skip


def meeting(identity: str) -> Encounter:
    members = (
        actor("Antony Blinken", "USA", "Antony Blinken", kind="person"),
        actor("Sergey Lavrov", "RUS", "Sergey Lavrov", kind="person"),
    )
    return Encounter(
        id=identity, form="meeting", status="happened", participants=members, host=None, venue=None,
        where=None, when=When(text="March 2", start=82, end=89, value="2023-03-02"), part_of=None,
        agenda=("espionage",), reports=(), start=47, end=len(TEXT), quote=TEXT[47:], confidence=0.9,
    )  # fmt: skip


def first(identity: str) -> Claim:
    return Claim(
        id=identity, kind="first", form="meeting", who=(actor("Antony Blinken", "USA", "Antony Blinken", kind="person"),),
        peers=None, office=None, country=None, partners=(actor("Sergey Lavrov", "RUS", "Sergey Lavrov", kind="person"),),
        where=None, number=1, period=Span(text="in a year", start=0, end=9), since="2022-03-02", until="2023-03-02",
        years=1.0, bound="about", encounter="en_one", said_by=None, start=47, end=len(TEXT), quote=TEXT[47:], confidence=0.9,
    )  # fmt: skip


def reading(name: str = "one", *, text: str = TEXT, published: str | None = "2023-03-03") -> Reading:
    article = Article(
        id=f"ar_{name}", text=text, title="Ministers meet", published=published, published_by="given",
        outlet="The Courier", language="en", captions=("A handshake.",), source=f"{name}.html",
    )  # fmt: skip
    states = ("RUS", "USA")
    return Reading(
        id=article.id,
        detente="0",
        article=article,
        reports=(accusation(f"rp_{name}"),),
        encounters=(meeting(f"en_{name}"),),
        issues=(IssueMention(issue="espionage", text="espionage", start=36, end=45, between=states),),
        positions=(
            Position(
                holder=actor("United States", "USA", "United States"), addressee=actor("Russia", "RUS", "Russia"),
                issue="espionage", stance="accuses", what="espionage", said_by=None, start=0, end=46,
                quote=TEXT[:46], confidence=0.8,
            ),
        ),
        assessments=(
            Assessment(about=states, direction="strained", text="ties", start=0, end=4, said_by=None),
        ),
        learned=(
            Learned(
                person="Antony Blinken", office="foreign minister", country="USA", since=published,
                sentence=1, start=47, end=len(TEXT), quote=TEXT[47:], confidence=0.85,
            ),
        ),
        claims=(first(f"cl_{name}"),),
        candidates=(
            Candidate(text="Seabed cables", cue="dispute over", between=states, start=0, end=4, quote=TEXT[:46]),
        ),
        problems=(Problem(kind="undated", message="no day"),) if published is None else (),
    )  # fmt: skip


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def make_reading():
    return reading
