"""Watching feeds: on time, politely, nothing lost and nothing doubled, whatever the net or a kill does."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.record.conftest import reading

from detente.errors import ArticleError, RecordError
from detente.record import open_record
from detente.record.watched import feed_states, item_counts, items_due
from detente.runs import watching
from detente.runs.apart import Apart
from detente.runs.happenings import Feed, Got, Held, Polled, Resting
from detente.runs.local import BATCH
from detente.runs.pacing import grown
from detente.runs.watching import Watch
from detente.sources import Refusal
from detente.sources.web import Fetcher, Unchanged, Validators
from detente.types import Page
from newsfeeds import Article, World, calling_here, serving, some_articles

BEGAN = datetime(2026, 3, 2, 6, 0)
FEED = "https://lantern.example/feed.xml"


class Clock:
    """A clock that passes while one rests, until it is stopped."""

    def __init__(self, hours: float = 1.0) -> None:
        self.time, self.until, self.rests = BEGAN, BEGAN + timedelta(hours=hours), []
        self.stopped_early = False

    @property
    def stopped(self) -> bool:
        return self.stopped_early or self.time >= self.until

    def now(self) -> datetime:
        return self.time

    def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.time += timedelta(seconds=seconds)


class Net:
    """Answers by address: each a list of answers, of which the last one stays."""

    def __init__(self, **answers) -> None:
        self.answers = {f"https://lantern.example/{name}": list(given) for name, given in answers.items()}
        self.asked: list[tuple[str, Validators]] = []
        self.pages: list[str] = []

    def poll(self, url, last):
        self.asked.append((url, last))
        return self._next(url), Validators(etag=f'"{len(self.asked)}"')

    def get(self, url):
        self.pages.append(url)
        return self._next(url)

    def _next(self, url):
        given = self.answers[url]
        return given.pop(0) if len(given) > 1 else given[0]


class Desk:
    """Reads pages without an encoder: an article is what its page says it is called."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.texts: dict[str, str] = {}

    def article(self, page):
        text = page.content.decode()
        if "nothing" in text:
            raise ArticleError("no article here")
        if "crash" in text:
            raise KeyError("a fault of ours")
        self.texts[page.url] = text
        self.read[page.location] += 1
        name = page.url.rsplit("/", 1)[-1]
        return replace(reading(name).article, source=page.location, url=page.url)

    def passed_over(self, page):
        return None

    def read_after(self, found, learned):
        if any("fickle" in self.texts[a.url] for a in found):
            raise IndexError("another fault of ours")
        return [self._spoilt(replace(reading(a.id.removeprefix("ar_")), article=a)) for a in found]

    def _spoilt(self, one):
        return replace(one, encounters=one.encounters * 2) if "twice" in self.texts[one.article.url] else one

    def rarity(self, word):
        return 4.0


def feed(*names: str, text: str = "", head: str = "") -> Page:
    items = "".join(
        f"<item><title>{n}</title><link>https://lantern.example/{n}</link><description>{text}</description></item>"
        for n in names
    )
    content = f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title>{head}{items}</channel></rss>'
    return Page(content=content.encode(), location=FEED, media_type="application/rss+xml")


def page(name: str, text: str = "The ministers met.") -> Page:
    url = f"https://lantern.example/{name}"
    return Page(content=text.encode(), location=url, url=url, media_type="text/html")


def refusal(kind: str, wait: float | None = None) -> Refusal:
    return Refusal(location="x", kind=kind, message=kind, wait=wait)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.duckdb"


def watched(path, net, clock, *, every=900.0, once=False, desk=None, feeds=(FEED,)):
    given = [Feed(address=one, every=every) for one in feeds]
    watch = Watch(path, given, desk or Desk(), net, clock, random.Random(1))
    return list(watch.happenings(once=once))


def counts(path):
    with open_record(path, writable=False) as record:
        kept = record.connection.execute("SELECT source FROM articles ORDER BY 1").fetchall()
        return [row[0].rsplit("/", 1)[-1] for row in kept], item_counts(record)


