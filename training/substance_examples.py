"""Frames of passages, and what gold says of them: the questions and answers that the reader of encounters and stands learns from.

    python -m training.substance_examples training/diplomacy/written/*.jsonl --out EXAMPLES.pt [--lines]
    python -m training.substance_examples NEWS.jsonl --plain --out PLAIN.pt

Passages are as `training/diplomacy/README.md` describes them. `--lines`: the lines of `training/issues` too, as frames that tell an
issue and nothing else. `--plain`: texts without gold (`id`, `title`, `text`, `published`), for `training.substance_teaching`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from training.issues import lines
from training.substance_asked import HEADS, POWERS, Asked, acts_in

from detente.diplomacy.frames import KINDS, Frame, frames, marked
from detente.diplomacy.relating import LINKS, Relating
from detente.diplomacy.telling import tells
from detente.knowledge.issue_words import NONE
from detente.knowledge.issues import issues
from detente.reading import Story, open_reader
from detente.types import Sentence, When

FORMS = ("none", "visit", "talks", "meeting", "meal", "call", "summit", "ceremony", "other")
STANCES = ("none", "demands", "offers", "undertakes", "refuses", "supports", "opposes", "warns", "accuses")
STATUSES = (
    "happened", "ongoing", "planned", "possible", "called_for", "postponed", "cancelled", "refused", "denied", "hypothetical",
)  # fmt: skip
ISSUES = (NONE, *sorted(issue.id for issue in issues()))
HEARD = {"confirmed": "planned", "moved": "planned", "extended": "ongoing", "cut_short": "happened"}


@dataclass
class Act:
    """A word that tells an encounter or a stand, as gold has it."""

    word: int
    form: int = 0
    stance: int = 0
    status: int = -1
    powers: set[int] = field(default_factory=set)
    holders: set[int] = field(default_factory=set)
    addressees: set[int] = field(default_factory=set)
    unaddressed: bool = False
    issue: int = -1
    times: set[int] = field(default_factory=set)
    """Indices of mentions; empty with `timed` means that none of them is its day."""
    timed: bool = False


@dataclass
class Example:
    """A frame, and what is told in it. `forms` and `stances`: a label a word, -1 where nothing is asked."""

    frame: Frame
    forms: list[int]
    stances: list[int]
    acts: list[Act]


def read_lines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def trigger(
    sentence: Sentence, words: Sequence[int], form: str | None, stance: str | None, tables: Any
) -> int:
    """The word of a quotation that tells its act: one that the lexicon lists, else the highest verb."""
    listed = []
    for w in words:
        if form is not None:
            row = tables.encounters.verb(sentence, w) if sentence.tags[w] == "VERB" else None
            row = row or (
                tables.encounters.noun(sentence, w) if sentence.tags[w] in {"NOUN", "PROPN"} else None
            )
            if row is not None:
                listed.append((row.form != form, w))
        else:
            lemma = sentence.lemmas[w].lower()
            parts = ("verb", "noun", "adjective")
            row = next(
                (r for p in parts if (r := tables.positions.stances.get((p, lemma))) is not None), None
            )
            if row is not None and sentence.tags[w] in {"VERB", "NOUN", "ADJ"}:
                listed.append((getattr(row, "stance", None) != stance, w))
    sure = [w for wrong, w in sorted(listed) if not wrong]
    if sure:
        return sure[0]
    if sentence.tags[words[0]] == "X":
        # Not parsed, since nobody is named in it.
        return max(words, key=lambda w: (len(sentence.words[w]), -w))
    verbs = [w for w in words if sentence.tags[w] == "VERB"] or list(words)
    return min(verbs, key=lambda w: (_depth(sentence, w), w))


def _depth(sentence: Sentence, word: int) -> int:
    depth = 0
    while sentence.heads[word] >= 0 and depth < 60:
        word, depth = sentence.heads[word], depth + 1
    return depth


def examples(passages: Sequence[dict[str, Any]], ways: Sequence[bool]) -> Iterator[Example]:
    """The frames of passages, each with what is told in it. `ways`: True for frames of those sentences alone that the reader
    would be given, False for frames of all."""
    reader = open_reader(threads=1)
    pieces = reader._language._encoder.pieces
    tables = reader._rooms.diplomacy

    def wanted(sentence: Sentence) -> bool:
        return tells(sentence, tables.telling)

    for start in range(0, len(passages), 64):
        some = passages[start : start + 64]
        stories = [
            Story(id=p["id"], text=p["text"], title=p["title"], published=p["published"]) for p in some
        ]
        analysed = reader.analyse([reader.story(s) for s in stories])
        for passage, (article, sentences), cast in zip(some, analysed.parsed, analysed.casts, strict=True):
            sentences = sentences or ()
            scene = (cast.mentions, *reader._scene(article, sentences), pieces)
            for gated in ways:
                for frame in frames(sentences, article, *scene, wanted if gated else None):
                    if any(m.place for m in frame.mentions):
                        yield example(frame, passage, article.text, sentences, tables)


def example(
    frame: Frame, passage: dict[str, Any], text: str, sentences: Sequence[Sentence], tables: Any
) -> Example:
    asked = [-1 if s < frame.since else 0 for s in frame.sentences]
    forms, stances = list(asked), list(asked)
    acts: dict[int, Act] = {}
    at = {(s, w): n for n, (s, w) in enumerate(zip(frame.sentences, frame.words, strict=True)) if s >= 0}
    places = {power: place for place, power in enumerate(frame.powers, 1)}
    inside = {s for s in frame.sentences if s >= frame.since}
    if "encounters" not in passage:
        forms = [-1] * len(forms)
    if "positions" not in passage:
        stances = [-1] * len(stances)
    for kind in ("encounters", "positions"):
        for told in passage.get(kind, ()):
            start = text.find(told["quote"])
            sentence = next((s for s in sentences if s.start <= start < s.end), None)
            if start < 0 or sentence is None or sentence.index not in inside:
                continue
            end = start + len(told["quote"])
            words = [n for n, b in enumerate(sentence.starts) if start <= b < end]
            if not words:
                continue
            form, stance = (told["form"], None) if kind == "encounters" else (None, told["stance"])
            word = at[sentence.index, trigger(sentence, words, form, stance, tables)]
            labels = forms if form else stances
            for w in words:
                if labels[at[sentence.index, w]] == 0:
                    labels[at[sentence.index, w]] = -1
            act = acts.setdefault(word, Act(word=word))
            if form:
                labels[word] = act.form = FORMS.index(form)
                status = HEARD.get(told["status"], told["status"])
                act.status = STATUSES.index(status)
                act.powers |= {places[c] for c in told["countries"] if c in places}
                act.timed = True
                act.times |= times_of(frame, told, sentence.index)
            else:
                labels[word] = act.stance = STANCES.index(stance)
                act.holders |= {places[p] for p in [told["holder"]] if p in places}
                act.addressees |= {places[p] for p in [told["addressee"]] if p in places}
                act.unaddressed |= told["addressee"] is None
                act.issue = ISSUES.index(told["issue"] or NONE) if (told["issue"] or NONE) in ISSUES else -1
    return Example(frame=frame, forms=forms, stances=stances, acts=list(acts.values()))


def times_of(frame: Frame, told: dict[str, Any], sentence: int) -> set[int]:
    """The mentions of time that tell the day of an encounter, those of its sentence where there are any."""
    fitting = {
        n
        for n, m in enumerate(frame.mentions)
        if m.when is not None and agrees(m.when, told["date"], told.get("until"))
    }
    here = {n for n in fitting if frame.mentions[n].sentence == sentence}
    return here or fitting


def agrees(when: When, date: str | None, until: str | None) -> bool:
    value = (when.value or "")[:10]
    if not value[:4].isdigit() or date is None:
        return False
    return value == date or (until is not None and date <= value <= until)


def issue_lines(pieces: Any) -> list[Example]:
    """Lines that tell an issue, as frames of one sentence whose verb tells nobody's stand."""
    found = []
    for issue, text in lines():
        words = text.split()
        if issue not in ISSUES:
            continue
        flat, firsts, lasts = [101], [], []
        for word in words:
            firsts.append(len(flat))
            flat += pieces(word)
            lasts.append(len(flat) - 1)
        frame = Frame(
            pieces=(*flat, 102), firsts=tuple(firsts), lasts=tuple(lasts), sentences=(0,) * len(words),
            words=tuple(range(len(words))), powers=(), mentions=(), since=0,
        )  # fmt: skip
        act = Act(word=0, issue=ISSUES.index(issue))
        none = [-1] * len(words)
        found.append(Example(frame=frame, forms=none, stances=none, acts=[act]))
    return found


