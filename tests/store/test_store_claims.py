"""Claims: what is due, by hosts, for one run at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import LATER, NOW, OTHER, SOURCE, answer, asked, claim

from briefing.models import Source, SourceState, Validators
from briefing.store import Store, host_of

SAME_HOST = Source("https://X.example:443/g", "X2")
FILE = Source("feeds/a.xml", "A")
QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://X.example/f", "x.example:443"),
        ("HTTP://x.example", "x.example:80"),
        ("http://x.example:08080?a", "x.example:8080"),
        ("https://me:a@x.example/@y", "x.example:443"),
        ("http://[::1]:81/f", "[::1]:81"),
        ("http://[FE80::1%25eth0]/", "[fe80::1%eth0]:80"),
        ("http://x.example.:080/", "x.example:80"),
        ("http:///f", ""),
        ("feeds/a.xml", ""),
    ],
)
def test_a_host_is_a_name_and_a_port(url: str, host: str) -> None:
    assert host_of(url) == host


def test_what_is_due_is_asked_where_it_lives_now(store: Store) -> None:
    states = {
        "https://a.example/due": SourceState("", address="https://b.example/f", next_at=NOW),
        "https://a.example/later": SourceState("", next_at=LATER),
        "https://a.example/gone": SourceState("", is_gone=True),
        "https://a.example/of-tomorrow": SourceState("", last_asked=NOW + 25 * 4 * QUARTER,
                                                     next_at=NOW + 99 * QUARTER),
    }  # fmt: skip
    store.set_state(*(replace(state, feed_url=url) for url, state in states.items()))
    paused = Source("https://a.example/paused", "", paused=True)
    claims = claim(store, [*(Source(url, "") for url in states), paused, SOURCE, FILE])
    assert asked(claims) == [
        FILE.feed_url,
        SOURCE.feed_url,
        "https://b.example/f",
        "https://a.example/of-tomorrow",
    ]


def test_the_state_before_is_told_and_the_worst_is_written(store: Store) -> None:
    known = SourceState(SOURCE.feed_url, validators=Validators('"1"'), failures=2, last_code="dns")
    store.set_state(known)
    (taken,) = claim(store, [SOURCE])
    assert taken.state == known
    assert taken.ask.validators == known.validators
    assert store.states() == (replace(known, last_asked=NOW, next_at=LATER),)
    assert claim(store, [SOURCE], LATER - timedelta(seconds=1)) == ()
    assert len(claim(store, [SOURCE], LATER)) == 1


def test_a_host_is_claimed_by_one_until_its_last_answer(store: Store, other: Store) -> None:
    assert len(claim(store, [SOURCE, SAME_HOST, OTHER, FILE])) == 4
    third = Source("https://x.example/h", "X3")
    assert claim(other, [third], owner="you") == ()
    store.save_all([answer(None), answer(None, source=OTHER)], NOW)
    assert claim(other, [third], owner="you") == ()
    store.save_all([answer(None, source=SAME_HOST), answer(None, source=FILE)], NOW)
    assert asked(claim(other, [third], owner="you")) == [third.feed_url]


def test_a_claim_ends_by_itself_or_with_its_run(store: Store, other: Store) -> None:
    claim(store, [SOURCE])
    assert claim(other, [SAME_HOST], NOW + QUARTER - timedelta(seconds=1), "you") == ()
    store.release("another")
    assert claim(other, [SAME_HOST], NOW, "you") == ()
    store.release("me")
    assert len(claim(other, [SAME_HOST], NOW, "you")) == 1


def test_a_late_answer_does_not_end_the_claim_of_another(store: Store, other: Store) -> None:
    claim(store, [SOURCE])
    assert len(claim(other, [SAME_HOST], NOW + QUARTER, "you")) == 1
    store.save_all([answer(None)], NOW + QUARTER)
    third = Source("https://x.example/h", "X3")
    assert claim(store, [third], NOW + QUARTER) == ()


def test_a_run_that_begins_again_under_its_name_has_its_claims_still(store: Store) -> None:
    claim(store, [SOURCE])
    assert len(claim(store, [SAME_HOST])) == 1


def test_a_claim_takes_so_many_hosts_those_first_that_waited_longest(store: Store) -> None:
    sources = [Source(f"https://{n:02}.example/f", "") for n in range(20)]
    waiting = [SourceState(s.feed_url, next_at=NOW - n * QUARTER) for n, s in enumerate(sources)]
    store.set_state(*waiting)
    taken = [asked(claim(store, [*sources, FILE], owner=f"run {n}", most=7)) for n in range(4)]
    taken = [[url for url in urls if url != FILE.feed_url] for urls in taken]
    assert [len(urls) for urls in taken] == [7, 7, 6, 0]
    assert taken[0] == [f"https://{n:02}.example/f" for n in range(19, 12, -1)]
    assert len({url for urls in taken for url in urls}) == 20


def test_a_host_that_wants_to_be_left_alone_is(store: Store) -> None:
    claim(store, [SOURCE])
    busy = replace(answer(None), hold=NOW + 2 * QUARTER)
    elsewhere = replace(busy.fetched, url="https://z.example/f")  # a redirect led there
    there = replace(answer(None, source=OTHER), fetched=elsewhere, hold=NOW + QUARTER)
    store.save_all([busy, there], NOW)
    assert store.holds(NOW) == {
        "x.example:443": NOW + 2 * QUARTER,
        "z.example:443": NOW + QUARTER,
    }
    third = Source("https://z.example/h", "")
    assert claim(store, [SAME_HOST, third], NOW + QUARTER - timedelta(seconds=1)) == ()
    assert asked(claim(store, [SAME_HOST, third], NOW + QUARTER)) == [third.feed_url]
    store.hold("x.example:443", NOW)
    assert asked(claim(store, [SAME_HOST], NOW + QUARTER)) == [SAME_HOST.feed_url]


def test_many_hosts_are_claimed_at_once(store: Store) -> None:
    sources = [Source(f"https://{n}.example/f", "") for n in range(1200)]
    assert len(claim(store, sources)) == 1200
    store.save_all([answer(None, source=source) for source in sources], NOW)
    assert len(claim(store, [Source(s.feed_url + "2", "") for s in sources], owner="you")) == 1200
