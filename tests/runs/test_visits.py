"""Lists of visits, read from files."""

import pytest

from detente.errors import UsageError
from detente.runs.visits import visit_rows


@pytest.mark.parametrize(
    "text",
    [
        "traveller,office,traveller_country,country,start\nMike Pompeo,secretary of state,USA,China,2018-10-08\n",
        '{"traveller": "Mike Pompeo", "office": "secretary of state", "traveller_country": "USA", "country": "China", '
        '"start": "2018-10-08"}\n\n',
    ],
    ids=["csv", "jsonl"],
)
def test_both_kinds_of_list_give_the_same_rows(tmp_path, text):
    path = tmp_path / "visits"
    path.write_text(text, encoding="utf-8")
    assert visit_rows(path) == [
        {
            "traveller": "Mike Pompeo", "office": "secretary of state", "traveller_country": "USA", "country": "China",
            "start": "2018-10-08",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ('{"a": 1}\n{oops\n', ":2: not JSON"),
        ("just words\n", "header"),
        ('{"a": 1}\n[1]\n', ":2: expected an object"),
    ],
)
def test_what_is_no_list_is_said_with_its_line(tmp_path, text, said):
    path = tmp_path / "visits"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        visit_rows(path)


def test_a_list_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        visit_rows(tmp_path / "none.csv")
