"""Questions to a parsed sentence: who is the subject, what is the object, how far does this phrase reach.

Every function takes a `Sentence` and the index of a word in it, answers with indices (or None), and never
raises on an odd tree: parsers err. Labels are those of Universal Dependencies 2; a label without its
subtype ("nsubj") also stands for its subtypes ("nsubj:pass").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from detente.answers import remembered, tree_of, trees
from detente.types import Sentence


def words_of(listing: str) -> frozenset[str]:
    """The set of the words in a listing."""
    return frozenset(listing.split())


CLAUSES = frozenset({"acl", "advcl", "ccomp", "xcomp", "csubj", "parataxis"})
OUTSIDE_A_PHRASE = words_of(
    "conj cc appos acl advcl ccomp csubj parataxis punct nsubj cop mark aux expl discourse vocative list dep "
    "dislocated reparandum orphan"
)
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose", "where"})
PARTIES_OF_THE_CLAUSE = frozenset({"nsubj", "obj", "iobj"})
# Verbs whose object, not subject, does what the infinitive says: "urged Iran to return".
OBJECT_CONTROL = words_of(
    "advise allow appeal appoint ask authorise authorize ban beg call cause challenge coerce command compel convince "
    "counsel dare direct drive enable encourage entitle expect force help impel implore incite induce instruct "
    "intend invite lead let lobby make mandate motivate move need oblige order permit persuade press pressure "
    "prevent prohibit prompt push remind request require stop summon tell tempt trust urge want warn"
)
SPEECH = words_of(
    "accuse acknowledge add admit affirm allege announce argue assert assure believe boast caution charge cite "
    "claim comment complain concede confirm contend declare deny disclose emphasise emphasize estimate explain "
    "express hint indicate inform insist maintain mention note observe predict proclaim quote read reaffirm "
    "recall recount reiterate relate remark repeat reply report respond reveal say show state stress suggest "
    "tell testify think underline underscore warn write"
)
# "by Thursday" is no agent.
TIMES = words_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december day night morning evening noon midnight afternoon week month year "
    "today tomorrow yesterday end time then now deadline"
)
MODALS = frozenset(
    {"will", "would", "shall", "should", "can", "could", "may", "might", "must", "ought", "'ll", "'d"}
)
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "providing", "assuming", "supposing"})
NEGATIONS = frozenset({"not", "never", "no", "n't", "nor", "neither", "hardly", "scarcely", "without"})


@lru_cache(maxsize=1024)
def base(relation: str) -> str:
    """The relation without its subtype: "nsubj" of "nsubj:pass"."""
    return relation.partition(":")[0]


def has_relation(sentence: Sentence, word: int, *wanted: str) -> bool:
    """Whether the word hangs on its head by one of these relations."""
    relation = sentence.relations[word]
    return relation in wanted or base(relation) in wanted


def children(sentence: Sentence, word: int, *wanted: str) -> tuple[int, ...]:
    """The words that hang on this one, in order; with relations named, only those."""
    tree = trees.get(id(sentence)) or tree_of(sentence)
    below = tree.below[word]
    if not wanted or not below:
        return below
    found: tuple[int, ...] | None = tree.answers.get((word, wanted))
    if found is None:
        relations, bases = sentence.relations, tree.bases
        found = tuple([c for c in below if relations[c] in wanted or bases[c] in wanted])
        tree.answers[(word, wanted)] = found
    return found


def child(sentence: Sentence, word: int, *wanted: str) -> int | None:
    """The first of `children`, or None."""
    found = children(sentence, word, *wanted)
    return found[0] if found else None


def head_of(sentence: Sentence, word: int) -> int:
    """The index of the word's head; -1 for a root, and where the tree points outside the sentence."""
    head = sentence.heads[word]
    return head if 0 <= head < len(sentence.heads) else -1


def root(sentence: Sentence) -> int | None:
    """The head of the whole sentence."""
    return next((word for word, head in enumerate(sentence.heads) if head < 0), None)


def ancestors(sentence: Sentence, word: int) -> Iterator[int]:
    """The word's head, its head's head, and so on to the root; a cycle ends the walk."""
    seen = {word}
    head = head_of(sentence, word)
    while head >= 0 and head not in seen:
        seen.add(head)
        yield head
        head = head_of(sentence, head)


