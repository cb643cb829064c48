"""The tables of actors: what their rows must be, and what is said of wrong ones."""

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.bodies import bodies, read_bodies
from detente.knowledge.holders import holders, is_office, read_all, read_holders
from detente.knowledge.sectors import read_sector_nouns, sector_nouns
from detente.knowledge.states import (
    members_of,
    memberships,
    metonyms,
    read_memberships,
    read_states,
    states,
    states_by_word,
)

HOLDERS = "person,aliases,office,country,from,to,source\n"
FAULTS = (
    # reader, table, line and column of the fault, what is said
    (read_holders, HOLDERS + "A B,,dogcatcher,USA,2001,,x\n", ":2:3:", "dogcatcher"),
    (read_holders, HOLDERS + "A B,,president,USA,200x,,x\n", ":2:5:", "200x"),
    (read_holders, HOLDERS + "A B,,president,USA,2005,2001,x\n", ":2:6:", "before"),
    (read_holders, HOLDERS + "A B,,president,USA,2005,,\n", ":2:7:", "source"),
    (read_bodies, "name,aliases,country,sector,kind\nX,,,ABC,igo\n", ":2:4:", "ABC"),
    (read_sector_nouns, "noun,sector,kind\nSoldier,MIL,person\n", ":2:1:", "lower case"),
    (read_states, "code,name\nUs,United States\n", ":2:1:", "three capital letters"),
    (read_memberships, "body,country,from,to,source\nNATO,FRA,then,,x\n", ":2:3:", "then"),
)


@pytest.mark.parametrize(("reader", "table", "where", "said"), FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path, reader, table, where, said):
    file = tmp_path / "edited.csv"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        reader(file)
    assert f"edited.csv{where}" in str(caught.value)
    assert said in str(caught.value)


def test_the_faults_of_all_files_are_told_at_once(tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(HOLDERS + "A B,,dogcatcher,USA,2001,,x\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_all([tmp_path / "one.csv", tmp_path / "two.csv"])
    assert "one.csv" in str(caught.value) and "two.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("türkiye", "TUR"), ("swaziland", "SWZ"), ("soviet union", "SUN"), ("east germany", "DDR"), ("uk", "GBR"),
        ("kosovo", "XKX"), ("western sahara", "ESH"), ("taiwan", "TWN"), ("north macedonia", "MKD"), ("chn", "CHN"),
    ],
)  # fmt: skip
def test_a_state_is_known_by_its_names(word, code):
    assert states_by_word()[word] == code


@pytest.mark.parametrize(
    ("code", "cow", "gw", "fips"),
    [("USA", 2, 2, "US"), ("DEU", 255, 260, "GM"), ("SRB", 345, 340, "RI"), ("YEM", 679, 678, "YM")],
)
def test_a_state_has_the_numbers_of_the_field(code, cow, gw, fips):
    state = next(s for s in states() if s.code == code)
    assert (state.cow, state.gw, state.fips) == (cow, gw, fips)


def test_former_states_name_their_end_and_their_successor():
    former = {s.code: s for s in states() if s.successor}
    assert {"SUN", "YUG", "CSK", "DDR", "SCG"} <= set(former)
    assert all(s.until for s in former.values())


@pytest.mark.parametrize(
    ("body", "day", "inside", "outside"),
    [
        ("European Union", "2019-06-01", "GBR", "SRB"),
        ("European Union", "2021-06-01", "HRV", "GBR"),
        ("NATO", "2023-05-01", "FIN", "SWE"),
        ("BRICS", None, "IRN", "ARG"),
        ("Arab League", "2015", "EGY", "SYR"),
    ],
)
def test_a_body_has_its_members_of_the_day(body, day, inside, outside):
    members = members_of(body, day)
    assert inside in members
    assert outside not in members


def test_rows_name_only_what_other_tables_know():
    codes, names = {s.code for s in states()}, {b.name for b in bodies()}
    assert {row.country for row in memberships()} <= codes
    assert {row.body for row in memberships()} <= names
    assert {row.country for row in metonyms()} <= codes | names
    assert {row.country for row in holders()} <= codes | names
    assert all(is_office(row.office) for row in holders())
    assert len(sector_nouns()) > 1000
