"""The store: answers whole or not at all, identities, first-seen times, and clear errors."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_samples import LATER, NOW, OTHER, SOURCE, answer, feed, item, save

from briefing.errors import StoreError
from briefing.models import (
    FetchStatus,
    Hints,
    ParseStatus,
    Source,
    SourceState,
    Validators,
    Window,
)
from briefing.store import Saved, Store

ADDRESS = "sqlite:///var/briefing.db"
FILE = "var/briefing.db"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ADDRESS, tmp_path) as opened:
        yield opened


def test_items_come_back_as_they_were(store: Store, address: str, tmp_path: Path) -> None:
    items = (item(2), item(1))
    assert save(store, *items) == Saved(new=2)
    assert store.all_items() == items  # the older first
    with Store.open(address, tmp_path) as again:
        assert again.checked(NOW).all_items() == items


def test_a_window_opens_after_its_first_instant_and_knows_its_sources(store: Store) -> None:
    save(store, item(0), item(1), item(2))
    save(store, item(5, source=OTHER.feed_url, published=NOW), source=OTHER)
    window = Window(NOW - timedelta(hours=2), NOW)
    assert store.items([SOURCE.feed_url], window) == (item(1), item(0))
    assert len(store.items([SOURCE.feed_url, OTHER.feed_url], window)) == 3
    assert store.items([], window) == ()


def test_the_same_again_changes_nothing_and_absence_deletes_nothing(store: Store) -> None:
    save(store, item(1), item(2))
    seen_later = item(1, first_seen=LATER, published=NOW, outlet="Renamed")
    assert save(store, seen_later, now=LATER) == Saved(unchanged=1)
    assert store.all_items() == (item(2), item(1))


def test_an_edit_keeps_id_and_first_seen(store: Store) -> None:
    save(store, item(1))
    edited = item(1, text="Corrected.", first_seen=LATER, published=NOW)
    assert save(store, edited, now=LATER) == Saved(updated=1)
    assert store.all_items() == (replace(edited, first_seen=NOW),)


def test_an_undated_item_keeps_the_time_when_it_was_first_seen(store: Store) -> None:
    save(store, item(1, published=NOW))
    save(store, item(1, published=LATER, first_seen=LATER, title="Edited"), now=LATER)
    (kept,) = store.all_items()
    assert (kept.title, kept.published, kept.first_seen) == ("Edited", NOW, NOW)


def test_the_same_identity_twice_in_a_document_is_one_item(store: Store) -> None:
    assert save(store, item(1), item(1, title="Again")) == Saved(new=1)


def test_all_guids_new_is_a_new_naming_and_no_news(store: Store) -> None:
    old = [item(n) for n in range(10)]
    save(store, *old)
    moved = "https://x.example/new/"
    renamed = [item(n, f"https-{n}", first_seen=LATER) for n in range(5)]
    renamed += [item(n, f"https-{n}", url=f"{moved}{n}", first_seen=LATER) for n in range(5, 9)]
    report = save(store, *renamed, item(20, "fresh"), now=LATER)
    assert report == Saved(new=1, updated=4, unchanged=5)
    ids = {one.id for one in store.all_items()}
    assert ids == {one.id for one in old} | {"id-fresh"}
    # from now on they are known by their new names, and one that goes back is still the same
    assert save(store, *renamed, item(0), now=LATER) == Saved(unchanged=9)
    assert save(store, item(3), item(20, "fresh"), now=LATER) == Saved(unchanged=2)


def test_from_http_to_https_nothing_is_news_though_the_words_changed(store: Store) -> None:
    save(store, *(item(n, url=f"http://x.example/{n}") for n in range(4)))
    secure = [item(n, f"https-{n}", text="Now with more words.") for n in range(4)]
    assert save(store, *secure, now=LATER) == Saved(updated=4)
    assert {one.url for one in store.all_items()} == {f"https://x.example/{n}" for n in range(4)}


def test_a_feed_of_two_entries_with_new_guids_is_recognised_only_for_certain(store: Store) -> None:
    save(store, item(1), item(2))
    assert save(store, item(1, "a"), item(2, "b", text="Other."), now=LATER) == Saved(
        new=1, unchanged=1
    )


def test_one_new_guid_among_many_is_no_news_if_all_else_is_as_it_was(store: Store) -> None:
    save(store, *(item(n) for n in range(10)))
    same, other = item(8, "new-8"), item(9, "new-9", text="Other.")
    known = [item(n) for n in range(8)]
    assert save(store, *known, same, other, now=LATER) == Saved(new=1, unchanged=9)
    # known by its new name; beside the old one, a second entry of the same words is one
    assert save(store, *known, same, other, now=LATER) == Saved(unchanged=10)
    assert save(store, *known, item(7, "twin-7"), now=LATER) == Saved(new=1, unchanged=8)


def test_new_items_with_one_link_for_all_are_news(store: Store) -> None:
    home = "https://x.example/"
    save(store, *(item(n, url=home) for n in range(4)))
    assert save(store, *(item(n, url=home) for n in range(10, 14)), now=LATER) == Saved(new=4)


STATE = SourceState(
    SOURCE.feed_url,
    "https://x.example/new",
    Validators('W/"\xe9 "', "whenever"),
    NOW,
    LATER,
    NOW,
    "http-404",
    "Words.",
    3,
    LATER,
    "https://z.example/f",
    2,
    NOW,
    LATER,
    is_gone=True,
    hints=Hints(3600, None, (1, 2), (6,)),
    fresh=60,
)


def test_a_state_comes_back_as_it_was(store: Store) -> None:
    new = SourceState(OTHER.feed_url)
    store.set_state(STATE, new)
    assert store.states() == (STATE, new)
    store.set_state(replace(STATE, failures=0), replace(new, next_at=NOW))
    assert store.states() == (replace(STATE, failures=0), replace(new, next_at=NOW))
    store.set_state()


def test_a_state_is_stored_with_its_items(store: Store) -> None:
    first = answer(feed(item(1)), next_at=LATER)
    assert store.save_all([first], NOW) == (Saved(new=1),)
    assert store.states() == (replace(first.state, last_new=NOW),)
    # nothing new: the time at which there was something stays
    again = answer(feed(item(1)), LATER, etag=None, last_new=NOW)
    store.save_all([again], LATER)
    assert store.states() == (again.state,)
    same = answer(None, LATER, etag='"2"', last_new=NOW)
    assert store.save_all([same], LATER) == (Saved(),)
    assert store.states() == (same.state,)


def test_several_sources_are_stored_at_once_and_told_in_their_order(store: Store) -> None:
    theirs = item(5, source=OTHER.feed_url)
    given = [answer(feed(theirs), source=OTHER), answer(feed(item(1), item(2)))]
    assert store.save_all(given, NOW) == (Saved(new=1), Saved(new=2))
    given = [answer(None, source=OTHER), answer(feed(item(1, text="Edited.")))]
    assert store.save_all(given, LATER) == (Saved(), Saved(updated=1))
    assert store.save_all([], LATER) == ()
    assert store.counts() == {SOURCE.feed_url: 2, OTHER.feed_url: 1}


def test_a_failure_leaves_everything_else(store: Store) -> None:
    save(store, item(1))
    failed = answer(None, LATER, last_reason="No host.", failures=1)
    failed = replace(failed, fetched=replace(failed.fetched, status=FetchStatus.FAILED))
    assert store.save_all([failed], LATER) == (Saved(failed="No host."),)
    assert store.states() == (failed.state,)
    no_feed = answer(feed(item(2), status=ParseStatus.NOTFEED), last_reason="A web page.")
    assert store.save_all([no_feed], LATER) == (Saved(failed="A web page."),)
    cut = answer(feed(item(3), status=ParseStatus.PARTIAL, reason="cut"), last_reason="Cut.")
    assert store.save_all([cut], LATER) == (Saved(new=1),)
    assert store.all_items() == (item(3), item(1))


@pytest.mark.parametrize("poison", ["a \ud800 b", "a \x00 b", item(1)])
def test_what_cannot_be_stored_fails_alone(
    store: Store, address: str, poison: str | object
) -> None:
    save(store, item(1))
    bad = item(7, source=OTHER.feed_url)
    # the third one would take an id that is another source's
    bad = replace(bad, title=poison) if isinstance(poison, str) else replace(bad, id="id-guid-1")
    third = Source("https://z.example/f", "Z")
    theirs = feed(item(3, source=third.feed_url))
    given = [answer(feed(item(2))), answer(feed(bad), source=OTHER), answer(theirs, source=third)]
    good, failed, other = store.save_all(given, LATER)
    assert (good, other) == (Saved(new=1), Saved(new=1))
    if poison == "a \x00 b" and address.startswith("sqlite"):
        assert failed == Saved(new=1)  # it has a place for that
        return
    assert "cannot be stored" in failed.failed
    assert len(store.all_items()) == 3
    state = {state.feed_url: state for state in store.states()}[OTHER.feed_url]
    assert (state.failures, state.last_code, state.validators) == (1, "unstorable", Validators())


def test_the_times_of_items_tell_how_often_a_source_has_news(store: Store) -> None:
    save(store, *(item(n) for n in (5, 1, 30)))
    times = store.arrivals([OTHER.feed_url, SOURCE.feed_url], NOW - timedelta(days=1))
    hours = tuple(NOW - timedelta(hours=n) for n in (5, 1))
    assert times == {SOURCE.feed_url: hours, OTHER.feed_url: ()}


def test_a_full_disk_leaves_nothing_half_written(file: Store) -> None:
    save(file, item(1))
    with file._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 5}")
    many = [item(n, text="x" * 1000) for n in range(2, 200)]
    given = [answer(feed(*many), etag='"2"'), answer(None, source=OTHER)]
    with pytest.raises(StoreError, match="disk is full: make room"):
        file.save_all(given, LATER)
    assert file.all_items() == (item(1),)
    assert [state.validators for state in file.states()] == [Validators('"1"')]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / FILE).write_bytes(b"This is no database at all.\n" * 100)
    with pytest.raises(StoreError, match="restore it from a backup, or move it away"):
        Store.open(ADDRESS, tmp_path)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(data)


def test_a_damaged_database(tmp_path: Path) -> None:
    with Store.open(ADDRESS, tmp_path) as store:
        save(store, *(item(n, text="x" * 500) for n in range(100)))
    damage(tmp_path / FILE)
    with Store.open(ADDRESS, tmp_path) as store:
        for read in (lambda: store.checked(NOW), store.all_items):
            with pytest.raises(StoreError, match="damaged: restore"):
                read()


def test_a_database_is_looked_over_once_a_day_and_after_a_death(tmp_path: Path) -> None:
    with Store.open(ADDRESS, tmp_path) as store:
        save(store, *(item(n, text="x" * 500) for n in range(100)))
        store.checked(NOW)
    damage(tmp_path / FILE)
    with Store.open(ADDRESS, tmp_path) as store:
        store.checked(LATER)
        with pytest.raises(StoreError, match="damaged"):
            store.checked(NOW + timedelta(days=1))
    (tmp_path / f"{FILE}-wal").touch()
    with Store.open(ADDRESS, tmp_path) as store, pytest.raises(StoreError, match="damaged"):
        store.checked(LATER)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("postgresql+pg8000://me:secret@db.example/x", r"pelican-briefing\[postgresql\]"),
        ("nonsense", "must be an address like"),
        ("oracle-of-delphi://x/y", "must be an address like"),
        ("sqlite:////dev/null/briefing.db", "folder of the database"),
        ("sqlite:///.", "cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used(tmp_path: Path, given: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        Store.open(given, tmp_path)
    assert "secret" not in str(caught.value)


def test_sqlite_is_set_up_to_lose_nothing(file: Store) -> None:
    with file._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        ]
    assert found == ["wal", 2, 1, 0]


def test_a_second_writer_waits_and_does_not_fail(file: Store, tmp_path: Path) -> None:
    with Store.open(ADDRESS, tmp_path) as other:
        for n in range(20):
            save((file, other)[n % 2], item(n), now=LATER)
    assert len(file.all_items()) == 20


def test_reading_does_not_wait_for_a_writer(file: Store, tmp_path: Path) -> None:
    save(file, item(1))
    writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with Store.open(ADDRESS, tmp_path) as reader:
        assert len(reader.all_items()) == 1
    writer.close()
