"""`detente export` and `detente import`."""

import gzip
import zipfile

import pytest
from typer.testing import CliRunner

from detente.cli.app import app
from detente.record import open_record

SHORT = "date,source,relation,cameo,target,split\n2014-05-20,Vladimir Putin,Make a visit,042,China,train\n2014-05-32,A,b,010,C,test\n"


@pytest.fixture
def run(tmp_path):
    def run(*words, fails=None):
        result = CliRunner().invoke(app, [*map(str, words), "-r", str(tmp_path / "r.duckdb")])
        if fails:
            assert fails in str(result.exception)
        else:
            assert result.exit_code == 0, result.output
        return result

    return run


@pytest.mark.parametrize("how", ["plain", "gzip", "zip"])
def test_a_file_goes_in_and_comes_out(tmp_path, run, how):
    path = tmp_path / {"plain": "s.csv", "gzip": "s.csv.gz", "zip": "s.zip"}[how]
    if how == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("folder/s.csv", SHORT)
    else:
        path.write_bytes(gzip.compress(SHORT.encode()) if how == "gzip" else SHORT.encode())
    said = run("import", path).stderr
    assert (
        "s.csv: 1 rows of icews-benchmark, 1 bad ones left out" in said
        and "line 3: '2014-05-32' is not a day" in said
    )
    assert "in the record already" in run("import", path).stderr
    out = tmp_path / "again.csv"
    run("export", "original", "--of", "s.csv", "--out", out)
    assert out.read_text() == "".join(SHORT.splitlines(keepends=True)[:2])
    assert "RUS" in run("show", "RUS-CHN", "--what", "imported", "--format", "csv").stdout
    drawn = run("show", "RUS-CHN", "--what", "imported").stdout
    assert "CONSULT visit  Vladimir Putin → China  [icews-benchmark]" in drawn and "2014-05-20" in drawn


def test_a_statement_without_a_category_is_drawn(tmp_path, run):
    (tmp_path / "s.csv").write_text(SHORT.replace("Make a visit,042", "Make statement,010"))
    run("import", tmp_path / "s.csv")
    assert "CAMEO 010  Vladimir Putin → China" in run("show", "--what", "imported").stdout


def test_a_locked_archive_is_named(tmp_path, run):
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("s.csv", SHORT)
    content = bytearray((tmp_path / "s.zip").read_bytes())
    for header, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flag] |= 1
    (tmp_path / "s.zip").write_bytes(content)
    run("import", tmp_path / "s.zip", fails="cannot be read (File")


@pytest.mark.parametrize(
    "layout",
    ["icews", "gdelt", "gdelt1", "phoenix", "polecat", "plover", "ical", "jsonld", "ftm", "bibtex", "csl"],
)
def test_an_empty_record_gives_an_empty_file(tmp_path, run, layout):
    open_record(tmp_path / "r.duckdb", create=True).close()
    assert len(run("export", layout).stdout.splitlines()) <= 5


def test_what_cannot_be_had_is_named(tmp_path, run):
    (tmp_path / "bad.gz").write_bytes(gzip.compress(SHORT.encode())[:40])
    run("import", tmp_path / "bad.gz", fails="cannot be read")
    run("import", tmp_path / "none.csv", fails="cannot be read")
    run("import", tmp_path, fails="is a folder")
    run("export", "original", fails="the two go together")
    run(
        "export",
        "original",
        "--of",
        "other.csv",
        fails="no file was imported as 'other.csv'; there are: none",
    )
    run("export", "csl", "--out", tmp_path / "no" / "such", fails="could not be written")
