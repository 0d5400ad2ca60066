"""Grouping: what belongs together, what stays apart, and why."""

import os
import random
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ContentError
from briefing.models import Group, Item
from briefing.newsroom.copies import copies
from briefing.newsroom.firmness import shared_things, sure_parts
from briefing.newsroom.links import contradictions, unknown
from briefing.newsroom.stories import Background, group, repeats
from briefing.newsroom.titles import normalised
from briefing.newsroom.weights import weigh

OPENED = datetime(2026, 3, 2, 6, tzinfo=UTC)
CASES = tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))["item"]


def item(number: int = 0, **given: object) -> Item:
    hours = given.pop("hours", 0)
    values: dict[str, object] = {
        "id": f"item-{number:03}",
        "source": str(given.get("outlet", "Harbour Post")),
        "outlet": "Harbour Post",
        "url": f"https://news.example/{number}",
        "title": "A title",
        "published": OPENED + timedelta(hours=float(str(hours))),
        "first_seen": OPENED,
    }
    return Item(**(values | given))  # type: ignore[arg-type]  # a table of test values


def table() -> list[tuple[Item, str]]:
    return [
        (item(number, **{k: v for k, v in case.items() if k != "story"}), case.get("story", number))
        for number, case in enumerate(CASES)
    ]


ITEMS = [found for found, _ in table()]


def partition(groups: Sequence[Group]) -> set[frozenset[str]]:
    return {frozenset(found.id for found in group_.items) for group_ in groups}


def test_events_are_put_together_and_nothing_else_is() -> None:
    expected: dict[str, set[str]] = {}
    for found, story in table():
        expected.setdefault(story, set()).add(found.id)
    assert partition(group(ITEMS)) == {frozenset(ids) for ids in expected.values()}


def test_the_order_of_items_changes_nothing() -> None:
    expected = group(ITEMS)
    for seed in range(20):
        shuffled = random.Random(seed).sample(ITEMS, len(ITEMS))  # noqa: S311 no secret
        assert group(shuffled) == expected


def test_the_hash_seed_changes_nothing() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from test_newsroom_stories import ITEMS, group; print(group(ITEMS))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_one_changed_item_leaves_other_stories_alone() -> None:
    changed = [replace(ITEMS[7], title="Pelham library opens late"), *ITEMS[:7], *ITEMS[8:]]
    before = {ids for ids in partition(group(ITEMS)) if ITEMS[7].id not in ids}
    assert before <= partition(group(changed))


def test_every_member_has_a_reason_in_surface_words() -> None:
    for found in group(ITEMS):
        assert len(found.because) == (len(found.items) if len(found.items) > 1 else 0)
    ferry = next(found for found in group(ITEMS) if "item-002" in {i.id for i in found.items})
    reasons = dict(zip((i.id for i in ferry.items), ferry.because, strict=True))
    assert reasons["item-002"].startswith("with “")
    assert "Averell" in reasons["item-002"]
    assert "(Meridian Wire)" in " ".join(ferry.because)


def test_nothing_and_one_item() -> None:
    assert group(()) == ()
    assert group((ITEMS[0],)) == (Group((ITEMS[0],)),)
    empty = item(1, title="", text="")
    assert partition(group([empty, item(2, title="", text="")])) == {
        frozenset({"item-001"}),
        frozenset({"item-002"}),
    }


def test_items_far_apart_in_time_never_meet() -> None:
    late = replace(ITEMS[1], published=ITEMS[0].published + timedelta(hours=73))
    assert len(group([ITEMS[0], late])) == 2


def test_three_days_are_the_longest_story() -> None:
    chain = [
        replace(ITEMS[n % 3], id=f"c{n}", url=f"https://news.example/c{n}", outlet=f"Outlet {n}",
                published=OPENED + timedelta(hours=30 * n))
        for n in range(6)
    ]  # fmt: skip
    for found in group(chain):
        times = [member.published for member in found.items]
        assert max(times) - min(times) <= timedelta(hours=72)


