"""The child process: what kills it, what its death is called, and that the others go on."""

import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_server import FEED

from briefing.ingest import Fence, parse, parse_all, wire
from briefing.ingest.child import Child, extract_all, feed_job
from briefing.ingest.pages import Page
from briefing.ingest.sanitise import Clean
from briefing.models import Fetched, FetchStatus, Hints, Item, ParsedFeed, ParseStatus, Source

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def fetched(body: bytes, name: str = "https://x.example/f") -> Fetched:
    return Fetched(Source(name, "X", weight=2.0), FetchStatus.FETCHED, body, name, "text/xml")


def feed_with(author: str) -> bytes:
    return (
        f"<rss version='2.0'><channel><item><title>t</title><link>https://x.example/1</link>"
        f"<author>{author}</author></item></channel></rss>"
    ).encode()


ENDLESS = feed_with("a@" + "a." * 60_000 + "!")
"""feedparser looks for an e-mail address in it with a quadratic regular expression."""


@pytest.fixture
def child() -> Iterator[Child[ParsedFeed]]:
    with Child[ParsedFeed](Fence()) as made:
        yield made


def done(body: bytes, **limits: float) -> ParsedFeed:
    with Child[ParsedFeed](Fence(**limits)) as child:  # type: ignore[arg-type]
        return child.do(feed_job(fetched(body), NOW))


def test_it_gives_what_parsing_here_gives(child: Child[ParsedFeed]) -> None:
    here = parse(
        FEED, fetched(FEED).source, url="https://x.example/f", content_type="text/xml", now=NOW
    )
    assert child.do(feed_job(fetched(FEED), NOW)) == here
    assert child.do(feed_job(fetched(FEED), NOW)) == here


def test_the_clock_on_the_wall_ends_it() -> None:
    assert done(ENDLESS, wall_seconds=0.5).reason == "cpu-limit"


def test_a_feed_that_takes_too_much_memory_is_told() -> None:
    objects = (
        b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * 3_000_000 + b"{}]}"
    )
    assert done(objects).reason == "memory-limit"


def test_an_honest_feed_of_the_largest_size_has_room() -> None:
    item = (
        "<item><title>t{0}</title><link>https://x.example/{0}</link><description>{1}</description>"
    )
    words = "&lt;p&gt;The tide gauge on the quay reads two metres. &lt;/p&gt;" * 150
    entries = "".join((item + "</item>").format(number, words) for number in range(1000))
    large = f"<rss version='2.0'><channel>{entries}</channel></rss>".encode()
    assert 9 * 1024**2 < len(large) < 10 * 1024**2
    feed = done(large, wall_seconds=60.0)
    assert (feed.reason, len(feed.items)) == (None, 1000)


def test_an_answer_that_is_too_long_is_told() -> None:
    assert done(FEED, answer_bytes=50).reason == "size-limit"


@pytest.mark.parametrize(
    ("death", "reason"),
    [(signal.SIGTERM, "died"), (signal.SIGABRT, "memory-limit"), (signal.SIGKILL, "memory-limit")],
)
def test_every_death_has_a_name(
    child: Child[ParsedFeed], death: signal.Signals, reason: str
) -> None:
    child.do(feed_job(fetched(FEED), NOW))
    assert child._process is not None
    timer = threading.Timer(0.1, os.kill, [child._process.pid, death])
    timer.start()
    assert child.do(feed_job(fetched(ENDLESS), NOW)) == ParsedFeed(ParseStatus.ERROR, reason)
    timer.join()
    assert child.do(feed_job(fetched(FEED), NOW)).status == "ok"


def test_a_death_between_two_feeds_is_not_the_next_ones_fault(child: Child[ParsedFeed]) -> None:
    child.do(feed_job(fetched(FEED), NOW))
    assert child._process is not None
    child._process.kill()
    child._process.wait()
    assert child.do(feed_job(fetched(FEED), NOW)).status == "ok"


