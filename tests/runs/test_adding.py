"""Rows added by hand: with a source, marked, linked, undone, carried to a colleague."""

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.errors import UsageError
from detente.record import keep, open_record
from detente.record.adding import Source
from detente.record.corrections import correct, corrections, take
from detente.record.history import changes
from detente.record.judging import judgements
from detente.record.links import told_in
from detente.record.queries import counts, encounters, events, positions
from detente.record.queue import Asked, waiting
from detente.record.scope import Scope
from detente.runs.event import account_of
from detente.runs.linking import link_new
from detente.runs.reviewing import add_by_hand, take_back, take_judgements

PAPER = Source(
    at="https://paper.example/1", quote="Russia accused the United States of spying.", published="2023-03-04"
)
REPORT = {"event": "ACCUSE", "actors": ["RUS"], "recipients": ["USA"], "when": "2023-03-03"}
KINDS = [
    ("report", REPORT, "reports", events),
    ("encounter", {"form": "call", "participants": ["RUS", "Antony Blinken"]}, "encounters", encounters),
    ("position", {"holder": ["RUS"], "stance": "accuses", "what": "spying", "issue": "espionage"}, "positions", positions),
]  # fmt: skip


def rarity(word):
    return min(6.7, len(word) * 0.8)


@pytest.fixture
def filled(record, make_reading):
    keep(record, [make_reading("one")])
    for _ in link_new(record, rarity):
        pass
    return record


def add(record, kind, values, *found_in, why=None):
    return add_by_hand(record, kind, values, found_in or (PAPER,), rarity, by="ana", why=why)


@pytest.mark.parametrize(("kind", "values", "table", "shown"), KINDS)
def test_a_row_is_added_marked_and_taken_out_again(filled, kind, values, table, shown):
    before = counts(filled)
    made = add(filled, kind, values)
    after = counts(filled)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        table: 1, "articles": 1, "outlets": 1,
    }  # fmt: skip
    row = next(row for row in shown(filled, Scope()).to_pylist() if row["added_by"])
    assert (row["added_by"], row["outlet"], row["quote"]) == ("ana", "paper.example", PAPER.quote)
    assert "_hand_" in row["id"]
    assert row["id"] not in [one.id for one in waiting(filled, Asked())]
    take_back(filled, made)
    assert counts(filled) == before
    assert not [row for row in shown(filled, Scope()).to_pylist() if row["added_by"]]


def test_what_is_added_to_a_known_article_makes_no_new_one(filled):
    before = counts(filled)
    add(filled, "report", REPORT, Source(at="ar_one", quote="The United States\n accused Russia"))
    assert counts(filled)["articles"] == before["articles"]
    [row] = [row for row in events(filled, Scope()).to_pylist() if row["added_by"]]
    assert (row["article"], row["start"], row["quote"]) == (
        "ar_one",
        0,
        "The United States accused Russia",
    )


def test_two_quotes_of_one_address_are_one_article(filled):
    add(filled, "report", REPORT)
    other = Source(at=PAPER.at, quote="The United States denied it.")
    add(filled, "report", {"event": "REJECT", "actors": ["USA"], "recipients": ["RUS"]}, other)
    rows = [row for row in events(filled, Scope()).to_pylist() if row["added_by"]]
    texts = {row["article"]: filled.connection.execute("SELECT text FROM articles WHERE id = ?", [row["article"]]).fetchall()[0][0] for row in rows}  # fmt: skip
    assert len(texts) == 1
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["quote"] for row in rows)


def test_an_event_of_several_sources_is_one_happening(filled):
    second = Source(at="https://mail.example/2", quote="Moscow said that Washington had sent spies.")
    made = add(filled, "event", REPORT, PAPER, second)
    rows = [one.of for one in corrections(filled) if one.act == "add"]
    account = account_of(filled, rows[0])
    assert set(rows) <= set(told_in(filled, account.id))
    assert len(account.outlets) == 2
    take_back(filled, made)
    assert counts(filled)["articles"] == 1 and not [j for j in judgements(filled) if not j.undone]


def test_what_is_added_is_linked_with_what_tells_the_same(filled):
    same = Source(
        at="https://mail.example/2", quote="Washington accused Moscow of espionage.", published="2023-03-03"
    )
    made = add(filled, "report", {"event": "ACCUSE", "actors": ["USA"], "recipients": ["RUS"]}, same)
    [row] = [one.of for one in corrections(filled)]
    assert account_of(filled, row).id == account_of(filled, "rp_one").id
    take_back(filled, made)
    assert told_in(filled, account_of(filled, "rp_one").id) == ["rp_one"]