def test_what_is_new_is_read_once(path):
    net = Net(**{"feed.xml": [feed("a", "b"), feed("a", "b", "c")], **{n: [page(n)] for n in "abc"}})
    happened = watched(path, net, Clock())
    assert counts(path) == (["a", "b", "c"], {"read": 3})
    assert sorted(net.pages) == [f"https://lantern.example/{n}" for n in "abc"]
    assert [one.new for one in happened if isinstance(one, Polled)][:2] == [2, 1]
    assert {step.fate for one in happened if isinstance(one, Got) for step in one.steps} == {"read"}


def test_a_feed_is_asked_on_its_schedule_and_by_what_it_was_known(path):
    unchanged = Unchanged(location=FEED)
    net = Net(**{"feed.xml": [feed("a"), unchanged], "a": [page("a")]})
    happened = watched(path, net, Clock(hours=1), every=900.0)
    assert 3 <= len(net.asked) <= 5
    assert net.asked[0][1] == Validators()
    assert {last.etag for _, last in net.asked[1:]} == {'"1"'}
    assert all(one.seconds <= watching.LONGEST_REST for one in happened if isinstance(one, Resting))


def test_a_restart_knows_what_was_seen(path):
    net = Net(**{"feed.xml": [feed("a", "b")], "a": [page("a")], "b": [page("b")]})
    watched(path, net, Clock(), once=True)
    again = Net(**{"feed.xml": [feed("a", "b")]})
    watched(path, again, Clock(), once=True)
    assert again.asked == [(FEED, Validators(etag='"1"'))]
    assert again.pages == []


@pytest.mark.parametrize(
    ("kinds", "pages", "state"),
    [
        (["timeout", "http-500", "unreachable"], 4, "read"),
        (["http-404"], 5, "given up"),
        (["http-404", "http-404"], 3, "read"),
        (["robots"], 1, "given up"),
        (["http-410"], 1, "given up"),
        (["private-address"], 5, "given up"),
    ],
)
def test_what_could_not_be_got_is_tried_again(path, kinds, pages, state):
    answers = [refusal(kind) for kind in kinds]
    answers += [page("a")] if state == "read" else []
    net = Net(**{"feed.xml": [feed("a"), feed("b")], "a": answers, "b": [page("b")]})
    watched(path, net, Clock(hours=3), every=10_000.0)
    assert net.pages.count("https://lantern.example/a") == pages
    kept, items = counts(path)
    assert (kept, items[state]) == ((["a", "b"], 2) if state == "read" else (["b"], 1))


def test_a_page_that_is_no_article_yet_is_tried_again(path):
    net = Net(**{"feed.xml": [feed("a")], "a": [page("a", "nothing"), page("a", "nothing"), page("a")]})
    watched(path, net, Clock(hours=1), every=10_000.0)
    assert counts(path) == (["a"], {"read": 1})


def test_the_text_of_the_feed_stands_in_for_a_page_that_is_not_to_be_had(path):
    net = Net(**{"feed.xml": [feed("a", text="The ministers met. " * 60)], "a": [refusal("timeout")]})
    watched(path, net, Clock(hours=1), every=10_000.0)
    assert counts(path) == (["a"], {"read": 1})
    assert len(net.pages) == watching.VAIN


@pytest.mark.parametrize(
    ("fault", "kind"), [("crash", "crashed"), ("fickle", "crashed"), ("twice", "not-kept")]
)
def test_a_fault_of_ours_in_one_article_does_not_keep_the_others(path, fault, kind):
    net = Net(
        **{"feed.xml": [feed("a", "b", "c")], "a": [page("a")], "b": [page("b", fault)], "c": [page("c")]}
    )
    happened = watched(path, net, Clock(), once=True)
    assert counts(path)[0] == ["a", "c"]
    [why] = [why for one in happened if isinstance(one, Got) for why in one.waiting]
    assert (why.kind, "please report" in why.message) == (kind, True)