UNREAD = 255
"""What a mention is to a word that is not read."""
SMOOTH, SMOOTH_ISSUE = 0.05, 0.1


def asked(one: Example) -> Asked:
    """A frame as arrays."""
    frame, acts = one.frame, one.acts
    pieces, places, kinds = marked(frame)
    timed = [n for n, m in enumerate(frame.mentions) if m.when is not None]
    mentions = [(frame.firsts[m.first], frame.lasts[m.last], m.place, m.kind) for m in frame.mentions]
    return Asked(
        pieces=np.array(pieces, np.int32),
        places=np.array(places, np.uint8),
        kinds=np.array(kinds, np.uint8),
        firsts=np.array(frame.firsts, np.int16),
        form=_hot(one.forms, len(FORMS), SMOOTH),
        form_asked=np.array([f >= 0 for f in one.forms], np.float16),
        stance=_hot(one.stances, len(STANCES), SMOOTH),
        stance_asked=np.array([s >= 0 for s in one.stances], np.float16),
        mentions=np.array(mentions, np.int16).reshape(-1, 4),
        links=_links(frame),
        acts=np.array([a.word for a in acts], np.int16),
        status=_hot([a.status for a in acts], len(STATUSES), 0),
        issue=_hot([a.issue for a in acts], len(ISSUES), SMOOTH_ISSUE),
        party=_shared([a.powers for a in acts], POWERS),
        holder=_shared([a.holders for a in acts], POWERS),
        addressee=_spread([{*a.addressees, *([0] if a.unaddressed else ())} for a in acts], 1 + POWERS),
        time=_spread([{1 + t for t in a.times & {*timed}} or {0} for a in acts], 1 + len(mentions)),
        counts=_counts(acts),
    )


