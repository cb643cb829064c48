"""Scoring a gold file: what is read of its lines, and what the figures count."""

import json

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import UsageError
from detente.knowledge.categories import categories
from detente.runs.evaluate import Prediction, figures, measure_marked, measure_open, read_gold
from detente.types import Actor, Report, Span

TEXT = "Peru thanked Chile."


def line(**fields):
    return json.dumps({"id": "1", "text": TEXT, "source": "Peru", "target": "Chile", **fields})


def test_spans_come_from_the_parties_named():
    (gold,), problems = read_gold([line(event="SUPPORT")])
    assert (gold.source, gold.target, gold.event) == ((0, 4), (13, 18), "SUPPORT")
    assert not problems


def test_spans_come_from_the_marks_where_a_name_stands_twice():
    text = "Peru, Chile and Peru met."
    marked = "Peru, <t>Chile</t> and <s>Peru </s>met."
    (gold,), _ = read_gold([line(text=text, marked=marked)])
    assert (gold.source, gold.target) == ((16, 20), (6, 11))


def test_a_line_may_name_one_party_only():
    gold, _ = read_gold(
        [line(marked="<s>Peru</s> thanked Chile.", target="a recipient"), line(source="An actor")]
    )
    assert [(g.source, g.target) for g in gold] == [((0, 4), None), (None, (13, 18))]


def test_a_line_without_a_category_is_kept_for_prediction():
    (gold,), _ = read_gold([line()])
    assert gold.event is None


@pytest.mark.parametrize("bad", ["{", "[]", '{"text": 3}', '{"id": "x"}'])
def test_a_bad_line_is_a_problem_with_its_number(bad):
    gold, problems = read_gold([line(), "", bad])
    assert len(gold) == 1
    assert [p.kind for p in problems] == ["bad-gold-line"]
    assert problems[0].message.startswith("line 3:")


def test_figures_count_precision_recall_and_macro_f1():
    found = figures([("A", "A", 0.9), ("A", "B", 0.6), ("B", "B", 0.8), ("B", "B", 0.7)])
    assert found.accuracy == 0.75
    assert found.classes["A"].precision == 1
    assert found.classes["A"].recall == 0.5
    assert found.classes["B"].precision == pytest.approx(2 / 3)
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert found.confusion == {"A": {"A": 1, "B": 1}, "B": {"B": 2}}


def test_calibration_error_is_the_gap_between_sure_and_right():
    always = figures([("A", "A", 0.95), ("A", "B", 0.95)])
    assert always.calibration_error == pytest.approx(0.45)
    assert [(b.count, b.right) for b in always.reliability] == [(2, 0.5)]


def test_concede_and_retreat_count_as_yield_where_gold_merges_them():
    gold, _ = read_gold([line(event="YIELD"), line(id="2", event="AID")])
    answers = [
        Prediction(id="1", event="RETREAT", confidence=0.9),
        Prediction(id="2", event=None, confidence=0.2),
    ]
    found = measure_marked(gold, answers, categories())
    assert found.categories.classes["YIELD"].f1 == 1
    assert found.categories.confusion["AID"] == {"none": 1}
    assert found.sides.classes["cooperation"].recall == 0.5


def report(event, actor, recipient):
    def at(span):
        return Actor(text=TEXT[slice(*span)], start=span[0], end=span[1], kind="state")

    return Report(
        id="rp",
        event=event,
        mode=None,
        contexts=(),
        cameo="051",
        quad="verbal cooperation",
        score=5.0,
        actors=(at(actor),),
        recipients=(at(recipient),),
        status="happened",
        negated=False,
        historical=False,
        said_by=None,
        when=None,
        where=None,
        trigger=Span(text="thanked", start=5, end=12),
        sentence=0,
        start=0,
        end=len(TEXT),
        quote=TEXT,
        confidence=0.9,
    )


@pytest.mark.parametrize(
    ("reports", "right", "extra", "swapped"),
    [
        ([report("SUPPORT", (0, 4), (13, 18))], 1, 0, 0),
        ([report("SUPPORT", (13, 18), (0, 4))], 0, 1, 1),
        ([report("ACCUSE", (0, 4), (13, 18))], 0, 1, 0),
        ([report("SUPPORT", (0, 4), (13, 18)), report("AID", (0, 4), (13, 18))], 1, 1, 0),
        ([], 0, 0, 0),
    ],
)
def test_an_open_report_is_right_with_category_and_both_parties(reports, right, extra, swapped):
    gold, _ = read_gold([line(event="SUPPORT")])
    found = measure_open(gold, {"1": reports})
    assert (found.right, found.reports - found.right, found.swapped) == (right, extra, swapped)
    assert found.classes["SUPPORT"].support == 1
    assert found.classes["SUPPORT"].recall == right
    assert sum(found.confusion["SUPPORT"].values()) == 1
    assert sum(b.count for b in found.reliability) == found.reports


@pytest.mark.parametrize("protocol", ["marked", "open"])
def test_the_command_predicts_every_line_and_draws_the_figures(tmp_path, protocol):
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    lines = [line(event="SUPPORT"), line(id="2"), line(id="3", target="a recipient"), "{"]
    gold.write_text("\n".join(lines), "utf-8")
    arguments = ["evaluate", str(gold), "--protocol", protocol, "--no-model", "--predictions", str(answers)]
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 0
    assert "skipped: line 4" in shown.stderr
    for part in ("precision", "confusion", "calibration", "SUPPORT"):
        assert part in shown.stdout
    told = [json.loads(row) for row in answers.read_text("utf-8").splitlines()]
    assert [row["id"] for row in told] == ["1", "2", "3"]
    if protocol == "marked":
        assert [row["event"] for row in told] == ["SUPPORT"] * 3
        assert all(0 < row["confidence"] <= 1 for row in told)
    else:
        assert [r["event"] for r in told[0]["reports"]] == ["SUPPORT"]
    figures = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert (figures["categories"] if protocol == "marked" else figures)["lines"] == 1


def test_a_gold_file_of_an_unknown_category_is_refused(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line(event="WAR"), "utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(gold), "--no-model"])
    assert isinstance(result.exception, UsageError)
    assert "WAR" in str(result.exception)
