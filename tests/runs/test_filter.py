"""`detente code`: one line in, one line out, in order."""

import json
from pathlib import Path

import pytest

from detente.runs.filter import LONGEST_LINE, code_lines

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.json"
STORY = "Russia expelled two Norwegian diplomats on Friday. Norway called the decision unfounded."


def line(**fields) -> bytes:
    return json.dumps({"id": "a", "text": STORY, "published": "2023-04-14", **fields}).encode()


def coded(reader, *lines, **options):
    return [json.loads(answer) for answer in code_lines(lines, reader, **options)]


def problems(answer):
    return [problem["kind"] for problem in answer["problems"]]


def test_a_story_is_coded_under_its_own_identifier(reader):
    [answer] = coded(reader, line(id="story-7", title="Expelled", outlet="The Courier"))
    assert answer["id"] == "story-7"
    assert answer["article"]["title"] == "Expelled"
    assert answer["article"]["published"] == "2023-04-14"
    [told] = [r for r in answer["reports"] if r["trigger"]["text"] == "expelled"]
    assert [actor["country"] for actor in told["actors"]] == ["RUS"]
    assert [actor["country"] for actor in told["recipients"]] == ["NOR"]
    assert problems(answer) == []


BAD = {
    "no JSON": (b"{not json", "line-1", "bad-line"),
    "an array": (b"[1, 2]", "line-1", "bad-line"),
    "a number": (b"7", "line-1", "bad-line"),
    "null": (b"null", "line-1", "bad-line"),
    "no text": (b'{"id": "a"}', "a", "bad-line"),
    "no identifier": (b'{"text": "Russia left."}', "line-1", "bad-line"),
    "text is a list": (b'{"id": "a", "text": ["x"]}', "a", "bad-line"),
    "text is null": (b'{"id": "a", "text": null}', "a", "bad-line"),
    "identifier is a number": (b'{"id": 7, "text": "x"}', "line-1", "bad-line"),
    "title is a number": (b'{"id": "a", "text": "x", "title": 5}', "a", "bad-line"),
    "empty text": (b'{"id": "a", "text": ""}', "a", "empty"),
    "only white space": (b'{"id": "a", "text": " \\n\\t "}', "a", "empty"),
    "not UTF-8": (b'{"id": "a", "text": "\xff\xfe"}', "line-1", "bad-line"),
    "cut off": (b'{"id": "a", "text": "Russ', "line-1", "bad-line"),
    "half a character": (b'{"id": "a", "text": "\\ud83d"}', "line-1", "bad-line"),
    "nested too deep": (b'{"id": ' + b"[" * 5000, "line-1", "bad-line"),
}


@pytest.mark.parametrize(("given", "identity", "kind"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_gives_a_line_that_says_why(reader, given, identity, kind):
    [answer] = coded(reader, given)
    assert (answer["id"], problems(answer)) == (identity, [kind])
    assert answer["problems"][0]["message"]
    assert not answer["reports"]


def test_a_line_too_long_is_named(reader):
    [answer] = coded(reader, b'{"id": "a", "text": "' + b"x" * LONGEST_LINE)
    assert problems(answer) == ["too-large"]


def test_answers_come_in_the_order_of_the_lines_good_and_bad_alike(reader):
    lines = [
        line(id="first"),
        b"{",
        b"",
        line(id="second"),
        b"   \n",
        b'{"id": "empty", "text": ""}',
        line(id="last"),
    ]
    assert [answer["id"] for answer in coded(reader, *lines)] == [
        "first",
        "line-2",
        "second",
        "empty",
        "last",
    ]


@pytest.mark.parametrize("lines", [[], [b""], [b"\n", b"  \r\n", b"\t"]], ids=["nothing", "empty", "blank"])
def test_blank_lines_give_no_line(reader, lines):
    assert coded(reader, *lines) == []


def test_the_size_of_the_batch_changes_nothing(reader):
    lines = [
        line(id=str(n), text=STORY if n % 2 else "China and Japan held talks in Tokyo.") for n in range(5)
    ]
    assert coded(reader, *lines, batch=1) == coded(reader, *lines, batch=2) == coded(reader, *lines)


def test_an_answer_comes_before_the_next_line_is_read(reader):
    asked = []

    def lines():
        for name in "ab":
            asked.append(name)
            yield line(id=name)

    answers = code_lines(lines(), reader, batch=1)
    next(answers)
    assert asked == ["a"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"published": None}, "undated"),
        ({"text": "Die Bundesregierung hat am Freitag zwei russische Diplomaten ausgewiesen, wie das Auswärtige Amt mitteilte. " * 3}, "not-english"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_story_is_told_beside_what_could_be_coded(reader, fields, kind):
    [answer] = coded(reader, line(**fields))
    assert kind in problems(answer)
    assert answer["article"]["text"]


ODD = ["\u0000", "\u202e", "😀" * 50, "a" * 5000, "." * 3000, "\r\n\x0b\x0c\u2028" * 20, "'" * 400]


@pytest.mark.parametrize("text", ODD, ids=[ascii(text[:1]) for text in ODD])
def test_no_text_stops_the_filter(reader, text):
    [answer] = coded(reader, line(text=f"{text} Russia warned Poland. {text}"))
    assert answer["id"] == "a"


def test_offsets_are_those_of_the_answers_own_text(reader):
    [answer] = coded(reader, line(text="😀😀 " + STORY + " \u202e😀 Russia warned Poland."))
    text = answer["article"]["text"]
    assert answer["reports"]
    for report in answer["reports"]:
        assert text[report["start"] : report["end"]] == report["quote"]
        spans = [report["trigger"], *report["actors"], *report["recipients"]]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


@pytest.mark.skipif(not SCHEMA.exists(), reason="docs/schema.json is generated for a release")
def test_every_line_is_as_the_schema_says(reader):
    validator = pytest.importorskip("jsonschema").Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    visit = "Antony Blinken visited Beijing on June 18 and met Qin Gang. China urged Washington to lift sanctions."
    for answer in coded(reader, line(), line(text=visit), b"{", b'{"id": "a", "text": ""}'):
        assert [error.message for error in validator.iter_errors(answer)] == []


def test_the_published_schema_is_the_one_of_the_types():
    from detente.reading.schema import schema

    if not SCHEMA.exists():
        pytest.skip("docs/schema.json is generated for a release")
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(schema())), (
        "run python -m detente.reading.schema > docs/schema.json"
    )
