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
from briefing.ingest.child import Worker
from briefing.models import Fetched, FetchStatus, Item, ParsedFeed, ParseStatus, Source

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
def worker() -> Iterator[Worker]:
    made = Worker(Fence())
    yield made
    made.close()


def test_it_gives_what_parsing_here_gives(worker: Worker) -> None:
    here = parse(
        FEED, fetched(FEED).source, url="https://x.example/f", content_type="text/xml", now=NOW
    )
    assert worker.parse(fetched(FEED), NOW) == here
    assert worker.parse(fetched(FEED), NOW) == here


def test_the_clock_on_the_wall_ends_it() -> None:
    worker = Worker(Fence(wall_seconds=0.5))
    assert worker.parse(fetched(ENDLESS), NOW).reason == "cpu-limit"
    worker.close()


def test_a_feed_that_takes_too_much_memory_is_told() -> None:
    worker = Worker(Fence(memory_bytes=160 * 1024**2))
    large = feed_with("large " * 5_000_000)
    assert worker.parse(fetched(large), NOW).reason == "memory-limit"
    worker.close()


def test_an_answer_that_is_too_long_is_told() -> None:
    worker = Worker(Fence(answer_bytes=50))
    assert worker.parse(fetched(FEED), NOW).reason == "size-limit"
    worker.close()


@pytest.mark.parametrize(
    ("death", "reason"),
    [(signal.SIGTERM, "died"), (signal.SIGABRT, "memory-limit"), (signal.SIGKILL, "memory-limit")],
)
def test_every_death_has_a_name(worker: Worker, death: signal.Signals, reason: str) -> None:
    worker.parse(fetched(FEED), NOW)
    assert worker._process is not None
    timer = threading.Timer(0.1, os.kill, [worker._process.pid, death])
    timer.start()
    assert worker.parse(fetched(ENDLESS), NOW) == ParsedFeed(ParseStatus.ERROR, reason)
    timer.join()
    assert worker.parse(fetched(FEED), NOW).status == "ok"


def test_a_death_between_two_feeds_is_not_the_next_ones_fault(worker: Worker) -> None:
    worker.parse(fetched(FEED), NOW)
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert worker.parse(fetched(FEED), NOW).status == "ok"


def test_the_child_gets_no_secrets(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_SMTP", "smtp://user:secret@host")
    worker.parse(fetched(FEED), NOW)
    assert worker._process is not None
    environment = Path(f"/proc/{worker._process.pid}/environ")
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


def test_what_was_not_fetched_passes_through() -> None:
    failed = Fetched(Source("https://x.example/f", "X"), FetchStatus.FAILED, reason="so it is")
    assert list(parse_all([failed], NOW)) == [(failed, None)]


def test_a_run_that_is_given_up_ends_its_children() -> None:
    running = parse_all((fetched(body) for body in (FEED, ENDLESS)), NOW)
    next(running)
    running.close()


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ITEMS = st.builds(
    Item, id=WORDS, source=WORDS, outlet=WORDS, url=st.just("https://x.example/"), title=WORDS,
    published=MOMENTS, first_seen=MOMENTS, text=WORDS, categories=st.tuples(WORDS, WORDS),
    updated=st.none() | MOMENTS, excerpt=st.booleans(), weight=st.floats(0.1, 10),
)  # fmt: skip


@given(st.builds(ParsedFeed, status=st.sampled_from(ParseStatus), reason=st.none() | WORDS,
                 title=WORDS, items=st.tuples(ITEMS, ITEMS)))  # fmt: skip
@settings(max_examples=50)
def test_a_feed_passes_the_wire_unchanged(feed: ParsedFeed) -> None:
    line = wire.dump_feed(feed)
    assert wire.load_feed(line) == feed
    assert line.count(b"\n") == 1
