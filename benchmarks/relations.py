"""How well the series of relations hold, on coded events between countries (ICEWS, the benchmark files).

    python benchmarks/relations.py fit ICEWS [--curve balance]     parameters by maximum posterior, shocks' pairs left out
    python benchmarks/relations.py measure ICEWS                   every bar, as JSON
    python benchmarks/relations.py outlook ICEWS                   skill over "as often as before", last 30% of the days
    python benchmarks/relations.py speed                           10,000 invented pairs over ten years of days

ICEWS is a folder with icews14.csv.gz, icews18.csv.gz and shocks.csv (a, b, date, turn, what, file).
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.icews import read_dyads

from detente.knowledge.dynamics import dynamics
from detente.knowledge.scales import shipped_scale
from detente.relations.filtering import filtered, log_score
from detente.relations.fitting import fit
from detente.relations.outlook import forecasts
from detente.relations.series import Panel, observations, panels
from detente.relations.smoothing import smoothed
from detente.relations.tallies import Tallies, tally
from detente.relations.turns import Turn, turns

YEARS = {"icews14": ("2014-01-01", "2014-12-31"), "icews18": ("2018-01-01", "2018-10-31")}
LONG = {"icews05-15_partial": ("2012-08-01", "2015-12-31")}
"""The part of the third file that has all events of its days: three years and five months, for horizons of 90 days."""
BUSY = 100
WITHIN = 14
"""Days after a turning point within which it counts as found; every turn told outside of them counts as another."""
FITTED = 150


def main() -> None:
    """Runs one of the measurements and prints it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("fit", "measure", "speed", "outlook"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--curve", default="balance")
    parser.add_argument("--only", help="one measurement by its name, such as shocks")
    given = parser.parse_args()
    if given.what == "speed":
        print(json.dumps(speed(), indent=1))
    elif given.what == "outlook":
        print(json.dumps(outlooks(given.folder), indent=1))
    elif given.what == "fit":
        print(fitted(given.folder, given.curve))
    else:
        print(json.dumps(measured(given.folder, given.only), indent=1))


def events_of(folder: Path, year: str) -> pa.Table:
    """The dyads of one file as a table for `tally`."""
    first, last = (YEARS | LONG)[year]
    rows = [row for row in read_dyads(folder / f"{year}.csv.gz") if first <= row.day <= last]
    names = ("day", "actor", "recipient", "cameo")
    table = pa.table({name: [getattr(row, name) for row in rows] for name in names})
    for side in ("actor", "recipient"):
        offices = pa.array([[getattr(row, f"{side}_office")] for row in rows])
        table = table.append_column(f"{side}_offices", offices)
    return table


def shocks_of(folder: Path) -> list[dict[str, str]]:
    """The turning points, each with its pair in the order of the alphabet."""
    with (folder / "shocks.csv").open(encoding="utf-8", newline="") as lines:
        return [row | {"pair": "-".join(sorted((row["a"], row["b"])))} for row in csv.DictReader(lines)]


def tallied(events: pa.Table, year: str) -> Tallies:
    """Tallies of a whole year on the Goldstein scale."""
    first, last = (YEARS | LONG)[year]
    return tally(events, shipped_scale("goldstein"), since=first, until=last)


def busiest(tallies: Tallies, number: int, without: Collection[str] = ()) -> list[int]:
    """Indices of the pairs with most events."""
    count: Counter[int] = Counter()
    for pair, events in zip(tallies.pair, tallies.events, strict=True):
        count[int(pair)] += int(events)
    ordered = [index for index, _ in count.most_common() if "-".join(tallies.pairs[index]) not in without]
    return ordered[:number]


def fitted(folder: Path, curve: str) -> str:
    """The parameters of a curve, as the table wants them."""
    held = {row["pair"] for row in shocks_of(folder)}
    sets = []
    for year in YEARS:
        tallies = tallied(events_of(folder, year), year)
        chosen = busiest(tallies, FITTED, held)
        tallies = tallies.only({tallies.pairs[index] for index in chosen})
        block = tallies.block(0, len(tallies.pairs))
        sets.append((observations(block, curve), block.sources))
    found = fit(sets, dynamics()[curve])
    names = [name for name in type(found).__slots__ if name != "curve"]
    return f'[[dynamics]]\ncurve = "{curve}"\n' + "\n".join(f"{n} = {getattr(found, n):.4g}" for n in names)


def measured(folder: Path, only: str | None) -> dict[str, Any]:
    """All bars, or one."""
    found: dict[str, Any] = {"seconds": {}}
    tables = {year: events_of(folder, year) for year in YEARS}
    for name, measure in [
        entry
        for entry in (
            ("shocks", lambda: shocks(folder, tables)),
            ("one step ahead", lambda: one_step(folder, tables)),
            ("held out", lambda: held_out(tables)),
            ("split half", lambda: split_half(tables)),
            ("a feed that triples", lambda: tripled(tables)),
        )
        if not only or entry[0] == only
    ]:
        began = time.perf_counter()
        found[name] = measure()
        found["seconds"][name] = round(time.perf_counter() - began, 1)
    return found


def shocks(folder: Path, tables: dict[str, pa.Table]) -> dict[str, Any]:
    """Which turning points are found within two weeks, and how many turns are found in other weeks."""
    lines, others, years, usual, usual_years = [], list[Turn](), 0.0, 0, 0.0
    known = shocks_of(folder)
    for year, table in tables.items():
        whole = tallied(table, year)
        held = {row["pair"] for row in known if row["file"] == year}
        tallies = whole.only({pair for pair in whole.pairs if "-".join(pair) in held})
        for panel in panels(tallies):
            names = ["-".join(pair) for pair in panel.pairs]
            found = turns(panel)
            for row in known:
                if row["file"] == year and row["pair"] in names:
                    own = [turn for turn in found if "-".join(turn.pair) == row["pair"]]
                    lines.append(shock(panel, names.index(row["pair"]), row, own))
            years += len(names) * tallies.days / 365
            others += [turn for turn in found if not any(_within(turn, row) for row in known)]
        busy = whole.only({whole.pairs[index] for index in busiest(whole, FITTED, held)})
        for panel in panels(busy):
            usual_years += len(panel.pairs) * whole.days / 365
            usual += len(turns(panel))
    return {
        "turned": f"{sum(line['turned'] for line in lines)}/{len(known)}",
        "or already turning": sum(line["turned"] or line["turn already under way"] for line in lines),
        "band of the series excludes the earlier level": f"{sum(line['band'] is not None for line in lines)}/{len(known)}",
        "and in the right direction": f"{sum(line['band right'] for line in lines)}/{len(known)}",
        "other turns a pair-year": round(len(others) / max(years, 0.1), 2),
        "turns a pair-year of 300 other pairs": round(usual / max(usual_years, 0.1), 2),
        "each": lines,
        "others": [f"{'-'.join(turn.pair)} {turn.known} {turn.direction}" for turn in others],
    }


def _within(turn: Turn, row: dict[str, str]) -> bool:
    """Whether a turn was told within two weeks of a turning point of its pair."""
    days = (date.fromisoformat(turn.known) - date.fromisoformat(row["date"])).days
    return "-".join(turn.pair) == row["pair"] and 0 <= days <= WITHIN


def shock(panel: Panel, index: int, row: dict[str, str], own: list[Turn]) -> dict[str, Any]:
    """What the series of one pair shows of one turning point."""
    day = (date.fromisoformat(row["date"]) - date.fromisoformat(str(panel.first))).days
    wanted = 1 if row["turn"] == "better" else -1
    mean, deviation = panel.forward.mean[:, index], np.sqrt(panel.forward.variance[:, index])
    level = float(mean[max(day - 28, 0) : day].mean())
    band = None
    for after in range(day, min(day + 15, len(mean))):
        if abs(mean[after] - level) > 1.645 * deviation[after]:
            band = (after - day, int(np.sign(mean[after] - level)))
            break
    signed = [((date.fromisoformat(t.known) - date.fromisoformat(row["date"])).days, t) for t in own]
    right = {1: "warmer", -1: "cooler"}[wanted]
    hit = [days for days, turn in signed if 0 <= days <= WITHIN and turn.direction == right]
    under_way = [t for days, t in signed if days < 0 and t.until >= row["date"] and t.direction == right]
    return {
        "what": f"{row['pair']} {row['date']} {row['what']}",
        "turned": bool(hit),
        "days": hit[0] if hit else None,
        "turn already under way": bool(under_way) and not hit,
        "band": band,
        "band right": bool(band and band[1] == wanted),
    }


def one_step(folder: Path, tables: dict[str, pa.Table]) -> dict[str, Any]:
    """Share of the busiest pairs whose next observation the model foresees better (log score) than the plain means.

    Observed: the signed root intensity, and (the same model and parameters) the day's mean Goldstein score. Plain means:
    all days so far, and the last 30 days; Gaussian with the variance of the same days.
    """
    result: dict[str, Any] = {}
    for year, table in tables.items():
        tallies = tallied(table, year)
        chosen = busiest(tallies, BUSY)
        tallies = tallies.only({tallies.pairs[index] for index in chosen})
        block = tallies.block(0, len(tallies.pairs))
        seen = observations(block, "balance")
        mean = (block.cooperation - block.conflict) / np.maximum(block.events, 1)
        mean[~np.isfinite(seen)] = np.nan
        for name, values in (("signed root", seen), ("mean Goldstein", mean)):
            run = filtered(values, block.sources, dynamics()["balance"])
            score = log_score(values, run, dynamics()["balance"])
            for plain, back in (("all days so far", 10_000), ("last 30 days", 30)):
                other = plain_score(values, back)
                both = np.isfinite(score) & np.isfinite(other)
                gain = np.where(both, score - other, 0).sum(axis=0) / np.maximum(both.sum(axis=0), 1)
                result[f"{year}, {name} against {plain}"] = {
                    "pairs better": round(float((gain > 0).mean()), 3),
                    "mean gain in nats a day": round(float(gain.mean()), 3),
                }
    return result


def plain_score(values: np.ndarray, back: int) -> np.ndarray:
    """Gaussian log density of each observation given mean and variance of those of the last `back` days (at least 5)."""
    score = np.full(values.shape, np.nan)
    for day in range(30, len(values)):
        past = values[max(day - back, 0) : day]
        number = np.isfinite(past).sum(axis=0)
        mean = np.nansum(past, axis=0) / np.maximum(number, 1)
        variance = np.nansum((past - mean) ** 2, axis=0) / np.maximum(number - 1, 1)
        variance = np.maximum(variance, 0.25)
        density = -0.5 * (np.log(2 * np.pi * variance) + (values[day] - mean) ** 2 / variance)
        score[day] = np.where(number >= 5, density, np.nan)
    return score


def held_out(tables: dict[str, pa.Table]) -> dict[str, float]:
    """Share of observations inside their 90% bands: foreseen from the days before, and left out and filled in."""
    inside: dict[str, list[np.ndarray]] = {"one step ahead": [], "left out at random": []}
    parameters = dynamics()["balance"]
    reach = student_quantile(0.95, parameters.tail)
    for year, table in tables.items():
        tallies = tallied(table, year)
        tallies = tallies.only({tallies.pairs[index] for index in busiest(tallies, BUSY)})
        block = tallies.block(0, len(tallies.pairs))
        seen, sources = observations(block, "balance"), block.sources
        run = filtered(seen, sources, parameters)
        there = np.isfinite(seen)
        there[:30] = False
        error = np.abs(seen - run.expected) / np.sqrt(run.expected_variance)
        inside["one step ahead"].append(error[there] <= reach)
        hidden = there & (np.random.default_rng(7).random(seen.shape) < 0.1)
        part = filtered(np.where(hidden, np.nan, seen), sources, parameters)
        back = smoothed(part, parameters)
        error = np.abs(seen - back.mean) / np.sqrt(back.variance + part.scale)
        inside["left out at random"].append(error[hidden] <= reach)
    return {name: round(float(np.concatenate(values).mean()), 4) for name, values in inside.items()}


def student_quantile(probability: float, freedom: float) -> float:
    """Quantile of Student's t, by summing its density."""
    x = np.linspace(-60, 60, 240_001)
    density = (1 + x * x / freedom) ** (-(freedom + 1) / 2)
    return float(x[np.searchsorted(np.cumsum(density) / density.sum(), probability)])


def split_half(tables: dict[str, pa.Table]) -> dict[str, float]:
    """Share of days on which two random halves of a pair's events agree within the 90% band of their difference."""
    agreed: dict[str, list[np.ndarray]] = {"filtered": [], "smoothed": []}
    for year, table in tables.items():
        whole = tallied(table, year)
        names = [whole.pairs[index] for index in busiest(whole, BUSY)]
        mask = np.random.default_rng(11).random(table.num_rows) < 0.5
        halves = []
        for part in (mask, ~mask):
            tallies = tallied(table.filter(pa.array(part)), year).only(set(names))
            runs = [(p.pairs, p.forward, p.backward) for p in panels(tallies)]
            order = {pair: (run, i) for run, (pairs, *_) in enumerate(runs) for i, pair in enumerate(pairs)}
            halves.append((runs, order))
        shared = [name for name in names if all(name in order for _, order in halves)]
        for kind, place in (("filtered", 1), ("smoothed", 2)):
            found = []
            for runs, order in halves:
                columns = [(runs[order[name][0]][place], order[name][1]) for name in shared]
                found.append(
                    [np.stack([getattr(r, f)[:, i] for r, i in columns], 1) for f in ("mean", "variance")]
                )
            (one, one_v), (two, two_v) = found
            agreed[kind].append((np.abs(one - two) <= 1.645 * np.sqrt(one_v + two_v))[30:].ravel())
    return {name: round(float(np.concatenate(values).mean()), 4) for name, values in agreed.items()}


def tripled(tables: dict[str, pa.Table]) -> dict[str, float]:
    """Turns a pair-year of the busiest pairs when every event from mid-year on is told of as three, and as it was.

    Then also with three sources an event, which is what linking makes of copies.
    """
    year = "icews18"
    table = tables[year]
    late = np.array(table["day"].to_pylist()) >= "2018-06-01"
    thrice = pa.concat_tables([table, *[table.filter(pa.array(late))] * 2])
    sources = table.append_column("sources", pa.array(np.where(late, 3.0, 1.0)))
    result = {}
    for name, events in (("as it was", table), ("events tripled", thrice), ("sources tripled", sources)):
        tallies = tallied(events, year)
        tallies = tallies.only({tallies.pairs[index] for index in busiest(tallies, BUSY)})
        found = [turn for panel in panels(tallies) for turn in turns(panel)]
        result[name] = round(len(found) / (len(tallies.pairs) * tallies.days / 365), 2)
    return result


def outlooks(folder: Path) -> dict[str, Any]:
    """Brier and log skill of every kind and horizon on the last 30% of the days, over the 500 busiest pairs."""
    result: dict[str, Any] = {}
    for year in YEARS | LONG:
        table = events_of(folder, year)
        whole = tallied(table, year)
        busy = {whole.pairs[index] for index in busiest(whole, 500)}
        sides = zip(table["actor"].to_pylist(), table["recipient"].to_pylist(), strict=True)
        chosen = table.filter(pa.array([(min(pair), max(pair)) in busy for pair in sides]))
        for found in forecasts(chosen):
            result[f"{year} {found.kind} in {found.horizon} days"] = {
                "Brier skill": round(found.skill, 3),
                "log skill": round(found.log_skill, 3),
                "scored": found.scored,
                "foreseen and came about": [(round(f, 2), round(c, 2), n) for f, c, n in found.reliability],
            }
    return result


def speed(pairs: int = 10_000, days: int = 3_650) -> dict[str, float]:
    """Seconds for tallies, filter and smoother over invented pairs, each with an event every third day."""
    random = np.random.default_rng(1)
    countries = np.array([f"{a}{b}A" for a in "ABCDEFGHIJKLMNOP" for b in "ABCDEFGHIJ"])
    one, other = np.triu_indices(len(countries), 1)
    chosen = random.permutation(len(one))[:pairs]
    number = pairs * days // 3
    which = random.integers(0, pairs, number)
    codes = np.array(["042", "036", "112", "190", "057", "163"])
    table = pa.table(
        {
            "day": np.datetime64("2010-01-01") + random.integers(0, days, number),
            "actor": countries[one[chosen[which]]],
            "recipient": countries[other[chosen[which]]],
            "cameo": codes[random.integers(0, len(codes), number)],
        }
    )
    began = time.perf_counter()
    tallies = tally(table, shipped_scale("goldstein"))
    added = time.perf_counter()
    total = sum(len(panel.pairs) for panel in panels(tallies))
    done = time.perf_counter()
    return {
        "pairs": total,
        "days": tallies.days,
        "events": number,
        "seconds for tallies": round(added - began, 1),
        "seconds for filter and smoother": round(done - added, 1),
    }


if __name__ == "__main__":
    main()
