"""Words that English writes small: `python -m training.common_words TEXTS... > src/detente/language/common_words.txt`.

TEXTS are JSON lines with a `text` (plain or .gz) or CoNLL-U files. Counted are words within sentences; kept are the 10,000
most frequent that are written small at least 3 times and in seven cases of ten, without forms with an apostrophe.
The shipped list was counted in releases of the US State Department and the White House, Wikinews 2019-2020, EWT train
and GUM train, by an earlier form of this script that differs in some sixty rare words.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST = 10_000
FEWEST = 3
SHARE = 0.7
_WITHIN = re.compile(r"(?<=[a-z,;] )[A-Za-z][a-z'’-]+(?=[ .,;:!?])")


def texts(path: Path) -> Iterator[str]:
    """The running texts of a file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# text = "):
                yield line.partition(" = ")[2]
            elif line.startswith("{"):
                yield json.loads(line).get("text") or ""


def common(given: Iterable[str]) -> list[str]:
    """The words, most frequent first."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in given:
        for word in _WITHIN.findall(text):
            (small if word[0].islower() else large)[word.lower()] += 1
    often = [w for w, n in small.most_common() if n >= FEWEST and n / (n + large[w]) > SHARE]
    return [word for word in often[:MOST] if "'" not in word and "’" not in word]


if __name__ == "__main__":
    print("\n".join(common(text for name in sys.argv[1:] for text in texts(Path(name)))))
