"""Threads: which story goes on, and what a thread is called."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefing.models import Group, Item
from briefing.newsroom.threads import LONGEST, Memory, close, fresh, recognise, slug

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)


def group(
    title: str, text: str = "", url: str = "https://news.example/new", days: int = 2
) -> Group:
    when = MONDAY + timedelta(days=days)
    return Group((Item(url, "s", "Harbour Post", url, title, when, when, text),))


def memory(thread: str, text: str, day: str = "2026-03-02", url: str = "") -> Memory:
    return Memory(thread, day, (text,), (url or f"https://news.example/{thread}",), MONDAY)


FERRY = memory(
    "merrow-ferry",
    "Merrow ferry vote set for Sunday. Averell, Pelham and Stonequay vote on Sunday whether to buy"
    " the Merrow ferry line, which its owner wants to close.",
)
MINE = memory(
    "skerry-hill",
    "Copper mine at Skerry Hill reopens. Sixty miners went back to work at Skerry Hill, the copper"
    " mine that a flood closed nine years ago.",
)
GOES_ON = group(
    "Averell and Pelham buy the Merrow ferry",
    "The two towns will run the ferry line together after Stonequay voted against the purchase.",
)


def test_the_same_event_with_new_facts_is_the_same_thread() -> None:
    assert recognise([GOES_ON], [FERRY, MINE]) == (FERRY,)


def test_generic_words_make_no_thread() -> None:
    other = group(
        "Voters in Norrland decide on Sunday about a new government",
        "The vote on Sunday was set after the owner of the biggest bank wanted to close it.",
    )
    assert recognise([other], [FERRY, MINE]) == (None,)


def test_an_address_that_was_printed_before_is_the_same_thread() -> None:
    known = group("Entirely other words", url="https://news.example/skerry-hill")
    assert recognise([known], [FERRY, MINE]) == (MINE,)


def test_a_thread_goes_on_in_the_best_group_only() -> None:
    weaker = group(
        "Merrow ferry crews from Averell want pay",
        "Crews of the ferry line say Pelham must pay.",
        url="https://news.example/weaker",
    )
    assert recognise([weaker, GOES_ON], [FERRY]) == (None, FERRY)


def test_what_may_be_the_same_event_goes_on_with_the_thread_too() -> None:
    report = "Both towns will run the Merrow ferry line; Stonequay voted against the purchase."
    title, url = "Merrow ferry bought by Averell and Pelham", "https://news.example/rival"
    second = group(title, report, url=url)
    assert recognise([second, GOES_ON], [FERRY]).count(None) == 1
    kin = [replace(one, kin="ferry") for one in (second, GOES_ON, group("Crews want pay"))]
    assert recognise(kin, [FERRY]) == (FERRY, FERRY, None), "the third has no claim of its own"
    assert close(kin) == {(0, 1), (0, 2), (1, 2)}


def test_a_story_may_come_back_to_an_early_chapter() -> None:
    talks = tuple(f"Towns hold talks, day {day}. Bell, choir and bakery wait." for day in range(9))
    long = replace(FERRY, chapters=(*FERRY.chapters, *talks))
    assert recognise([GOES_ON], [long, MINE]) == (long,)
    many = replace(FERRY, chapters=FERRY.chapters * 9)
    assert recognise([GOES_ON], [many, MINE]) == (many,), (
        "its own chapters do not make words common"
    )


def test_the_newest_edition_of_a_thread_is_returned() -> None:
    later = memory(
        "merrow-ferry", "Ferry towns hold talks.", "2026-03-04", "https://news.example/l"
    )
    assert recognise([GOES_ON], [later, FERRY]) == (later,)


def test_a_story_that_rested_for_long_starts_again() -> None:
    late = group(GOES_ON.items[0].title, GOES_ON.items[0].text, days=40)
    assert recognise([late], [FERRY]) == (None,)


def test_one_of_many_printed_addresses_is_not_the_thread() -> None:
    known = memory("other", "Entirely different matter.", "2026-03-02", "https://news.example/a")
    many = replace(known, urls=tuple(f"https://news.example/{name}" for name in "abc"))
    one = group("Copper kettles on show", "A museum shows kettles.", url=many.urls[0])
    assert recognise([one], [known]) == (known,)
    assert recognise([one], [many]) == (None,)


def test_what_is_new_since_is_told_apart() -> None:
    (item,) = GOES_ON.items
    old = replace(item, id="old", published=FERRY.published)
    later = replace(item, id="later", url="https://news.example/later",
                    published=FERRY.published + timedelta(hours=30))  # fmt: skip
    found = fresh(Group((old, later)), replace(FERRY, urls=(old.url,)))
    assert found == (later,)


def test_nothing_to_recognise() -> None:
    assert recognise([], [FERRY]) == ()
    assert recognise([GOES_ON], []) == (None,)


def test_a_roundup_continues_no_thread() -> None:
    brief = group(
        "The week in brief: Merrow ferry vote, Skerry Hill copper mine", FERRY.chapters[0]
    )
    assert recognise([brief], [FERRY, MINE]) == (None,)


def test_page_furniture_continues_no_thread() -> None:
    furniture = "Media playback is unsupported on your device"
    known = memory("seal", f"{furniture}\nA grey seal came ashore at Averell.")
    other = group(furniture, f"{furniture}\n\nThe choir of Pelham is looking for tenors.")
    assert recognise([other], [known]) == (None,)


def test_what_is_close_should_not_stand_side_by_side() -> None:
    again = group(
        "Averell, Pelham and the Merrow ferry line",
        GOES_ON.items[0].text,
        url="https://news.example/b",
    )
    other = group("Copper mine at Skerry Hill reopens", url="https://news.example/c")
    assert close([GOES_ON, other, again]) == {(0, 2)}
    assert close([GOES_ON]) == frozenset()


def test_slugs() -> None:
    assert slug("Ferry vote: Averell's choice", ()) == "ferry-vote-averell-s-choice"
    assert slug("Ferry vote", {"ferry-vote"}) == "ferry-vote-2"
    assert slug("Ferry vote", {"ferry-vote", "ferry-vote-2"}) == "ferry-vote-3"
    assert slug("???", ()) == "story"
    long = "Merrow Ferries to end night crossing between Hallin and Port Averell"
    assert slug(long, ()) == "merrow-ferries-to-end-night-crossing"
    assert slug("x" * 70, ()) == "x" * LONGEST
    assert slug("Fähre über Straße", ()) == "fahre-uber-strasse"


@given(st.text(max_size=200), st.integers(0, 3))
def test_a_slug_is_new_short_and_clean(headline: str, clashes: int) -> None:
    taken: set[str] = set()
    for _ in range(clashes):
        taken.add(slug(headline, taken))
    name = slug(headline, taken)
    assert name not in taken
    assert len(name) <= LONGEST
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