def test_one_that_ends_the_process_again_and_again_is_set_aside(path):
    class Deadly(Desk):
        def article(self, page):
            if page.url.endswith("/b"):
                raise SystemExit(9)
            return super().article(page)

    net = Net(**{"feed.xml": [feed("a", "b", "c")], **{n: [page(n)] for n in "abc"}})
    for _ in range(watching.DEADLY):
        with pytest.raises(SystemExit):
            watched(path, net, Clock(), once=True, desk=Deadly())
    happened = watched(path, net, Clock(), once=True, desk=Deadly())
    assert [why.kind for one in happened if isinstance(one, Got) for why in one.lost] == ["deadly"]
    assert counts(path) == (["a", "c"], {"read": 2, "given up": 1})


@pytest.mark.parametrize("kind", ["timeout", "not-a-feed", "http-503"])
def test_a_feed_that_fails_is_asked_less_and_less_and_the_others_go_on(path, kind):
    other = "https://lantern.example/other.xml"
    bad = feed() if kind == "not-a-feed" else refusal(kind)
    net = Net(**{"feed.xml": [bad], "other.xml": [feed("a"), Unchanged(location=other)], "a": [page("a")]})
    happened = watched(path, net, Clock(hours=12), every=1800.0, feeds=(FEED, other))
    polls = Counter(url for url, _ in net.asked)
    assert polls[FEED] < 8 < 20 < polls[other]
    failed = [one for one in happened if isinstance(one, Polled) and one.outcome == "failed"]
    assert {(one.feed, one.kind) for one in failed} == {(FEED, kind)}
    assert counts(path)[0] == ["a"]


def test_a_server_that_asks_for_a_pause_gets_it_also_after_a_restart(path):
    net = Net(**{"feed.xml": [refusal("http-429", wait=7200.0)]})
    watched(path, net, Clock(hours=1.9))
    assert len(net.asked) == 1
    again = Net(**{"feed.xml": [feed("a")], "a": [page("a")]})
    watched(path, again, Clock(), once=True)
    assert again.asked == []
    later = Clock(hours=9)
    later.time += timedelta(hours=2.1)
    watched(path, again, later, once=True)
    assert counts(path)[0] == ["a"]


@pytest.mark.parametrize(
    ("head", "fresh", "calls"),
    [
        ("", None, 16),
        ("<ttl>60</ttl>", None, 4),
        ("<ttl>5</ttl>", None, 16),
        ("<ttl>60</ttl>", 7200.0, 2),
        ("", 3600.0, 4),
        ("<ttl>525600</ttl>", None, 1),
    ],
)
def test_a_feed_that_asks_for_longer_pauses_has_them_also_after_restarts(path, head, fresh, calls):
    """Four hours from cron, once every quarter of an hour: the feed is new once, and then as it was."""

    class Asking(Net):
        def poll(self, url, last):
            got, seen = super().poll(url, last)
            return got, Validators(etag=seen.etag, fresh=fresh)

    net = Asking(**{"feed.xml": [feed("a", head=head), Unchanged(location=FEED)], "a": [page("a")]})
    clock = Clock(hours=5)
    for _ in range(16):
        watched(path, net, clock, once=True)
        clock.time += timedelta(minutes=15)
    assert len(net.asked) == calls


def test_a_feed_that_asks_for_a_year_is_asked_every_day(path):
    net = Net(
        **{"feed.xml": [feed("a", head="<ttl>525600</ttl>"), Unchanged(location=FEED)], "a": [page("a")]}
    )
    watched(path, net, Clock(hours=72.5))
    assert len(net.asked) == 4


@pytest.mark.parametrize("kind", ["bad-address", "http-410"])
def test_a_feed_that_is_gone_is_not_asked_again(path, kind):
    net = Net(**{"feed.xml": [refusal(kind)]})
    [polled, *_] = watched(path, net, Clock(hours=48))
    assert (polled.outcome, polled.again, len(net.asked)) == ("gone", None, 1)


