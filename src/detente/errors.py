"""Everything that Détente raises.

    DetenteError
    ├── SourceError       a file, URL, feed or archive could not be got
    ├── ArticleError      a page was got, and holds no article that can be read
    ├── KnowledgeError    a table under knowledge/ is wrong (file, line, column)
    ├── ModelError        the encoder's files are missing or not the ones named
    ├── RecordError       the record cannot be opened, read or written
    │   ├── UnknownError  the record holds nothing of that name
    │   └── UnfitError    what was to be written does not fit the record's tables
    ├── DeliveryError     an alert could not be sent
    ├── BusyError         others are served first; come again in a while
    └── UsageError        the caller asked for something that has no meaning

Each message says what went wrong, where, and what to do.
"""


class DetenteError(Exception):
    """Root of all errors that Détente raises on purpose."""


class SourceError(DetenteError):
    """A file, URL, feed or archive could not be got. `reason` is a short name that can be counted.

    `wait`: seconds for which a server asks to be left alone, where it does.
    """

    def __init__(self, message: str, reason: str = "unreadable", wait: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.wait = wait


class ArticleError(DetenteError):
    """A page holds no article that can be read. `reason` is a short name that can be counted."""

    def __init__(self, message: str, reason: str = "no-article") -> None:
        super().__init__(message)
        self.reason = reason


class KnowledgeError(DetenteError):
    """One or more rows of a knowledge table are wrong; the message names file, line and column of each."""


class ModelError(DetenteError):
    """The encoder's files are missing, damaged, or not those whose digest the package names."""


class RecordError(DetenteError):
    """The record cannot be opened, read or written."""


class UnknownError(RecordError):
    """The record holds nothing of that name: no such article, event, person or pair."""


class UnfitError(RecordError):
    """What was to be written does not fit the record's tables, which no room on the disk would mend. `cause`: why not."""

    def __init__(self, message: str, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


class DeliveryError(DetenteError):
    """An alert could not be sent. `final`: trying again is of no use; `wait`: seconds that the receiver asks for."""

    def __init__(self, message: str, *, final: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.final = final
        self.wait = wait


class BusyError(DetenteError):
    """Others are served first, and no more can wait. `wait`: seconds after which to ask again, where that is known."""

    def __init__(self, message: str, wait: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class UsageError(DetenteError):
    """What was asked for has no meaning (unknown category, a pair of one state, ...)."""
