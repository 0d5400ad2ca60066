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

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from briefing.errors import ContentError
from briefing.models import Group, Item
from briefing.newsroom import stories
from briefing.newsroom.linkage import APART, TOGETHER, clusters
from briefing.newsroom.reasons import is_telling
from briefing.newsroom.stories import Background, group, repeats

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


def test_a_background_only_changes_weights() -> None:
    background = Background.of(ITEMS * 2)
    assert background.size == 2 * len(ITEMS)
    assert frozenset({"item-003", "item-004"}) in partition(group(ITEMS, background=background))


@pytest.mark.parametrize("term", ["metr", "40 metr", "three", "ms", "2.6", "crown", "kill", "cent"])
def test_measures_and_generic_words_are_no_reasons(term: str) -> None:
    assert not is_telling(term)
    assert is_telling("ferri")


def notes(number: int, title: str, first: str, outlet: str = "Island Courier") -> Item:
    tail = "Sign up for our newsletter, The Island Lamp, and read the Island Courier before noon."
    return item(number, title=title, outlet=outlet, text=f"{first}\n\n{tail}\n\n© {outlet}")


def test_what_an_outlet_says_below_every_article_brings_nothing_together() -> None:
    pair = [
        notes(1, "Bakery oven goes cold in Pelham", "The last loaf left the oven on Friday."),
        notes(2, "Choir looks for tenors", "Rehearsals begin in the chapel next week."),
    ]
    assert len(group(pair)) == 2


def test_a_name_known_for_weeks_is_no_reason_by_itself() -> None:
    fund = item(
        1,
        title="Fund for repairs after Storm Petra",
        outlet="Meridian Wire",
        text="The cabinet set money aside after Storm Petra, forty metres of wall are gone.",
    )
    road = item(
        2,
        title="Storm Petra uncovers an ancient road",
        outlet="Island Courier",
        text="Storm Petra laid bare oak planks, forty metres of them, near the chapel.",
    )
    known = [
        item(n, title=f"Storm Petra and the {word}", text="Storm Petra passed.")
        for n, word in enumerate(("pier", "ferry", "school", "bell", "mill"), start=10)
    ]
    assert len(group([fund, road], background=Background.of(known))) == 2


def test_long_windows_are_taken_in_overlapping_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    english = [found for found in ITEMS if found.language == "en"]
    monkeypatch.setattr(stories, "AT_ONCE", 12)
    assert partition(group(english)) == partition(group(english))
    assert sorted(i.id for found in group(english) for i in found.items) == sorted(
        found.id for found in english
    )
    assert frozenset({"item-003", "item-004"}) in partition(group(english))


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        (
            "ar",
            (
                "عودة العبّارة إلى ميناء أفيريل بعد إضراب طويل",
                "عبّارة ميناء أفيريل تعود بعد إضراب طويل",
            ),
        ),
        (
            "ja",
            (
                "アヴェレル港のフェリーが九年ぶりに運航再開",
                "アヴェレル港フェリー、九年ぶりに運航を再開",
            ),
        ),
    ],
)
def test_other_scripts_are_grouped_among_themselves(language: str, titles: tuple[str, str]) -> None:
    pair = [item(n, title=title, language=language) for n, title in enumerate(titles)]
    assert len(group([*pair, *ITEMS])) == len(group(ITEMS)) + 1


@given(st.integers(0, 12).flatmap(lambda n: arrays.arrays(float, (n, n), elements=st.floats(0, 1))))
@settings(max_examples=60, deadline=None)
def test_the_chain_finds_the_clusters_of_plain_average_linkage(raw: np.ndarray) -> None:
    matrix = np.round((raw + raw.T) / 2 + np.arange(len(raw)) / 997, 4)
    matrix = np.round((matrix + matrix.T) / 2, 6)
    found = clusters(matrix.copy(), 0.5)
    assert len(found) == len(raw)
    for root in set(found):
        members = [row for row, owner in enumerate(found) if owner == root]
        assert root == min(members)
    means = [
        matrix[np.ix_(left, right)].mean()
        for left in ([r for r, o in enumerate(found) if o == a] for a in set(found))
        for right in ([r for r, o in enumerate(found) if o == b] for b in set(found))
        if left[0] < right[0]
    ]
    assert all(mean < 0.5 + 1e-5 for mean in means)


def test_apart_is_inherited_and_together_is_kept() -> None:
    matrix = np.full((4, 4), 0.9)
    matrix[0, 3] = matrix[3, 0] = APART
    matrix[0, 1] = matrix[1, 0] = TOGETHER
    found = clusters(matrix, 0.5)
    assert found[0] == found[1]
    assert found[3] != found[0]
