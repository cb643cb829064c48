"""What `detente.open` gives: tables that show themselves, escaped, and become pandas or polars where these are."""

import builtins
import re
from html import unescape

import pyarrow as pa
import pytest
from tests.web.conftest import fill, hostile, planned, told_on

import detente
from detente.errors import RecordError, UnknownError, UsageError
from detente.record import open_record


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    readings = [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01"), planned("Plan", "2023-04-20")]
    path = fill(
        tmp_path_factory.mktemp("notebook") / "record.duckdb", [*readings, hostile("Ill", "2023-03-02")]
    )
    with detente.open(path) as record:
        yield record


@pytest.fixture(scope="module")
def pair(opened):
    return opened.pair("Russia", "USA")


@pytest.fixture
def without(monkeypatch):
    """Python without a package."""

    def missing(package):
        real = builtins.__import__

        def imported(name, *rest, **named):
            if name.split(".")[0] == package:
                raise ImportError(name)
            return real(name, *rest, **named)

        monkeypatch.setattr(builtins, "__import__", imported)

    return missing


QUESTIONS = ("events", "reports", "encounters", "positions", "agenda", "assessments", "tension")


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_gives_a_table_that_shows_itself(pair, question):
    answer = getattr(pair, question)()
    assert isinstance(answer.to_arrow(), pa.Table) and len(answer) == answer.table.num_rows > 0
    assert list(answer) == answer.to_pylist() and set(answer.to_pylist()[0]) == set(answer.columns)
    shown = answer._repr_html_()
    assert (
        "<table>" in shown
        and "<script" not in shown
        and "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", shown)
    )


def test_an_event_that_two_outlets_tell_is_one_row_and_two_reports(pair):
    assert len(pair.reports()) == 3
    accused = pair.events(event="accuse").to_pylist()
    assert [row["reports"] for row in accused] == [2]
    assert accused[0]["actor_states"] == ["USA"] and accused[0]["recipient_states"] == ["RUS"]


@pytest.mark.parametrize(
    ("filters", "events"),
    [
        ({}, {"ACCUSE", "THREATEN"}),
        ({"event": ["THREATEN"]}, {"THREATEN"}),
        ({"issue": "taiwan"}, set()),
        ({"status": "planned"}, set()),
        ({"source": "The Mail"}, {"ACCUSE"}),
        ({"confidence": 0.95}, set()),
    ],
)
def test_filters_narrow_events(pair, filters, events):
    assert {row["event"] for row in pair.events(**filters)} == events


def test_days_narrow_all_of_a_pair(opened):
    pair = opened.pair("USA", "RUS", since="2023-04")
    assert [row["status"] for row in pair.encounters()] == ["planned"]
    assert len(opened.pair("USA", "RUS", until="2022").events()) == 0


def test_hostile_words_are_words_in_every_cell(pair):
    shown = pair.reports()._repr_html_()
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        and "<img" not in shown
        and "javascript:" not in re.sub(r">[^<]*<", "><", shown)
    )
    assert "W" * 400 not in shown, "a word of a megabyte is cut"


def test_the_curve_is_a_picture_whose_styles_are_its_own(pair):
    shown = pair.tension()._repr_html_()
    assert 'alt="Relations of Russia and United States' in shown and "<style" not in shown


def test_a_brief_stands_in_a_frame_where_nothing_runs(pair):
    brief = pair.brief()
    assert str(brief).startswith("# Russia and the United States") and brief.html.startswith(
        "<!doctype html>"
    )
    [frame] = re.findall(r'<iframe [^>]*sandbox="([^"]*)"[^>]* srcdoc="([^"]*)">', brief._repr_html_())
    assert "allow-scripts" not in frame[0] and unescape(frame[1]) == brief.html


def test_the_record_answers_what_the_pages_offer_as_python(opened, pair):
    [met] = [row for row in opened.encounters("RUS-USA") if row["status"] == "happened"]
    assert opened.event(met["id"]).id == met["id"]
    [proof] = opened.evidence("rp_Mail")
    assert proof["quote"] in proof["paragraph"] and proof["outlet"] == "The Mail"
    assert opened.article("ar_Mail").title == "Ministers meet"
    assert {row["article"] for row in opened.search("espionage")} >= {"ar_Mail", "ar_Echo"}
    assert len(opened.search("nothing holds this")) == 0
    assert {row["outlet"] for row in opened.sources()} >= {"The Mail", "The Echo"}
    assert [(row["a"], row["b"]) for row in opened.pairs()] == [("RUS", "USA")]
    assert len(opened.person("Antony Blinken")) == 2 and len(opened.issue("espionage")) == 2
    assert len(opened.positions("USA")) == 4 and len(opened.imported()) == 0


def test_a_table_becomes_pandas_and_polars(pair):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    answer = pair.reports()
    assert list(answer.to_pandas()["id"]) == list(answer.to_polars()["id"]) == [row["id"] for row in answer]
    assert polars.DataFrame(answer).height == len(answer) and isinstance(answer.to_pandas(), pandas.DataFrame)


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_what_is_missing_is_named_with_its_remedy(pair, without, package):
    answer = pair.events()
    without(package)
    with pytest.raises(UsageError, match=f"pip install {package}"):
        getattr(answer, f"to_{package}")()


def test_a_chart_is_drawn_where_altair_is(pair, without):
    pytest.importorskip("altair")
    assert pair.chart().to_dict()["vconcat"]
    tension = pair.tension()
    without("altair")
    with pytest.raises(UsageError, match="detente\\[charts\\]"):
        tension.chart()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda r: r.pair("Atlantis", "USA"), "no state is called 'Atlantis'"),
        (lambda r: r.pair("USA", "United States"), "are one state"),
        (lambda r: r.pair("", "USA"), "no state is called ''"),
        (lambda r: r.pair("USA", "RUS", since="soon"), "since: 'soon' is not a day"),
        (lambda r: r.pair("USA", "RUS").events(event="HUG"), "event: there is no 'HUG'"),
        (lambda r: r.pair("USA", "RUS").events(status="done"), "status: there is no 'done'"),
        (lambda r: r.pair("USA", "RUS").events(confidence=7), "from 0 to 1"),
        (lambda r: r.pair("FRA", "PER").tension(), "no act between"),
        (lambda r: r.events("CHN-Atlantis"), "Atlantis"),
    ],
)
def test_what_has_no_meaning_is_told(opened, ask, said):
    with pytest.raises(UsageError, match=said):
        ask(opened)


def test_what_the_record_lacks_is_told(opened, tmp_path):
    assert len(opened.pair("FRA", "PER").events()) == len(opened.pair("FRA", "PER").agenda()) == 0
    assert "holds no" in str(opened.pair("FRA", "PER").brief())
    for ask in (
        lambda: opened.evidence("rp_none"),
        lambda: opened.evidence("x"),
        lambda: opened.event("ev_none"),
    ):
        with pytest.raises((UnknownError, RecordError)):
            ask()
    with pytest.raises(RecordError, match="no such record"):
        detente.open(tmp_path / "none.duckdb")


def test_an_empty_record_gives_empty_tables(tmp_path):
    with open_record(tmp_path / "empty.duckdb", create=True):
        pass
    with detente.open(tmp_path / "empty.duckdb") as record:
        pair = record.pair("CHN", "USA")
        for answer in (pair.events(), pair.encounters(), pair.agenda(), pair.positions(), record.search("x")):
            assert len(answer) == 0 and "0 rows" in answer._repr_html_()
        assert "holds no" in str(pair.brief())
