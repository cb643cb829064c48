"""Files and folders: every page in a stable order, and one refusal for each item that could not be got."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.sources import Refusal, opening, pages
from detente.types import Page

HTML = b"<html><body><p>The ministers met.</p></body></html>"


def got(location: Path | str) -> list[Page]:
    return [p for p in pages(str(location)) if isinstance(p, Page)]


def refused(location: Path | str) -> list[tuple[str, str]]:
    return [(r.kind, r.location) for r in pages(str(location)) if isinstance(r, Refusal)]


def test_a_folder_is_read_with_its_folders_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.html", "a/c.html", "a/b/d.txt", ".hidden.html", "style.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    assert [p.location.removeprefix(f"{tmp_path}/") for p in got(tmp_path)] == [
        "a/b/d.txt",
        "a/c.html",
        "b.html",
    ]
    assert [p.media_type for p in got(tmp_path)] == ["text/plain", "text/html", "text/html"]


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(HTML)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(got(tmp_path)) == 1


def test_what_is_missing_is_named() -> None:
    assert refused("no/such/page.html") == [("missing", "no/such/page.html")]


def test_a_folder_without_permission_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.html").write_bytes(HTML)
    listing = Path.iterdir

    def guarded(self: Path) -> Iterator[Path]:
        if self.name == "a":
            raise PermissionError(13, "Permission denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", guarded)
    assert refused(tmp_path) == [("no-permission", str(tmp_path / "a"))]
    assert len(got(tmp_path)) == 1


def test_a_file_larger_than_a_page_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.html").open("wb") as stream:
        stream.truncate(60_000_000)
    (tmp_path / "small.html").write_bytes(HTML)
    assert refused(tmp_path) == [("too-large", str(tmp_path / "huge.html"))]
    assert len(got(tmp_path)) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (gzip.compress(HTML), None),
        (gzip.compress(HTML)[:-12], "truncated"),
        (b"no gzip at all", "truncated"),
        (gzip.compress(b"a" * 25_000_000), "too-large"),
    ],
    ids=["whole", "cut", "not-gzip", "bomb"],
)
def test_gzipped_pages(tmp_path: Path, content: bytes, kind: str | None) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(content)
    assert [k for k, _ in refused(path)] == ([kind] if kind else [])
    assert [p.content for p in got(path)] == ([] if kind else [HTML])


def test_each_line_of_jsonl_is_a_page_and_a_broken_one_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_text('{"id": "1", "text": "A."}\n{"id": \n\n[1]\n{"id": "2", "text": "B."}\n')
    assert [json.loads(p.content)["id"] for p in got(path)] == ["1", "2"]
    assert refused(path) == [("bad-line", f"{path}:2"), ("bad-line", f"{path}:4")]


def test_a_truncated_jsonl_gz_gives_what_could_be_read_and_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl.gz"
    whole = gzip.compress("".join(f'{{"id": "{n}", "text": "{n * 7919}"}}\n' for n in range(5000)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    assert 100 < len(got(path)) < 5000
    assert refused(path) == [("truncated", str(path))]


@pytest.mark.parametrize("stamp", [0, 315532800, 1580601600])
def test_a_packers_constant_time_is_no_time_of_saving(tmp_path: Path, stamp: int) -> None:
    import os

    path = tmp_path / "page.html"
    path.write_bytes(HTML)
    os.utime(path, (stamp, stamp))
    assert (got(path)[0].retrieved or "") > "2026"


def test_standard_input_may_be_a_page_or_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        def __init__(self, content: bytes) -> None:
            self.buffer = io.BytesIO(content)

    monkeypatch.setattr(opening.sys, "stdin", Input(HTML))
    assert [(p.location, p.media_type) for p in got("-")] == [("-", "text/html")]
    monkeypatch.setattr(opening.sys, "stdin", Input(b'{"id": "1"}\n{"id": "2"}\n'))
    assert [p.location for p in got("-")] == ["-:1", "-:2"]
