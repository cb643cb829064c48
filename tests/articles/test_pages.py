"""Pages of many makers, written for these tests, with what a reader sees on them (`pages/NAME.json`).

A new page: save `pages/NAME.html` and, beside it, the fields that matter for it. `paragraphs` is the whole body.
"""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from detente.articles import ArticleTables, extract
from detente.types import Page

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_is_read_as_a_reader_sees_it(path: Path, tables: ArticleTables) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text())
    page = Page(
        content=path.read_bytes(),
        location=path.name,
        media_type="text/html",
        retrieved="2024-11-08T00:00:00Z",
    )
    article = asdict(extract(page, tables))
    contained = wanted.pop("contains", [])
    assert [p for p in contained if p not in article["text"]] == []
    found = {
        name: article["text"].split("\n\n") if name == "paragraphs" else article[name] for name in wanted
    }
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    assert found == wanted
