"""Whatever the parser says, coding answers, keeps its offsets, and answers the same again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding import code, explain
from detente.knowledge.verbs import coding_tables
from detente.types import Actor, Article, Sentence, When, Where

WORDS = (
    *("Iran", "China", "agreed", "to", "lift", "sanctions", "on", "not", "will", "the", "attack", "of", "by"),
    *(
        "refused",
        "talks",
        "with",
        "between",
        "and",
        "said",
        "postponed",
        "visit",
        "that",
        "if",
        "each",
        "other",
    ),
)
TAGS = ("VERB", "NOUN", "PROPN", "ADP", "AUX", "ADJ", "PART", "SCONJ", "PRON", "DET")
RELATIONS = (
    *(
        "nsubj",
        "nsubj:pass",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "nmod",
        "nmod:poss",
        "conj",
        "cc",
        "case",
        "mark",
    ),
    *(
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "acl:relcl",
        "amod",
        "compound",
        "compound:prt",
        "aux",
        "aux:pass",
        "cop",
    ),
    *("appos", "parataxis", "root", "det", "advmod"),
)
FEATURES = (
    "",
    "VerbForm=Inf",
    "Tense=Past|VerbForm=Part",
    "Tense=Past|VerbForm=Part|Voice=Pass",
    "VerbForm=Fin",
)


@st.composite
def stories(draw):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=0, max_size=14))
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    many = len(words)

    def some(values):
        return tuple(draw(st.lists(st.sampled_from(values), min_size=many, max_size=many)))

    heads = tuple(draw(st.lists(st.integers(-1, many), min_size=many, max_size=many)))
    ends = tuple(s + len(w) for s, w in zip(starts, words, strict=True))
    text = " ".join(words)
    sentence = Sentence(
        index=0,
        start=0,
        end=len(text),
        words=tuple(words),
        starts=tuple(starts),
        ends=ends,
        lemmas=tuple(w.lower() for w in words),
        tags=some(TAGS),
        features=some(FEATURES),
        heads=heads,
        relations=some(RELATIONS),
    )
    spans = [(s, e) for s, e, w in zip(starts, ends, words, strict=True) if w in {"Iran", "China"}]
    actors = tuple(
        Actor(text=text[s:e], start=s, end=e, kind="state", country=text[s:e][:3].upper()) for s, e in spans
    )
    return text, sentence, actors


@settings(max_examples=150, deadline=None)
@given(stories())
def test_any_tree_is_coded_the_same_twice_within_its_text(story):
    text, sentence, actors = story
    article = Article(id="x", text=text, published="2023-06-20")
    when = When(text=text[:4], start=0, end=min(4, len(text)), value="2023-06-18")
    where = Where(text=text[:4], start=0, end=min(4, len(text)), name="Iran", country="IRN")
    arguments = ((sentence,), article, actors, (when,), (where,), coding_tables())
    reports = code(*arguments)
    assert reports == code(*arguments)
    assert [e.report for e in explain(*arguments)] == list(reports)
    for report in reports:
        assert text[report.trigger.start : report.trigger.end] == report.trigger.text
        assert report.quote == text
        assert report.actors
        assert 0 <= report.confidence <= 1
        assert all(text[a.start : a.end] == a.text for a in (*report.actors, *report.recipients))


def test_a_sentence_of_three_hundred_words_is_coded():
    words = ("Iran", "attacked", "China", "and") * 75
    starts = tuple(sum(len(w) + 1 for w in words[:n]) for n in range(len(words)))
    text = " ".join(words)
    heads = tuple(1 if n == 0 else -1 if n == 1 else n - 1 for n in range(len(words)))
    sentence = Sentence(
        index=0,
        start=0,
        end=len(text),
        words=words,
        starts=starts,
        ends=tuple(s + len(w) for s, w in zip(starts, words, strict=True)),
        lemmas=tuple({"attacked": "attack"}.get(w, w) for w in words),
        tags=tuple({"attacked": "VERB", "and": "CCONJ"}.get(w, "PROPN") for w in words),
        features=("",) * len(words),
        heads=heads,
        relations=tuple(("nsubj", "root", "obj", "conj")[n % 4] for n in range(len(words))),
    )
    actor = Actor(text="Iran", start=0, end=4, kind="state", country="IRN")
    other = Actor(text="China", start=14, end=19, kind="state", country="CHN")
    article = Article(id="x", text=text)
    assert code((sentence,), article, (actor, other), (), (), coding_tables())


def test_an_unparsed_sentence_makes_no_report():
    sentence = Sentence(
        index=0,
        start=0,
        end=4,
        words=(),
        starts=(),
        ends=(),
        lemmas=(),
        tags=(),
        features=(),
        heads=(),
        relations=(),
    )
    actor = Actor(text="Iran", start=0, end=4, kind="state", country="IRN")
    assert code((sentence,), Article(id="x", text="Iran"), (actor,), (), (), coding_tables()) == ()
