"""What is known while a story is read from its beginning, and whom it taught us."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.actors.lexicon import ActorTables
from detente.actors.memory import Memory
from detente.actors.people import Person
from detente.types import Actor, Article, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A person of whom the text itself told name, office and country."""

    name: str
    office: str
    country: str
    sentence: str


@dataclass(slots=True)
class Story:
    """What is known while the text is read from its beginning."""

    article: Article
    tables: ActorTables
    memory: Memory
    known: dict[str, Person] = field(default_factory=dict)
    """Folded surname or whole name -> person, from earlier mentions and from other articles."""
    first: dict[str, Span] = field(default_factory=dict)
    mentions: list[Actor] = field(default_factory=list)
    learned: list[Learned] = field(default_factory=list)

    @property
    def day(self) -> str | None:
        return self.article.published[:10] if self.article.published else None
