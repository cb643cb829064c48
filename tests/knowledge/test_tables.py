"""What an editor of a table is told when a row is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.tables import read_csv, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    person: str
    country: str
    aliases: tuple[str, ...] = ()
    number: int | None = None
    kind: Literal["head", "minister"] = "head"


def table(tmp_path: Path, text: str, name: str = "holders.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_become_the_types_of_the_row(tmp_path: Path) -> None:
    text = "# who\nperson,country,aliases,number\nQin Gang,CHN,Qin|秦刚,7\n\nWang Yi,CHN,,\n"
    assert read_csv(table(tmp_path, text), Holder) == (
        Holder(person="Qin Gang", country="CHN", aliases=("Qin", "秦刚"), number=7),
        Holder(person="Wang Yi", country="CHN"),
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holders.csv:1:1: the table is empty"),
        ("person,land\nQin,CHN\n", "holders.csv:1:2: unknown column 'land'"),
        ("person\nQin\n", "holders.csv:1:1: missing column country"),
        ("person,country,number\nQin,CHN,seven\n", "holders.csv:2:3: column number:"),
        ("person,country,kind\nQin,CHN,king\n", "holders.csv:2:3: column kind:"),
        ("person,country\nQin,CHN,extra\n", "holders.csv:2:1: 3 cells where the header names 2"),
        ("# note\nperson,country\n\nQin,\n", "holders.csv:4:2: column country:"),
        ("person,country\n" + "Q" * 140_000 + ",CHN\n", "holders.csv:2:1: field larger than field limit"),
        ("p" * 140_000 + ",country\n", "holders.csv:1:1: field larger than field limit"),
    ],
    ids=range(9),
)
def test_a_wrong_cell_is_named_by_file_line_and_column(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_csv(table(tmp_path, text), Holder)
    assert complaint in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_csv(table(tmp_path, "person,country,number\nA,AAA,x\nB,BBB,1\nC,CCC,y\n"), Holder)
    assert str(caught.value).count("holders.csv:") == 2


def test_a_row_told_twice_names_the_first_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="stands already in line 2"):
        read_csv(table(tmp_path, "person,country\nQin,CHN\nQin,CHN\n"), Holder, unique=("person", "country"))


def test_a_toml_entry_names_its_own_line(tmp_path: Path) -> None:
    text = '[[holder]]\nperson = "Qin"\ncountry = "CHN"\n\n[[holder]]\nperson = "Wang"\ncountry = "CHN"\nnumber = "x"\n'
    with pytest.raises(KnowledgeError, match=r"holders\.toml:8:1: column number"):
        read_toml(table(tmp_path, text, "holders.toml"), "holder", Holder)
