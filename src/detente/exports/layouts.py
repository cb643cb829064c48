"""Which layout a file has, and the one way to read it and to write it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.errors import UsageError
from detente.exports import gdelt, icews, polecat
from detente.exports.sheets import decoded, written
from detente.types import CodedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout that can be read. `columns`: those by which it is recognised."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[bytes, str], CodedFile]
    header: bool = True
    commas: bool = False


LAYOUTS = (
    Layout(name="icews", columns=icews.COLUMNS, read=icews.read_icews),
    Layout(name="icews-benchmark", columns=icews.BENCHMARK, read=icews.read_benchmark, commas=True),
    Layout(name="gdelt", columns=gdelt.COLUMNS, read=gdelt.read_gdelt, header=False),
    Layout(name="gdelt1", columns=gdelt.COLUMNS_1, read=gdelt.read_gdelt_1, header=False),
    Layout(name="polecat", columns=polecat.COLUMNS, read=polecat.read_polecat),
)


def read_coded(content: bytes, name: str, layout: str = "auto") -> CodedFile:
    """A file that others coded. `layout`: auto, icews, gdelt or polecat.

    Raises `UsageError` for a file of none of these layouts and for one that lacks columns, which it names.
    """
    if not content.strip():
        raise UsageError(f"{name}: the file is empty")
    return _layout_of(content, name, layout).read(content, name)


def written_again(file: CodedFile) -> bytes:
    """The bytes of a file that was imported, as they were (rows that could not be read are gone)."""
    layout = next(layout for layout in LAYOUTS if layout.name == file.layout)
    return written(file, header=layout.header, commas=layout.commas)


def _layout_of(content: bytes, name: str, wanted: str) -> Layout:
    first = decoded(content[: content.find(b"\n") if b"\n" in content else None])[0].rstrip("\r\n")
    shares = [
        (_share(first, layout), layout) for layout in LAYOUTS if wanted in ("auto", layout.name.split("-")[0])
    ]
    share, best = max(shares, key=lambda pair: pair[0])
    if wanted == "auto" and share < 0.5:
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise UsageError(
            f"{name}: of none of the layouts that can be read ({known}); its first line begins {first[:80]!r}; "
            "where one was meant, name it with --format and the missing columns will be named"
        )
    return best


def _share(first: str, layout: Layout) -> float:
    """How much of a layout's columns a first line has, 0 to 1; of a layout without a header, by their number."""
    fields = first.split("," if layout.commas else "\t")
    if not layout.header:
        return float(len(fields) == len(layout.columns) and fields[0].isdecimal())
    return sum(column in fields for column in layout.columns) / len(layout.columns)
