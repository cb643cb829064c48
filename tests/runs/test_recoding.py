"""Coding the stored texts again: what would change is shown, nothing changes until it is accepted, people's word stands."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from detente.errors import RecordError
from detente.record import keep, open_record
from detente.record.adding import Source
from detente.record.corrections import agreeing, correct, corrections, undo
from detente.record.history import as_of, changes
from detente.record.judging import judge
from detente.record.links import happening_called
from detente.record.queries import counts, encounters, events, positions
from detente.record.recoding import discard, pending
from detente.record.scope import Scope
from detente.runs.event import account_of
from detente.runs.linking import link_new, relink
from detente.runs.recoding import accept_pending, code_anew, compare
from detente.runs.reviewing import add_by_hand

ROOT = Path(__file__).parents[2]


def rarity(word):
    return min(6.7, len(word) * 0.8)


@dataclass
class Newer:
    """A coder that reads what the older one read, but for what `change` makes of it."""

    make: object
    change: object = lambda reading: reading
    coder: str = "newer"
    coded: int = 0

    def read_after(self, found, learned=()):
        self.coded += len(found)
        return [self.change(replace(self.make(a.id.removeprefix("ar_")), coder=self.coder)) for a in found]


@pytest.fixture
def filled(record, make_reading):
    for name in ("one", "two"):
        plain = make_reading(name)
        keep(record, [replace(plain, article=replace(plain.article, outlet=f"The {name}"), coder="older")])
    for _ in link_new(record, rarity):
        pass
    return record


def recoded(record, newer, accept=True):
    list(code_anew(record, newer))
    return accept_pending(record, newer.coder, rarity) if accept else compare(record, newer.coder)


def with_report(**values):
    return lambda reading: replace(reading, reports=(replace(reading.reports[0], **values),))


def without(**_):
    return lambda reading: replace(reading, reports=(), encounters=(), positions=())


def numbers(record):
    """Events, reports, articles and sources: four different numbers."""
    ask = record.connection.execute
    happened = ask("SELECT count(DISTINCT happening) FROM happenings WHERE kind <> 'story'").fetchall()[0][0]
    found = counts(record)
    return happened, found["reports"], found["articles"], found["outlets"]


def test_nothing_changes_until_it_is_accepted(filled, make_reading):
    before, rows = numbers(filled), events(filled, Scope()).to_pylist()
    found = recoded(filled, Newer(make_reading, with_report(status="denied")), accept=False)
    assert found.fates["report"] == {"changed": 2}
    assert found.fates["encounter"] == found.fates["position"] == {"same": 2}
    assert found.fields == {"report.status": 2}
    [example, _] = found.examples
    assert (example.before[0]["status"], example.after[0]["status"]) == ("happened", "denied")
    assert (numbers(filled), events(filled, Scope()).to_pylist()) == (before, rows)
    assert discard(filled) == 2 and pending(filled, "newer") == []


def test_what_is_accepted_takes_the_place_of_the_old(filled, make_reading):
    before = numbers(filled)
    recoded(filled, Newer(make_reading, with_report(status="denied")))
    assert {row["status"] for row in events(filled, Scope()).to_pylist()} == {"denied"}
    assert numbers(filled) == before
    coders = filled.connection.execute("SELECT DISTINCT coder FROM articles").fetchall()
    assert coders == [("newer",)]
    assert pending(filled, "newer") == []


def test_what_the_present_coder_has_read_is_not_coded_again(filled, make_reading):
    newer = Newer(make_reading)
    recoded(filled, newer)
    assert recoded(filled, newer).articles == 0
    assert newer.coded == 2


def test_an_interrupted_coding_goes_on_where_it_stopped(filled, make_reading, monkeypatch):
    monkeypatch.setattr("detente.runs.recoding.BATCH", 1)
    newer = Newer(make_reading)
    next(code_anew(filled, newer))
    assert pending(filled, "newer") == ["ar_one"]
    assert compare(filled, "newer").articles == 1
    recoded(filled, newer)
    assert newer.coded == 2


def test_another_coder_than_the_one_waiting_begins_anew(filled, make_reading):
    list(code_anew(filled, Newer(make_reading, with_report(status="denied"))))
    found = recoded(filled, Newer(make_reading, coder="newest"))
    assert found.fates["report"] == {"same": 2}
    assert pending(filled, "newer") == []


def test_old_identifiers_lead_to_new_ones(filled, make_reading):
    def change(reading):
        return replace(
            reading, reports=(replace(reading.reports[0], id=f"{reading.reports[0].id}_b", event="REJECT"),)
        )

    recoded(filled, Newer(make_reading, change))
    assert happening_called(filled, "rp_one") == happening_called(filled, "rp_one_b")
    told = {(c.what, c.was, c.now) for c in changes(filled, "2020-01-01") if c.what in {"moved", "recoded"}}
    assert ("moved", "rp_one", "rp_one_b") in told
    assert ("recoded", '"ACCUSE"', '"REJECT"') in told


def test_what_is_withdrawn_and_added_is_told(filled, make_reading):
    def change(reading):
        more = replace(reading.reports[0], id=f"{reading.reports[0].id}_c", event="CONSULT", start=47, end=90)
        return replace(reading, reports=(*reading.reports, more), encounters=())

    before = numbers(filled)
    found = recoded(filled, Newer(make_reading, change))
    assert found.fates["report"] == {"same": 2, "added": 2}
    assert found.fates["encounter"] == {"withdrawn": 2}
    told = sorted((c.what, c.of) for c in changes(filled, "2020-01-01") if c.of[:3] in {"rp_", "en_"})
    assert told == [
        ("added", "rp_one_c"),
        ("added", "rp_two_c"),
        ("withdrawn", "en_one"),
        ("withdrawn", "en_two"),
    ]
    after = numbers(filled)
    assert (after[1], after[2], after[3]) == (before[1] + 2, before[2], before[3])


def test_a_correction_survives_and_is_undone_to_the_newer_reading(filled, make_reading):
    [made] = correct(filled, "rp_one", "change", by="ana", values={"recipients": ["CHN"]})

    def change(reading):
        [own] = reading.reports
        return replace(reading, reports=(replace(own, id=f"{own.id}_b", status="denied"),))

    recoded(filled, Newer(make_reading, change))
    row = {row["id"]: row for row in events(filled, Scope()).to_pylist()}["rp_one_b"]
    assert (row["recipients"], row["status"], row["judged"]) == (["China"], "denied", "corrected")
    undo(filled, made.id)
    row = {row["id"]: row for row in events(filled, Scope()).to_pylist()}["rp_one_b"]
    assert (row["recipients"], row["status"], row["judged"]) == (["Russia"], "denied", None)


def test_it_is_told_where_machine_and_person_now_agree(filled, make_reading):
    correct(filled, "rp_one", "change", by="ana", values={"status": "denied"})
    correct(filled, "en_two", "reject", by="ana")

    def change(reading):
        met = reading.encounters if reading.id == "ar_one" else ()
        return replace(with_report(status="denied")(reading), encounters=met)

    found = recoded(filled, Newer(make_reading, change))
    assert found.agreed == (("en_two", "rejected, and no longer found"), ("rp_one", 'status is "denied"'))
    assert [one.of for one in agreeing(filled)] == ["rp_one"]


@pytest.mark.parametrize(("act", "values"), [("accept", None), ("change", {"status": "denied"})])
def test_what_a_person_vouches_for_stays(filled, make_reading, act, values):
    made = correct(filled, "rp_one", act, by="ana", values=values)
    recoded(filled, Newer(make_reading, without()))
    assert [row["id"] for row in events(filled, Scope()).to_pylist()] == ["rp_one"]
    assert encounters(filled, Scope()).num_rows == positions(filled, Scope()).num_rows == 0
    undo(filled, made[0].id)
    assert counts(filled)["reports"] == 1


def reject_to_another_category(reading):
    return replace(
        reading, reports=(replace(reading.reports[0], id=f"{reading.reports[0].id}_b", event="REJECT"),)
    )


@pytest.mark.parametrize(
    ("act", "values", "expected"),
    [
        ("accept", None, [("rp_one", "ACCUSE", "accepted")]),
        ("reject", None, [("rp_one_b", "REJECT", None)]),
        ("change", {"status": "denied"}, [("rp_one_b", "REJECT", "corrected")]),
        ("change", {"event": "PROTEST"}, [("rp_one_b", "PROTEST", "corrected")]),
    ],
)
def test_a_judgement_does_not_pass_to_another_category(filled, make_reading, act, values, expected):
    correct(filled, "rp_one", act, by="ana", values=values)
    recoded(filled, Newer(make_reading, reject_to_another_category))
    rows = [row for row in events(filled, Scope()).to_pylist() if row["article"] == "ar_one"]
    assert [(row["id"], row["event"], row["judged"]) for row in rows] == expected
    assert counts(filled)["reports"] == 2


def test_what_was_rejected_stays_so_while_the_coder_says_the_same(filled, make_reading):
    correct(filled, "rp_one", "reject", by="ana")
    recoded(filled, Newer(make_reading, with_report(confidence=0.6)))
    assert [row["id"] for row in events(filled, Scope()).to_pylist()] == ["rp_two"]


def test_what_a_person_added_stays_and_is_not_doubled(filled, make_reading):
    source = Source(at="ar_one", quote="Antony Blinken met Sergey Lavrov")
    values = {"event": "CONSULT", "actors": ["USA"], "recipients": ["RUS"]}
    add_by_hand(filled, "report", values, [source], rarity, by="ana")
    [added] = [one.of for one in corrections(filled)]

    def change(reading):
        return replace(
            reading, reports=(*reading.reports, replace(reading.reports[0], id=f"{reading.reports[0].id}_c", event="CONSULT", start=47, end=90))
        )  # fmt: skip

    found = recoded(filled, Newer(make_reading, change))
    assert (added, "added by hand, and found") in found.agreed
    assert counts(filled)["reports"] == 2 + 1 + 1
    assert added in [row["id"] for row in events(filled, Scope()).to_pylist()]


def test_positions_keep_their_identifiers_when_another_comes_before_them(filled, make_reading):
    correct(filled, "po_one_0", "change", by="ana", values={"stance": "warns"})

    def change(reading):
        [own] = reading.positions
        return replace(
            reading, positions=(replace(own, start=47, end=90, stance="demands", what="talks"), own)
        )

    recoded(filled, Newer(make_reading, change))
    stances = {row["id"]: row["stance"] for row in positions(filled, Scope()).to_pylist()}
    assert stances == {
        "po_one_0": "warns",
        "po_one_1": "demands",
        "po_two_0": "accuses",
        "po_two_1": "demands",
    }


def test_what_a_person_parted_stays_apart(filled, make_reading):
    judge(filled, "en_one", "en_two", same=False, by="ana")
    relink(filled, ["en_one", "en_two"])
    recoded(filled, Newer(make_reading, lambda r: replace(r, encounters=(replace(r.encounters[0], id=f"{r.encounters[0].id}_b"),))))  # fmt: skip
    assert account_of(filled, "en_one_b").id != account_of(filled, "en_two_b").id


def test_read_correct_recode_undo_keeps_the_four_numbers(filled, make_reading):
    first = numbers(filled)
    assert first == (2, 2, 2, 2)
    rejected = correct(filled, "rp_one", "reject", by="ana")
    corrected = correct(filled, "en_one", "change", by="ana", values={"form": "talks"})
    added = add_by_hand(
        filled, "encounter", {"form": "call", "participants": ["CHN", "IND"]},
        [Source(at="https://third.example/1", quote="China and India spoke by telephone.")], rarity, by="ana",
    )  # fmt: skip
    assert numbers(filled) == (3, 2, 3, 3)
    recoded(filled, Newer(make_reading, with_report(confidence=0.7)))
    assert numbers(filled) == (3, 2, 3, 3)
    for one in (*rejected, *corrected):
        undo(filled, one.id)
    undo(filled, added[0])
    assert numbers(filled) == first
    assert [row["judged"] for row in events(filled, Scope()).to_pylist()] == [None, None]


def on_day(record, day, table="recoded", where="true"):
    record.connection.execute(f"UPDATE {table} SET made = '{day}' WHERE {where}")


def on(path, day):
    """Reports by article, meetings, positions, happenings and pairs as the record stood on a day."""
    with open_record(path, writable=False) as record:
        as_of(record, day)
        told = events(record, Scope()).to_pylist()
        between = record.connection.execute("SELECT DISTINCT kind, event FROM pairs ORDER BY ALL").fetchall()
        return (
            sorted(
                (row["article"], row["event"], row["status"], row["judged"], *row["actors"]) for row in told
            ),
            encounters(record, Scope()).num_rows,
            positions(record, Scope()).num_rows,
            len({row["happening"] for row in happenings_told(record)}),
            [event for kind, event in between if kind == "report"],
        )


def happenings_told(record):
    question = 'SELECT h.happening FROM happenings h JOIN reports r ON r.id = h."of"'
    return record.connection.sql(question).to_arrow_table().to_pylist()


def test_a_day_before_is_shown_as_it_was_coded_then(filled, make_reading):
    path = filled.path
    filled.connection.execute("UPDATE articles SET kept = '2026-01-01'")
    correct(filled, "rp_one", "accept", by="ana")
    on_day(filled, "2026-01-15T10:00:00.000000+00:00", "corrections")
    changed = {"rp_one": "rp_uno", "rp_two": "rp_due"}

    def renamed(reading):
        [report] = reading.reports
        return replace(reading, reports=(replace(report, id=changed[report.id], status="planned"),))

    recoded(filled, Newer(make_reading, renamed, "second"))
    on_day(filled, "2026-02-01")
    recoded(filled, Newer(make_reading, without(), "third"))
    on_day(filled, "2026-03-01", where="coder = 'third'")
    filled.close()
    whole = on(path, "2026-01-02")
    assert whole[0] == [(f"ar_{n}", "ACCUSE", "happened", None, "United States") for n in ("one", "two")]
    assert whole[1:] == (2, 2, 1, ["ACCUSE"])
    assert [row[3] for row in on(path, "2026-01-20")[0]] == ["accepted", None]
    later = on(path, "2026-02-15")
    assert [row[1:4] for row in later[0]] == [("ACCUSE", "planned", "accepted"), ("ACCUSE", "planned", None)]
    assert later[1:3] == (2, 2)
    # The accepted report stays, whatever the third coder makes of it.
    assert [row[0] for row in on(path, "2026-03-15")[0]] == ["ar_one"] and on(path, "2026-03-15")[1] == 0
    assert on(path, "2025-12-31") == ([], 0, 0, 0, [])


def test_a_record_opened_for_reading_is_not_recoded(filled, make_reading):
    path = filled.path
    filled.close()
    with open_record(path, writable=False) as record, pytest.raises(RecordError, match="reading only"):
        recoded(record, Newer(make_reading))


def test_an_empty_record_has_nothing_to_recode(record, make_reading):
    assert recoded(record, Newer(make_reading)).articles == 0


WORKER = textwrap.dedent(
    """
    import sys
    sys.path.insert(0, sys.argv[2])
    from tests.record.conftest import reading
    from tests.runs.test_recoding import Newer, rarity, with_report
    from detente.record import open_record
    from detente.runs import recoding
    recoding.BATCH = 2
    with open_record(sys.argv[1]) as record:
        print("open", flush=True)
        for number in range(int(sys.argv[3]), 1000):
            newer = Newer(reading, with_report(confidence=0.5 + number / 4000), coder=f"coder {number}")
            list(recoding.code_anew(record, newer))
            recoding.accept_pending(record, newer.coder, rarity)
    """
)


def test_killed_while_it_recodes_nothing_is_lost_or_doubled(tmp_path, make_reading):
    path = tmp_path / "record.duckdb"
    with open_record(path, create=True) as record:
        keep(record, [make_reading(f"k{number}") for number in range(6)])
        for _ in link_new(record, rarity):
            pass
        correct(record, "rp_k3", "change", by="ana", values={"status": "denied"})
    chance = random.Random(4)
    for turn in range(6):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), str(ROOT), str(100 * turn)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert worker.stdout is not None and worker.stdout.readline() == b"open\n"
        time.sleep(chance.uniform(0.0, 0.8))
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
        with open_record(path) as record:
            ask = record.connection.execute
            for table in ("reports", "encounters", "positions"):
                assert ask(f"SELECT count(*), count(DISTINCT id) FROM {table}").fetchall() == [(6, 6)]
            assert ask('SELECT count(*) - count(DISTINCT ("of", role, rank)) FROM roles').fetchall() == [(0,)]
            assert ask('SELECT count(*) - count(DISTINCT ("of", kind)) FROM happenings').fetchall() == [(0,)]
            assert ask("SELECT status FROM reports WHERE id = 'rp_k3'").fetchall() == [("denied",)]
    with open_record(path) as record:
        recoded(record, Newer(make_reading, coder="last"))
        assert numbers(record)[:3] == (2, 6, 6)
