"""ICEWS: out and in, and out again as it was."""

import re

import pytest

from detente.errors import UsageError
from detente.exports.icews import COLUMNS, read_icews
from detente.exports.icews_rows import icews_text
from detente.exports.layouts import read_coded, written_again
from detente.exports.occurrences import occurrences, of_what_took_place
from detente.record.imports import imported_events, imported_file, imports, keep_import
from detente.record.queries import Scope

NATIVE = (
    "\t".join(COLUMNS) + "\n"
    '11\t2021-03-18\tAntony Blinken\tExecutive,Government\tUnited States\tConsult\t040\t1\tYang "Tiger" Jiechi\tNA\tChina'
    "\t900\t2\tThe Courier\tAnchorage\tNA\tAlaska\tUnited States\t61.2181\t-149.9\n"
    "12\t3/19/2021\tForeign Ministry (Moldova, Republic of)\tNA\tMoldova, Republic of\tMake statement\t010\t0\tAfrica\tNA\tNA"
    "\t901\t1\tNA\tNA\tNA\tNA\tNA\tNA\tNA\n"
)
SHORT = (
    "date,source,relation,cameo,target,split\r\n2014-05-20,Vladimir Putin,Make a visit,042,China,train\r\n"
    '2014-05-21,Citizen (India),"Protest, in the street",141,Africa,test\r\n'
)


