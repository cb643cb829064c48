"""The state-space model: what it does with few, many, missing and mixed-up observations."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from detente.errors import KnowledgeError, UsageError
from detente.knowledge.dynamics import dynamics
from detente.knowledge.scales import Scale, shipped_scale
from detente.relations.account import account, series_table, turns_table
from detente.relations.filtering import filtered
from detente.relations.fitting import posterior
from detente.relations.reasons import reasons, weights
from detente.relations.series import panels, tension
from detente.relations.smoothing import smoothed
from detente.relations.tallies import tally
from detente.relations.turns import turns

START = date(2020, 1, 1)
PLOVER = shipped_scale("plover")


def events(*rows: tuple[int, str, str, str, int]) -> pa.Table:
    """Rows of (day from 2020-01-01, actor, recipient, category, how often)."""
    many = [row for row in rows for _ in range(row[4])]
    return pa.table(
        {
            "day": [(START + timedelta(days=row[0])).isoformat() for row in many],
            "actor": [row[1] for row in many],
            "recipient": [row[2] for row in many],
            "event": [row[3] for row in many],
        }
    )


def calm(days: range, a: str = "AAA", b: str = "BBB") -> list[tuple[int, str, str, str, int]]:
    return [(day, a, b, "CONSULT", 1 + day % 3) for day in days if day % 2 == 0]


def test_one_event_moves_the_series_and_leaves_it_wide() -> None:
    found = tension(
        tally(events((5, "AAA", "BBB", "ASSAULT", 1)), PLOVER, since="2020-01-01"), ("BBB", "AAA")
    )
    assert found.pair == ("AAA", "BBB")
    assert found.filtered.mean[5] < dynamics()["balance"].prior_mean
    low, high = found.filtered.band(0.9)
    assert low[5] < found.filtered.mean[5] < high[5]
    assert np.isnan(found.seen[:5]).all() and found.seen[5] < 0


def test_a_gap_of_years_widens_the_band_and_is_not_zero() -> None:
    table = events(*calm(range(100)), *calm(range(1600, 1700)))
    found = tension(tally(table, PLOVER), ("AAA", "BBB"))
    widths = found.filtered.deviation
    assert widths[1000] > widths[200] > widths[99]
    assert np.isnan(found.seen[1000])
    assert found.filtered.mean[1500] == pytest.approx(found.level[1500], abs=1.0)
    assert found.smoothed.deviation[1590] < widths[1590], "hindsight knows what came after the gap"


def test_the_order_of_rows_does_not_matter() -> None:
    table = events(*calm(range(60)), (61, "BBB", "AAA", "THREATEN", 4))
    mixed = table.take(pa.array(np.random.default_rng(3).permutation(table.num_rows)))
    one, other = (tension(tally(rows, PLOVER), ("AAA", "BBB")) for rows in (table, mixed))
    assert np.allclose(one.filtered.mean, other.filtered.mean)
    assert np.allclose(one.smoothed.mean, other.smoothed.mean)


def test_ten_thousand_events_in_a_day_stay_finite() -> None:
    table = events(*calm(range(60)), (60, "AAA", "BBB", "ASSAULT", 10_000), *calm(range(61, 120)))
    found = tension(tally(table, PLOVER), ("AAA", "BBB"))
    assert np.isfinite(found.filtered.mean).all() and np.isfinite(found.smoothed.deviation).all()
    assert found.filtered.mean[60] < found.filtered.mean[59]
    assert found.filtered.mean[-1] > found.filtered.mean[60], "one day, however loud, fades"


def test_direction_tells_who_does_what_to_whom() -> None:
    table = events(
        *[(day, "AAA", "BBB", "CONSULT", 1) for day in range(40)],
        *[(d, "BBB", "AAA", "ACCUSE", 1) for d in range(40)],
    )
    directed = tally(table, PLOVER, directed=True)
    warm, cold = tension(directed, ("AAA", "BBB")), tension(directed, ("BBB", "AAA"))
    assert warm.filtered.mean[-1] > 0 > cold.filtered.mean[-1]
    assert warm.directed


def test_more_independent_sources_make_the_band_narrower() -> None:
    table = events(*calm(range(80)))
    last = table["day"][-1].as_py()
    several = table.append_column(
        "sources", pa.array([8 if day == last else 1 for day in table["day"].to_pylist()])
    )
    one, other = (tension(tally(rows, PLOVER), ("AAA", "BBB")) for rows in (table, several))
    assert other.filtered.deviation[-1] < one.filtered.deviation[-1]


def test_cooperation_and_conflict_are_curves_of_their_own() -> None:
    tallies = tally(
        events(*calm(range(40)), *[(d, "AAA", "BBB", "ASSAULT", 1) for d in range(40, 60)]), PLOVER
    )
    warm, cold = (tension(tallies, ("AAA", "BBB"), curve=curve) for curve in ("cooperation", "conflict"))
    assert cold.filtered.mean[59] > cold.filtered.mean[39] + 1
    assert warm.filtered.mean[59] < warm.filtered.mean[39]


def test_the_smoother_agrees_with_the_joint_normal_distribution() -> None:
    """On a short series without heavy tails, against the formula with the whole covariance matrix."""
    from dataclasses import replace

    p = replace(dynamics()["balance"], tail=1e9, memory=1.0, prior_weight=1e12, floor=1.0)
    seen = np.array([1.0, np.nan, -2.0, 0.5, np.nan, 3.0])[:, None]
    back = smoothed(filtered(seen, np.ones_like(seen), p), p)
    days = np.arange(1, len(seen) + 1)
    stationary = p.deviation_noise / (1 - p.persistence**2)
    level = p.prior_variance / p.prior_scale + p.level_noise * np.minimum.outer(days, days)
    prior = level + stationary * p.persistence ** np.abs(np.subtract.outer(days, days))
    there = np.isfinite(seen[:, 0])
    gain = prior[:, there] @ np.linalg.inv(prior[np.ix_(there, there)] + np.eye(there.sum()))
    mean = p.prior_mean + gain @ (seen[there, 0] - p.prior_mean)
    variance = p.prior_scale * np.diag(prior - gain @ prior[there])
    assert np.allclose(back.mean[:, 0], mean, atol=1e-4)
    assert np.allclose(back.variance[:, 0], variance, rtol=1e-3)


def test_the_likelihood_prefers_the_parameters_that_made_the_data() -> None:
    from dataclasses import replace

    p = dynamics()["balance"]
    random = np.random.default_rng(5)
    level = 2 + np.cumsum(random.normal(0, np.sqrt(p.level_noise * p.prior_scale), (200, 20)), axis=0)
    seen = level + random.normal(0, np.sqrt(p.prior_scale), level.shape)
    panel = [(seen, np.ones_like(seen))]
    calm_ones = replace(p, deviation_noise=1e-4)
    assert posterior(panel, calm_ones, 30) > posterior(panel, replace(p, level_noise=1.0), 30)


def turned() -> pa.Table:
    quarrel = [(day, "AAA", "BBB", "SANCTION", 2) for day in range(200, 260)]
    return events(*calm(range(200)), *quarrel)


def test_a_turn_is_found_when_it_comes_and_not_before() -> None:
    tallies = tally(turned(), PLOVER)
    found = [turn for panel in panels(tallies) for turn in turns(panel)]
    assert [turn.direction for turn in found] == ["cooler"]
    assert "2020-07-19" <= found[0].known <= "2020-08-02"
    assert found[0].probability > 0.9 and found[0].after < found[0].before


def test_volume_alone_makes_no_turn() -> None:
    """All feeds double from one day on: the mass of every pair doubles, its coverage as well."""
    pairs = [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC"), ("CCC", "DDD"), ("AAA", "DDD"), ("BBB", "DDD")]
    rows = [
        (day, a, b, "CONSULT", (1 + (day + i) % 3) * (2 if day >= 200 else 1))
        for i, (a, b) in enumerate(pairs)
        for day in range(300)
    ]
    tallies = tally(events(*rows), PLOVER)
    assert not [turn for panel in panels(tallies) for turn in turns(panel)]


def test_the_reasons_add_up_to_the_move() -> None:
    table = turned()
    tallies = tally(table, PLOVER)
    panel = next(panels(tallies))
    move, why = reasons(panel, 0, table, PLOVER, "2020-07-10", "2020-08-10")
    assert move.size < -1
    assert move.explained == pytest.approx(move.size, rel=0.05)
    assert sum(why["part"].to_pylist()) == pytest.approx(move.explained)
    assert why["event"][0].as_py() == "SANCTION" and why["share"][0].as_py() > 0
    assert abs(weights(panel, 0, 190, 220).sum()) < 0.2, "what the later days gain the earlier lose"


@pytest.mark.parametrize("day", ["last Sunday", "2020-13-01"])
def test_a_day_that_is_none_is_named(day: str) -> None:
    table = pa.table({"day": [day], "actor": ["AAA"], "recipient": ["BBB"], "event": ["CONSULT"]})
    with pytest.raises(UsageError, match="no day"):
        tally(table, PLOVER)


def test_a_scale_without_the_category_names_it() -> None:
    scale = Scale(name="mine", by_event={("CONSULT", ""): 2.0}, by_code={})
    with pytest.raises(KnowledgeError, match="'ASSAULT'"):
        tally(events((1, "AAA", "BBB", "ASSAULT", 1)), scale)


def test_missing_columns_pairs_and_curves_are_named() -> None:
    with pytest.raises(UsageError, match="recipient"):
        tally(pa.table({"day": ["2020-01-01"], "actor": ["AAA"]}), PLOVER)
    tallies = tally(events(*calm(range(10))), PLOVER)
    with pytest.raises(UsageError, match="AAA and CCC"):
        tension(tallies, ("CCC", "AAA"))
    with pytest.raises(UsageError, match="warmth"):
        next(panels(tallies, curve="warmth", parameters=dynamics()["balance"]))


def test_nothing_to_tally_gives_no_pairs() -> None:
    empty = events()
    table = pa.table({name: pa.array([], pa.string()) for name in empty.column_names})
    tallies = tally(table, PLOVER)
    assert tallies.pairs == () and list(panels(tallies)) == []


def test_an_account_tells_series_turns_and_events_as_tables() -> None:
    found = account(
        turned().append_column("id", pa.array([f"ev{i}" for i in range(turned().num_rows)])),
        ("BBB", "AAA"),
        PLOVER,
    )
    table = series_table(found.series, "2020-07-01")
    assert str(table["day"][0].as_py()) == "2020-07-01" and table["seen"].null_count > 0
    assert "turn" not in table.column_names
    marked = series_table(found.series, turned=[turn for turn, _, _ in found.turns])
    days = marked.filter(pc.is_valid(marked["turn"]))
    assert days["turn"].to_pylist() == ["cooler"] and str(days["day"][0]) == found.turns[0][0].known
    told = turns_table(found).to_pylist()
    assert [turn["direction"] for turn in told] == ["cooler"]
    assert told[0]["events"][0]["event"] == "SANCTION" and told[0]["events"][0]["share"] > 0
    assert found.lately is not None


def test_an_account_of_a_pair_without_acts_names_it() -> None:
    with pytest.raises(UsageError, match="AAA and CCC"):
        account(turned(), ("AAA", "CCC"), PLOVER)


def test_silence_of_a_thin_record_is_no_turn() -> None:
    """A handful of acts over years, as in a record of forty articles."""
    rows = [
        (0, "AAA", "BBB", "ACCUSE", 1),
        (500, "AAA", "BBB", "CONSULT", 2),
        (900, "AAA", "BBB", "ACCUSE", 3),
    ]
    assert account(events(*rows), ("AAA", "BBB"), PLOVER).turns == ()


def test_a_pair_alone_is_reckoned_as_among_others() -> None:
    """Alone in plain numbers, among others in arrays: the same curve, which is what lets either be shown for the other."""
    chance = np.random.default_rng(7)
    seen = np.where(chance.random((900, 3)) < 0.2, chance.normal(0, 3, (900, 3)), np.nan)
    sources, parameters = 1 + chance.random((900, 3)) * 4, dynamics()["balance"]
    many = filtered(seen, sources, parameters)
    later = smoothed(many, parameters)
    for index in range(3):
        alone = filtered(seen[:, [index]], sources[:, [index]], parameters)
        for name in ("mean", "variance", "expected", "expected_variance", "level", "scale", "noise"):
            np.testing.assert_array_equal(getattr(alone, name)[:, 0], getattr(many, name)[:, index])
        hindsight = smoothed(alone, parameters)
        for name in ("mean", "variance", "level"):
            np.testing.assert_allclose(
                getattr(hindsight, name)[:, 0], getattr(later, name)[:, index], rtol=1e-6
            )
