"""GDELT, Phoenix and POLECAT: out in their columns, in again, and out as they were."""

from collections import Counter

import pytest

from detente.errors import UsageError
from detente.exports import gdelt, phoenix, polecat
from detente.exports.gdelt_rows import gdelt_1_text, gdelt_text
from detente.exports.layouts import read_coded, written_again
from detente.exports.occurrences import occurrences, of_what_took_place
from detente.exports.phoenix import phoenix_text
from detente.exports.polecat import polecat_text
from detente.record.imports import imported_events, imported_file, keep_import
from detente.record.queries import Scope
from detente.record.told import issues_named

OWN = {("2023-06-18", "040", ("USA",), ("CHN",)), ("2023-06-18", "042", ("USA",), ("CHN",)),
       ("2023-06-19", "111", ("JPN",), ("PRK",)), ("2023-06-19", "111", ("KOR",), ("PRK",))}  # fmt: skip


def cells_of(text, columns):
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in text.splitlines()]


@pytest.fixture
def done(told):
    return of_what_took_place(occurrences(told))[0]


@pytest.mark.parametrize(
    ("text_of", "columns", "added"),
    [(gdelt_text, gdelt.COLUMNS, "20230619000000"), (gdelt_1_text, gdelt.COLUMNS_1, "20230619")],
)
def test_own_events_have_gdelts_columns(done, text_of, columns, added):
    rows = cells_of(text_of(done), columns)
    assert len(rows[0]) == (61 if text_of is gdelt_text else 58)
    talks = next(row for row in rows if row["EventCode"] == "040")
    expected = {
        "SQLDATE": "20230618", "MonthYear": "202306", "Year": "2023", "FractionDate": "2023.5425", "Actor1Code": "USAGOV",
        "Actor1Name": "ANTONY BLINKEN", "Actor1CountryCode": "USA", "Actor1Type1Code": "GOV", "Actor2CountryCode": "CHN",
        "IsRootEvent": "1", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1", "NumMentions": "2",
        "NumSources": "2", "NumArticles": "2", "AvgTone": "", "ActionGeo_FullName": "Beijing, China",
        "ActionGeo_CountryCode": "CH", "ActionGeo_Type": "4", "DATEADDED": added, "SOURCEURL": "https://courier.example/talks",
    }  # fmt: skip
    assert {column: talks[column] for column in expected} == expected
    states = {(row["Actor1Code"], row["Actor2Code"]) for row in rows if row["EventCode"] == "111"}
    assert states == {("JPN", "PRK"), ("KOR", "PRK")}
    in_may = [row for row in rows if row["MonthYear"] == "202305"]
    assert [(row["SQLDATE"], row["FractionDate"], row["Year"]) for row in in_may] == [("", "", "2023")]


@pytest.mark.parametrize("text_of", [gdelt_text, gdelt_1_text])
def test_own_events_come_back_from_gdelt(done, record, text_of):
    content = "".join(
        line for line in text_of(done).splitlines(keepends=True) if line.split("\t")[1]
    ).encode()
    file = read_coded(content, "own.CSV")
    assert not file.problems
    assert {(r.day, r.cameo, r.actor_states, r.recipient_states) for r in file.rows} == OWN
    assert {r.place_country for r in file.rows} == {"CHN", None}
    assert {r.published for r in file.rows} == {"2023-06-19"}
    keep_import(record, file)
    assert written_again(imported_file(record, "own.CSV")) == content
    assert imported_events(record, Scope(states=("KOR", "PRK"))).num_rows == 1


@pytest.mark.parametrize(
    ("cameo", "quad"),
    [
        ("010", "1"),
        ("057", "1"),
        ("061", "2"),
        ("0874", "2"),
        ("090", "3"),
        ("138", "3"),
        ("141", "4"),
        ("204", "4"),
    ],
)
def test_quad_classes_go_by_the_root(cameo, quad):
    assert gdelt.quad_class(cameo) == quad


def test_rows_of_another_width_are_no_gdelt(done):
    cut = "".join("\t".join(line.split("\t")[:-2]) + "\n" for line in gdelt_text(done).splitlines())
    with pytest.raises(
        UsageError, match=r"61 fields between tabs, these rows have 59; .* DATEADDED, SOURCEURL"
    ):
        gdelt.read_gdelt(cut.encode(), "cut.CSV")