def test_a_host_that_fails_again_and_again_is_left_alone(path):
    names = [f"p{n}" for n in range(12)]
    net = Net(**{"feed.xml": [feed(*names)], **{n: [refusal("timeout"), page(n)] for n in names}})
    clock = Clock(hours=6)
    watch = Watch(path, [Feed(address=FEED)], Desk(), net, clock, random.Random(1))
    next(one for one in watch.happenings() if isinstance(one, Got))
    assert len(net.pages) == 2
    watched(path, net, clock, every=30_000.0)
    assert counts(path)[1] == {"read": 12}


def test_a_page_that_hangs_the_reader_is_given_up_and_the_next_is_read(path):
    """The limit is of processor time; 0.3 seconds are too few for a long page, and the process that began it is ended."""
    told = "BEIJING, March 2 - China accused the United States of hypocrisy on Monday. Wang Yi met Antony Blinken in Beijing. "
    net = Net(**{
        "feed.xml": [feed("long"), feed("long", "short")],
        "long": [page("long", f"<article><h1>Delay</h1><p>{told}</p>{'<p>China accused Japan of delay.</p>' * 400}</article>")],
        "short": [page("short", f"<article><h1>Talks</h1><p>{told * 2}</p></article>")],
    })  # fmt: skip
    coder = Apart(model=False, seconds=0.3)
    try:
        [lost] = [one for one in watched(path, net, Clock(), once=True, desk=coder) if isinstance(one, Got)]
        assert [(why.location, why.kind) for why in lost.lost] == [
            (FEED.replace("feed.xml", "long"), "too-slow")
        ]
        coder.seconds = 20.0
        [got] = [one for one in watched(path, net, Clock(), once=True, desk=coder) if isinstance(one, Got)]
        assert [step.fate for step in got.steps] == ["read"]
        assert counts(path)[1] == {"given up": 1, "read": 1}
    finally:
        coder.close()


def test_while_another_holds_the_record_nobody_is_called_and_then_all_goes_on(path):
    net = Net(**{"feed.xml": [feed("a")], "a": [page("a")]})
    watch = Watch(path, [Feed(address=FEED)], Desk(), net, clock := Clock(), random.Random(1))
    happened = watch.happenings()
    held = hold(path)
    try:
        one = next(happened)
        # The record was made before, so that the watch could begin.
        assert isinstance(one, Held)
        assert net.asked == []
    finally:
        held.kill()
        held.wait()
    rest = list(happened)
    assert clock.rests
    assert [one.outcome for one in rest if isinstance(one, Polled)][:1] == ["new"]
    assert counts(path)[0] == ["a"]


def hold(path):
    """Another process that keeps the record open, begun once the watch has looked at it."""
    with open_record(path, create=True):
        pass
    code = "import sys, time; from detente.record import open_record; r = open_record(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    original = Watch._recall

    def recall(self):
        original(self)
        Watch._recall = original
        child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "open\n"
        started.append(child)

    started = []
    Watch._recall = recall

    class Later:
        def kill(self):
            started[0].kill()

        def wait(self):
            started[0].communicate()

    return Later()


def test_once_says_when_the_record_cannot_be_had(tmp_path):
    (tmp_path / "record.duckdb").write_text("no record")
    with pytest.raises(RecordError):
        watched(tmp_path / "record.duckdb", Net(**{"feed.xml": [feed()]}), Clock(), once=True)


