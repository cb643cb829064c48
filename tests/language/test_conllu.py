"""CoNLL-U in and out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.language import Language
from detente.language.conllu import filled, parsed, read_blocks
from detente.language.drawing import drawn

GIVEN = """# sent_id = 1
# text = She won't.
1\tShe\t_\t_\t_\t_\t_\t_\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\two\t_\t_\t_\t_\t_\t_\t_\t_
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
4\t.\t_\t_\t_\t_\t_\t_\t_\t_

"""


def test_raw_text_becomes_documents_of_ten_columns(language: Language) -> None:
    written = parsed("Mr. Qin's plane landed in Kigali.\n\nIt left.", language)
    blocks = list(read_blocks(written))
    assert [c for b in blocks for c in b.comments if c.startswith("# newdoc")] == [
        "# newdoc id = 1",
        "# newdoc id = 2",
    ]
    assert [row[1] for row in blocks[0].rows] == ["Mr.", "Qin", "'s", "plane", "landed", "in", "Kigali", "."]
    assert all(len(row) == 10 for block in blocks for row in block.rows)
    assert "SpaceAfter=No" in blocks[0].rows[1][9]
    assert "NER=B-LOC" in blocks[0].rows[6][9]
    assert written.endswith("\n")


def test_the_texts_words_can_be_put_together_again(language: Language) -> None:
    text = "“We don't know,” she said—twice. (It's true.)"
    rebuilt = ""
    for block in read_blocks(parsed(text, language)):
        for row in block.rows:
            rebuilt += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    assert rebuilt.strip() == text


def test_given_words_keep_their_rows_and_are_filled_in(language: Language) -> None:
    (block,) = read_blocks(filled(GIVEN, language))
    assert block.comments == ("# sent_id = 1", "# text = She won't.")
    assert [row[0] for row in block.rows] == ["1", "2-3", "2", "3", "4"]
    assert block.rows[1][9] == "SpaceAfter=No"
    assert sum(row[7] == "root" for row in block.rows) == 1
    assert block.rows[0][3] == "PRON"


def test_what_is_no_conllu_is_refused_by_its_line(language: Language) -> None:
    with pytest.raises(UsageError, match=r"line 3 .* 1 of 10 columns"):
        filled("# text = a\n" + "\t".join(["1", "a", *"_" * 8]) + "\nThe minister left.\n", language)


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_rows_that_can_be_read_again(language: Language, text: str) -> None:
    written = parsed(text, language)
    rows = [row for block in read_blocks(written) for row in block.rows]
    assert "".join(row[1] for row in rows) == "".join(text.split())
    assert [row[:2] for row in rows] == [
        row[:2] for block in read_blocks(filled(written, language)) for row in block.rows
    ]


def test_nothing_in_gives_nothing_out(language: Language) -> None:
    assert parsed(" \n\n ", language) == ""
    assert filled("", language) == ""


def test_a_drawing_has_a_line_for_each_word(language: Language) -> None:
    (sentence,) = language.analyse(["Protesters marched in Dakar."])[0]
    lines = drawn(sentence).split("\n")
    assert len(lines) == len(sentence.words)
    assert lines[0].startswith("marched") and "VERB" in lines[0]
