"""Compares the shipped holders of the high offices with a table of others, by region, office and year.

    python benchmarks/offices.py REFERENCE.jsonl [COUNTRY ...] [--until YEAR] [--years] [-v]
        lines {"person", "office", "office_class": ["head_of_state", ...], "jurisdiction", "from", "to"?, "last_seen"?}

Every office of every state is asked on the first day of each quarter of 2000-2024 (or `--until YEAR`) on which the
other table names somebody. Recall: how many of those that it names we name. Precision: how many of those whom we name
it names. Neither table is the truth: `-v` prints every disagreement as spans for the eye. Days within a year or month
to which the other table dates a change no nearer are left out. An open row of the other table ends when the next of
its office begins. Head of state: president, monarch, supreme leader, head of junta and governor-general together.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from detente.knowledge.holders import holders
from detente.knowledge.states import states

CLASSES = {
    "head_of_state": {"president", "monarch", "supreme leader", "head of junta", "governor-general"},
    "head_of_government": {"prime minister", "chancellor"},
    "foreign_minister": {"foreign minister"},
    "defence_minister": {"defence minister"},
}
REGIONS = {
    "Europe": "ALB AND ARM AUT AZE BEL BGR BIH BLR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GEO GRC HRV HUN IRL ISL ITA LIE "
    "LTU LUX LVA MCO MDA MKD MLT MNE NLD NOR POL PRT ROU RUS SMR SRB SVK SVN SWE UKR VAT XKX",
    "Middle East": "ARE BHR EGY IRN IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR YEM",
    "Asia": "AFG BGD BRN BTN CHN IDN IND JPN KAZ KGZ KHM KOR LAO LKA MDV MMR MNG MYS NPL PAK PHL PRK SGP THA TJK TKM "
    "TLS TWN UZB VNM",
    "Americas": "ARG ATG BHS BLZ BOL BRA BRB CAN CHL COL CRI CUB DMA DOM ECU GRD GTM GUY HND HTI JAM KNA LCA MEX NIC PAN "
    "PER PRY SLV SUR TTO URY USA VCT VEN",
    "Africa": "AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LBY LSO "
    "MAR MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE",
    "Oceania": "AUS COK FJI FSM KIR MHL NIU NRU NZL PLW PNG SLB TON TUV VUT WSM",
}
G20 = "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF"
ALL = frozenset(code for codes in REGIONS.values() for code in codes.split())
DAYS = [f"{year}-{month}-01" for year in range(2000, 2027) for month in ("01", "04", "07", "10")]
# The names by which the reference tables call states whose common name differs.
RENAMED = {
    "ivory coast": "CIV", "congo brazzaville": "COG", "congo kinshasa": "COD", "micronesia": "FSM", "bosnia herzegovina": "BIH",
    "timor leste": "TLS", "st kitts and nevis": "KNA", "cabo verde": "CPV", "palestine": "PSE", "macau": "MAC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's stay in an office; `until` is exclusive, and empty for one that goes on."""

    names: tuple[str, ...]
    office: str
    since: str
    until: str

    def on(self, day: str) -> bool:
        """Whether the stay covers a day."""
        return self.since <= day and (not self.until or day < self.until)

    def unsure(self, day: str) -> bool:
        """Whether the stay begins or ends at an unknown time of the year or month of a day."""
        return any(len(bound) < 10 and day.startswith(bound) for bound in (self.since, self.until) if bound)


Table = Mapping[tuple[str, str], Sequence[Stay]]