def test_it_is_corrected_like_any_other_and_stays_marked(filled):
    add(filled, "report", REPORT)
    [row] = [one.of for one in corrections(filled)]
    correct(filled, row, "change", by="ben", values={"status": "denied"})
    [found] = [r for r in events(filled, Scope()).to_pylist() if r["id"] == row]
    assert (found["status"], found["judged"], found["added_by"]) == ("denied", "corrected", "ana")


def test_a_colleague_takes_it_with_what_was_said_of_it(tmp_path, filled, make_reading):
    second = Source(at="https://mail.example/2", quote="Moscow said that Washington had sent spies.")
    made = add(filled, "event", REPORT, PAPER, second)
    [row, _] = [one.of for one in corrections(filled)]
    correct(filled, row, "change", by="ben", values={"status": "denied"})
    with open_record(tmp_path / "hers.duckdb", create=True) as hers:
        keep(hers, [make_reading("two")])
        taken = take(hers, corrections(filled))
        assert (taken.added, taken.missing) == (3, ())
        assert take_judgements(hers, judgements(filled)).added == 1
        [found] = [r for r in events(hers, Scope()).to_pylist() if r["id"] == row]
        assert (found["status"], found["outlet"]) == ("denied", "paper.example")
        take_back(filled, made)
        take(hers, corrections(filled))
        assert counts(hers)["reports"] == 1


def test_the_adding_and_its_undoing_are_changes(filled):
    made = add(filled, "report", REPORT, why="missed")
    take_back(filled, made)
    found = [(c.what, c.by, c.why) for c in changes(filled, "2020-01-01") if c.of.startswith("rp_hand")]
    assert found == [("added by hand", "ana", "missed"), ("undone", "ana", None)]


BAD = [
    ("report", {"event": "ACCUSE"}, PAPER, "needs actors"),
    ("report", REPORT | {"event": "MEETING"}, PAPER, "unknown category"),
    ("report", REPORT | {"mode": "shouting"}, PAPER, "mode: 'shouting'"),
    ("report", REPORT | {"contexts": ["cooking"]}, PAPER, "no context is called 'cooking'"),
    ("report", REPORT | {"colour": "red"}, PAPER, "no field 'colour'"),
    ("report", REPORT, Source(at="the radio", quote="x"), "is no source"),
    ("report", REPORT, Source(at="ftp://a.example/1", quote="x"), "is no source"),
    ("report", REPORT, Source(at="https://a.example/1", quote=" "), "name the words"),
    ("report", REPORT, Source(at="https://a.example/1", quote="x", published="May"), "is no day"),
    ("report", REPORT, Source(at="ar_one", quote="nowhere there"), "does not say"),
    ("encounter", {"form": "call", "participants": []}, PAPER, "needs participants"),
    ("encounter", {"form": "call", "participants": ["RUS"], "agenda": ["moon"]}, PAPER, "no issue is called 'moon'"),
    ("position", {"holder": ["RUS"], "stance": "likes", "what": "it"}, PAPER, "is none of demands"),
    ("claim", {"what": "x"}, PAPER, "cannot be added"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "source", "message"), BAD)
def test_what_cannot_be_added_leaves_the_record_as_it_was(filled, kind, values, source, message):
    before = counts(filled)
    with pytest.raises(UsageError, match=message):
        add(filled, kind, values, source)
    assert counts(filled) == before and corrections(filled) == ()


def test_an_event_with_one_bad_source_adds_nothing(filled):
    before = counts(filled)
    with pytest.raises(UsageError, match="is no source"):
        add(filled, "event", REPORT, PAPER, Source(at="the radio", quote="x"))
    assert counts(filled) == before


def test_the_commands_say_that_a_person_added_it(filled):
    add(filled, "report", REPORT)
    [row] = [one.of for one in corrections(filled)]
    path = str(filled.path)
    filled.close()
    for command in (["event", row], ["show", "RUS-USA", "--what", "events"]):
        found = CliRunner().invoke(app, [*command, "-r", path], env={"COLUMNS": "200"})
        assert found.exit_code == 0 and "added by hand" in found.output