def test_the_child_gets_no_secrets(
    child: Child[ParsedFeed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_SMTP", "smtp://user:secret@host")
    child.do(feed_job(fetched(FEED), NOW))
    assert child._process is not None
    environment = Path(f"/proc/{child._process.pid}/environ")
    if environment.exists():
        assert b"secret" not in environment.read_bytes()


def test_a_hostile_feed_delays_no_other() -> None:
    names = [f"https://x.example/{n}" for n in range(6)]
    answers = [fetched(ENDLESS, names[0]), *(fetched(FEED, name) for name in names[1:])]
    done = list(parse_all(answers, NOW, Fence(cpu_seconds=1)))
    assert done[-1][0].url == names[0]
    assert done[-1][1] == ParsedFeed(ParseStatus.ERROR, "cpu-limit")
    assert sorted(one.url for one, _ in done) == names
    assert {feed.status for _, feed in done[:-1] if feed} == {ParseStatus.OK}


def test_others_wait_less_than_a_second_for_as_many_hostile_feeds_as_there_are_workers() -> None:
    names = [f"https://x.example/{n}" for n in range(6)]
    bodies = [ENDLESS, ENDLESS, FEED, FEED, FEED, FEED]
    answers = [fetched(body, name) for body, name in zip(bodies, names, strict=True)]
    running = parse_all(answers, NOW, Fence(patience=0.2))
    done = [next(running) for _ in range(4)]
    assert {feed.status for _, feed in done if feed} == {ParseStatus.OK}
    running.close()


def test_what_was_not_fetched_passes_through() -> None:
    failed = Fetched(Source("https://x.example/f", "X"), FetchStatus.FAILED, reason="so it is")
    assert list(parse_all([failed], NOW)) == [(failed, None)]


def test_a_run_that_is_given_up_ends_its_children() -> None:
    running = parse_all((fetched(body) for body in (FEED, ENDLESS)), NOW)
    next(running)
    running.close()


def test_pages_are_worked_on_in_the_same_fence() -> None:
    pytest.importorskip("trafilatura", reason="the extra fulltext is not installed")
    pages = [Page("https://x.example/1"), Page("https://x.example/2", body=b"<p>no article</p>")]
    assert sorted(extract_all(pages), key=lambda pair: pair[0].url) == [
        (pages[0], Clean()),
        (pages[1], Clean()),
    ]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ITEMS = st.builds(
    Item, id=WORDS, source=WORDS, outlet=WORDS, url=st.just("https://x.example/"), title=WORDS,
    published=MOMENTS, first_seen=MOMENTS, text=WORDS, categories=st.tuples(WORDS, WORDS),
    enclosures=st.tuples(WORDS), summary=WORDS,
    updated=st.none() | MOMENTS, excerpt=st.booleans(), weight=st.floats(0.1, 10),
)  # fmt: skip


HINTS = st.builds(
    Hints, ttl=st.none() | st.integers(1), period=st.none() | st.integers(1),
    skip_hours=st.tuples(st.integers(0, 23)), skip_days=st.just(()),
)  # fmt: skip


@given(st.builds(ParsedFeed, status=st.sampled_from(ParseStatus), reason=st.none() | WORDS,
                 title=WORDS, items=st.tuples(ITEMS, ITEMS), hints=HINTS))  # fmt: skip
@settings(max_examples=50)
def test_a_feed_passes_the_wire_unchanged(feed: ParsedFeed) -> None:
    answer = wire.dump_feed(feed)
    assert wire.load_feed(answer) == feed
    sizes = answer.index(b"\n") + 1
    assert wire.size_of(answer[: sizes - 1]) is None
    assert wire.size_of(answer[:sizes]) == wire.size_of(answer) == len(answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"3\n[]", b"2 0\n{}", b"2 0\n[]", b"2 1\n[]\xff", b"2 0\n[]!", b"9 0\n[]", b"-2 0\n[]",
        b'46 1\n["ok",null,"","","","",[["x"]],[0,0,[],[]]]xy',
    ],
)  # fmt: skip
def test_a_garbled_answer_is_told(answer: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        wire.load_feed(answer)


def test_sizes_that_never_end_are_no_answer() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of no words
        wire.size_of(b"1" * 30)