def _counts(acts: Sequence[Act]) -> NDArray[np.float16]:
    rows = [
        (
            a.status >= 0, a.issue >= 0, bool(a.form and a.powers), bool(a.stance and a.holders),
            bool(a.stance and (a.addressees or a.unaddressed)), a.timed,
        )
        for a in acts
    ]  # fmt: skip
    return np.array(rows, np.float16).reshape(-1, len(HEADS))


def _hot(labels: Sequence[int], columns: int, smooth: float) -> NDArray[np.float16]:
    found = np.full((len(labels), columns), smooth / columns, np.float16)
    for row, label in enumerate(labels):
        found[row, max(label, 0)] += 1 - smooth
    return found


def _shared(rows: Sequence[set[int]], columns: int) -> NDArray[np.float16]:
    found = np.zeros((len(rows), columns), np.float16)
    for row, each in enumerate(rows):
        found[row, [p - 1 for p in each]] = 1
    return found


def _spread(rows: Sequence[set[int]], columns: int) -> NDArray[np.float16]:
    found = np.zeros((len(rows), columns), np.float16)
    for row, each in enumerate(rows):
        found[row, sorted(each)] = 1 / max(1, len(each))
    return found


def _links(frame: Frame) -> NDArray[np.uint8]:
    relating, every = Relating(frame), range(len(frame.mentions))
    found = np.full((len(frame.words), len(every)), UNREAD, np.uint8)
    for word, sentence in enumerate(frame.sentences):
        if sentence >= frame.since or not every:
            found[word] = relating.links(word, every)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("passages", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    passages = read_lines(given.passages)
    ways = (True,) if given.plain else (False, True)
    built = list(examples(passages, ways))
    if given.lines:
        built += issue_lines(open_reader(threads=1)._language._encoder.pieces)
    found = [asked(e) for e in built]
    sizes = {
        "forms": len(FORMS), "stances": len(STANCES), "statuses": len(STATUSES), "issues": len(ISSUES),
        "kinds": len(KINDS), "links": len(LINKS),
    }  # fmt: skip
    print(len(passages), "passages", len(found), "frames", acts_in(found), "acts", flush=True)
    torch.save({"sizes": sizes, "examples": [asdict(e) for e in found]}, given.out)


if __name__ == "__main__":
    main()