@remembered
def subtree(sentence: Sentence, word: int, without: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """The word and all below it, in order; branches whose relation is in `without` are left out."""
    tree, relations = tree_of(sentence), sentence.relations
    below, bases = tree.below, tree.bases
    todo, seen = [word], {word}
    while todo:
        for lower in below[todo.pop()]:
            if relations[lower] not in without and bases[lower] not in without and lower not in seen:
                seen.add(lower)
                todo.append(lower)
    return tuple(sorted(seen))


@remembered
def phrase(sentence: Sentence, word: int) -> tuple[int, ...]:
    """The words of the noun phrase headed by this word.

    Without its case marker, appositions, coordinated phrases, relative and other clauses:
    "the president" of "by the president, who was elected in May".
    """
    if not tree_of(sentence).below[word]:
        return (word,)
    words = subtree(sentence, word, OUTSIDE_A_PHRASE)
    own_case = {w for c in children(sentence, word, "case") for w in subtree(sentence, c)} - {word}
    kept = [w for w in words if w not in own_case]
    # Stray words beyond a gap of more than punctuation come from wrong attachments or from left-out clauses.
    position = kept.index(word)
    first = last = position
    while first > 0 and _touches(sentence, kept[first - 1], kept[first], own_case):
        first -= 1
    while last + 1 < len(kept) and _touches(sentence, kept[last], kept[last + 1], own_case):
        last += 1
    return tuple(kept[first : last + 1])


def _touches(sentence: Sentence, left: int, right: int, bridges: set[int]) -> bool:
    between = range(left + 1, right)
    return all(sentence.tags[w] == "PUNCT" or w in bridges for w in between)


def span_of(sentence: Sentence, words: tuple[int, ...]) -> tuple[int, int]:
    """Character offsets from the first to the last of these words."""
    return sentence.starts[min(words)], sentence.ends[max(words)]


def phrase_span(sentence: Sentence, word: int) -> tuple[int, int]:
    """Character offsets of `phrase`."""
    return span_of(sentence, phrase(sentence, word))


@remembered
def word_at(sentence: Sentence, start: int, end: int) -> int | None:
    """The head of the words between two character offsets: the one whose own head lies outside."""
    inside = [w for w in range(len(sentence.words)) if sentence.starts[w] < end and sentence.ends[w] > start]
    heads = [w for w in inside if head_of(sentence, w) not in inside and sentence.tags[w] != "PUNCT"]
    content = [w for w in heads if sentence.tags[w] not in {"ADP", "DET", "CCONJ", "SCONJ", "PART"}]
    return next(iter(content or heads or inside), None)


@remembered
def is_verbal(sentence: Sentence, word: int) -> bool:
    """Whether the word heads a clause: a verb, or a predicate with a copula."""
    return sentence.tags[word] in {"VERB", "AUX"} or child(sentence, word, "cop") is not None


@remembered
def predicates(sentence: Sentence) -> tuple[int, ...]:
    """The words that head a clause, in order, auxiliaries apart."""
    copular = {
        head
        for head, relation in zip(sentence.heads, sentence.relations, strict=True)
        if base(relation) == "cop"
    }
    tags = sentence.tags
    return tuple(w for w, tag in enumerate(tags) if tag == "VERB" or (w in copular and tag != "AUX"))


@remembered
def clause_of(sentence: Sentence, word: int) -> int | None:
    """The verb or predicate whose clause the word belongs to; the word itself where it is one."""
    if is_verbal(sentence, word):
        return word
    return next((a for a in ancestors(sentence, word) if is_verbal(sentence, a)), None)


@remembered
def first_conjunct(sentence: Sentence, word: int) -> int:
    """The first of the words coordinated with this one."""
    for above in ancestors(sentence, word):
        if base(sentence.relations[word]) != "conj":
            break
        word = above
    return word


@remembered
def conjuncts(sentence: Sentence, word: int) -> tuple[int, ...]:
    """The word's whole coordination, itself first: "the US, Japan and Korea"."""
    found = [word]
    for at in found:
        # Parsers hang what is coordinated on the last word of a name as well ("Gang" of "Qin Gang").
        bearers = (at, *children(sentence, at, "flat"))
        found += [c for bearer in bearers for c in children(sentence, bearer, "conj") if c not in found]
    return tuple(found)


def appositions(sentence: Sentence, word: int) -> tuple[int, ...]:
    """Heads of the phrases that rename this one: "Wang Yi, China's top diplomat"."""
    return children(sentence, word, "appos")


def possessor(sentence: Sentence, noun: int) -> int | None:
    """Whose: "China" of "China's rejection", "his" of "his visit"."""
    return child(sentence, noun, "nmod:poss")


@remembered
def case_marker(sentence: Sentence, word: int) -> str:
    """The preposition before a phrase, in lower case and with its fixed parts; "" where there is none.

    A possessive "'s" is no preposition here.
    """
    marks = [
        c for c in children(sentence, word, "case") if sentence.words[c].lower() not in {"'s", "’s", "'", "’"}
    ]
    parts = [p for c in marks for p in (c, *children(sentence, c, "fixed"))]
    return " ".join(sentence.words[p].lower() for p in sorted(parts))


@remembered
def obliques(sentence: Sentence, word: int) -> tuple[tuple[str, int], ...]:
    """Prepositional phrases that hang on a verb or noun, as (preposition, head), in order."""
    found = children(sentence, word, "obl", "nmod")
    return tuple(
        (case_marker(sentence, w), w)
        for w in found
        if sentence.relations[w] not in {"nmod:poss", "nmod:desc"}
    )


def oblique(sentence: Sentence, word: int, *prepositions: str) -> int | None:
    """The first phrase with one of these prepositions."""
    return next((w for marker, w in obliques(sentence, word) if marker in prepositions), None)


@remembered
def is_passive(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is in the passive: "was arrested", "the officers arrested in May"."""
    if children(sentence, verb, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    features = sentence.features[verb]
    if base(sentence.relations[verb]) == "conj":
        return _shares_passive(sentence, verb)
    if "Voice=Pass" in features and children(sentence, verb, "nsubj"):
        # A subject that is none of a passive: the tag errs ("Chile called on Bolivia to help").
        return False
    if "Voice=Pass" in features:
        # "Briefed President Assad": a note's first verb with an object of its own is active, whatever its tag.
        noted = sentence.heads[verb] < 0 and bool(children(sentence, verb, "obj"))
        return not noted and not children(sentence, verb, "aux")
    if "VerbForm=Part" not in features or "Tense=Past" not in features:
        return False
    return sentence.relations[verb] == "acl" and not children(sentence, verb, "aux", "obj")


def _shares_passive(sentence: Sentence, verb: int) -> bool:
    first = first_conjunct(sentence, verb)
    own = children(sentence, verb, "nsubj", "aux", "obj")
    participle = "VerbForm=Part" in sentence.features[verb] and "Tense=Past" in sentence.features[verb]
    return (
        participle and first != verb and not own and bool(children(sentence, first, "aux:pass", "nsubj:pass"))
    )


@remembered
def surface_subject(sentence: Sentence, verb: int) -> int | None:
    """The grammatical subject, also where it is shared or left out.

    Coordinated verbs share it; "agreed to lift" hands it down, "urged Iran to return" hands down the
    object; the noun is the subject of its participle and, by way of the pronoun, of its relative clause.
    """
    return _subject(sentence, verb, depth=12)


def _subject(sentence: Sentence, verb: int, depth: int) -> int | None:
    own = children(sentence, verb, "nsubj")
    if own:
        inner = [s for s in own if sentence.relations[s] != "nsubj:outer"]
        return _antecedent(sentence, (inner or list(own))[0], verb)
    strayed = _strayed_subject(sentence, verb)
    if strayed is not None:
        return strayed
    head = head_of(sentence, verb)
    if depth == 0 or head < 0:
        return None
    relation = base(sentence.relations[verb])
    if relation == "conj":
        return _subject(sentence, head, depth - 1) if is_verbal(sentence, head) else None
    if relation == "xcomp":
        return _controller(sentence, head, depth)
    if relation == "acl":
        if sentence.relations[verb] == "acl:relcl":
            return head if _lacks_its_subject(sentence, verb) else None
        return _noun_or_possessor(sentence, verb, head)
    if relation == "advcl" and is_verbal(sentence, head):
        return None if _finite(sentence, verb) else _subject(sentence, head, depth - 1)
    if relation == "ccomp" and not _finite(sentence, verb):
        return _controller(sentence, head, depth)
    return None


def _lacks_its_subject(sentence: Sentence, verb: int) -> bool:
    """ "After Abiy Ahmed, the premier, visited Asmara": a finite verb, taken for a relative clause without a pronoun."""
    below = children(sentence, verb)
    pronoun = any(sentence.words[w].lower() in RELATIVE_PRONOUNS for w in below)
    return _finite(sentence, verb) and not pronoun and bool(children(sentence, verb, "obj"))


def _controller(sentence: Sentence, head: int, depth: int) -> int | None:
    pushed = child(sentence, head, "obj", "iobj")
    if sentence.lemmas[head].lower() in OBJECT_CONTROL:
        if is_passive(sentence, head):
            return _subject(sentence, head, depth - 1)
        if pushed is not None:
            return pushed
        called = oblique(sentence, head, "on", "upon", "to", "for")
        if called is not None and sentence.lemmas[head].lower() in {"appeal", "call", "press", "push"}:
            return called
    return _subject(sentence, head, depth - 1)


def _noun_or_possessor(sentence: Sentence, verb: int, noun: int) -> int | None:
    # "China's decision to recall": the possessor acts; "officials visiting Cairo": the noun does.
    if sentence.words and "VerbForm=Inf" in sentence.features[verb]:
        owner = possessor(sentence, noun)
        if owner is not None:
            return owner
        by = oblique(sentence, noun, "by", "of")
        if by is not None:
            return by
        light = head_of(sentence, noun)
        if base(sentence.relations[noun]) in {"obj", "xcomp"} and light >= 0 and is_verbal(sentence, light):
            return _subject(sentence, light, 6)
        return None
    return noun


def _antecedent(sentence: Sentence, subject: int, verb: int) -> int:
    if sentence.words[subject].lower() not in RELATIVE_PRONOUNS:
        return subject
    for clause in (verb, *ancestors(sentence, verb)):
        if sentence.relations[clause] == "acl:relcl":
            return head_of(sentence, clause) if head_of(sentence, clause) >= 0 else subject
        if base(sentence.relations[clause]) not in {"conj", "xcomp", "ccomp"}:
            break
    return subject


def _finite(sentence: Sentence, verb: int) -> bool:
    if "VerbForm=Fin" in sentence.features[verb]:
        return True
    return any("VerbForm=Fin" in sentence.features[a] for a in children(sentence, verb, "aux", "cop"))


def relative_gap(sentence: Sentence, verb: int) -> int | None:
    """The antecedent of a relative clause that lacks its object: "sanctions" of "sanctions Iran rejects"."""
    if sentence.relations[verb] != "acl:relcl" or head_of(sentence, verb) < 0:
        return None
    pronouns = [
        w for w in children(sentence, verb, "nsubj") if sentence.words[w].lower() in RELATIVE_PRONOUNS
    ]
    return None if pronouns else head_of(sentence, verb)


def subject_of(sentence: Sentence, verb: int) -> int | None:
    """Who acts: the subject of an active verb, the "by" phrase of a passive one."""
    if is_passive(sentence, verb):
        return agent_of(sentence, verb)
    return surface_subject(sentence, verb)


@remembered
def agent_of(sentence: Sentence, verb: int) -> int | None:
    """The "by" phrase: "was shot down by a US fighter", "the downing of the balloon by the US"."""
    marked = child(sentence, verb, "obl:agent", "nmod:agent")
    if marked is not None:
        return None if sentence.lemmas[marked].lower() in TIMES else marked
    by = oblique(sentence, verb, "by")
    return None if by is None or sentence.lemmas[by].lower() in TIMES else by


def _second_subject(sentence: Sentence, verb: int) -> int | None:
    """A verb has one subject: where a parser gives two, the one after the verb is its object."""
    subjects = children(sentence, verb, "nsubj")
    return subjects[-1] if len(subjects) > 1 and subjects[0] < verb < subjects[-1] else None


@remembered
def object_of(sentence: Sentence, verb: int) -> int | None:
    """Who or what is acted upon: the object of an active verb, the subject of a passive one."""
    if is_passive(sentence, verb):
        return surface_subject(sentence, verb)
    found = _own_object(sentence, verb)
    if found is None:
        found = child(sentence, verb, "iobj")
    if found is None:
        found = _strayed_object(sentence, verb)
    if found is None:
        found = _second_subject(sentence, verb)
    if found is None:
        found = _shared_object(sentence, verb)
    if found is None:
        return relative_gap(sentence, verb)
    if sentence.words[found].lower() in RELATIVE_PRONOUNS:
        return _antecedent(sentence, found, verb)
    return found


def _strayed_subject(sentence: Sentence, verb: int) -> int | None:
    """ "The European Union suspended aid": parsers may hang the subject on the object beyond the verb."""
    for thing in children(sentence, verb, "obj"):
        left = [
            w
            for w in children(sentence, thing, "compound", "nmod", "amod")
            if w < verb < thing and sentence.tags[w] in {"PROPN", "NOUN"}
        ]
        if left:
            return left[-1]
    return None


def _own_object(sentence: Sentence, verb: int) -> int | None:
    """The object, but not one that stands before the clause's own marker: that is the higher verb's."""
    objects = children(sentence, verb, "obj")
    if len(objects) < 2:
        return objects[0] if objects else None
    marks = children(sentence, verb, "mark")
    return next((w for w in objects if not marks or w > marks[0]), objects[0])


def _strayed_object(sentence: Sentence, verb: int) -> int | None:
    """ "Accused Moscow of shelling the port": parsers may hang "Moscow" on the lower verb, which has an object too."""
    for clause in children(sentence, verb, "advcl", "xcomp", "ccomp", "acl"):
        marks, objects = children(sentence, clause, "mark"), children(sentence, clause, "obj")
        strayed = objects[:1] if len(objects) > 1 else ()
        if marks and sentence.words[marks[0]].lower() in {"of", "for", "from", "over"}:
            # "Accused Moscow of overreacting": no subject stands before such a marker.
            strayed = strayed or children(sentence, clause, "nsubj")[:1]
        if strayed and marks and verb < strayed[0] < marks[0]:
            return strayed[0]
    named = child(sentence, verb, "xcomp")  # "Called Olaf Scholz": parsers expect "called Scholz a friend".
    bare = named is not None and sentence.tags[named] == "PROPN" and verb < named
    return named if named is not None and bare and not children(sentence, named, "case", "mark") else None


def _shared_object(sentence: Sentence, verb: int) -> int | None:
    # "condemned and rejected the plan": the object hangs on one of the verbs that share it.
    first = head_of(sentence, verb)
    bare = not children(sentence, verb, "nsubj", "aux", "mark", "obl", "xcomp", "ccomp")
    if bare and base(sentence.relations[verb]) == "conj" and first >= 0 and verb - first <= 3:
        return child(sentence, first, "obj")
    for other in children(sentence, verb, "conj"):
        nothing_between = not children(sentence, verb, "obl", "xcomp", "ccomp", "nsubj:pass")
        bare = not children(sentence, other, "nsubj", "aux", "mark")
        if sentence.tags[other] == "VERB" and bare and nothing_between and other - verb <= 3:
            return child(sentence, other, "obj")
    return None


def indirect_object(sentence: Sentence, verb: int) -> int | None:
    """To whom: "Kyiv" of "gave Kyiv tanks"."""
    return child(sentence, verb, "iobj")


def complement(sentence: Sentence, verb: int) -> int | None:
    """The clause that a verb takes: "lift" of "agreed to lift", "would sign" of "said it would sign"."""
    return child(sentence, verb, "xcomp", "ccomp")


def particle(sentence: Sentence, verb: int) -> str:
    """The verb's particle, "down" of "shot down"; "" where there is none."""
    found = child(sentence, verb, "compound:prt")
    return sentence.words[found].lower() if found is not None else ""


@remembered
def auxiliaries(sentence: Sentence, verb: int) -> tuple[str, ...]:
    """Lemmas or forms of the verb's auxiliaries, in lower case; shared ones of a first conjunct too."""
    own = children(sentence, verb, "aux", "cop")
    if not own and base(sentence.relations[verb]) == "conj" and not children(sentence, verb, "nsubj", "mark"):
        head = head_of(sentence, verb)
        if head >= 0 and "VerbForm=Fin" not in sentence.features[verb]:
            own = children(sentence, head, "aux")
    return tuple(sentence.words[w].lower() for w in own)


@remembered
def modal_of(sentence: Sentence, verb: int) -> str | None:
    """The verb's modal in its full form: "will", "may", "must"."""
    full = {"'ll": "will", "’ll": "will", "wo": "will", "'d": "would", "ca": "can", "sha": "shall"}
    words = [full.get(w, w) for w in auxiliaries(sentence, verb)]
    return next((w for w in words if w in MODALS), None)


def is_negated(sentence: Sentence, word: int) -> bool:
    """Whether "not", "never", "no" or the like stands on the word itself or on its auxiliary."""
    return any(
        sentence.words[c].lower() in NEGATIONS or sentence.lemmas[c].lower() in NEGATIONS
        for c in children(sentence, word, "advmod", "det", "case", "mark", "cc", "aux")
    )


@remembered
def tense(sentence: Sentence, verb: int) -> str:
    """One of "past", "present", "future", "infinitive", "participle", "" (unknown)."""
    modal = modal_of(sentence, verb)
    if modal in {"will", "shall"}:
        return "future"
    words = auxiliaries(sentence, verb)
    if any(w in {"was", "were", "had", "did"} for w in words):
        return "past"
    if any(w in {"has", "have", "'ve"} for w in words):
        return "past"
    if any(w in {"is", "are", "am", "'s", "'re", "do", "does"} for w in words):
        return "past" if is_passive(sentence, verb) and "been" in words else "present"
    features = sentence.features[verb]
    if "Tense=Past" in features and "VerbForm=Fin" in features:
        return "past"
    if "VerbForm=Fin" in features:
        return "present"
    to = any(sentence.words[m].lower() == "to" for m in children(sentence, verb, "mark"))
    if "VerbForm=Inf" in features or to:
        return "infinitive"
    return "participle" if "VerbForm=Part" in features or "VerbForm=Ger" in features else ""


@remembered
def is_conditional(sentence: Sentence, verb: int) -> bool:
    """Whether the word stands in a clause opened by "if", "unless" or "whether"."""
    for at in (verb, *ancestors(sentence, verb)):
        marks = {sentence.words[m].lower() for m in children(sentence, at, "mark", "case")}
        if marks & CONDITIONS and base(sentence.relations[at]) in CLAUSES:
            return True
        if base(sentence.relations[at]) in {"ccomp", "parataxis"} and _is_inverted(sentence, at):
            return True
        if base(sentence.relations[at]) == "advcl" and (_is_inverted(sentence, at) or _in_case(sentence, at)):
            return True
        if base(sentence.relations[at]) == "advcl":
            return False
    return False


def _is_inverted(sentence: Sentence, verb: int) -> bool:
    """ "Should China attack", "were Tehran to sign", "had Tbilisi asked": a condition without "if"."""
    subject = child(sentence, verb, "nsubj")
    return (
        subject is not None
        and sentence.words[-1] != "?"
        and any(
            sentence.words[w].lower() in {"should", "were", "had"} and w < subject
            for w in children(sentence, verb, "aux", "cop", "mark")
        )
    )


def _in_case(sentence: Sentence, verb: int) -> bool:
    """ "In case China invades": parsers take "case" for an oblique of the clause or of the clause above."""
    head = head_of(sentence, verb)
    near = (*children(sentence, verb, "mark", "obl", "advmod"), *([head] if head >= 0 else []))
    return any(sentence.lemmas[w].lower() == "case" and w < verb for w in near)


@remembered
def speech_above(sentence: Sentence, word: int) -> int | None:
    """The verb of speech whose content the word belongs to: "said" of "said it would sign".

    Also the inserted kind: "Iran, he said, will return"; "will return, according to officials" has none.
    """
    at = word
    for above in ancestors(sentence, word):
        relation = base(sentence.relations[at])
        says = sentence.lemmas[above].lower() in SPEECH and sentence.tags[above] == "VERB"
        if says and relation in {"ccomp", "parataxis", "xcomp"}:
            return above
        at = above
    for at in (word, *ancestors(sentence, word)):
        for inserted in children(sentence, at, "parataxis"):
            if sentence.lemmas[inserted].lower() in SPEECH and children(sentence, inserted, "nsubj"):
                return inserted
    return None
