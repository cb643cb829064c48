"""Whether a reading holds together: every identifier stands once, whatever is pointed to is there, and words stand where they are said to."""

from collections import Counter
from collections.abc import Iterator

from detente.reading.wording import CAST
from detente.record.parts import unfit
from detente.record.rows import Rows, rows_of
from detente.types import Reading

NAMED = ("reports", "encounters", "positions", "claims")
"""Tables whose rows have identifiers."""


def loose_ends(reading: Reading) -> list[str]:
    """What is wrong with a reading, in words; nothing for one that holds together."""
    rows = rows_of(reading, sample=False)
    why = unfit(rows)
    return [
        *([f"no record would take it: {why}"] if why else []),
        *_doubled(rows),
        *_astray(reading, rows),
        *_misplaced(reading),
    ]


def _doubled(rows: Rows) -> Iterator[str]:
    counted = Counter(row[0] for table in NAMED for row in rows[table])
    yield from (f"{identity} stands {times} times" for identity, times in counted.items() if times > 1)
    roles = Counter(row[:3] for row in rows["roles"])
    yield from (f"{role} is filled {times} times" for role, times in roles.items() if times > 1)


def _astray(reading: Reading, rows: Rows) -> Iterator[str]:
    """What points to nothing, or in a circle."""
    named = {row[0] for table in NAMED for row in rows[table]}
    for table in ("roles", "stages", "journeys"):
        yield from (f"{table} of {row[0]}" for row in rows[table] if row[0] not in named)
    reports = {report.id for report in reading.reports}
    wholes = {encounter.id: encounter.part_of for encounter in reading.encounters}
    for encounter in reading.encounters:
        yield from (f"{encounter.id} has {one}" for one in encounter.reports if one not in reports)
        if len(set(encounter.reports)) < len(encounter.reports):
            yield f"{encounter.id} has a report twice"
        path, at = [encounter.id], encounter.part_of
        while at is not None and at not in path:
            path.append(at)
            at = wholes.get(at)
        if at is not None:
            yield f"{' is part of '.join(path)}, which is part of {at}"
        yield from (f"{encounter.id} is part of {one}" for one in path[1:] if one not in wholes)
    for claim in reading.claims:
        if claim.encounter is not None and claim.encounter not in wholes:
            yield f"{claim.id} is of {claim.encounter}"


def _misplaced(reading: Reading) -> Iterator[str]:
    """Quotes, triggers and names that do not stand in the text where they are said to."""
    text = reading.article.text
    for one in (*reading.reports, *reading.encounters, *reading.positions, *reading.claims):
        if text[one.start : one.end] != one.quote:
            yield f"{getattr(one, 'id', one)}: its quote"
    rows = (*reading.reports, *reading.encounters, *reading.positions, *reading.assessments, *reading.claims)
    held = [getattr(row, field) for row in rows for field in CAST[type(row)]]
    cast = [actor for one in held for actor in (one if isinstance(one, tuple) else (one,)) if actor]
    spans = [*cast, *(report.trigger for report in reading.reports), *reading.issues, *reading.assessments]
    yield from (f"{one.text!r} at {one.start}" for one in spans if text[one.start : one.end] != one.text)
