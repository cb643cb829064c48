"""What is known while a story is read from its beginning, and the offices that it told."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.actors.lexicon import ActorTables
from detente.actors.memory import Memory
from detente.actors.people import Person
from detente.types import Actor, Article, Learned, Span


@dataclass(slots=True)
class Story:
    """What is known while the text is read from its beginning."""

    article: Article
    tables: ActorTables
    memory: Memory
    known: dict[str, Person] = field(default_factory=dict)
    """Folded surname or whole name -> person, from earlier mentions."""
    first: dict[str, Span] = field(default_factory=dict)
    mentions: list[Actor] = field(default_factory=list)
    learned: list[Learned] = field(default_factory=list)

    @property
    def day(self) -> str | None:
        return self.article.published[:10] if self.article.published else None
