"""All pairs in one table agree with the curve of each."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from detente.knowledge.scales import shipped_scale
from detente.relations.changes import MONTH, YEAR, changes
from detente.relations.series import tension
from detente.relations.tallies import tally


def acts(days):
    first = date(2023, 1, 1)
    rows = []
    for number in range(0, days, 9):
        for actor, recipient in (("CHN", "USA"), ("FRA", "DEU"), ("DEU", "CHN")):
            event = "CONSULT" if (number // 9) % 3 else "ACCUSE"
            rows.append({"id": f"{actor}{number}", "day": first + timedelta(number), "actor": actor, "recipient": recipient,
                         "event": event, "mode": "", "cameo": "", "sources": 1})  # fmt: skip
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("days", [20, 200, 500])
def test_each_row_is_what_the_curve_of_its_pair_says(days):
    tallies = tally(acts(days), shipped_scale("plover"))
    rows = changes(tallies).to_pylist()
    assert [(row["a"], row["b"]) for row in rows] == [("CHN", "DEU"), ("CHN", "USA"), ("DEU", "FRA")]
    for row in rows:
        mean = tension(tallies, (row["a"], row["b"])).filtered.mean
        assert row["now"] == pytest.approx(float(mean[-1]), abs=1e-5)
        for back, name in ((MONTH, "month"), (YEAR, "year")):
            if len(mean) > back:
                assert row[name] == pytest.approx(float(mean[-1] - mean[-1 - back]), abs=1e-5)
            else:
                assert row[name] is None
        assert row["events"] == len(range(0, days, 9)) and row["last"] is not None
