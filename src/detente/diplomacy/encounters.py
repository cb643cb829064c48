"""The encounters of one article: told, joined where they are one, followed through their lives, set into visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente import grammar
from detente.diplomacy.cast import Cast, is_private, same, states_of
from detente.diplomacy.counterparts import in_role
from detente.diplomacy.dating import same_day
from detente.diplomacy.joining import CALLED_OFF, guests, is_about, is_same, merged, retold
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.lives import turned, turns
from detente.diplomacy.making import Setting, encounters_of
from detente.diplomacy.nesting import nested
from detente.diplomacy.outcomes import was_to
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.second_look import seen_by_both
from detente.diplomacy.sightings import sightings
from detente.diplomacy.stays import settled
from detente.diplomacy.verbs_of_meeting import OF_MATTERS
from detente.types import Actor, Article, Encounter, Sentence, When


def find(sentences: Sequence[Sentence], setting: Setting, tables: EncounterTables) -> tuple[Encounter, ...]:
    """All encounters of an article, in the order of the text."""
    seen: list[Encounter] = []
    seen_in: list[int] = []
    noted: set[str] = set()
    traveller = _traveller(sentences, setting.cast)
    since = 0
    for sentence in sentences:
        known = tuple(seen[i] for i in sorted(range(len(seen)), key=lambda i: (seen_in[i], i)))
        scene = Scene(
            sentence=sentence, cast=setting.cast.rereading(in_role(sentence, setting.cast, known, tables)),
            tables=tables, traveller=traveller, last=known[-1] if known else None, since=since, known=known,
        )  # fmt: skip
        since = sentence.start
        for sighting in _sightings(scene, setting):
            here = settled(sighting, seen, setting.article)
            for told in encounters_of(here, setting, tables):
                if here.dated and (told.when is None or told.when.precision not in {"day", "hour"}):
                    continue
                told = _on_its_day(_with_its_visit(told, here, seen), here, scene.known, setting.article)
                _join(seen, seen_in, told, sentence.index, here)
                noted |= {told.id} if here.noted and _names_other(told) else set()
        for turn in turns(sentence, setting, tables):
            seen = turned(seen, seen_in, turn, setting)
    kept = _once([e for e in seen if _is_between_powers(e) or e.id in noted])
    return nested(tuple(sorted(kept, key=lambda e: e.start)))


def _once(told: Sequence[Encounter]) -> list[Encounter]:
    """One word tells one encounter of the same people; where rules and reader took it for two, the first stands."""
    return list({e.id: e for e in reversed(told)}.values())[::-1]


def _sightings(scene: Scene, setting: Setting) -> Sequence[Sighting]:
    """The encounters of a sentence as the rules tell them, and as the trained reader sees them where there is one."""
    by_rule = tuple(sightings(scene))
    if setting.told is None or _is_note(scene):
        return by_rule
    told = [act for act in setting.told.encounters if act.sentence == scene.sentence.index]
    return tuple(seen_by_both(scene, by_rule, told))


def _is_note(scene: Scene) -> bool:
    """Whether a sentence may be a note of a journey, which the reader has not learned: "Met with President X."."""
    root = grammar.root(scene.sentence)
    return scene.traveller is not None and (root is None or grammar.subject_of(scene.sentence, root) is None)


def _with_its_visit(told: Encounter, sighting: Sighting, seen: Sequence[Encounter]) -> Encounter:
    """ "Were to dine on Monday": what was planned for a visit that was called off went the same way."""
    if told.status != "planned" or not was_to(sighting.sentence, sighting.clause):
        return told
    for known in seen:
        off = known.status in CALLED_OFF and known.form in {"visit", "summit"}
        if off and any(same(g, p) for g in guests(known) for p in told.participants):
            return replace(told, status=known.status)
    return told


def _on_its_day(
    told: Encounter, sighting: Sighting, known: Sequence[Encounter], article: Article
) -> Encounter:
    """The encounter with the day that the story is at: "in the evening", and what goes on as it is printed."""
    if told.when is not None:
        return told
    when = same_day(sighting, known, article.published)
    if when is None and told.status == "ongoing" and len(article.published or "") >= 10:
        day = (article.published or "")[:10]
        when = When(text="", start=told.start, end=told.start, value=day)
    return replace(told, when=when)


def _traveller(sentences: Sequence[Sentence], cast: Cast) -> Actor | None:
    """The person who acts in the first sentence with a verb: whom notes without a subject are about."""
    for sentence in sentences[:2]:
        root = grammar.root(sentence)
        subject = grammar.subject_of(sentence, root) if root is not None else None
        actors = cast.single(sentence, subject) if subject is not None else ()
        if actors:
            return actors[0] if actors[0].kind in {"person", "unnamed"} else None
    return None


def _join(
    seen: list[Encounter], seen_in: list[int], told: Encounter, sentence: int, sighting: Sighting
) -> None:
    """Adds what is told to the encounter it tells again, or to the list."""
    for index in reversed(range(len(seen))):
        if sighting.again and seen[index].participants[:2] == told.participants[:2]:
            seen[index] = retold(seen[index], told)
            seen_in[index] = sentence
            return
        if sighting.sentence.lemmas[sighting.word].lower() in OF_MATTERS and is_about(seen[index], told):
            seen[index] = retold(seen[index], told)
            seen_in[index] = sentence
            return
        onward = sighting.onward and not _same_town(seen[index], told)
        if not onward and is_same(seen[index], told):
            seen[index] = merged(seen[index], told)
            seen_in[index] = sentence
            return
    if sighting.again:
        return
    seen.append(told)
    seen_in.append(sentence)


def _same_town(a: Encounter, b: Encounter) -> bool:
    return a.where is not None and b.where is not None and a.where.name == b.where.name


def _names_other(encounter: Encounter) -> bool:
    """Whether a note of a journey tells at least who was met, be it the traveller's own countryman, or what was attended."""
    people = [a for a in encounter.participants if a.kind in {"person", "unnamed"}]
    return encounter.form == "ceremony" or (len(people) > 1 and encounter.form != "visit")


def _is_between_powers(encounter: Encounter) -> bool:
    """Whether people of two powers meet; a gathering of which one is told, where a body or a state is at it."""
    public = [a for a in encounter.participants if not is_private(a)]
    states = states_of(public)
    bodies = [a for a in public if a.kind in {"igo", "group"} or a.sector == "IGO"]
    if encounter.form == "visit":
        host = encounter.host.country if encounter.host is not None else None
        return host is not None and any(a.country != host and _stands(a) for a in guests(encounter))
    return len(states) + len(bodies) > 1 or (encounter.form == "summit" and bool(states or bodies))


def _stands(guest: Actor) -> bool:
    """Whether a traveller is of a power: no newspaper's man, no tourists, nobody whose words tell neither."""
    unknown = guest.country is None and not guest.office and guest.sector != "IGO"
    return not (unknown or is_private(guest) or (guest.sector == "CVL" and guest.kind == "unnamed"))


__all__ = ["find"]