def test_a_bad_row_of_gdelt_is_named(done):
    lines = gdelt_text(done).splitlines(keepends=True)
    bad = [lines[0].replace(lines[0].split("\t")[0], "x1", 1), "just words\n", *lines[1:]]
    file = gdelt.read_gdelt("".join(bad).encode(), "bad.CSV")
    said = [p.message for p in file.problems]
    assert "bad.CSV, line 1: GLOBALEVENTID 'x1' is not a number" in said
    assert "bad.CSV, line 2: 1 fields where there should be 61" in said
    assert file.rows


def test_one_row_of_polecat_holds_compound_actors(done):
    text = polecat_text(done)
    assert text.splitlines()[0].split("\t") == list(polecat.COLUMNS)
    rows = cells_of(text.split("\n", 1)[1], polecat.COLUMNS)
    accusing = next(row for row in rows if row["Event ID"] == "rp_condemned")
    expected = {
        "Event Date": "2023-06-19", "Event Type": "ACCUSE", "Event Mode": "disapprove", "Quad Code": "VERBAL CONFLICT",
        "Actor Name": "Japan; South Korea", "Actor Country": "Japan; South Korea", "Actor COW": "740; 732",
        "Recipient COW": "731", "Wikipedia Actor ID": "None", "Country": "None", "Source": "The Courier", "Language": "english",
    }  # fmt: skip
    assert {column: accusing[column] for column in expected} == expected
    assert (
        next(row for row in rows if row["Event ID"] == "ev_talks")["Actor Title"]
        == "foreign minister; foreign minister"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t,
        lambda t: t.replace("\n", "\t\t\n"),
        lambda t: t.replace("Intensity", "Event Intensity", 1),
    ],
)
def test_own_events_come_back_from_polecat(done, record, change):
    content = change(
        "".join(
            line for line in polecat_text(done).splitlines(keepends=True) if line.split("\t")[1] != "None"
        )
    ).encode()
    file = read_coded(content, "own.txt")
    assert not file.problems
    assert {(r.key, r.day, r.event, r.actor_states, r.recipient_states, r.contexts) for r in file.rows} == {
        ("ev_talks", "2023-06-18", "CONSULT", ("USA", "CHN"), (), ("diplomatic",)),
        ("rp_visit", "2023-06-18", "CONSULT", ("USA",), ("CHN",), ("diplomatic",)),
        ("rp_condemned", "2023-06-19", "ACCUSE", ("JPN", "KOR"), ("PRK",), ("military",)),
    }
    keep_import(record, file)
    assert written_again(imported_file(record, "own.txt")) == content


def test_missing_columns_of_polecat_are_named(done):
    with pytest.raises(UsageError, match="lacks the columns Event Mode, Recipient COW;"):
        read_coded(
            polecat_text(done).replace("Event Mode\t", "").replace("Recipient COW\t", "").encode(), "x.txt"
        )


def test_own_events_have_the_columns_of_phoenix(done, filled):
    assert issues_named(filled, Scope()) == {}
    rows = cells_of(
        phoenix_text(done, {"ar_courier": Counter(taiwan=2), "ar_herald": Counter(taiwan=1, trade=1)}),
        phoenix.COLUMNS,
    )
    talks = next(row for row in rows if row["EventCode"] == "040")
    expected = {
        "Date": "20230618", "Year": "2023", "Month": "06", "Day": "18", "SourceActorFull": "USAGOV",
        "SourceActorEntity": "USA", "SourceActorRole": "GOV", "SourceActorAttribute": "", "TargetActorEntity": "CHN",
        "EventRootCode": "04", "QuadClass": "1", "GoldsteinScore": "1", "Issues": "taiwan,3;trade,1", "Lat": "39.9",
        "LocationName": "Beijing", "StateName": "", "CountryCode": "China", "SentenceID": "ar_courier_1",
        "URLs": "https://courier.example/talks;https://herald.example/talks", "NewsSources": "The Courier;The Herald",
    }  # fmt: skip
    assert {column: talks[column] for column in expected} == expected
    assert talks["EventID"].endswith("_detente") and len(rows[0]) == 26
