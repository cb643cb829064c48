"""A user's own tables: how they lie over ours, and how faults are named."""

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.bodies import Body
from detente.knowledge.holders import Holder
from detente.knowledge.overlay import Overlay, bodies_over, laid_over, read_file, read_folder, write_holders
from detente.knowledge.spans import covers, day_after, day_before, first_day, last_day

HEADER = "person,aliases,office,country,from,to,source\n"


def stay(person: str, since: str, until: str | None = None, office: str = "foreign minister") -> Holder:
    return Holder(person=person, office=office, country="FRA", since=since, until=until, source="-")


def spans(rows) -> list[tuple[str, str, str | None]]:
    return sorted((h.person, h.since, h.until) for h in rows)


LAID = [
    # ours, the user's, what comes of both
    ([("A", "2020-01-01", None)], [("B", "2021-05-01", None)], [("A", "2020-01-01", "2021-04-30"), ("B", "2021-05-01", None)]),
    ([("A", "2020", "2022")], [("B", "2021", "2021")], [("A", "2020", "2020-12-31"), ("A", "2022-01-01", "2022"), ("B", "2021", "2021")]),
    ([("A", "2021-02", "2021-03")], [("B", "2021", "2022")], [("B", "2021", "2022")]),
    ([("A", "2019", "2020")], [("B", "2021", None)], [("A", "2019", "2020"), ("B", "2021", None)]),
    ([("A", "2019", "2020"), ("A", "2023", None)], [("A", "2019-05-01", "2020")], [("A", "2019-05-01", "2020")]),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "own", "both"), LAID)
def test_the_users_rows_win_for_their_dates(ours, own, both):
    assert spans(laid_over([stay(*row) for row in ours], [stay(*row) for row in own])) == both


def test_an_office_that_several_hold_is_shared():
    ours, own = stay("A", "2020", office="special envoy"), stay("B", "2021", office="special envoy")
    assert laid_over([ours], [own]) == (ours, own)


def test_a_body_replaces_ours_of_its_name():
    old, other = (Body(name=n, sector="REB", kind="group") for n in ("M23", "FARC"))
    new = Body(name="M23", sector="PTY", kind="group", country="COD")
    assert bodies_over([old, other], [new]) == (other, new)


SPANS = [
    ("2021", "2021-01-01", "2021-12-31", "2020-12-31", "2022-01-01"),
    ("2024-02", "2024-02-01", "2024-02-29", "2024-01-31", "2024-03-01"),
    ("2023-12-31", "2023-12-31", "2023-12-31", "2023-12-30", "2024-01-01"),
]


@pytest.mark.parametrize(("prefix", "first", "last", "before", "after"), SPANS)
def test_a_date_is_as_long_as_its_prefix_is_short(prefix, first, last, before, after):
    assert (first_day(prefix), last_day(prefix)) == (first, last)
    assert (day_before(prefix), day_after(prefix)) == (before, after)
    assert covers(prefix, prefix, first) and covers(prefix, prefix, last)
    assert not covers(prefix, prefix, before) and not covers(prefix, prefix, after)


def test_what_was_written_is_read_again(tmp_path):
    rows = (stay("Zoé, the Younger", "2021-05-01"), stay("Ann", "2020", "2021-04-30"))
    file = write_holders(tmp_path / "own", rows)
    assert file.name == "holders.csv"
    assert set(read_folder(tmp_path / "own").holders) == set(rows)
    assert [f.name for f in (tmp_path / "own").iterdir()] == ["holders.csv"]


def test_a_faulty_row_leaves_the_old_file(tmp_path):
    write_holders(tmp_path, (stay("Ann", "2020"),))
    with pytest.raises(KnowledgeError, match="no date"):
        write_holders(tmp_path, (stay("Bo", "last May"),))
    assert [h.person for h in read_folder(tmp_path).holders] == ["Ann"]


FAULTS = [
    ("holders.csv", HEADER + "Ann,,foreign minister,FRA,2020,,-\nBo,,king of hearts,FRA,2020,,-\n", r"holders.csv:3:3: office"),
    ("holders.csv", HEADER + "Ann,,foreign minister,FRA,2020,2019,-\n", r"holders.csv:2:6: until"),
    ("bodies.csv", "name,aliases,country,sector,kind\nM23,,Congo,REB,group\n", r"bodies.csv:2:3: country"),
    ("holder.csv", HEADER, "only holders.csv and bodies.csv are read"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), FAULTS)
def test_a_fault_is_named_with_file_line_and_column(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=said):
        read_folder(tmp_path)


def test_a_folder_that_is_not_there_adds_nothing(tmp_path):
    assert read_folder(tmp_path / "none") == Overlay()


def test_a_list_of_actors_tells_by_its_header_what_it_holds(tmp_path):
    people, bodies = tmp_path / "people.csv", tmp_path / "groups.csv"
    people.write_text("# mine\n" + HEADER + "Ann,,foreign minister,FRA,2020,,-\n", "utf-8")
    bodies.write_text("name,aliases,country,sector,kind\nRed Hand,,COD,REB,group\n", "utf-8")
    both = read_file(people) | read_file(bodies)
    assert ([h.person for h in both.holders], [b.name for b in both.bodies]) == (["Ann"], ["Red Hand"])
    with pytest.raises(KnowledgeError, match="no such file"):
        read_file(tmp_path / "none.csv")
