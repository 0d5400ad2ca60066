"""The text of linked pages, beside what the feed holds."""

from dataclasses import replace
from datetime import timedelta

from store_samples import LATER, NOW, OTHER, SOURCE, item, save

from briefing.models import Item
from briefing.store import Saved, Store

FULL = replace(SOURCE, full_text=True)
SINCE = NOW - timedelta(days=7)


def wanting(store: Store) -> list[str]:
    return [one.id for one in store.wanting_pages([FULL, OTHER], SINCE)]


def the_item(store: Store) -> Item:
    (one,) = store.all_items()
    return one


def test_a_page_is_wanted_once_and_only_of_sources_that_say_so(store: Store) -> None:
    save(store, item(1, excerpt=True), item(500))
    save(store, item(2, source=OTHER.feed_url), source=OTHER)
    assert wanting(store) == ["id-guid-1"]
    store.save_page("id-guid-1", "<p>All.</p>", "All.", "", NOW)
    assert wanting(store) == []
    (one,) = (one for one in store.all_items() if one.id == "id-guid-1")
    assert (one.text, one.html, one.excerpt) == ("All.", "<p>All.</p>", False)


def test_a_page_stays_with_an_unchanged_item_and_goes_with_an_edit(store: Store) -> None:
    save(store, item(1))
    store.save_page("id-guid-1", "<p>All.</p>", "All.", "", NOW)
    assert save(store, item(1), now=LATER) == Saved(unchanged=1)
    assert the_item(store).text == "All."
    assert save(store, item(1, text="Edited."), now=LATER) == Saved(updated=1)
    assert the_item(store).text == "Edited."
    assert wanting(store) == ["id-guid-1"]


def test_a_page_that_cannot_be_had_leaves_the_feeds_text_and_is_tried_thrice(store: Store) -> None:
    save(store, item(1))
    for _ in range(3):
        assert wanting(store) == ["id-guid-1"]
        store.save_page("id-guid-1", "", "", "http-404", LATER)
    assert wanting(store) == []
    assert the_item(store) == item(1)


def test_a_page_that_cannot_be_stored_is_a_problem_of_its_own(store: Store) -> None:
    save(store, item(1))
    store.save_page("id-guid-1", "<p>\ud800</p>", "\ud800", "", LATER)
    assert the_item(store) == item(1)
    assert wanting(store) == ["id-guid-1"]
