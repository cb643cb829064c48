"""What another coding would change, as it stands in a terminal."""

from io import StringIO

from rich.console import Console

from detente.display.recoded import Example, recoded_text


def example(kind, fate):
    return Example(
        kind=kind, fate=fate, id=f"{kind}-{fate}", before="—", after="—", fields=(), quote="They met."
    )


def drawn(**more):
    given = {
        "fates": {"report": {"same": 2}, "encounter": {}},
        "fields": [],
        "others": {},
        "examples": [],
        "agreed": [],
    }
    out = StringIO()
    Console(file=out, width=100).print(recoded_text(**given | more))
    return out.getvalue()


def test_examples_come_by_kind_and_fate():
    given = [("encounter", "added"), ("report", "withdrawn"), ("encounter", "changed"), ("report", "changed")]
    told = drawn(examples=[example(*one) for one in given])
    names = ["report-changed", "report-withdrawn", "encounter-changed", "encounter-added"]
    assert sorted(names, key=told.index) == names


def test_fields_are_counted_by_kind():
    told = drawn(fields=[("encounter.form", 18), ("report.status", 3), ("encounter.day", 2)])
    assert "  reports: status 3\n  encounters: form 18, day 2\n" in told
    assert "fields that change" not in drawn()
