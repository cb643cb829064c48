"""What words tell of encounters, indexed: which verbs and nouns are triggers, which verbs only carry a noun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.cast import Cast
from detente.knowledge.encounters import EncounterRow, StageRow, WordGroup
from detente.knowledge.inflection import verb_forms
from detente.types import EncounterStage, Sentence

SEQUELS = frozenset({"follow", "precede"})
OWN = frozenset({"nmod:poss", "nmod:desc"})
WHEN_OR_WHERE = frozenset({"at", "during", "in", "after", "before", "since"})
CARRYING = frozenset({"obj", "nsubj", "obl", "conj", "xcomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterTables:
    """The rows of `encounters.toml` by what they are asked for."""

    verbs: Mapping[str, EncounterRow]
    nouns: Mapping[str, EncounterRow]
    forms: Mapping[str, str]
    """Inflected forms of the verbs of all tables here, and their dictionary forms."""
    openings: frozenset[str]
    """First words of the verbs that are more than one."""
    apart: frozenset[str]
    """Nouns that look like triggers and tell nothing: "press conference"."""
    light: frozenset[str]
    hosting: frozenset[str]
    companions: frozenset[str]
    """Verbs whose object takes part in what their noun tells: "joined X for talks"."""
    convened: frozenset[str]
    """Words that make a meeting a gathering of several powers: "ministerial", "council"."""
    remote: frozenset[str]
    stages: Mapping[str, EncounterStage]
    """Verbs, with their particle, that tell what became of an encounter."""
    planned: frozenset[str]
    negotiating: frozenset[str]
    """Nouns of those whose meetings are negotiations: "delegation"."""
    mediation: frozenset[str]
    """Nouns that name a third party: "auspices", "mediation"."""
    mediating: frozenset[str]
    """Verbs that do: "brokered by"."""
    asking: frozenset[str]
    """Verbs that ask for an encounter: "called for talks"."""
    signed: frozenset[str]
    """What a ceremony of signing is for."""
    having: frozenset[str]
    """Verbs by which one has somebody with one: "had Putin at his table"."""
    tables: frozenset[str]
    """Where one has him."""
    handing: frozenset[str]
    """Verbs by which something is given or said to somebody."""
    meals: frozenset[str]
    """Nouns that tell a meal, by their last word."""
    fare: frozenset[str]
    """What is eaten and drunk together."""

    def lemma(self, sentence: Sentence, verb: int) -> str:
        """The dictionary form of a verb: ours for the forms of our own verbs, else the parser's ("flew": it guesses)."""
        return self.forms.get(sentence.words[verb].lower()) or sentence.lemmas[verb].lower()

    def verb(self, sentence: Sentence, verb: int) -> EncounterRow | None:
        """The row of a verb, with its particle, adverb or object where these make it one: "sit down", "shake hands"."""
        lemma = self.lemma(sentence, verb)
        if lemma in self.verbs:
            return self.verbs[lemma]
        if lemma in self.openings:
            for near in grammar.children(sentence, verb, "compound:prt", "advmod", "obj", "xcomp"):
                for name in (sentence.lemmas[near].lower(), sentence.words[near].lower()):
                    if f"{lemma} {name}" in self.verbs:
                        return self.verbs[f"{lemma} {name}"]
            for preposition, _ in grammar.obliques(sentence, verb):
                # "Sat across from Putin", "shook on a deal": the preposition makes it one.
                if f"{lemma} {preposition}" in self.verbs:
                    return self.verbs[f"{lemma} {preposition}"]
        return None

    def noun(self, sentence: Sentence, noun: int) -> EncounterRow | None:
        """The row of a noun, by its form or lemma, with the word before it if the two are one ("working dinner")."""
        lemma, form = sentence.lemmas[noun].lower(), sentence.words[noun].lower()
        before = sentence.words[noun - 1].lower() if noun else ""
        for name in (form, lemma):
            if f"{before} {name}" in self.apart:
                return None
            row = self.nouns.get(f"{before} {name}") or self.nouns.get(name)
            if row is not None:
                return row
        return None

    def is_aside(self, sentence: Sentence, noun: int) -> bool:
        """Whether a gathering is named only to say where two met: "on the sidelines of the summit"."""
        head = sentence.heads[noun]
        return head >= 0 and sentence.lemmas[head].lower() in {"sideline", "margin", "fringe", "edge"}

    def verb_over(self, sentence: Sentence, noun: int) -> int | None:
        """The verb that the noun completes: "held talks", "attended the summit", "kicked off two days of talks"."""
        at = noun
        for above in grammar.ancestors(sentence, noun):
            relation = grammar.base(sentence.relations[at])
            if sentence.tags[above] == "VERB":
                lemma = self.lemma(sentence, above)
                carried = relation in CARRYING and (lemma in self.light or lemma in self.companions)
                stage = self.stage(sentence, above)
                marker = grammar.case_marker(sentence, at)
                carried = carried or (lemma in self.asking and (relation == "obj" or marker == "for"))
                if (
                    stage not in {None, "held", "planned", "refused"}
                    and relation == "obl"
                    and marker in WHEN_OR_WHERE
                ):
                    # "Agreed to the trip at a meeting": it is not the meeting that was agreed.
                    return None
                return above if carried or lemma in SEQUELS or stage is not None else None
            if relation == "nmod" and grammar.case_marker(sentence, at) not in {"of", "for"}:
                return None
            if relation not in {"nmod", "conj", "compound"}:
                return None
            at = above
        return None

    def stage(self, sentence: Sentence, verb: int) -> EncounterStage | None:
        """What the verb says became of an encounter: "put off", "cut short", "was moved"."""
        lemma = self.lemma(sentence, verb)
        particle = grammar.particle(sentence, verb)
        beside = [sentence.words[w].lower() for w in grammar.children(sentence, verb, "advmod", "xcomp")]
        # "Cut short his visit": parsers hang "short" where they will; it stands right behind.
        beside += [sentence.words[verb + 1].lower()] if verb + 1 < len(sentence.words) else []
        for name in (*(f"{lemma} {b}" for b in (particle, *beside) if b), lemma):
            if name in self.stages:
                return self.stages[name]
        return None

    def is_gathering(self, sentence: Sentence, noun: int, cast: Cast) -> bool:
        """Whether a meeting is one of a body or of many powers: "NATO Ministerial Meeting", "session of the Council"."""
        near = {noun}
        for part in grammar.children(sentence, noun, "compound", "amod", "nmod:poss", "nmod:desc", "nmod"):
            beside = not grammar.has_relation(sentence, part, "nmod") or sentence.relations[part] in OWN
            if beside or grammar.case_marker(sentence, part) == "of":
                near |= set(grammar.subtree(sentence, part))
        forms = {sentence.words[w].lower().strip("’'s") for w in near} | {
            sentence.lemmas[w].lower() for w in near
        }
        if forms & self.convened:
            return True
        start, end = grammar.span_of(sentence, tuple(near))
        return any(a.kind == "igo" for a in cast.within(start, end))

    def honours(self, sentence: Sentence, noun: int) -> bool:
        """Whether the noun is in somebody's honour ("funeral of X"), who then is no party to it."""
        row = self.noun(sentence, noun)
        return row is not None and row.form == "ceremony"

    def is_remote(self, sentence: Sentence, *words: int) -> bool:
        """Whether talks are told to be by telephone or video."""
        near = {w for word in words for w in grammar.subtree(sentence, word)}
        return any(sentence.words[w].lower() in self.remote for w in near)


