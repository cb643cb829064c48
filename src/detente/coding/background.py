"""Background: what a story recalls, told apart from what it reports."""

from __future__ import annotations

import re

from detente import grammar
from detente.types import Article, Sentence, When

OLD_AFTER_DAYS = 45
RECALLING = grammar.words_of("since after when before following while as once because")
LONG_AGO = grammar.words_of("ago earlier previously historically formerly decade century once")
YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
# A year before what is held or made is the year of the holding: "hosted the 2017 championship".
MAKING = grammar.words_of(
    "host hold win lose attend join stage fight contest organise organize boycott sign conclude reach negotiate broker"
)
# A year before what was there already says nothing of the act: "condemned the 2012 attack".
ABOUT_THINGS = grammar.words_of(
    "condemn criticise criticize denounce praise quit abandon leave honour honor violate breach uphold revive restore "
    "renew commemorate recall investigate defend scrap withdraw reject cite blame renegotiate implement resolve"
)
TIMES_OF_YEAR = grammar.TIMES | grammar.words_of("spring summer autumn winter beginning start decade")
GATHERINGS = grammar.words_of(
    "election war olympics games cup championship tournament summit conference referendum"
)


def is_background(sentence: Sentence, word: int, when: When | None, article: Article) -> bool:
    """Whether the act is history to the story: dated long before it, or recalled in a side clause."""
    thing = _year_of_a_thing(sentence, word, when)
    if when is not None and when.value and article.published and not thing:
        age = _age_in_days(when.value, article.published)
        if age is not None and (age > OLD_AFTER_DAYS or _is_own_date(sentence, word, when)):
            return age > OLD_AFTER_DAYS
    clause = grammar.clause_of(sentence, word)
    if clause is None:
        return False
    if article.published and _is_of_a_past_year(sentence, clause, int(article.published[:4])):
        return True
    modifiers = {sentence.lemmas[c].lower() for c in grammar.children(sentence, clause, "advmod")}
    if modifiers & {"historically", "formerly", "previously"}:
        return True
    if _years_ago(sentence, clause):
        return True
    perfect = "had" in grammar.auxiliaries(sentence, clause)
    aside = sentence.relations[clause] == "acl:relcl" or _is_recalled(sentence, clause)
    return perfect and aside


def _is_own_date(sentence: Sentence, word: int, when: When) -> bool:
    """Whether the date stands in the act's own clause: one of the main clause does not date an aside."""
    at = grammar.word_at(sentence, when.start, when.end)
    return at is None or grammar.clause_of(sentence, at) == grammar.clause_of(sentence, word)


def _is_of_a_past_year(sentence: Sentence, clause: int, published: int) -> bool:
    """Whether the clause's own time phrase, or what it says was held or made, bears only years gone by."""
    years: list[int] = []
    for marker, noun in grammar.obliques(sentence, clause):
        lemma = sentence.lemmas[noun].lower()
        is_time = YEAR.fullmatch(sentence.words[noun]) or lemma in TIMES_OF_YEAR
        if marker in {"in", "during", "on", "at", ""} and (is_time or lemma in GATHERINGS):
            years += _years_at(sentence, noun)
    thing = grammar.object_of(sentence, clause)
    if thing is not None and sentence.lemmas[clause].lower() in MAKING:
        years += _years_at(sentence, thing)
    return bool(years) and max(years) < published


def _years_at(sentence: Sentence, noun: int) -> list[int]:
    below = (noun, *grammar.children(sentence, noun, "compound", "nummod", "amod", "nmod", "flat"))
    return [int(sentence.words[w]) for w in below if YEAR.fullmatch(sentence.words[w])]


def _year_of_a_thing(sentence: Sentence, word: int, when: When | None) -> bool:
    """ "Condemned the 2012 attack", "withdrew from the 2015 deal": the year is not that of the act."""
    if when is None or sentence.lemmas[word].lower() not in ABOUT_THINGS:
        return False
    year = grammar.word_at(sentence, when.start, when.end)
    if year is None or not YEAR.fullmatch(sentence.words[year]):
        return False
    noun = grammar.head_of(sentence, year)
    before = year < noun and sentence.relations[year] in {"compound", "nummod", "amod", "nmod", "nmod:desc"}
    return before and grammar.base(sentence.relations[noun]) in {"obj", "obl", "nsubj"}


def _is_recalled(sentence: Sentence, clause: int) -> bool:
    if grammar.base(sentence.relations[clause]) != "advcl":
        return False
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark", "advmod")}
    return bool(marks & RECALLING)


def _years_ago(sentence: Sentence, clause: int) -> bool:
    for adverb in grammar.children(sentence, clause, "advmod"):
        if sentence.lemmas[adverb].lower() == "ago":
            units = {sentence.lemmas[w].lower() for w in grammar.subtree(sentence, adverb)}
            return bool(units & {"year", "decade", "century", "month", "generation"})
    return False


def _age_in_days(value: str, published: str) -> int | None:
    """Days from the end of the span that `value` names to the day of publication, by calendar prefixes."""
    then, now = _last_day(value), _last_day(published[:10])
    return None if then is None or now is None else now - then


def _last_day(value: str) -> int | None:
    parts = value[:10].split("-")
    if not parts[0].isdecimal() or len(parts[0]) != 4:
        return None
    year = int(parts[0])
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 12
    day = int(parts[2]) if len(parts) > 2 and parts[2][:2].isdecimal() else 31
    return round(year * 365.25 + month * 30.44 + day)