def test_it_stops_after_the_item_in_hand_and_loses_none(path):
    clock = Clock()

    class Stopping(Net):
        def get(self, url):
            if url.endswith("/b"):
                clock.stopped_early = True
            return super().get(url)

    answers = {"feed.xml": [feed("a", "b", "c", "d")], **{n: [page(n)] for n in "abcd"}}
    watched(path, Stopping(**answers), clock)
    assert counts(path) == (["a", "b"], {"read": 2, "waiting": 2})
    # The feed shows others by then.
    net = Net(**(answers | {"feed.xml": [feed("x")], "x": [page("x")]}))
    watched(path, net, Clock(), once=True)
    assert counts(path)[0] == ["a", "b", "c", "d", "x"]
    assert sorted(net.pages) == [f"https://lantern.example/{n}" for n in "cdx"]


def test_two_feeds_that_name_one_article_have_it_read_once(path):
    other = "https://lantern.example/other.xml"
    net = Net(**{"feed.xml": [feed("a")], "other.xml": [feed("a")], "a": [page("a")]})
    watched(path, net, Clock(), once=True, feeds=(FEED, other))
    assert (len(net.pages), counts(path)[0]) == (1, ["a"])


def test_what_the_feeds_of_one_round_name_is_read_together(path):
    names = [f"f{n}.xml" for n in range(6)]
    net = Net(
        **{name: [feed(f"a{name}")] for name in names}, **{f"a{name}": [page(f"a{name}")] for name in names}
    )
    addresses = [f"https://lantern.example/{name}" for name in names]
    happened = watched(path, net, Clock(), once=True, feeds=addresses)
    assert [type(one) for one in happened] == [Polled] * 6 + [Got]
    assert [step.location for step in happened[-1].steps] == [f"https://lantern.example/a{n}" for n in names]


def test_items_wait_for_no_slow_feed_and_no_full_batch(path):
    """A feed that takes a minute to answer, and one that names more than are read together."""
    clock = Clock()

    class Slow(Net):
        def poll(self, url, last):
            clock.time += timedelta(minutes="slow" in url)
            return super().poll(url, last)

    many = [f"m{n}" for n in range(BATCH)]
    answers = {
        "slow.xml": [feed("b")],
        "feed.xml": [feed("a")],
        "many.xml": [feed(*many)],
        "last.xml": [feed("c")],
    }
    net = Slow(**answers, **{n: [page(n)] for n in ("a", "b", "c", *many)})
    feeds = [f"https://lantern.example/{name}" for name in ("feed.xml", "slow.xml", "many.xml", "last.xml")]
    happened = watched(path, net, clock, once=True, feeds=feeds)
    assert [len(one.steps) if isinstance(one, Got) else "asked" for one in happened] == [
        "asked", "asked", 2, "asked", BATCH, "asked", 1,
    ]  # fmt: skip


def test_what_was_kept_before_a_kill_is_heard_after_it_and_what_others_read_is_not(path):
    desk = Desk()
    net = Net(**{"feed.xml": [feed("a", "b")], "a": [page("a")], "b": [page("b")]})
    with open_record(path, create=True) as record:
        from detente.runs.local import read_into

        list(read_into(record, [page("b")], desk))
    original = watching.settle

    def killed(record, outcomes):
        if outcomes and outcomes[0].article:
            raise SystemExit(9)
        original(record, outcomes)

    watching.settle = killed
    try:
        with pytest.raises(SystemExit):
            watched(path, net, Clock(), once=True, desk=desk)
    finally:
        watching.settle = original
    watched(path, net, Clock(), once=True, desk=desk)
    with open_record(path, writable=False) as record:
        rows = record.connection.execute(
            "SELECT item, article, heard FROM feed_items ORDER BY item"
        ).fetchall()
    assert [(item[-1], article, heard) for item, article, heard in rows] == [
        ("a", "ar_a", False),
        ("b", "ar_b", True),
    ]


def test_pauses_grow_are_drawn_apart_and_keep_to_what_was_asked():
    chance = random.Random(3)
    drawn = [grown(60.0, times, 3600.0, chance) for times in (1, 2, 3, 10, 60)]
    assert all(
        0.75 * base <= one <= 1.25 * base for one, base in zip(drawn, (60, 120, 240, 3600, 3600), strict=True)
    )
    assert grown(60.0, 1, 3600.0, chance, asked=900.0) == 900.0
    assert grown(60.0, 1, 3600.0, chance, asked=1e9) == 86_400.0


