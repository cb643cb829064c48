"""What states did to each other: each happening once, whatever is not fact left out."""

from __future__ import annotations

from dataclasses import replace

from detente.record import keep
from detente.record.dealings import dealings


def test_a_happening_counts_once_with_all_its_reports_and_sources(record, make_reading):
    keep(record, [make_reading("one", published="2023-03-03"), make_reading("two", published="2023-03-04")])
    alone = dealings(record).to_pylist()
    assert [(row["actor"], row["recipient"], row["event"]) for row in alone] == [("USA", "RUS", "ACCUSE")] * 2
    reports = [row["reports"][0] for row in alone]
    record.connection.executemany(
        "INSERT INTO happenings VALUES (?, 'report', 'ev_1')", [[report] for report in reports]
    )
    [joined] = dealings(record).to_pylist()
    assert joined["id"] == "ev_1" and joined["reports"] == sorted(reports)
    assert joined["report"] in reports
    assert joined["sources"] >= 1 and str(joined["day"]) <= "2023-03-04"


def test_what_did_not_happen_is_no_dealing(record, make_reading):
    reading = make_reading("one", published="2023-03-03")
    [report] = reading.reports[:1]
    others = [{"status": "denied"}, {"status": "planned"}, {"negated": True}, {"historical": True}]
    changed = tuple(replace(report, id=f"{report.id}-{i}", **other) for i, other in enumerate(others))
    keep(record, [replace(reading, reports=changed)])
    assert dealings(record).num_rows == 0


def test_who_fights_on_his_own_account_stands_for_no_state(record, make_reading):
    reading = make_reading("one", published="2023-03-03")
    [report] = reading.reports[:1]
    rebels = tuple(replace(actor, sector="REB", kind="group") for actor in report.recipients)
    keep(record, [replace(reading, reports=(replace(report, recipients=rebels),))])
    assert dealings(record).num_rows == 0
    kinds = record.connection.execute("SELECT kind FROM pairs").fetchall()
    assert ("report",) not in kinds and ("encounter",) in kinds
    assert record.connection.execute("SELECT country FROM roles WHERE sector = 'REB'").fetchall() == [
        ("RUS",)
    ]
