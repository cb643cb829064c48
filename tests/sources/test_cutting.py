"""Sources cut into pieces: together they are the whole, in whatever places they are cut."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from tests.sources.test_warc import TEXT, record

from detente.errors import SourceError
from detente.sources import Refusal, pages, piece_pages, pieces

COUNT = 40


def lines():
    return [
        json.dumps({"id": str(n), "text": f"Envoy {n} left. " * (n % 7 + 1)}).encode() for n in range(COUNT)
    ]


def jsonl(folder):
    # With an empty line, a broken one, and none at the end.
    (folder / "news.jsonl").write_bytes(
        b"\n".join([*lines(), b"", b"{broken", b'{"id": "last", "text": "x"}'])
    )


def warc(folder):
    kinds = ("response", "request", "response")
    members = [record(n % 10, TEXT.encode() + str(n).encode(), kind=kinds[n % 3]) for n in range(COUNT)]
    (folder / "news.warc.gz").write_bytes(b"".join(map(gzip.compress, members)))


def rows(folder):
    table = pa.Table.from_pylist([json.loads(line) for line in lines()])
    parquet.write_table(table, folder / "news.parquet", row_group_size=3)


def contents(found):
    return [(p.kind,) if isinstance(p, Refusal) else p.content for p in found]


@pytest.mark.parametrize("make", [jsonl, warc, rows])
@pytest.mark.parametrize("size", [90, 700, 3238, 10**9])
def test_pieces_are_together_the_whole(tmp_path, make, size):
    make(tmp_path)
    cut = list(pieces(str(tmp_path), size))
    assert len(cut) > 1 or size > 5000
    assert len({piece.name for piece in cut}) == len(cut)
    [path] = tmp_path.iterdir()
    found = [page for piece in cut for page in piece_pages(piece)]
    assert contents(found) == contents(pages(str(path)))
    if make is warc:
        assert [p.location for p in found] == [p.location for p in pages(str(path))]


def test_an_archive_that_breaks_off_is_told_of_once(tmp_path):
    warc(tmp_path)
    path = tmp_path / "news.warc.gz"
    path.write_bytes(path.read_bytes()[:-50])
    cut = list(pieces(str(path), 7000))
    assert len(cut) > 3
    found = [page for piece in cut for page in piece_pages(piece)]
    assert [p.kind for p in found if isinstance(p, Refusal)] == ["truncated"]


def test_other_files_are_passed_over_in_a_folder_and_refused_by_name(tmp_path):
    (tmp_path / "page.html").write_text("<p>")
    (tmp_path / ".hidden.jsonl").write_text("{}")
    assert list(pieces(str(tmp_path))) == []
    for name in ("page.html", "missing.jsonl"):
        with pytest.raises(SourceError):
            list(pieces(str(tmp_path / name)))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda path: path.write_bytes(b"PAR1 and nothing more"), "truncated"),
        (lambda path: parquet.write_table(pa.table({"body": ["x"]}), path), "no-text"),
        (lambda path: parquet.write_table(pa.table({"text": [None, None]}, pa.schema([("text", pa.string())])), path), "bad-line"),
    ],
)  # fmt: skip
def test_parquet_files_without_articles_are_refused(tmp_path, make, kind):
    make(tmp_path / "a.parquet")
    found = list(pages(str(tmp_path / "a.parquet")))
    assert {p.kind for p in found} == {kind}


def test_days_and_numbers_of_a_parquet_file_are_told_as_text(tmp_path):
    row = {"id": 7, "text": "An envoy left.", "published": pa.scalar(19_000, pa.date32()).as_py(), "other": 1}
    parquet.write_table(pa.Table.from_pylist([row]), tmp_path / "a.parquet")
    (page,) = pages(str(tmp_path / "a.parquet"))
    assert json.loads(page.content) == {"id": "7", "text": "An envoy left.", "published": "2022-01-08"}
