"""Scales: what an act is worth, and what a user's own table may not lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import KnowledgeError, UsageError
from detente.knowledge.categories import categories
from detente.knowledge.dynamics import CURVES, dynamics
from detente.knowledge.scales import read_scale, shipped_scale


@pytest.mark.parametrize(
    ("scale", "event", "mode", "cameo", "score"),
    [
        ("plover", "CONSULT", "visit", None, 4.0),
        ("plover", "CONSULT", "a mode without a score", None, 2.5),
        ("goldstein", None, None, "010", 0.0),
        ("goldstein", "CONSULT", None, "190", -10.0),
        ("goldstein", None, None, "0211", 3.4),
    ],
)
def test_what_an_act_is_worth(
    scale: str, event: str | None, mode: str | None, cameo: str | None, score: float
) -> None:
    assert shipped_scale(scale).score(event, mode, cameo) == score


def test_an_unknown_scale_and_an_unknown_code() -> None:
    with pytest.raises(UsageError, match="plover"):
        shipped_scale("azar")
    with pytest.raises(KnowledgeError, match="'ZZ'"):
        shipped_scale("goldstein").score(None, None, "ZZ")


def test_a_scale_of_ones_own(tmp_path: Path) -> None:
    rows = "".join(f"{event},,1\n" for event in categories().events())
    (tmp_path / "mine.csv").write_text("event,mode,score\n" + rows + "CONSULT,visit,7\n")
    scale = read_scale(tmp_path / "mine.csv")
    assert scale.score("CONSULT", "visit", None) == 7 and scale.score("AGREE", "x", None) == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("event,mode,score\nCONSULT,,2\n", "AGREE"),
        ("event,mode,score\nMARRY,,2\n", "MARRY"),
        ("cameo,score\n190,-12\n", "-10 to 10"),
        ("event,cameo,score\nCONSULT,042,2\n", "either"),
        ("cameo,score\n", "no rows"),
    ],
)
def test_a_faulty_scale_is_told_by_what_is_wrong(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(text)
    with pytest.raises(KnowledgeError, match=named):
        read_scale(tmp_path / "mine.csv")


def test_there_are_parameters_for_every_curve() -> None:
    assert tuple(dynamics()) == CURVES
