"""How a large record answers: made-up articles in realistic proportions, and the questions behind the pages asked of them.

    python benchmarks/record_scale.py make big.duckdb --articles 100000     # 30 s; 1000000: some minutes, 8 GB of disk
    python benchmarks/record_scale.py measure big.duckdb --json big.json

Three reports, one encounter, two positions and 50 lookups an article (as the bundled samples have them, shortened),
roles of states by a power law (the first pair holds about 3 % of all reports), texts of about 2,700 characters in made-up
words whose frequencies follow Zipf's law. Times are medians of five, warm, in milliseconds of one processor (what else runs
on the machine does not count), on one thread unless --threads says otherwise. `add` and `link` are of one more article, beside what the record holds already.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from detente.knowledge.categories import categories
from detente.knowledge.states import state_by_code
from detente.record import Record, keep, open_record, queries
from detente.record.dealings import dealings
from detente.record.deriving import derive
from detente.record.diary import encounters_once
from detente.record.index import index_path, open_index
from detente.record.listing import Wish, choices, cursor_of, happenings, totals
from detente.record.matters import named_between, stances
from detente.record.scope import Scope
from detente.record.search import Question, search
from detente.record.settling import sort_rows
from detente.record.slots import slotted
from detente.record.transaction import transaction
from detente.relations.agenda import agenda
from detente.runs.linking import link, unlinked
from detente.types import Actor, Article, Encounter, Reading, Report, Span, When

NEWEST = "SELECT arg_max(id, kept) FROM articles"
SENTENCES = 50_000
WORDS = 20_000
EVENTS = ("CONSULT", "ACCUSE", "AGREE", "SUPPORT", "REQUEST", "COERCE", "THREATEN")
BUSY = ("USA", "CHN")
ISSUES = (
    "taiwan",
    "tariffs",
    "espionage",
    "nuclear_programme",
    "prisoners",
    "border",
    "sanctions",
    "fisheries",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("act", choices=("make", "measure", "search"))
    parser.add_argument("record", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.act == "make":
        make(asked.record, asked.articles)
        return
    found = measure(asked.record, asked.threads) if asked.act == "measure" else searching(asked.record)
    for name, value in found.items():
        print(f"{name:<28}{value:>14,.1f}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def make(path: Path, articles: int) -> None:
    """A record of made-up articles."""
    started = time.perf_counter()
    with open_record(path, create=True) as record:
        connection = record.connection
        connection.register("pool_rows", pa.table({"said": sentences()}))
        connection.execute("SET VARIABLE pool = (SELECT list(said) FROM pool_rows)")
        connection.execute(
            "SET VARIABLE states = ?", [[*BUSY, *sorted(state_by_code().keys() - set(BUSY))[:188]]]
        )
        connection.execute("SET VARIABLE events = ?", [[c for c in EVENTS if categories().quad(c)]])
        connection.execute("SET VARIABLE issues = ?", [list(ISSUES)])
        connection.execute(DRAWS)
        for first in range(0, articles, 50_000):
            last = min(first + 50_000, articles)
            connection.execute("BEGIN")
            for statement in filter(None, map(str.strip, ROWS.split(";\n"))):
                connection.execute(
                    statement,
                    {
                        k: v
                        for k, v in (("first", first), ("last", last), ("of", articles))
                        if f"${k}" in statement
                    },
                )
            connection.execute("COMMIT")
            print(f"{last} articles, {time.perf_counter() - started:.0f} s", flush=True)
        with transaction(record) as connection:
            connection.execute(f"INSERT INTO pairs {derive()}")
        with transaction(record) as connection:
            sort_rows(connection, "pairs")
    print(f"{path.stat().st_size / articles:.0f} bytes an article")


def sentences() -> list[str]:
    """Sentences of made-up words, the frequent ones short."""
    random = np.random.default_rng(7)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "er", "is")]
    lengths = 1 + np.minimum(np.log2(np.arange(WORDS) + 1) / 4, 3).astype(int)
    words = np.array(["".join(random.choice(syllables, n)) for n in lengths])
    often = 1 / np.arange(1, WORDS + 1)
    ranks = random.choice(WORDS, SENTENCES * 22, p=often / often.sum())
    drawn = words[ranks].reshape(SENTENCES, 22)
    ends = random.integers(12, 23, SENTENCES)
    return [" ".join(row[:end]).capitalize() + "." for row, end in zip(drawn, ends, strict=True)]


DRAWS = """
CREATE TEMP MACRO dice(n, salt) AS (hash(CAST(n AS VARCHAR) || ':' || CAST(salt AS VARCHAR)) >> 11) / 9007199254740992.0;
CREATE TEMP MACRO one_of(list, u) AS list[1 + CAST(floor(len(list) * u) AS BIGINT)];
CREATE TEMP MACRO longest(words) AS list_transform(
  list_sort(list_transform(words, lambda w: lpad(CAST(len(w) AS VARCHAR), 3, '0') || w), 'DESC')[1:20], lambda w: w[4:]);