def rows_of(text):
    lines = [line.split("\t") for line in text.splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.fixture
def exported(told):
    return icews_text(of_what_took_place(occurrences(told))[0])


def test_own_events_have_the_twenty_columns(exported):
    assert exported.splitlines()[0].split("\t") == list(COLUMNS)
    rows = rows_of(exported)
    assert all(value for row in rows for value in row.values())
    assert len({row["Event ID"] for row in rows}) == len(rows)
    talks = [row for row in rows if row["CAMEO Code"] == "040"]
    assert {(row["Source Name"], row["Target Name"]) for row in talks} == {
        ("Antony Blinken", "Qin Gang"),
        ("Qin Gang", "Antony Blinken"),
    }
    one = talks[0]
    assert (one["Event Date"], one["Event Text"], one["Intensity"]) == ("2023-06-18", "Consult", "1")
    assert (one["City"], one["Country"], one["Latitude"], one["Sentence Number"]) == (
        "Beijing",
        "China",
        "39.9",
        "1",
    )
    assert (one["Source Sectors"], one["District"], one["Publisher"]) == ("Government", "NA", "The Courier")


def test_a_visit_made_is_a_visit_hosted(exported):
    visits = [
        (r["Source Country"], r["CAMEO Code"], r["Target Country"])
        for r in rows_of(exported)
        if r["CAMEO Code"] in ("042", "043")
    ]
    assert visits == [("United States", "042", "China"), ("China", "043", "United States")]


def test_compound_actors_become_pairs_and_unknown_days_stay_empty(exported):
    accusing = [
        (r["Event Date"], r["Source Country"], r["Target Country"])
        for r in rows_of(exported)
        if r["CAMEO Code"] == "111"
    ]
    assert sorted(accusing) == [
        ("2023-06-19", "Japan", "North Korea"),
        ("2023-06-19", "South Korea", "North Korea"),
        ("NA", "Japan", "North Korea"),
        ("NA", "Japan", "North Korea"),
    ]


def test_own_events_come_back(exported, record):
    days_known = "".join(line + "\n" for line in exported.splitlines() if "\tNA\tJapan" not in line)
    file = read_icews(days_known.encode(), "own.tab")
    assert not file.problems
    assert {(r.day, r.event, r.cameo, r.actor_states, r.recipient_states) for r in file.rows} == {
        ("2023-06-18", "CONSULT", "040", ("USA",), ("CHN",)),
        ("2023-06-18", "CONSULT", "040", ("CHN",), ("USA",)),
        ("2023-06-18", "CONSULT", "042", ("USA",), ("CHN",)),
        ("2023-06-18", "CONSULT", "043", ("CHN",), ("USA",)),
        ("2023-06-19", "ACCUSE", "111", ("JPN",), ("PRK",)),
        ("2023-06-19", "ACCUSE", "111", ("KOR",), ("PRK",)),
    }
    keep_import(record, file)
    assert written_again(imported_file(record, "own.tab")) == days_known.encode()


@pytest.mark.parametrize("ending", ["", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize(
    "text", [NATIVE, SHORT, NATIVE.replace("\n", "\r\n"), NATIVE.replace("Courier", "Écho")]
)
def test_what_is_imported_is_written_as_it_was(record, text, encoding, ending):
    newline = "\r\n" if "\r\n" in text else "\n"
    content = (text.removesuffix(newline) + (newline if ending else "")).encode(encoding)
    assert keep_import(record, read_coded(content, "events"))
    assert written_again(imported_file(record, "events")) == content


def test_imported_rows_mean_something_here(record):
    keep_import(record, read_coded(NATIVE.encode(), "native.tab"))
    keep_import(record, read_coded(SHORT.encode(), "short.csv"))
    rows = {
        row["id"].partition(":")[2] + row["layout"]: row
        for row in imported_events(record, Scope()).to_pylist()
    }
    talk, statement = rows["2icews"], rows["3icews"]
    assert (talk["event"], talk["quad"], talk["score"]) == ("CONSULT", "verbal cooperation", 1.0)
    assert (talk["actor_states"], talk["recipient_states"], talk["place"]) == (["USA"], ["CHN"], "Anchorage")
    assert talk["recipients"] == ['Yang "Tiger" Jiechi']
    assert (statement["event"], statement["actor_states"], str(statement["day"])) == (
        None,
        ["MDA"],
        "2021-03-19",
    )
    visit, rally = rows["2icews-benchmark"], rows["3icews-benchmark"]
    assert (visit["actor_states"], visit["recipient_states"], visit["mode"]) == (["RUS"], ["CHN"], "visit")
    assert (rally["actor_states"], rally["recipient_states"], rally["event"]) == (["IND"], [], "PROTEST")


def test_a_pair_and_a_time_are_found(record):
    keep_import(record, read_coded(NATIVE.encode(), "native.tab"))
    for scope, found in [
        (Scope(states=("USA", "CHN")), 1),
        (Scope(states=("CHN", "USA")), 1),
        (Scope(states=("MDA",)), 1),
        (Scope(states=("RUS",)), 0),
        (Scope(person="blinken"), 1),
        (Scope(since="2021-03-19"), 1),
        (Scope(until="2021-03-17"), 0),
    ]:
        assert imported_events(record, scope).num_rows == found


def test_the_same_file_goes_in_once_and_the_same_row_counts_once(record):
    assert keep_import(record, read_coded(NATIVE.encode(), "daily.tab"))
    assert not keep_import(record, read_coded(NATIVE.encode(), "copy.tab"))
    historic = NATIVE.replace("Anchorage", "Juneau")
    assert keep_import(record, read_coded(historic.encode(), "historic.tab"))
    assert imports(record)["name"].to_pylist() == ["daily.tab", "historic.tab"]
    assert sorted(filter(None, imported_events(record, Scope())["place"].to_pylist())) == ["Juneau"]
    assert written_again(imported_file(record, "daily.tab")) == NATIVE.encode()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("2021-03-18", "yesterday", "line 2: 'yesterday' is not a day"),
        ("2021-03-18", "2021-02-30", "line 2: '2021-02-30' is not a day"),
        ("\t040\t", "\tforty\t", "line 2: 'forty' is not a CAMEO code"),
        ("\t61.2181\t", "\t", "line 2: 19 fields where there should be 20"),
        ("61.2181", "north", "line 2: .*'north'"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_in(record, was, now, said):
    file = read_coded(NATIVE.replace(was, now).encode(), "bad.tab")
    assert keep_import(record, file)
    ((location, message),) = record.connection.execute("SELECT location, message FROM problems").fetchall()
    assert location == "bad.tab"
    assert re.search(said, message)
    assert [row["cameo"] for row in imported_events(record, Scope()).to_pylist()] == ["010"]


@pytest.mark.parametrize(
    ("content", "layout", "said"),
    [
        (b"", "auto", "the file is empty"),
        (b"name,age\nAnn,9\n", "auto", "of none of the layouts"),
        (b"name,age\nAnn,9\n", "icews", "lacks the columns Event ID, Event Date"),
        (
            NATIVE.replace("Source Country\t", "").replace("\tLongitude", "").encode(),
            "auto",
            "lacks the columns Source Country, Longitude;",
        ),
    ],
)
def test_wrong_columns_are_named(content, layout, said):
    with pytest.raises(UsageError, match=said):
        read_coded(content, "wrong.tab", layout)
