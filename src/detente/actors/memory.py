"""What a reader has in mind at a point of a story: who was named, as what, how lately, and whether a he or a she."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from detente.actors.names import SURNAME_FIRST, fold
from detente.grammar import words_of
from detente.types import Actor

MALE = words_of(
    "mr king prince emperor sultan emir pope lord sir chairman spokesman congressman businessman policeman husband "
    "father son brother actor gunman man boy father-in-law crown baron duke sheikh ayatollah taoiseach"
)
FEMALE = words_of(
    "mrs ms miss queen princess empress lady dame chairwoman spokeswoman congresswoman businesswoman policewoman "
    "wife mother daughter sister actress woman girl first-lady baroness duchess widow"
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One mention, as it is remembered."""

    actor: Actor
    sentence: int
    subject: bool
    roles: frozenset[str]
    """Lemmas of the nouns by which it was called."""
    single: bool
    human: bool

    @property
    def key(self) -> str:
        """What is the same for all mentions of one actor."""
        if self.actor.name is not None:
            return self.actor.name
        start = self.actor.reference.start if self.actor.reference else self.actor.start
        return f"@{start}"


@dataclass(slots=True)
class Memory:
    """The mentions so far, in order."""

    given: Mapping[str, str]
    """Folded given name -> "m" or "f"."""
    traces: list[Trace] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    """Key -> what the text itself told."""

    def keep(
        self,
        actor: Actor,
        sentence: int,
        *,
        subject: bool,
        roles: Iterable[str] = (),
        single: bool = True,
        human: bool = True,
    ) -> None:
        """Remembers a mention."""
        trace = Trace(actor, sentence, subject, frozenset(roles), single, human)
        self.traces.append(trace)
        told = gender_told((*trace.roles, *fold(actor.text).split()))
        if told:
            self.genders.setdefault(trace.key, told)

    def gender(self, trace: Trace) -> str | None:
        """ "m", "f" or unknown."""
        known = self.genders.get(trace.key)
        if known or trace.actor.name is None:
            return known
        words = fold(trace.actor.name).split()
        if len(words) < 2:
            return None
        first = words[1] if trace.actor.country in SURNAME_FIRST and words[0] not in self.given else words[0]
        return self.given.get(first)


def gender_told(words: Iterable[str]) -> str | None:
    """What titles and nouns tell: "Mr", "spokeswoman", "king"."""
    found = {"m" if w in MALE else "f" for w in words if w in MALE or w in FEMALE}
    return found.pop() if len(found) == 1 else None