def test_exact_copies_are_one_story_however_short() -> None:
    copy = [
        item(1, title="Bell thieves caught in Pelham", outlet="Harbour Post"),
        item(2, title="Bell thieves caught in Pelham - Island Courier", outlet="Island Courier"),
    ]
    (found,) = group(copy)
    assert found.because[0].endswith(": the same article")
    assert repeats(copy) == {}


@given(*2 * [st.lists(st.sampled_from(("bell", "Bell", "İ", "i", "_", "- ", "'s"))).map(" ".join)])
def test_titles_of_four_words_are_copies_when_their_words_are_equal(one: str, other: str) -> None:
    pair = [item(1, title=one), item(2, title=other)]
    words = [normalised(found) for found in pair]
    equal = words[0] == words[1] and len(words[0].split()) >= 4
    assert bool(list(copies(pair))) == equal


def test_an_outlets_repeat_is_recognised_and_comes_last() -> None:
    first = replace(ITEMS[0], source="feed")
    again = replace(first, id="again", url="https://news.example/again", published=OPENED +
                    timedelta(hours=6))  # fmt: skip
    other = replace(ITEMS[1], source="other")
    assert repeats([again, other, first]) == {"again": first.id}
    (found,) = group([again, other, first])
    assert found.items[-1] == again


def test_a_column_with_one_title_is_no_copy() -> None:
    columns = [
        item(1, title="Notes from the harbour wall", text="A seal came ashore at Averell."),
        item(2, title="Notes from the harbour wall", text="Nets are dear again, the chandler says.",
             hours=24),
    ]  # fmt: skip
    assert repeats(columns) == {}


def test_the_editors_links_win() -> None:
    bells, bakery, ferry, vote = ITEMS[9].url, ITEMS[10].url, ITEMS[0].url, ITEMS[1].url
    groups = group(ITEMS, must=[(bells, bakery)], cannot=[(ferry, vote)])
    together = [{i.url for i in found.items} for found in groups]
    assert any({bells, bakery} <= urls for urls in together)
    assert not any({ferry, vote} <= urls for urls in together)
    joined = next(found for found in groups if bells in {i.url for i in found.items})
    assert any("joined by hand" in reason for reason in joined.because)


def test_a_link_takes_in_a_roundup_and_unknown_addresses_do_no_harm() -> None:
    urls = (ITEMS[11].url, ITEMS[0].url)
    groups = group(ITEMS, must=[urls, ("https://nowhere.example/", ITEMS[0].url)])
    assert any(set(urls) <= {i.url for i in found.items} for found in groups)


def test_links_that_contradict_each_other_are_an_error() -> None:
    a, b, c = (found.url for found in ITEMS[:3])
    with pytest.raises(ContentError, match="kept apart and put together"):
        group(ITEMS, must=[(a, b), (b, c)], cannot=[(c, a)])
    with pytest.raises(ContentError, match="kept apart and put together"):
        group(
            ITEMS[:1],
            must=[(a, "https://nowhere.example/")],
            cannot=[("https://nowhere.example/", a)],
        )


def test_a_link_holds_by_way_of_an_item_that_is_not_there() -> None:
    bells, bakery, absent = ITEMS[9].url, ITEMS[10].url, "https://nowhere.example/"
    groups = group(ITEMS, must=[(bells, absent), (absent, bakery)])
    assert any({bells, bakery} <= {i.url for i in found.items} for found in groups)


def test_contradictions_and_unknown_addresses_can_be_asked_for() -> None:
    assert contradictions([("a", "b"), ("b", "c")], [("c", "a"), ("a", "d"), ("e", "e")]) == (
        ("c", "a"),
        ("e", "e"),
    )
    pairs = [(ITEMS[0].url, "https://x.example/"), ("https://x.example/", "https://w.example/")]
    assert unknown(ITEMS, pairs) == ("https://x.example/", "https://w.example/")


