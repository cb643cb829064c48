"""Marks that overlap are cut where one begins or ends; nothing of the text is lost."""

from hypothesis import given
from hypothesis import strategies as st

from detente.display.highlight import Mark, pieces
from detente.display.maps import land, place_svg

TEXT = "Blinken met Qin in Beijing on Sunday."


def test_overlapping_marks():
    marks = [
        Mark(start=0, end=37, kind="sentence", of="rp_1"),
        Mark(start=0, end=7, kind="actor", of="rp_1", title="actor: Antony Blinken"),
        Mark(start=8, end=15, kind="trigger", of="rp_2"),
        Mark(start=12, end=15, kind="recipient", of="rp_1"),
    ]
    found = pieces(TEXT, 0, 26, marks)
    assert [(one.text, one.kinds) for one in found] == [
        ("Blinken", ("actor", "sentence")),
        (" ", ("sentence",)),
        ("met ", ("trigger", "sentence")),
        ("Qin", ("recipient", "trigger", "sentence")),
        (" in Beijing", ("sentence",)),
    ]
    assert found[0].titles == ("actor: Antony Blinken",) and found[2].of == "rp_2"


@given(
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=12),
    st.integers(0, 37),
    st.integers(0, 37),
)
def test_no_mark_loses_a_letter(spans, a, b):
    start, end = sorted((a, b))
    marks = [Mark(start=min(s), end=max(s), kind=str(n)) for n, s in enumerate(spans)]
    found = pieces(TEXT, start, end, marks)
    assert "".join(one.text for one in found) == TEXT[start:end]
    for one in found:
        wanted = {m.kind for m in marks if m.start <= one.start and m.end >= one.start + len(one.text)}
        assert set(one.kinds) == wanted


def test_a_map_anywhere_on_earth():
    assert len(land()) > 100
    for lat, lon in ((39.9, 116.4), (0, 0), (89.9, 0), (-90, 180), (-17, 178), (64, -170)):
        drawn = place_svg(lat, lon, '<"here">')
        assert drawn.count("<circle") == 1 and '<"here">' not in drawn
    assert place_svg(-17, 178, "Suva").count("<path") >= 1