CREATE TEMP MACRO name_of(prefix, n) AS prefix || left(md5(CAST(n AS VARCHAR)), 16);
CREATE TEMP MACRO state(n, salt) AS one_of(getvariable('states'), pow(dice(n, salt), 4));
CREATE TEMP MACRO day_of(i, n) AS DATE '2015-01-01' + CAST(floor(4000 * i / n) AS INTEGER);
CREATE TEMP MACRO sentence(n) AS one_of(getvariable('pool'), dice(n, 's'));
"""
ROWS = f"""
CREATE OR REPLACE TEMP TABLE a AS SELECT i, name_of('ar_', i) AS id, day_of(i, $of) AS day FROM range($first, $last) t(i);
INSERT INTO articles (id, title, text, published, published_by, published_day, outlet, agency, language, captions, url, source, sample, detente, kept)
SELECT id, left(sentence(i * 100), 60), array_to_string([sentence(i * 100 + j) FOR j IN range(20)], ' '),
  CAST(day AS VARCHAR), 'given', day, 'Outlet ' || CAST(floor(300 * pow(dice(i, 'o'), 3)) AS INTEGER),
  CASE WHEN dice(i, 'g') < 0.3 THEN 'GWS' END, 'en', [], 'https://outlet.example/' || i, i || '.html', false, '0',
  CAST(day AS TIMESTAMP) + to_microseconds(CAST(i AS BIGINT)) FROM a;
CREATE OR REPLACE TEMP TABLE r AS SELECT i * 3 + k AS n, name_of('rp_', i * 3 + k) AS id, a.id AS article, a.day, k
FROM a, range(3) t(k);
INSERT INTO reports (id, article, sentence, event, contexts, cameo, quad, score, status, negated, historical, "when", precision, when_text, day,
  trigger, trigger_start, trigger_end, start, "end", quote, confidence)
SELECT id, article, k * 4, one_of(getvariable('events'), dice(n, 'e')), ['diplomatic'], '040', 'verbal cooperation', 1.0,
  CASE WHEN dice(n, 't') < 0.8 THEN 'happened' ELSE 'planned' END, false, dice(n, 'h') < 0.05,
  CAST(day AS VARCHAR), 'day', 'on that day', CASE WHEN dice(n, 'd') < 0.5 THEN day END,
  'said', k * 500, k * 500 + 4, k * 500, k * 500 + 120, sentence(n * 10), 0.5 + dice(n, 'c') / 2 FROM r;
INSERT INTO roles SELECT id, role, 0, article, state, k * 500, k * 500 + 3, 'state', state, 'GOV', state, NULL, 1.0
FROM (SELECT *, state(n, role) AS state FROM r, (VALUES ('actor'), ('recipient')) v(role));
INSERT INTO happenings SELECT id, 'report', name_of('ev_', n - (hash(n) % 2)::BIGINT * 3) FROM r;
CREATE OR REPLACE TEMP TABLE e AS SELECT i AS n, name_of('en_', i) AS id, a.id AS article, a.day FROM a;
INSERT INTO encounters (id, article, form, status, "when", precision, when_text, day, agenda, reports, start, "end", quote, confidence)
SELECT id, article, 'meeting', 'happened', CAST(day AS VARCHAR), 'day', 'on that day', day, [one_of(getvariable('issues'), dice(n, 'i'))],
  [], 0, 120, sentence(n * 7), 0.8 FROM e;
