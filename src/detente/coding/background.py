"""Background: what a story recalls, told apart from what it reports."""

from __future__ import annotations

from detente import grammar
from detente.types import Article, Sentence, When

OLD_AFTER_DAYS = 45
RECALLING = grammar.words_of("since after when before following while as once because")
LONG_AGO = grammar.words_of("ago earlier previously historically formerly decade century once")


def is_background(sentence: Sentence, word: int, when: When | None, article: Article) -> bool:
    """Whether the act is history to the story: dated long before it, or recalled in a side clause."""
    if when is not None and when.value and article.published:
        age = _age_in_days(when.value, article.published)
        if age is not None:
            return age > OLD_AFTER_DAYS
    clause = grammar.clause_of(sentence, word)
    if clause is None:
        return False
    modifiers = {sentence.lemmas[c].lower() for c in grammar.children(sentence, clause, "advmod")}
    if modifiers & {"historically", "formerly", "previously"}:
        return True
    if _years_ago(sentence, clause):
        return True
    perfect = "had" in grammar.auxiliaries(sentence, clause)
    aside = sentence.relations[clause] == "acl:relcl" or _is_recalled(sentence, clause)
    return perfect and aside


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
    if not parts[0].isdigit() or len(parts[0]) != 4:
        return None
    year = int(parts[0])
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 12
    day = int(parts[2]) if len(parts) > 2 and parts[2][:2].isdigit() else 31
    return round(year * 365.25 + month * 30.44 + day)
