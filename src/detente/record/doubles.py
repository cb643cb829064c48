"""Articles that several pieces of a folder hold: the first stands, the same text again is passed over, another is kept beside it.

That is what one record makes of them when it reads the pieces one after the other (`writing.keep`). Parts are never written
anew for it: `doubles.parquet` says what is to be left out of which, and under which mark another text goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

NAME = "doubles.parquet"
_NAMED = {
    "articles": ("id",), "reports": ("id",), "encounters": ("id", "part_of"), "positions": ("id",),
    "claims": ("id", "encounter"), "roles": ("of",), "stages": ("of",), "journeys": ("of",),
}  # fmt: skip
"""Columns that hold identifiers which come of an article's."""


def find_doubles(folder: Path, parts: Sequence[Path]) -> int:
    """Looks through all parts of `articles`, writes down what is there twice, and says how many those are."""
    question = """
        WITH every AS (SELECT id, text, parse_filename(filename, true) AS piece FROM read_parquet(?, filename = true))
        SELECT id, piece, sha256(text) FROM every
        WHERE id IN (SELECT id FROM every GROUP BY id HAVING count(*) > 1) ORDER BY id, piece"""
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(question, [[str(part) for part in parts]]).fetchall()
    rows = list(_judged(found))
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("article", "piece", "mark")
    table = pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
    temporary = (folder / NAME).with_suffix(".tmp")
    parquet.write_table(table, temporary)
    temporary.replace(folder / NAME)
    return len(rows)


def _judged(found: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str, str | None]]:
    of, first, marks = "", "", set[str]()
    for article, piece, digest in found:
        if article != of:
            of, first, marks = article, digest, set()
            continue
        new = digest != first and digest not in marks
        marks.add(digest)
        yield article, piece, digest[:8] if new else None


def kept(folder: Path) -> Path | None:
    """The file that says what is there twice, None where nothing is."""
    path = folder / NAME
    return path if path.exists() and parquet.read_metadata(path).num_rows else None


def source(table: str, kinds: Mapping[str, str], files: str, twice: Path) -> str:
    """The rows of a table without those of doubles, as a question; `files` is a list for `read_parquet`."""
    article = "id" if table == "articles" else "article"
    listed = ", ".join(f'{_renamed(table, column, article)} AS "{column}"' for column in kinds)
    quoted = str(twice.absolute()).replace("'", "''")
    return (
        f"(SELECT {listed} FROM read_parquet([{files}], union_by_name = true, hive_partitioning = false, filename = true) t "
        f"LEFT JOIN read_parquet('{quoted}') d ON d.article = t.{article} AND d.piece = parse_filename(t.filename, true) "
        "WHERE d.piece IS NULL OR d.mark IS NOT NULL)"
    )


def _renamed(table: str, column: str, article: str) -> str:
    plain = f't."{column}"'
    if column == "reports" and table == "encounters":
        return f"CASE WHEN d.mark IS NULL THEN {plain} ELSE list_transform({plain}, lambda one: one || '_' || d.mark) END"
    if column != article and column not in _NAMED.get(table, ()):
        return plain
    marked = f"{plain} || '_' || d.mark"
    if column in {"id", "of"} and table in {"positions", "roles"}:
        # The number of a position stands behind the identifier of its article.
        numbered = f"regexp_replace({plain}, '_(\\d+)$', '_' || d.mark || '_\\1')"
        marked = f"CASE WHEN starts_with({plain}, 'po_') THEN {numbered} ELSE {marked} END"
    return f"CASE WHEN d.mark IS NULL THEN {plain} ELSE {marked} END"
