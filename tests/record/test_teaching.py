"""Judgements as examples: those of reports are lines of a gold file that the trainer and `detente evaluate` read."""

import json

import msgspec
import pytest

from detente.errors import UsageError
from detente.record import keep
from detente.record.corrections import correct, undo
from detente.record.teaching import lessons_of
from detente.runs.evaluate import read_gold


@pytest.fixture
def filled(record, make_reading):
    keep(record, [make_reading("one"), make_reading("two", published="2023-03-04")])
    return record


CASES = [
    ("accept", None, "ACCUSE", ("United States", "Russia")),
    ("reject", None, "NONE", ("United States", "Russia")),
    ("change", {"event": "PROTEST"}, "PROTEST", ("United States", "Russia")),
    ("change", {"status": "denied"}, "ACCUSE", ("United States", "Russia")),
    ("change", {"actors": ["RUS"], "recipients": ["USA"]}, "ACCUSE", ("Russia", "United States")),
]


@pytest.mark.parametrize(("act", "values", "event", "parties"), CASES)
def test_a_judged_report_is_a_line_of_a_gold_file(filled, act, values, event, parties):
    correct(filled, "rp_one", act, by="ana", values=values)
    lines = [msgspec.json.encode(one).decode() for one in lessons_of(filled).marked]
    gold, problems = read_gold(lines)
    assert problems == () and len(gold) == 1
    assert gold[0].event == event
    assert (gold[0].source, gold[0].target) == tuple(
        (gold[0].text.index(words), gold[0].text.index(words) + len(words)) for words in parties
    )
    assert json.loads(lines[0])["by"] == "ana"


def test_a_report_whose_parties_do_not_stand_in_the_sentence_gives_none(filled):
    correct(filled, "rp_one", "change", by="ana", values={"recipients": ["CHN"]})
    correct(filled, "rp_two", "change", by="ana", values={"recipients": []})
    found = lessons_of(filled)
    assert (found.marked, found.unmarked) == ((), 2)


def test_encounters_and_positions_are_told_as_machine_and_person_have_them(filled):
    correct(filled, "en_one", "change", by="ana", values={"form": "talks"})
    correct(filled, "po_one_0", "reject", by="ben")
    met, held = lessons_of(filled).others
    assert (met.kind, met.judged, met.machine["form"], met.person["form"]) == (
        "encounter", "corrected", "meeting", "talks",
    )  # fmt: skip
    assert met.person["participants"] == ["Antony Blinken", "Sergey Lavrov"]
    assert (held.kind, held.judged, held.machine["stance"], held.person, held.by) == (
        "position", "rejected", "accuses", None, "ben",
    )  # fmt: skip


def test_what_was_taken_back_teaches_nothing(filled):
    [made] = correct(filled, "rp_one", "reject", by="ana")
    undo(filled, made.id)
    assert lessons_of(filled).marked == ()


def test_the_command_writes_both_files(filled, tmp_path):
    from typer.testing import CliRunner

    from detente.cli.app import app

    correct(filled, "rp_one", "accept", by="ana")
    correct(filled, "en_one", "accept", by="ana")
    filled.close()

    def run(file):
        return CliRunner().invoke(app, ["corrections", "--as-training", str(file), "-r", str(filled.path)])

    found = run(tmp_path / "lessons.jsonl")
    assert found.exit_code == 0
    for name in ("lessons.jsonl", "lessons.others.jsonl"):
        assert len((tmp_path / name).read_text().splitlines()) == 1
    assert isinstance(run(tmp_path / "nowhere" / "lessons.jsonl").exception, UsageError)
