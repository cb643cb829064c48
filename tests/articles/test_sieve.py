"""Which pages of a crawl are read."""

import time

import pytest

from detente.articles import passed_over, powers
from detente.knowledge.bodies import bodies
from detente.knowledge.states import states
from detente.types import Page

ENGLISH = (
    "The minister said on Tuesday that the two governments had agreed to go on with the talks that were broken off in "
    "the spring, and that he was looking forward to a visit of his colleague before the end of the year. {} "
    "It was not clear whether the matter of the border would be among those that are to be discussed there."
)
GERMAN = (
    "Der Minister sagte am Dienstag, dass die beiden Regierungen sich auf eine Fortsetzung der Gespräche geeinigt haben, "
    "die im Frühjahr abgebrochen worden waren. {} Es ist noch nicht klar, ob die Frage der Grenze dabei sein wird."
)


@pytest.fixture(scope="module")
def known():
    return powers(states(), bodies())


def page(paragraphs: str, around: str = "") -> Page:
    markup = f"<html lang='en'><body><ul>{around}</ul><p class=x>{paragraphs}</p></body></html>"
    return Page(content=markup.encode(), location="a.warc#1", media_type="text/html", crawled=True)


MENU = "".join(f"<li><a href=/{name}>{name}</a>" for name in ("France", "China", "Japan", "Brazil"))


@pytest.mark.parametrize(
    ("body", "around", "why"),
    [
        (ENGLISH.format("France and Japan share that view."), "", None),
        (ENGLISH.format("The French ambassador went to NATO."), "", None),
        (ENGLISH.format("France has said so, and the French say it too."), "", "no-powers"),
        (ENGLISH.format("Nobody was named."), MENU, "no-powers"),
        (ENGLISH.format("<b>Fran</b>ces and Chinaware are no powers."), "", "no-powers"),
        (GERMAN.format("France, Japan."), "", "not-english"),
        ("Too short to tell.", "", None),
    ],
)
def test_english_pages_that_name_two_powers_are_read(known, body, around, why):
    assert passed_over(page(body, around), known) == why


@pytest.mark.parametrize(
    "unit", ["<p", "<p>", "<", "<p><", "</p", "&amp;", "<p>France &", "\x00", "\ufffd<p>"]
)
def test_hostile_markup_takes_no_time(known, unit):
    began = time.process_time()
    passed_over(page(unit * (400_000 // len(unit))), known)
    assert time.process_time() - began < 2
