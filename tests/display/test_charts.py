"""The chart of a pair's series: what is drawn, and how it is kept."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from detente.display.charts import save_chart, tension_chart
from detente.display.tension import tension_view
from detente.errors import UsageError

pytest.importorskip("altair")

DAYS = 200


def series() -> pa.Table:
    """Acts every fifth day, then none for a hundred days, then again."""
    day = np.datetime64("2022-01-01") + np.arange(DAYS)
    events = np.where((np.arange(DAYS) % 5 == 0) & ((np.arange(DAYS) < 50) | (np.arange(DAYS) > 150)), 2, 0)
    names = ("mean", "low90", "low50", "high50", "high90")
    bands = {
        name: np.full(DAYS, value) for name, value in zip(names, (1.0, -1.0, 0.5, 1.5, 3.0), strict=True)
    }
    known = {f"known_{name}": values for name, values in bands.items()}
    return pa.table({"day": day, "events": events, "coverage": np.ones(DAYS)} | bands | known)


TURNS = pa.Table.from_pylist(
    [
        {
            "began": "2022-06-04", "known": "2022-06-10", "direction": "cooler", "probability": 0.9, "before": 1.0,
            "after": -2.0,
            "events": [{"day": "2022-06-05", "actor": "AAA", "recipient": "BBB", "event": "SANCTION", "mode": None,
                        "share": 0.6, "id": "ev_1", "quote": "AAA put sanctions on BBB."}],
        }
    ]
)  # fmt: skip


def test_a_chart_has_bands_a_broken_line_and_turns_named_by_their_event(tmp_path):
    save_chart(tension_chart(("AAA", "BBB"), False, series(), TURNS), tmp_path / "chart.json")
    drawn = json.loads((tmp_path / "chart.json").read_text(encoding="utf-8"))
    layers = drawn["vconcat"][0]["layer"]
    assert [layer["mark"]["type"] for layer in layers] == [
        "area",
        "area",
        "rule",
        "line",
        "circle",
        "rule",
        "text",
    ]
    text = json.dumps(drawn, ensure_ascii=False)
    assert "2022-06-04 sanction: AAA → BBB" in text
    rows = next(
        r
        for r in [*drawn.get("datasets", {}).values(), layers[0]["data"].get("values", [])]
        if len(r) == DAYS
    )
    quiet = [row["quiet"] for row in rows]
    assert quiet[100] and not quiet[20] and not quiet[160]
    assert len({row["stretch"] for row in rows if not row["quiet"]}) == 2, (
        "two stretches with a gap between them"
    )


@pytest.mark.parametrize(("ending", "first"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_chart_is_kept_without_a_browser(tmp_path, ending, first):
    pytest.importorskip("vl_convert")
    save_chart(tension_chart(("AAA", "BBB"), True, series(), TURNS.slice(0, 0)), tmp_path / f"chart.{ending}")
    assert (tmp_path / f"chart.{ending}").read_bytes().startswith(first)


def test_an_ending_that_no_chart_has_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"chart\.doc"):
        save_chart(tension_chart(("AAA", "BBB"), False, series(), TURNS), tmp_path / "chart.doc")


def test_the_terminal_shows_value_bands_months_and_turns(capsys):
    from rich.console import Console

    Console(width=120).print(tension_view(("CHN", "USA"), False, series(), TURNS, []))
    shown = capsys.readouterr().out
    assert "China and United States" in shown and "90%: -1.0 to +3.0" in shown
    assert "2022-06-04  cooler" in shown and "+60%" in shown and "2022-06" in shown
    assert "·" in shown, "a gap is a dot, no bar"