INSERT INTO roles SELECT id, 'participant', rank, article, state, 0, 3, 'person', state, 'GOV', 'Person ' || state, 'foreign minister', 1.0
FROM (SELECT *, state(n, rank) AS state FROM e, range(2) v(rank));
INSERT INTO stages SELECT id, 0, article, 'held', CAST(day AS VARCHAR), NULL, 'day', 'on that day', day, 0, 120 FROM e;
INSERT INTO happenings SELECT id, 'encounter', name_of('me_', n - (hash(n) % 2)::BIGINT * 2) FROM e;
INSERT INTO happenings SELECT id, 'story', name_of('st_', i - (hash(i) % 2)::BIGINT) FROM a;
INSERT INTO positions (id, article, issue, stance, what, start, "end", quote, confidence)
SELECT name_of('po_', i * 2 + k), id, one_of(getvariable('issues'), dice(i * 2 + k, 'i')), 'demands', left(sentence(i * 2 + k), 60), 0, 120,
  sentence(i * 2 + k), 0.8 FROM a, range(2) t(k);
INSERT INTO roles SELECT name_of('po_', n), role, 0, id, state, 0, 3, 'state', state, 'GOV', state, NULL, 1.0
FROM (SELECT *, state(n, role) AS state FROM (SELECT *, i * 2 + k AS n FROM a, range(2) t(k)), (VALUES ('holder'), ('addressee')) v(role));
INSERT INTO issues SELECT id, one_of(getvariable('issues'), dice(i * 3 + k, 'i')), 'the matter', k * 100, k * 100 + 10,
  list_sort([state(i * 3 + k, 'x'), state(i * 3 + k, 'y')]) FROM a, range(3) t(k);
INSERT INTO assessments SELECT id, list_sort([state(i, 'x'), state(i, 'y')]), 'strained', 'ties', 0, 4, NULL, 'plain', 'reporter', 'relationship'
FROM a WHERE i % 5 = 0;
CREATE OR REPLACE TEMP TABLE l AS SELECT id AS "of", 'copy' AS kind, CAST(hash(i, k) AS VARCHAR) AS key, day AS first, day AS last
FROM a, range(32) t(k)
UNION ALL SELECT id, 'story', unnest(longest(list_distinct(string_split(lower(replace(left(text, 700), '.', '')), ' ')))), day, day
FROM a JOIN articles USING (id)
UNION ALL SELECT id, 'event', array_to_string(list_sort([state(n, 'actor'), state(n, 'recipient')]), '-') || ' '
  || one_of(getvariable('events'), dice(n, 'e')), day - 1, day + 1 FROM r;
INSERT INTO found_by SELECT * FROM ({slotted("SELECT * FROM l")}) ORDER BY slot;
INSERT INTO links SELECT 'story', least(x, y), greatest(x, y), 0.5 FROM (SELECT name_of('ar_', i) AS x, name_of('ar_', i - 1) AS y FROM a WHERE i % 2 = 1);
INSERT INTO links SELECT 'event', least(x, y), greatest(x, y), 0.5 FROM (SELECT name_of('rp_', n) AS x, name_of('rp_', n - 3) AS y FROM r WHERE n > 3 AND n % 2 = 1)
"""


def measure(path: Path, threads: int) -> dict[str, float]:
    """Milliseconds of each question, and what the file weighs."""
    found: dict[str, float] = {"open": median(lambda: open_record(path, writable=False).close())}
    with open_record(path, writable=False) as record:
        record.connection.execute(f"SET threads = {threads}")
        held = queries.counts(record)
        found = {"articles": held["articles"], "reports": held["reports"], **found}
        found["bytes an article"] = path.stat().st_size / held["articles"]
        for pair in (BUSY, ("FRA", "TUR")):
            for name, ask in page_of(record, pair).items():
                found[f"{'-'.join(pair)} {name}"] = median(ask)
        found["dealings (all pairs)"] = median(lambda: dealings(record), 1)
        found["busiest pairs"] = median(lambda: queries.busiest_pairs(record, 400), 1)
        found["counts"] = median(lambda: queries.counts(record))
    return found | one_more(path, threads)


def page_of(record: Record, pair: tuple[str, str]) -> dict[str, Callable[[], object]]:
    """The questions behind a pair's page."""
    wish = Wish(scope=Scope(states=pair))
    last = happenings(record, wish).to_pylist()
    after = cursor_of(last[-1]) if last else None
    return {
        "events, first page": lambda: happenings(record, wish),
        "events, next page": lambda: happenings(record, wish, after=after),
        "totals": lambda: totals(record, wish),
        "choices": lambda: choices(record, wish),
        "encounters": lambda: encounters_once(record, wish.scope, 300),
        "agenda": lambda: agenda_of(record, wish.scope, pair),
        "assessments": lambda: queries.assessments(record, wish.scope, 5),
    }