def main(arguments: Sequence[str]) -> int:
    """Prints the figures, and with -v the disagreements."""
    until = arguments[arguments.index("--until") + 1] if "--until" in arguments else "2024"
    words = [a for a in arguments if not a.startswith("-") and a != until]
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    theirs, ours = reference(Path(words[0]), set(words[1:])), shipped()
    tally: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    apart: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for (country, office), stays in theirs.items():
        for day in DAYS:
            named = [s for s in stays if s.on(day)]
            if not named or day[:4] > until or any(s.unsure(day) for s in stays):
                continue
            here = [s for s in ours.get((country, office), ()) if s.on(day)]
            count = Counter(
                ours=len(here),
                right=sum(any(same(h, n) for n in named) for h in here),
                theirs=len(named),
                found=sum(any(same(h, n) for h in here) for n in named),
            )
            for region in regions_of(country):
                tally[region, office, ""] += count
                tally[region, office, day[:4]] += count
            for stay in here:
                if not any(same(stay, n) for n in named):
                    apart[country, office, "only ours", stay.names[0]].append(day)
            for stay in named:
                if not any(same(stay, h) for h in here):
                    apart[country, office, "only theirs", stay.names[0]].append(day)
    _print(tally, years="--years" in arguments)
    if "-v" in arguments:
        for (country, office, side, name), days in sorted(apart.items()):
            print(f"{country} {office:18} {side:11} {days[0][:7]}..{days[-1][:7]} {len(days):3}  {name}")
    return 0


def reference(path: Path, wanted: set[str]) -> Table:
    """The other table's stays by state and office; `wanted` limits the states, empty for all."""
    codes = {fold(name): s.code for s in states() for name in (s.name, *s.aliases) if len(name) > 3} | RENAMED
    found: dict[tuple[str, str, str], list[Stay]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        code = codes.get(fold(row["jurisdiction"]))
        if code not in ALL or (wanted and code not in wanted) or not row.get("from"):
            continue
        # Where no end is told, the row holds until it was last seen.
        until = row.get("to") or row.get("last_seen") or ""
        stay = Stay((row["person"],), row["office"], row["from"], until)
        for office in row["office_class"]:
            # Two offices of one class at a time (monarch, governor-general) do not follow each other.
            found[code, office, _line(row["office"])].append(stay)
    table: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for (code, office, _), stays in found.items():
        if office in CLASSES:
            table[code, office] += _closed(stays)
    return table


def shipped() -> Table:
    """Our stays by state and class of office."""
    table: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for holder in holders():
        for office, names in CLASSES.items():
            if holder.office in names:
                stay = Stay(
                    (holder.person, *holder.aliases), holder.office, holder.since, _after(holder.until)
                )
                table[holder.country, office].append(stay)
    return table


def same(first: Stay, second: Stay) -> bool:
    """Whether two stays are of one person, however the names are spelt and ordered."""
    return any(_alike(a, b) for a in first.names for b in second.names)


def regions_of(country: str) -> Iterable[str]:
    """The regions that a state is counted to, and all of them together."""
    yield "all"
    if country in G20.split():
        yield "G20"
    yield next(name for name, codes in REGIONS.items() if country in codes.split())


def fold(name: str) -> str:
    """Lower case without accents, hyphens and points."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ł", "l").replace("ı", "i").lower())
    return " ".join(re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _alike(first: str, second: str) -> bool:
    one, two = (
        set(fold(name).split()) - {"bin", "al", "von", "van", "der", "dos", "the"} for name in (first, second)
    )
    if {w for w in one & two if len(w) > 2}:
        return (
            len(one & two) >= min(2, len(one), len(two))
            or SequenceMatcher(None, fold(first), fold(second)).ratio() > 0.6
        )
    return SequenceMatcher(None, fold(first), fold(second)).ratio() > 0.7


def _line(office: str) -> str:
    lowered = office.lower()
    return next((w for w in ("governor", "monarch", "supreme leader", "captain") if w in lowered), "")


def _closed(stays: Sequence[Stay]) -> list[Stay]:
    closed = []
    for stay in stays:
        later = sorted(s.since for s in stays if s.since > stay.since and s.names != stay.names)
        until = stay.until or (later[0] if later else "")
        closed.append(Stay(stay.names, stay.office, stay.since, until))
    return closed


def _after(until: str | None) -> str:
    """Our last day as an exclusive bound that compares with days: a month or year is counted whole."""
    return "" if until is None else until if len(until) == 10 else until + "~"


def _print(tally: Mapping[tuple[str, str, str], Counter[str]], *, years: bool) -> None:
    for (region, office, year), count in sorted(tally.items()):
        if year and not years:
            continue
        print(
            f"{region:12} {office:18} {year or 'all':5} precision {count['right'] / max(count['ours'], 1):.3f}"
            f"  recall {count['found'] / max(count['theirs'], 1):.3f}  of {count['theirs']}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