def build(
    rows: Sequence[EncounterRow], groups: Sequence[WordGroup], stages: Sequence[StageRow]
) -> EncounterTables:
    """Indexes the knowledge tables once."""
    words = {group.name: frozenset(group.words) for group in groups}
    told = {lemma.split()[0] for row in rows if row.kind == "verb" for lemma in row.lemmas}
    told |= (
        {lemma.split()[0] for stage in stages for lemma in stage.lemmas}
        | words["light"]
        | words["companions"]
        | words["asking"]
        | words["having"]
        | words["handing"]
    )
    return EncounterTables(
        verbs={lemma: row for row in rows if row.kind == "verb" for lemma in row.lemmas},
        nouns={lemma: row for row in rows if row.kind == "noun" for lemma in row.lemmas},
        forms={form: lemma for lemma in sorted(told) for form in verb_forms(lemma) if form not in told},
        openings=frozenset(
            lemma.split()[0] for row in rows if row.kind == "verb" for lemma in row.lemmas if " " in lemma
        ),
        apart=words["apart"],
        light=words["light"],
        hosting=words["hosting"],
        companions=words["companions"],
        convened=words["convened"],
        remote=words["remote"],
        stages={lemma: row.stage for row in stages for lemma in row.lemmas},
        planned=words["planned"],
        negotiating=words["negotiating"],
        mediation=words["mediation"],
        mediating=words["mediating"],
        signed=words["signed"],
        having=words["having"],
        tables=words["tables"],
        handing=words["handing"],
        meals=frozenset(
            lemma.split()[-1] for r in rows if r.kind == "noun" and r.form == "meal" for lemma in r.lemmas
        ),
        fare=words["fare"],
        asking=words["asking"],
    )
