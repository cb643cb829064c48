"""Questions to the record: one function a question, each an Arrow table whose columns the docstring names.

`Scope` says about whom: a pair of states, one state, or a person by name. Days compare with the first day
that a date can mean; a row without a day of its own counts by its article's day of publication.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from detente.errors import UnknownError
from detente.record.deriving import OF_POWERS, in_words
from detente.record.scope import (
    EVENT_DAY,
    SOURCE,
    answer,
    conditions,
    dated,
    each,
    named,
    paragraph,
    standing,
    states,
)
from detente.record.scope import Scope as Scope
from detente.record.store import Record
from detente.types import Article, Dateline, Learned


def events(record: Record, scope: Scope, among: Sequence[str] | None = None) -> pa.Table:
    """Reports, newest first; with `among`, of these identifiers alone.

    Columns: id, article, day, when (as it is told: a week, a month or a year where it is no day), event, mode, cameo, quad,
    score, status, negated, historical, said_by, actors, recipients (lists of names or words), actor_states, recipient_states (lists of codes), place,
    place_country, contexts, confidence, quote, start, end, judged (by a person: accepted, corrected), added_by (the person
    who added it by hand), outlet, agency, published, published_by, url, title, sample.
    """
    where, values = conditions(scope, EVENT_DAY, kind="report", table="r")
    few, tables = _sources(record, "reports", among)
    return answer(
        record,
        f"""WITH {few} chosen AS MATERIALIZED (SELECT r.*, {EVENT_DAY} AS told_day, {SOURCE}
              FROM {tables["reports"]} r JOIN {tables["articles"]} a ON a.id = r.article WHERE {where} AND {standing("r")}),
            {_who(tables["roles"], "actor", "recipient")}
            SELECT r.id, r.article, r.told_day AS day, r."when", r.event, r.mode, r.cameo, r.quad, r.score, r.status, r.negated,
            r.historical, r.said_by, w.actor AS actors, w.recipient AS recipients, w.actor_states, w.recipient_states,
            r.place, r.place_country, r.contexts, r.confidence, r.quote, r.start, r."end", r.judged, r.added_by, {_OF_CHOSEN.format("r")}
            FROM chosen r LEFT JOIN who w ON w."of" = r.id ORDER BY day DESC NULLS LAST, r.article, r.start, r.id""",
        values,
    )


_OF_CHOSEN = ", ".join(f"{{0}}.{name.removeprefix('a.')}" for name in SOURCE.split(", "))


def _who(roles: str, *parts: str) -> str:
    """Of the rows in `chosen`, the names and the states of those in these two or more roles, as the table `who`."""
    lists = ", ".join(
        f"""list(coalesce(x.name, x.text) ORDER BY x.rank) FILTER (x.role = '{role}') AS {role},
        list(DISTINCT x.country ORDER BY x.country) FILTER (x.role = '{role}' AND x.country IS NOT NULL) AS {role}_states"""
        for role in parts
    )
    return f"""who AS (SELECT x."of", {lists} FROM {roles} x WHERE x."of" IN (SELECT id FROM chosen) GROUP BY x."of")"""


def _sources(record: Record, table: str, among: Sequence[str] | None) -> tuple[str, dict[str, str]]:
    """The table, the articles and the roles that a question is asked of, by their names, with what must stand before it.

    Where rows are few they are looked up first. Materialized, for a condition that a join adds would keep DuckDB from asking the
    indexes.
    """
    if among is None:
        return "", {name: name for name in (table, "articles", "roles")}
    these = in_words(among)
    rows = record.connection.execute(f"SELECT DISTINCT article FROM {table} WHERE id {these}").fetchall()
    articles = in_words([article for (article,) in rows])
    few = f"""few AS MATERIALIZED (SELECT * FROM {table} WHERE id {these}),
    few_articles AS MATERIALIZED (SELECT id, published_day, {SOURCE.replace("a.", "")} FROM articles WHERE id {articles}),
    few_roles AS MATERIALIZED (SELECT * FROM roles WHERE article {articles}),"""
    return few, {table: "few", "articles": "few_articles", "roles": "few_roles"}


def encounters(record: Record, scope: Scope) -> pa.Table:
    """Encounters, newest first.

    Columns: id, article, day, when, until, form, status, participants, participant_states, host, venue,
    place, place_country, part_of, agenda, confidence, quote, start, end, participant_offices, participant_countries
    (both parallel to participants, "" for none), happening (identifier of the linked encounter, if any), judged,
    added_by (as for events), outlet, agency, published, published_by, url, title, sample.
    """
    day = "coalesce(e.day, a.published_day)"
    where, values = conditions(scope, day, kind="encounter", table="e")
    return answer(
        record,
        f"""SELECT e.id, e.article, {day} AS day, e."when", e.until, e.form, e.status,
            {named("e", "participant")} AS participants, {states("e", "participant")} AS participant_states,
            e.host, e.venue, e.place, e.place_country, e.part_of, e.agenda, e.confidence, e.quote, e.start, e."end",
            {each("e", "participant", "office")} AS participant_offices,
            {each("e", "participant", "country")} AS participant_countries,
            (SELECT any_value(h.happening) FROM happenings h WHERE h."of" = e.id AND h.kind = 'encounter') AS happening,
            e.judged, e.added_by, {SOURCE} FROM encounters e JOIN articles a ON a.id = e.article WHERE {where} AND {standing("e")}
            ORDER BY day DESC NULLS LAST, e.article, e.start, e.id""",
        values,
    )


def issues(record: Record, scope: Scope) -> pa.Table:
    """Mentions of issues, newest first.

    Columns: issue, text, between, article, day, start, end, quote (the paragraph), outlet, agency,
    published, published_by, url, title, sample.
    """
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append("list_contains(i.between_states, ?)")
        values.append(state)
    if scope.person:
        where.append("a.text ILIKE '%' || ? || '%'")
        values.append(scope.person)
    return answer(
        record,
        f"""SELECT i.issue, i.text, i.between_states AS between, i.article, a.published_day AS day, i.start, i."end",
            {paragraph("i")} AS quote, {SOURCE}
            FROM issues i JOIN articles a ON a.id = i.article WHERE {" AND ".join(where) or "true"}
            ORDER BY day DESC NULLS LAST, i.article, i.start""",
        values,
    )


def positions(record: Record, scope: Scope, among: Sequence[str] | None = None) -> pa.Table:
    """Positions, newest first; with `among`, of these identifiers alone.

    Columns: id, holder, holder_states, addressee, addressee_states, issue, stance, what, said_by, article,
    day, quote, start, end, confidence, judged, added_by (as for events), outlet, agency, published, published_by, url,
    title, sample.
    """
    where, values = conditions(scope, "a.published_day", kind="position", table="p")
    few, tables = _sources(record, "positions", among)
    return answer(
        record,
        f"""WITH {few} chosen AS MATERIALIZED (SELECT p.*, a.published_day AS told_day, {SOURCE}
              FROM {tables["positions"]} p JOIN {tables["articles"]} a ON a.id = p.article WHERE {where} AND {standing("p")}),
            {_who(tables["roles"], "holder", "addressee")}
            SELECT p.id, w.holder, w.holder_states, w.addressee, w.addressee_states,
            p.issue, p.stance, p.what, p.said_by, p.article, p.told_day AS day, p.quote, p.start, p."end",
            p.confidence, p.judged, p.added_by, {_OF_CHOSEN.format("p")}
            FROM chosen p LEFT JOIN who w ON w."of" = p.id ORDER BY day DESC NULLS LAST, p.article, p.start, p.id""",
        values,
    )


def assessments(record: Record, scope: Scope, limit: int | None = None) -> pa.Table:
    """What is said of the relationship, newest first; of two states no more than `limit`.

    Columns: about, direction, text, said_by, article, day, start, end, degree, holder, scope, quote (the paragraph),
    outlet, agency, published, published_by, url, title, sample.
    """
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append("list_contains(s.about, ?)")
        values.append(state)
    articles, few = "articles", ""
    if limit is not None and len(scope.states) == 2:
        # Each of these articles says something of the two: more than `limit` of them need not be read.
        days, given = dated(scope, "published_day")
        newest = answer(
            record,
            f"""SELECT "of" FROM pairs WHERE a = ? AND b = ? AND kind = 'assessment' {"".join(f" AND {day}" for day in days)}
            ORDER BY published_day DESC NULLS LAST, "of" LIMIT ?""",
            [*sorted(scope.states), *given, limit],
        )
        # Materialized, for a condition that a join adds would keep DuckDB from asking the index.
        articles, these = "few", in_words(newest["of"].to_pylist())
        few = f"WITH few AS MATERIALIZED (SELECT * FROM articles WHERE id {these})"
    return answer(
        record,
        f"""{few} SELECT s.about, s.direction, s.text, s.said_by, s.article, a.published_day AS day, s.start, s."end", s.degree, s.holder, s.scope,
            {paragraph("s")} AS quote, {SOURCE} FROM assessments s JOIN {articles} a ON a.id = s.article WHERE {" AND ".join(where) or "true"}
            ORDER BY day DESC NULLS LAST, s.article, s.start LIMIT ?""",
        [*values, limit],
    )


def claims(record: Record, scope: Scope) -> pa.Table:
    """Firsts, counts and ranks that articles claim, newest first.

    Columns: id, article, day, kind, form, who, who_offices, who_states (parallel lists; "" for none), peers, office,
    country, partners, partner_states (parallel), place, place_country, number, period, since, until, years, bound,
    encounter, said_by, quote, start, end, confidence, outlet, agency, published, published_by, url, title, sample.
    """
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append(
            "(c.country = ? OR c.place_country = ? OR "
            'EXISTS (SELECT 1 FROM roles x WHERE x."of" = c.id AND x.country = ?))'
        )
        values += [state, state, state]
    if scope.person:
        where.append('EXISTS (SELECT 1 FROM roles x WHERE x."of" = c.id AND x.name ILIKE ?)')
        values.append(f"%{scope.person}%")
    return answer(
        record,
        f"""SELECT c.id, c.article, a.published_day AS day, c.kind, c.form, {named("c", "claimant")} AS who,
            {each("c", "claimant", "office")} AS who_offices, {each("c", "claimant", "country")} AS who_states,
            c.peers, c.office, c.country, {named("c", "partner")} AS partners,
            {each("c", "partner", "country")} AS partner_states, c.place, c.place_country, c.number, c.period,
            c.since, c.until, c.years, c.bound, c.encounter, c.said_by, c.quote, c.start, c."end", c.confidence, {SOURCE}
            FROM claims c JOIN articles a ON a.id = c.article WHERE {" AND ".join(where) or "true"}
            ORDER BY day DESC NULLS LAST, c.article, c.start""",
        values,
    )


def issue_counts(record: Record, scope: Scope) -> pa.Table:
    """How often each issue is named. Columns: issue, articles, mentions, between (the pairs, "CHN-USA"), first, last."""
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append("list_contains(i.between_states, ?)")
        values.append(state)
    return answer(
        record,
        f"""SELECT i.issue, count(DISTINCT i.article) AS articles, count(*) AS mentions,
            list(DISTINCT array_to_string(i.between_states, '-')) AS between,
            min(a.published_day) AS first, max(a.published_day) AS last
            FROM issues i JOIN articles a ON a.id = i.article WHERE {" AND ".join(where) or "true"}
            GROUP BY i.issue ORDER BY articles DESC, mentions DESC, i.issue""",
        values,
    )


def candidates(record: Record, scope: Scope) -> pa.Table:
    """Phrases that look like issues and match none, the most frequent first.

    Columns: text (lower case), articles, cues (list), between (the pairs, "CHN-USA"), quotes (up to three sentences),
    outlets (of those sentences), first, last (days of publication).
    """
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append("list_contains(c.between_states, ?)")
        values.append(state)
    return answer(
        record,
        f"""SELECT lower(c.text) AS text, count(DISTINCT c.article) AS articles, list(DISTINCT c.cue ORDER BY c.cue) AS cues,
            list(DISTINCT array_to_string(c.between_states, '-')) AS between,
            list(c.quote ORDER BY a.published_day DESC, c.article)[:3] AS quotes,
            list(coalesce(a.outlet, a.id) ORDER BY a.published_day DESC, c.article)[:3] AS outlets,
            min(a.published_day) AS first, max(a.published_day) AS last
            FROM candidates c JOIN articles a ON a.id = c.article WHERE {" AND ".join(where) or "true"}
            GROUP BY lower(c.text) ORDER BY articles DESC, count(*) DESC, lower(c.text)""",
        values,
    )


def held(record: Record) -> pa.Table:
    """Encounters that took place, on a day or in a month or year that their text tells, oldest first.

    Columns: id, article, form, when, until, place, place_country, host, names, offices, states (parallel lists, one
    entry a participant, "" for none), quote, outlet, published.
    """
    return answer(
        record,
        f"""SELECT e.id, e.article, e.form, e."when", e.until, e.place, e.place_country, e.host,
            {named("e", "participant")} AS names, {each("e", "participant", "office")} AS offices,
            {each("e", "participant", "country")} AS states, e.quote, a.outlet, a.published
            FROM encounters e JOIN articles a ON a.id = e.article
            WHERE e.status IN ('happened', 'ongoing') AND e.day IS NOT NULL AND {standing("e")}
            ORDER BY e.day, e.article, e.start""",
        [],
    )


def busiest_pairs(record: Record, limit: int = 10) -> pa.Table:
    """Pairs of states by how much the record holds of them. Columns: a, b (a < b), reports, encounters, articles."""
    return answer(
        record,
        f"""WITH powers AS (FROM roles WHERE {OF_POWERS}), told AS (
             SELECT DISTINCT x."of", x.article, least(x.country, y.country) AS a, greatest(x.country, y.country) AS b
             FROM powers x JOIN powers y ON x."of" = y."of" AND x.country < y.country
               AND (x.role <> y.role OR x.role = 'participant'))
           SELECT a, b, count(*) FILTER (starts_with("of", 'rp_')) AS reports,
             count(*) FILTER (starts_with("of", 'en_')) AS encounters, count(DISTINCT article) AS articles
           FROM told GROUP BY a, b ORDER BY reports + 2 * encounters DESC, a, b LIMIT ?""",
        [limit],
    )


def counts(record: Record) -> dict[str, int]:
    """How many rows each table holds, and the number of outlets."""
    tables = (
        "articles",
        "reports",
        "encounters",
        "issues",
        "positions",
        "assessments",
        "claims",
        "candidates",
        "learned",
        "problems",
    )
    asked = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    row = answer(
        record, f"SELECT {asked}, (SELECT count(DISTINCT outlet) FROM articles) AS outlets", []
    ).to_pylist()[0]
    return {name: int(number) for name, number in row.items()}


def article(record: Record, identity: str) -> Article:
    """The article of that identifier, or of the only one that begins with it. Raises `UnknownError` for none or several."""
    found = answer(
        record, "SELECT * FROM articles WHERE starts_with(id, ?) ORDER BY length(id), id LIMIT 2", [identity]
    ).to_pylist()
    exact = [row for row in found if row["id"] == identity] or found
    if not exact:
        raise UnknownError(
            f"no article {identity!r} in {record.path}; `detente show --what articles` lists them"
        )
    if len(exact) > 1:
        raise UnknownError(f"several articles begin with {identity!r}; give more of the identifier")
    row = exact[0]
    dateline = (
        Dateline(place=row["dateline_place"], country=row["dateline_country"])
        if row["dateline_place"]
        else None
    )
    kept = {name: row[name] for name in Article.__slots__ if name in row and name != "captions"}
    return Article(**kept, dateline=dateline, captions=tuple(row["captions"] or ()))


def articles(record: Record, scope: Scope) -> pa.Table:
    """Articles, newest first. Columns: id, published, published_by, title, outlet, agency, language, url, source, characters."""
    where, values = dated(scope, "a.published_day")
    for state in scope.states:
        where.append("EXISTS (SELECT 1 FROM roles WHERE roles.article = a.id AND roles.country = ?)")
        values.append(state)
    return answer(
        record,
        f"""SELECT a.id, a.published, a.published_by, a.title, a.outlet, a.agency, a.language, a.url, a.source,
            length(a.text) AS characters FROM articles a WHERE {" AND ".join(where) or "true"}
            ORDER BY a.published_day DESC NULLS LAST, a.id""",
        values,
    )


def of_article(record: Record, identity: str) -> dict[str, pa.Table]:
    """Everything coded from one article, by table, in the order of the text."""
    tables = (
        *("reports", "encounters", "stages", "journeys", "roles", "issues", "positions", "assessments"),
        *("claims", "candidates", "learned", "problems"),
    )
    return {
        table: answer(record, f'SELECT * FROM "{table}" WHERE article = ? ORDER BY ALL', [identity])
        for table in tables
    }


def lessons(record: Record) -> pa.Table:
    """The offices that articles taught, newest first, for people to look at.

    Columns: person, office, country, since, quote, article, outlet, url, title.
    """
    return answer(
        record,
        """SELECT l.person, l.office, l.country, l.since, l.quote, l.article, a.outlet, a.url, a.title
           FROM learned l JOIN articles a ON a.id = l.article
           ORDER BY l.since DESC NULLS LAST, l.person, l.article""",
        [],
    )


def learned(record: Record) -> tuple[Learned, ...]:
    """The offices that articles taught, by day, person and article."""
    rows = answer(
        record,
        """SELECT person, office, country, CAST(since AS VARCHAR) AS since, sentence, start, "end", quote, confidence
           FROM learned ORDER BY ALL""",
        [],
    )
    return tuple(Learned(**row) for row in rows.to_pylist())
