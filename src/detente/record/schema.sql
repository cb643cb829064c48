-- The record of Détente, schema version 12. One row is one fact; every row leads back to its article by
-- character offsets ("start" inclusive, "end" exclusive) into articles.text.
-- Countries are ISO 3166-1 alpha-3. Dates told by a text are ISO 8601 prefixes (VARCHAR, as precise as
-- the text is); the DATE columns hold the first day that such a prefix can mean.

CREATE TABLE IF NOT EXISTS about (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE IF NOT EXISTS articles (
    id VARCHAR PRIMARY KEY,
    title VARCHAR, subtitle VARCHAR, text VARCHAR NOT NULL,
    published VARCHAR, published_by VARCHAR, published_day DATE,
    dateline_place VARCHAR, dateline_country VARCHAR,
    agency VARCHAR, byline VARCHAR, outlet VARCHAR, language VARCHAR, captions VARCHAR[],
    url VARCHAR, source VARCHAR, retrieved VARCHAR,
    sample BOOLEAN NOT NULL,            -- true for the bundled, invented outlets
    detente VARCHAR NOT NULL,           -- version of the coder that read it
    kept TIMESTAMP DEFAULT (current_timestamp AT TIME ZONE 'UTC'), -- when it came into the record (UTC)
    coder VARCHAR                       -- version, model and tables that coded it; NULL before schema 9 or where a person made it
);

-- One act as one sentence tells it.
CREATE TABLE IF NOT EXISTS reports (
    id VARCHAR PRIMARY KEY, article VARCHAR NOT NULL, sentence INTEGER,
    event VARCHAR NOT NULL, mode VARCHAR, contexts VARCHAR[], cameo VARCHAR, quad VARCHAR, score DOUBLE,
    status VARCHAR NOT NULL, negated BOOLEAN NOT NULL, historical BOOLEAN NOT NULL, said_by VARCHAR,
    "when" VARCHAR, until VARCHAR, precision VARCHAR, when_text VARCHAR, day DATE,
    place VARCHAR, place_country VARCHAR, lat DOUBLE, lon DOUBLE,
    trigger VARCHAR, trigger_start INTEGER, trigger_end INTEGER,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL, confidence DOUBLE,
    judged VARCHAR,                     -- accepted, rejected or corrected by a person
    added_by VARCHAR                    -- the person who added the row by hand; NULL where the coder made it
);

CREATE TABLE IF NOT EXISTS encounters (
    id VARCHAR PRIMARY KEY, article VARCHAR NOT NULL,
    form VARCHAR NOT NULL, status VARCHAR NOT NULL, host VARCHAR, venue VARCHAR,
    "when" VARCHAR, until VARCHAR, precision VARCHAR, when_text VARCHAR, day DATE,
    place VARCHAR, place_country VARCHAR, lat DOUBLE, lon DOUBLE,
    part_of VARCHAR, agenda VARCHAR[], reports VARCHAR[],
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL, confidence DOUBLE,
    judged VARCHAR, added_by VARCHAR
);

-- What became of an encounter (of = its id): agreed, planned, confirmed, moved, postponed, cancelled, refused, held,
-- extended, cut short; each with the sentence that says so. rank: the order of time, as far as times are told.
CREATE TABLE IF NOT EXISTS stages (
    "of" VARCHAR NOT NULL, rank INTEGER NOT NULL, article VARCHAR NOT NULL, stage VARCHAR NOT NULL,
    "when" VARCHAR, until VARCHAR, precision VARCHAR, when_text VARCHAR, day DATE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL
);

-- Of an encounter that is a journey (of = its id): where it set out from, and what for in the words of the text.
CREATE TABLE IF NOT EXISTS journeys (
    "of" VARCHAR NOT NULL, article VARCHAR NOT NULL, origin VARCHAR, origin_country VARCHAR, purpose VARCHAR
);

-- Who stands in which role of a report, encounter, position or claim (of = its id).
-- role: actor, recipient, participant, companion (came along with a guest), holder, addressee, claimant, partner
CREATE TABLE IF NOT EXISTS roles (
    "of" VARCHAR NOT NULL, role VARCHAR NOT NULL, rank INTEGER NOT NULL, article VARCHAR NOT NULL,
    text VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    kind VARCHAR NOT NULL, country VARCHAR, sector VARCHAR, name VARCHAR, office VARCHAR, confidence DOUBLE
);

CREATE TABLE IF NOT EXISTS issues (
    article VARCHAR NOT NULL, issue VARCHAR NOT NULL, text VARCHAR NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, between_states VARCHAR[]
);

CREATE TABLE IF NOT EXISTS positions (
    id VARCHAR PRIMARY KEY, article VARCHAR NOT NULL, issue VARCHAR, stance VARCHAR NOT NULL,
    what VARCHAR NOT NULL, said_by VARCHAR,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL, confidence DOUBLE,
    judged VARCHAR, added_by VARCHAR
);

CREATE TABLE IF NOT EXISTS assessments (
    article VARCHAR NOT NULL, about VARCHAR[], direction VARCHAR NOT NULL, text VARCHAR NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, said_by VARCHAR,
    degree VARCHAR, holder VARCHAR, scope VARCHAR
);

-- Offices that the article says people hold, where no table tells it; they hold from its day of publication on.
CREATE TABLE IF NOT EXISTS learned (
    article VARCHAR NOT NULL, person VARCHAR NOT NULL, office VARCHAR NOT NULL,
    country VARCHAR NOT NULL,           -- or the name of a body
    since DATE,                         -- NULL where the article has no day: then it teaches nothing
    sentence INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL,
    confidence DOUBLE
);

-- Firsts, counts and ranks of encounters; who and with whom stand in roles (claimant, partner).
CREATE TABLE IF NOT EXISTS claims (
    id VARCHAR PRIMARY KEY, article VARCHAR NOT NULL, kind VARCHAR NOT NULL, form VARCHAR NOT NULL,
    peers VARCHAR, office VARCHAR, country VARCHAR, place VARCHAR, place_country VARCHAR, number INTEGER,
    period VARCHAR, since VARCHAR, until VARCHAR, years DOUBLE, bound VARCHAR, encounter VARCHAR, said_by VARCHAR,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL, confidence DOUBLE
);

-- Phrases that look like matters between states and match no issue of the taxonomy.
CREATE TABLE IF NOT EXISTS candidates (
    article VARCHAR NOT NULL, text VARCHAR NOT NULL, cue VARCHAR NOT NULL, between_states VARCHAR[],
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS problems (
    article VARCHAR, location VARCHAR, kind VARCHAR NOT NULL, message VARCHAR NOT NULL
);

-- Linking. By what an article or a telling is found again, in the order of slots: a number made of days and of a hash of
-- what it is looked for by (record/lookups.py).
CREATE TABLE IF NOT EXISTS found_by (
    slot BIGINT NOT NULL, "of" VARCHAR NOT NULL, first DATE, last DATE
);

-- Pairs that the machine found alike (a < b); only added, never changed. score: 0 to 1.
CREATE TABLE IF NOT EXISTS links (
    kind VARCHAR NOT NULL, a VARCHAR NOT NULL, b VARCHAR NOT NULL, score DOUBLE NOT NULL
);

-- To which story an article belongs (kind story), and to which happening a report or an encounter: an encounter and the
-- reports of people who consult in it belong to one happening, so that both kinds lead to the same identifiers.
CREATE TABLE IF NOT EXISTS happenings (
    "of" VARCHAR NOT NULL, kind VARCHAR NOT NULL, happening VARCHAR NOT NULL
);

-- Which happening took the place of which, so that old identifiers lead on.
CREATE TABLE IF NOT EXISTS moves (
    kind VARCHAR NOT NULL, was VARCHAR NOT NULL, now VARCHAR NOT NULL, made TIMESTAMP NOT NULL
);

-- What people have judged: two of a kind are the same, or are not; undone judgements stay.
CREATE TABLE IF NOT EXISTS judgements (
    id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, a VARCHAR NOT NULL, b VARCHAR NOT NULL, same BOOLEAN NOT NULL,
    "by" VARCHAR NOT NULL, why VARCHAR, made TIMESTAMP NOT NULL, undone TIMESTAMP
);

-- What people said of single rows (of = a report, encounter or position); undone ones stay. was, now: JSON.
-- act: accept, reject, change, or add (by hand; now holds the row and who stands in it).
-- article, start, end, what: by which the row is found again when another coder has read the article anew.
CREATE TABLE IF NOT EXISTS corrections (
    id VARCHAR PRIMARY KEY, "of" VARCHAR NOT NULL, act VARCHAR NOT NULL, field VARCHAR, now VARCHAR, was VARCHAR,
    "by" VARCHAR NOT NULL, why VARCHAR, made VARCHAR NOT NULL, undone VARCHAR,
    article VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, what VARCHAR NOT NULL
);

-- A corrected row, and who stood in it, as the machine read them (JSON).
CREATE TABLE IF NOT EXISTS originals (
    "of" VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, "row" VARCHAR NOT NULL, roles VARCHAR NOT NULL
);

-- What another coder reads in an article, until somebody accepts it; reading is NULL where it reads the same (JSON).
CREATE TABLE IF NOT EXISTS pending (
    article VARCHAR PRIMARY KEY, coder VARCHAR NOT NULL, reading VARCHAR, made TIMESTAMP NOT NULL
);

-- Rows that became different when articles were coded anew: was NULL for new ones, now NULL for withdrawn ones.
-- before, after: the row and who stands in it (JSON), as the older and the newer coder have them.
CREATE TABLE IF NOT EXISTS recoded (
    kind VARCHAR NOT NULL, article VARCHAR NOT NULL, was VARCHAR, now VARCHAR, before VARCHAR, after VARCHAR,
    coder VARCHAR NOT NULL, made TIMESTAMP NOT NULL
);

-- Files of events that others coded (ICEWS, GDELT, POLECAT), kept beside the user's own reading. digest: SHA-256.
CREATE TABLE IF NOT EXISTS imports (
    id VARCHAR PRIMARY KEY, layout VARCHAR NOT NULL, name VARCHAR NOT NULL, digest VARCHAR NOT NULL,
    columns VARCHAR[] NOT NULL, encoding VARCHAR NOT NULL, newline VARCHAR NOT NULL, ending VARCHAR NOT NULL,
    "rows" BIGINT NOT NULL, kept TIMESTAMP DEFAULT (current_timestamp AT TIME ZONE 'UTC')
);

-- Their rows: as they stood (original: the fields in the order of imports.columns), and as far as they mean something here.
-- key: what the data set tells its own rows apart by. score: in the scale of the data set (Goldstein, PLOVER).
CREATE TABLE IF NOT EXISTS imported (
    import VARCHAR NOT NULL, line BIGINT NOT NULL, key VARCHAR, day DATE,
    event VARCHAR, mode VARCHAR, contexts VARCHAR[], cameo VARCHAR, quad VARCHAR, score DOUBLE,
    actors VARCHAR[], recipients VARCHAR[], actor_states VARCHAR[], recipient_states VARCHAR[],
    place VARCHAR, place_country VARCHAR, outlet VARCHAR, published VARCHAR, url VARCHAR,
    original VARCHAR[] NOT NULL
);

-- What the tables above hold of each two states (a < b), derived from them, so that a question of two reads little. kind and
-- of: a report (one does it to the other, or both alone), an encounter or position in which both stand, an issue (event)
-- or an assessment between both (of = the article). day: as it is listed. fullness: how much a telling of an encounter says.
-- event, mode: of a position its stance, and which of the two holds it (NULL: both, or neither).
CREATE TABLE IF NOT EXISTS pairs (
    a VARCHAR NOT NULL, b VARCHAR NOT NULL, kind VARCHAR NOT NULL, "of" VARCHAR NOT NULL, article VARCHAR NOT NULL,
    happening VARCHAR, day DATE, event VARCHAR, mode VARCHAR, status VARCHAR, confidence DOUBLE, published_day DATE,
    outlet VARCHAR, agency VARCHAR, issues VARCHAR[], fullness INTEGER
);

-- Articles that are not linked yet.
CREATE TABLE IF NOT EXISTS waiting (
    article VARCHAR NOT NULL, published_day DATE
);

-- Watching. What a server said of a feed the last time it was read, and until when it is left alone (UTC).
CREATE TABLE IF NOT EXISTS feeds (
    address VARCHAR NOT NULL, etag VARCHAR, modified VARCHAR, failures INTEGER NOT NULL, rest_until TIMESTAMP,
    wait DOUBLE
);

-- What feeds have named. item: its link, or where it has none the feed's address and its id. state: waiting (to be got, not
-- before due), in hand (being read), read, given up (kind says why). text: of the feed, while it waits. article: what came of it;
-- heard: whether alerts have looked at that. seen: when a feed first named it (UTC).
CREATE TABLE IF NOT EXISTS feed_items (
    item VARCHAR NOT NULL, feed VARCHAR NOT NULL, id VARCHAR, link VARCHAR, title VARCHAR, published VARCHAR, outlet VARCHAR,
    text VARCHAR, state VARCHAR NOT NULL, tries INTEGER NOT NULL, due TIMESTAMP, kind VARCHAR,
    article VARCHAR, heard BOOLEAN NOT NULL,
    seen TIMESTAMP DEFAULT (current_timestamp AT TIME ZONE 'UTC')
);

-- Alerts that were raised. states: ISO alpha-3, sorted. tellings: the reports, encounters or articles that it stands on, by which it is known
-- again when happenings are joined. subject: a direction, status, category or issue. body: the whole alert (JSON).
CREATE TABLE IF NOT EXISTS alerts (
    id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, states VARCHAR[] NOT NULL, subject VARCHAR NOT NULL, tellings VARCHAR[] NOT NULL,
    day DATE, body VARCHAR NOT NULL, raised TIMESTAMP NOT NULL
);

-- How far each alert has come on each way (terminal, webhook, mail): to be sent not before due, until it is delivered or failed.
CREATE TABLE IF NOT EXISTS deliveries (
    alert VARCHAR NOT NULL, way VARCHAR NOT NULL, tries INTEGER NOT NULL, due TIMESTAMP, delivered TIMESTAMP, failed VARCHAR
);

-- By what rows are looked up one by one, so that one more article costs the same in a large record.
CREATE INDEX IF NOT EXISTS reports_article ON reports (article);
CREATE INDEX IF NOT EXISTS encounters_article ON encounters (article);
CREATE INDEX IF NOT EXISTS stages_article ON stages (article);
CREATE INDEX IF NOT EXISTS roles_article ON roles (article);
CREATE INDEX IF NOT EXISTS happenings_of ON happenings ("of");
CREATE INDEX IF NOT EXISTS links_a ON links (a);
CREATE INDEX IF NOT EXISTS links_b ON links (b);
CREATE INDEX IF NOT EXISTS pairs_article ON pairs (article);
