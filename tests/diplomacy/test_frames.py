"""What the trained reader is given: the article in stretches, with a place of its own for every power."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.diplomacy.acts import Told, read
from detente.diplomacy.frames import BEFORE, HEADING, KINDS, LONGEST, TITLED, frames, marked
from detente.diplomacy.relating import LINKS, Relating
from detente.knowledge.telling_words import EVEN
from detente.reading import Story
from detente.types import Article

TEXT = (
    "BEIJING, June 18 (Orbis) - Antony Blinken met Qin Gang in Beijing on Sunday. Washington wants the hotline back. "
    "He will see Wang Yi on Monday."
)


def pieces(word):
    return tuple(range(200, 201 + len(word) // 5))


@pytest.fixture(scope="session")
def framed(reader):
    def of(text, title="Blinken in Beijing", published="2023-06-18"):
        article = Article(id="x", text=text, title=title, published=published, language="en")
        analysed = reader.analyse([article])
        sentences = analysed.parsed[0][1] or ()
        whens, wheres = reader._scene(article, sentences)
        return sentences, list(frames(sentences, article, analysed.casts[0].mentions, whens, wheres, pieces))

    return of


def named(frame, sentences, power):
    """The words of all mentions of a power, those of the heading left out."""
    place = frame.powers.index(power) + 1
    found = set()
    for m in frame.mentions:
        if m.place == place and m.sentence >= 0:
            sentence = next(s for s in sentences if s.index == m.sentence)
            found.add(" ".join(sentence.words[frame.words[m.first] : frame.words[m.last] + 1]))
    return found


def test_people_capitals_and_pronouns_share_the_place_of_their_power(framed):
    sentences, [frame] = framed(TEXT)
    assert {"Antony Blinken", "Washington", "He"} <= named(frame, sentences, "USA")
    assert {"Qin Gang", "Wang Yi", "Beijing"} <= named(frame, sentences, "CHN")


def test_the_heading_names_each_power_once_before_the_title(framed):
    _, [frame] = framed(TEXT)
    headings = [m for m in frame.mentions if m.sentence == HEADING]
    assert [frame.powers[m.place - 1] for m in headings] == list(frame.powers)
    assert list(frame.sentences) == sorted(frame.sentences)
    assert TITLED in frame.sentences


def test_times_have_no_place(framed):
    _, [frame] = framed(TEXT)
    times = [m for m in frame.mentions if m.when is not None]
    assert {m.when.text for m in times} >= {"Sunday", "Monday"}
    assert {m.place for m in times} == {0}
    assert {KINDS[m.kind] for m in times} == {"time"}


def test_the_shortest_mention_says_what_a_piece_is(framed):
    _, [frame] = framed("China's foreign minister met Antony Blinken.")
    flat, places, kinds = marked(frame)
    assert len(flat) == len(places) == len(kinds)
    first = next(n for n, s in enumerate(frame.sentences) if s == 0)
    china = frame.firsts[first]
    assert KINDS[kinds[china]] == "state"


def test_a_long_article_is_read_in_stretches_that_follow_one_another(framed):
    sentences, found = framed(" ".join([TEXT] * 14))
    assert len(found) > 1
    read = [n for f in found for n in sorted({s for s in f.sentences if s >= f.since})]
    assert read == [s.index for s in sentences]
    assert all(len(f.pieces) <= LONGEST + 60 for f in found)
    assert all(f.since - min(s for s in f.sentences if s >= 0) <= BEFORE for f in found)


def test_what_a_mention_is_to_an_act(framed):
    sentences, [frame] = framed(TEXT)
    said = {s.index: s.words for s in sentences}
    word = next(n for n, s in enumerate(frame.sentences) if s >= 0 and said[s][frame.words[n]] == "met")
    links = Relating(frame).links(word, range(len(frame.mentions)))
    of = {m.actor.text: LINKS[link] for m, link in zip(frame.mentions, links, strict=True) if m.actor}
    assert of["Antony Blinken"] == "subject"
    assert of["Qin Gang"] == "object"
    assert of["Washington"] == "in the sentence after"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["China met.", "Rain fell.", "Modi said no!", "“A, b”", "\u202eX"]), max_size=8)
)
def test_any_text_is_framed_whole_and_within_its_words(framed, parts):
    sentences, found = framed(" ".join(parts), title="")
    assert sum(len({s for s in f.sentences if s >= f.since}) for f in found) == len(sentences)
    for frame in found:
        assert len(frame.firsts) == len(frame.lasts) == len(frame.sentences) == len(frame.words)
        assert all(0 <= m.first <= m.last < len(frame.firsts) for m in frame.mentions)
        assert all(0 <= m.place <= len(frame.powers) for m in frame.mentions)


def test_a_sentence_that_the_encoder_has_no_places_for_is_passed_over(reader):
    text = "BEIJING - Antony Blinken met Qin Gang " + "and told him more " * 400 + "in Beijing on Sunday."
    [reading] = reader.read([reader.story(Story(id="x", text=text, published="2023-06-18"))])
    assert reading.article.text == text


class Counting:
    """A head that counts what it is asked, and finds nothing worth telling in it."""

    pieces = staticmethod(pieces)

    def __init__(self):
        self.asked = 0
        self.labels = {"links": None, "far": None}

    def scores(self, pieces, places, kinds):
        self.asked += 1
        nothing = np.tile(np.array([9.0, 0.0], dtype=np.float32), (len(pieces), 1))
        return {"form": nothing, "stance": nothing, "shown": nothing}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "PARIS, June 18 (Orbis) - The French government promised to lower taxes. The president met his ministers.",
            0,
        ),
        (
            "PARIS, June 18 (Orbis) - The French government promised to arm Ukraine. The president met Zelensky.",
            1,
        ),
    ],
)
def test_the_reader_is_asked_where_there_are_two_powers(reader, text, asked):
    article = Article(id="x", text=text, published="2023-06-18", language="en")
    analysed, head = reader.analyse([article]), Counting()
    sentences = analysed.parsed[0][1] or ()
    whens, wheres = reader._scene(article, sentences)
    told = read(sentences, article, analysed.casts[0].mentions, whens, wheres, head, {EVEN: 9.0})
    assert (head.asked, told) == (asked, Told())
