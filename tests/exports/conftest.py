"""A record made by hand, so that exports are tested without the encoder."""

import pytest

from detente.record import keep, open_record
from detente.types import Actor, Article, Encounter, Position, Reading, Report, Span, When, Where

TEXT = (
    "Secretary of State Antony Blinken and Foreign Minister Qin Gang held talks in Beijing on June 18, 2023.\n\n"
    "Japan and South Korea condemned North Korea on Monday. Mr Blinken visited China."
)


def actor(words, country=None, *, name=None, sector="GOV", kind="person", office=None):
    start = max(TEXT.find(words), 0)
    return Actor(text=words, start=start, end=start + len(words), kind=kind, country=country, sector=sector,
                 name=name or words, office=office)  # fmt: skip


BLINKEN = actor("Antony Blinken", "USA", office="foreign minister")
QIN = actor("Qin Gang", "CHN", office="foreign minister")
JAPAN, KOREA, NORTH = (
    actor("Japan", "JPN", kind="state"),
    actor("South Korea", "KOR", kind="state"),
    actor("North Korea", "PRK", kind="state"),
)
CHINA = actor("China", "CHN", kind="state")
BEIJING = Where(text="Beijing", start=78, end=85, name="Beijing", country="CHN", lat=39.9, lon=116.4)


def day(value):
    return When(text=value, start=0, end=0, value=value)


def report(identity, **changes):
    start = TEXT.index("Japan")
    plain = {
        "id": identity, "event": "ACCUSE", "mode": "disapprove", "contexts": ("military",), "cameo": "111",
        "quad": "verbal conflict", "score": -2.0, "actors": (JAPAN,), "recipients": (NORTH,),
        "status": "happened", "negated": False, "historical": False, "said_by": None, "when": None, "where": None,
        "trigger": Span(text="condemned", start=start, end=start + 9), "sentence": 1, "start": start,
        "end": start + 54, "quote": TEXT[start : start + 54], "confidence": 0.9,
    }  # fmt: skip
    return Report(**(plain | changes))


TALKS = {
    "event": "CONSULT", "mode": "multilateral", "contexts": ("diplomatic",), "cameo": "040", "quad": "verbal cooperation",
    "score": 4.0, "actors": (BLINKEN, QIN), "recipients": (), "when": day("2023-06-18"), "where": BEIJING,
    "sentence": 0, "start": 0, "end": 103, "quote": TEXT[:103],
}  # fmt: skip
VISIT = {**TALKS, "mode": "visit", "cameo": "042", "actors": (BLINKEN,), "recipients": (CHINA,)}


def encounter(identity, **changes):
    plain = {
        "id": identity, "form": "talks", "status": "happened", "participants": (BLINKEN, QIN), "host": QIN,
        "venue": "Diaoyutai State Guesthouse", "where": BEIJING, "when": day("2023-06-18"), "part_of": None,
        "agenda": ("taiwan",), "reports": (), "start": 0, "end": 103, "quote": TEXT[:103], "confidence": 0.9,
    }  # fmt: skip
    return Encounter(**(plain | changes))


def reading(name, *, reports=(), encounters=(), positions=(), published="2023-06-19", outlet="The Courier"):
    article = Article(
        id=f"ar_{name}", text=TEXT, title=f"Talks in Beijing, as {name} has it", published=published, published_by="given",
        outlet=outlet, language="en", url=f"https://{name}.example/talks", byline="Ann Onym",
    )  # fmt: skip
    return Reading(
        id=article.id, detente="0", article=article, reports=tuple(reports), encounters=tuple(encounters),
        positions=tuple(positions),
    )  # fmt: skip


def stance():
    return Position(
        holder=CHINA, addressee=actor("the United States", "USA", kind="state"), issue="taiwan", stance="warns",
        what="against crossing a red line", said_by=None, start=0, end=103, quote=TEXT[:103], confidence=0.8,
    )  # fmt: skip


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def make():
    """What a record is made of."""

    class Make:
        report = staticmethod(report)
        encounter = staticmethod(encounter)
        reading = staticmethod(reading)
        stance = staticmethod(stance)
        day = staticmethod(day)
        actor = staticmethod(actor)
        talks, visit = TALKS, VISIT
        blinken, qin, japan, korea, north, china = BLINKEN, QIN, JAPAN, KOREA, NORTH, CHINA

    return Make


@pytest.fixture
def filled(record):
    """Two outlets tell of one talk; one tells of a condemnation, a visit, and of what did not take place."""
    keep(
        record,
        [
            reading(
                "courier",
                reports=[
                    report("rp_talks", **TALKS),
                    report("rp_condemned", actors=(JAPAN, KOREA)),
                    report("rp_visit", **VISIT),
                    report("rp_planned", **(VISIT | {"status": "planned"})),
                    report("rp_not", negated=True),
                    report("rp_before", historical=True),
                    report("rp_in_may", historical=True, when=day("2023-05")),
                ],
                encounters=[encounter("en_talks")],
                positions=[stance()],
            ),
            reading(
                "herald", reports=[report("rp_again", **(TALKS | {"confidence": 0.7}))], outlet="The Herald"
            ),
        ],
    )
    record.connection.execute(
        "INSERT INTO happenings VALUES ('rp_talks', 'report', 'ev_talks'), ('rp_again', 'report', 'ev_talks')"
    )
    return record


@pytest.fixture
def told(filled):
    """All reports of it, as exports get them."""
    from detente.exports.occurrences import Told
    from detente.record.queries import Scope
    from detente.record.told import told_reports

    return [Told(report=r, article=a, happening=h) for r, a, h in told_reports(filled, Scope())]