def test_the_editor_joins_what_lies_weeks_apart() -> None:
    late = replace(ITEMS[10], published=OPENED + timedelta(days=20))
    groups = group([*ITEMS[:10], late], must=[(ITEMS[9].url, late.url)])
    assert any({ITEMS[9].url, late.url} == {i.url for i in found.items} for found in groups)


COMMITTEE = [
    item(
        1,
        title="Lantern Quay Panel presses fishers on nets",
        text="The Lantern Quay Panel told fishers in Averell to lay down their trawl nets.",
    ),
    item(
        2,
        outlet="Meridian Wire",
        title="Fishers say Lantern Quay Panel must stop trawl raids",
        text="Fishers in Averell asked the Lantern Quay Panel to end the raids on trawl nets.",
    ),
    item(
        3,
        outlet="Island Courier",
        title="Norrland declines a seat on the Lantern Quay Panel",
        text="The foreign office of Norrland said that it would not join the Lantern Quay Panel.",
    ),
]


def test_a_shared_name_is_not_surely_one_event() -> None:
    weighted = weigh([*COMMITTEE, *ITEMS], "en", Background())
    assert sure_parts(weighted, [0, 1, 2]) == [[0, 1], [2]]
    assert sure_parts(weighted, [0, 1, 2], bound=[(1, 2)]) == [[0, 1, 2]]
    shared = shared_things(weighted, [0, 1, 2])
    assert shared[0, 2] == 1  # one phrase of three words
    assert shared[0, 1] >= 2


def test_firm_groups_are_parts_of_the_others_and_know_their_kin() -> None:
    items = [*COMMITTEE, *ITEMS]
    links = [(COMMITTEE[1].url, COMMITTEE[2].url)]
    loose, firm = group(items), group(items, firm=True)
    wholes = partition(loose)
    assert all(any(part <= whole for whole in wholes) for part in partition(firm))
    kin = [found for found in firm if found.kin]
    for found in kin:
        family = {i.id for other in kin if other.kin == found.kin for i in other.items}
        assert any(family <= whole for whole in wholes)
    joined = group(items, firm=True, must=links)
    assert any(set(links[0]) <= {i.url for i in found.items} for found in joined)


def test_ten_thousand_equal_items_are_one_story() -> None:
    many = [replace(ITEMS[0], id=f"{n:05}", url=f"https://news.example/{n}") for n in range(2000)]
    (found,) = group(many)
    assert len(found.items) == 2000


def test_an_empty_page_brings_nothing_together() -> None:
    pages = [
        item(n, title=f"Sorry, the page you requested was not found - {name}", outlet=name)
        for n, name in enumerate(("Harbour Post", "Island Courier"))
    ]
    assert len(group(pages)) == 2


def test_two_parts_of_a_story_need_more_than_one_link() -> None:
    vote = "Piers Haldane beat Wenna Trask in Ostrey."
    recalls = "Tamsin Orrell once left Quillane."
    texts = [
        f"The cannery burned; Bex Dunmore and Col Varley fled. {recalls}",
        "Bex Dunmore and Col Varley saw the cannery in ashes.",
        f"{vote} {recalls}",
        vote,
    ]

    def parts(texts: list[str], bound: Sequence[tuple[int, int]] = ()) -> list[list[int]]:
        items = [item(number, title="Notes", text=text) for number, text in enumerate(texts)]
        return sure_parts(weigh(items, "en", Background()), range(len(texts)), bound)

    assert parts(texts) == [[0, 1], [2, 3]]
    assert parts([*texts[:3], f"{vote} {recalls}"]) == [[0, 1, 2, 3]]
    assert parts([texts[0], texts[2], texts[3]]) == [[0, 1, 2]], "a single one needs one link"
    assert parts(texts, [(1, 3)]) == [[0, 1, 2, 3]]