def agenda_of(record: Record, scope: Scope, pair: tuple[str, str]) -> pa.Table:
    """The issues of a pair as its page shows them."""
    held = stances(record, scope)
    return agenda(named_between(record, scope), held.ends, pair, held.times)


def median(ask: Callable[[], object], times: int = 5) -> float:
    """Milliseconds, the first time left out."""
    taken = []
    for _ in range(times + 1):
        started = time.process_time()
        ask()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken[1:])


def one_more(path: Path, threads: int) -> dict[str, float]:
    """Milliseconds to keep, to link and to close with one more article, six times; the record grows by these."""
    taken: dict[str, list[float]] = {
        "add one article": [],
        "find what is unlinked": [],
        "link one article": [],
        "close": [],
    }
    for number in range(6):
        with open_record(path) as record:
            record.connection.execute(f"SET threads = {threads}")
            steps: dict[str, Callable[[Record], object]] = {
                "add one article": lambda to, number=number: keep(to, [made_up(time.time_ns(), number)]),
                "find what is unlinked": lambda to: unlinked(to, 64),
                "link one article": lambda to: link(to, [to.connection.sql(NEWEST).fetchall()[0][0]], rarity),
                "close": lambda to: to.close(),
            }
            for name, step in steps.items():
                started = time.process_time()
                step(record)
                taken[name].append((time.process_time() - started) * 1000)
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def rarity(word: str) -> float:
    """Longer words are rarer: that is how the made-up ones were made."""
    return float(len(word))


def made_up(salt: int, number: int) -> Reading:
    """One more article of the last days, with a meeting and three reports, of words of its own."""
    random = np.random.default_rng(salt)
    text = (
        "\n\n".join(" ".join(f"{one}" for one in random.integers(10**6, 10**9, 120)) for _ in range(3))
        + " "
        + "talks " * 90
    )
    day = f"2025-12-{1 + number:02}"
    name = f"{salt:x}"
    sides = tuple(
        Actor(text=code, start=0, end=3, kind="state", country=code, sector="GOV", name=code)
        for code in ("FRA", "TUR")
    )
    when = When(text=day, start=0, end=3, value=day)
    reports = tuple(
        Report(
            id=f"rp_{name}{k}", event="CONSULT", mode=None, contexts=(), cameo="040", quad="verbal cooperation", score=1.0,
            actors=sides[:1], recipients=sides[1:], status="happened", negated=False, historical=False, said_by=None, when=when,
            where=None, trigger=Span(text="met", start=0, end=3), sentence=k, start=k * 100, end=k * 100 + 90,
            quote=text[k * 100 : k * 100 + 90], confidence=0.9,
        )
        for k in range(3)
    )  # fmt: skip
    meeting = Encounter(
        id=f"en_{name}", form="meeting", status="happened", participants=sides, host=None, venue=None, where=None, when=when,
        part_of=None, agenda=(), reports=(), start=0, end=90, quote=text[:90], confidence=0.9,
    )  # fmt: skip
    article = Article(
        id=f"ar_{name}",
        text=text,
        title="Talks " + text[:40],
        published=day,
        published_by="given",
        outlet="Outlet 1",
    )
    return Reading(id=article.id, detente="0", article=article, reports=reports, encounters=(meeting,))


def searching(path: Path) -> dict[str, float]:
    """Seconds to make the index of words, its bytes an article, and milliseconds of searches."""
    with open_record(path, writable=False) as record:
        held = queries.counts(record)["articles"]
        index_path(record).unlink(missing_ok=True)
        started = time.perf_counter()
        open_index(record).close()
        found = {"index made, seconds": time.perf_counter() - started}
        found["index bytes an article"] = index_path(record).stat().st_size / held
        rows = record.connection.execute("SELECT text FROM articles ORDER BY id LIMIT 40").fetchall()
        rare = max(
            {word.strip(".") for (text,) in rows for word in text.split()}, key=lambda word: (len(word), word)
        )
        common = rows[0][0].split()[3]
        for name, words in {
            "one rare word": rare,
            "one common word": common,
            "two words": f"{rare} {common}",
        }.items():
            asked = Question(words=words)
            found[f"hits of {name}"] = search(record, asked).total
            found[f"search {name}"] = median(lambda asked=asked: search(record, asked))
        asked = Question(words=common, scope=Scope(states=BUSY), kind="report")
        found["search sentences of a pair"] = median(lambda: search(record, asked))
    return found


if __name__ == "__main__":
    main()