WORKER = textwrap.dedent(
    """
    import sys
    from datetime import datetime
    from pathlib import Path
    sys.path[:0] = sys.argv[3:]
    from newsfeeds import calling_here
    from tests.runs.test_watching import Clock, Desk
    from detente.runs.happenings import Feed, Got
    from detente.runs.watching import Watch
    from detente.sources.web import Fetcher

    with calling_here(), Fetcher(pause=0.0) as fetcher:
        print("begun", flush=True)
        for one in Watch(Path(sys.argv[1]), [Feed(address=sys.argv[2])], Desk(), fetcher, Clock(9.0)).happenings():
            if isinstance(one, Got):
                print("got", *(step.location for step in one.steps), flush=True)
    """
)


def test_killed_at_any_moment_it_neither_loses_nor_doubles(path):
    root = Path(__file__).parents[2]
    articles = [
        Article(path=f"/{n}", title=f"Story {n}", paragraphs=("The ministers met.",), published=BEGAN)
        for n in range(15)
    ]
    told: list[str] = []
    chance = random.Random(5)
    with serving(World(articles={"lantern": articles}, now=lambda: BEGAN)) as world:
        for seconds in (0.0, 0.05, 0.1, 0.2, 0.3, 60.0):
            worker = subprocess.Popen(
                [sys.executable, "-c", WORKER, str(path), world.address("lantern"), str(root), str(root / "benchmarks")],
                stdout=subprocess.PIPE, text=True, cwd=root,
            )  # fmt: skip
            assert worker.stdout.readline() == "begun\n"
            if seconds < 60:
                time.sleep(seconds + chance.uniform(0, 0.1))
                os.kill(worker.pid, signal.SIGKILL)
            said, _ = worker.communicate(timeout=120)
            told += [
                link for line in said.splitlines() if line.startswith("got ") for link in line.split()[1:]
            ]
        published = world.published()
    with open_record(path, writable=False) as record:
        kept = [row[0] for row in record.connection.execute("SELECT source FROM articles").fetchall()]
        assert items_due(record, datetime(2100, 1, 1)) == []
        assert [state.failures for state in feed_states(record).values()] == [0]
    assert sorted(kept) == sorted(published)
    assert set(told) <= published


def test_a_real_world_of_faults(path):
    """Half an hour of news with all that goes wrong on the net, and four days in which it may still be had;
    `benchmarks/soak.py` is the long way."""
    outlets = ("lantern", "courier")
    articles = some_articles(outlets, BEGAN, 0.5, minutes=6.0, chance=random.Random(2))
    clock = Clock(hours=96)
    # A busy machine that answers late is one more fault, from which the same is expected.
    with serving(World(articles=articles, now=clock.now, faults=0.3, seed=2, silence=0.9)) as world:
        with calling_here(timeout=0.4, patience=0.6), Fetcher(pause=0.0) as fetcher:
            feeds = [Feed(address=world.address(outlet), every=14400.0) for outlet in outlets]
            list(Watch(path, feeds, Desk(), fetcher, clock, random.Random(2)).happenings())
        with open_record(path, writable=False) as record:
            ask = record.connection.execute
            read = [row[0] for row in ask("SELECT item FROM feed_items WHERE state = 'read'").fetchall()]
            kept = [row[0] for row in ask("SELECT source FROM articles").fetchall()]
        assert sorted(read) == sorted(world.published())
        # The desk of this test takes a copy for the article itself: its name is the last part of the address.
        assert sorted(link.rsplit("/", 1)[-1] for link in kept) == sorted(
            {link.rsplit("/", 1)[-1] for link in read}
        )
        assert world.calls["intruder"] == 0
        assert len([name for name in world.calls if name.startswith("fault")]) >= 5
