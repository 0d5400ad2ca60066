"""The store: one transaction an answer, identities, first-seen times, and clear errors."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.errors import StoreError
from briefing.models import (
    Fetched,
    FetchStatus,
    Item,
    ParsedFeed,
    ParseStatus,
    Source,
    Validators,
    Window,
)
from briefing.store import Saved, Store

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SOURCE = Source("https://x.example/f", "X")
ADDRESS = "sqlite:///var/briefing.db"


def item(n: int, guid: str | None = None, **changes: object) -> Item:
    guid = guid or f"guid-{n}"
    made = Item(
        id=f"id-{guid}",
        source=SOURCE.feed_url,
        outlet="X",
        url=f"https://x.example/{n}",
        title=f"Title {n}",
        published=NOW - timedelta(hours=n),
        first_seen=NOW,
        text=f"Text {n}.",
        html=f"<p>Text {n}.</p>",
        guid=guid,
        categories=("a", "b"),
        updated=NOW,
        weight=2.5,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answer(source: Source = SOURCE, etag: str | None = '"1"') -> Fetched:
    return Fetched(source, FetchStatus.FETCHED, b"x", source.feed_url, "", Validators(etag))


def feed(
    *items: Item, status: ParseStatus = ParseStatus.OK, reason: str | None = None
) -> ParsedFeed:
    return ParsedFeed(status, reason, items=items)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ADDRESS, tmp_path) as opened:
        yield opened


def test_items_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    items = (item(2), item(1))
    assert store.save(answer(), feed(*items), NOW) == Saved(new=2)
    assert store.all_items() == items  # the older first
    assert (tmp_path / "var/briefing.db").is_file()
    with Store.open(ADDRESS, tmp_path) as again:
        assert again.checked().all_items() == items


def test_a_window_opens_after_its_first_instant_and_knows_its_sources(store: Store) -> None:
    other = Source("https://y.example/f", "Y")
    store.save(answer(), feed(item(0), item(1), item(2)), NOW)
    store.save(answer(other), feed(item(5, source=other.feed_url, published=NOW)), NOW)
    window = Window(NOW - timedelta(hours=2), NOW)
    assert store.items([SOURCE.feed_url], window) == (item(1), item(0))
    assert len(store.items([SOURCE.feed_url, other.feed_url], window)) == 3
    assert store.items([], window) == ()


def test_the_same_again_changes_nothing_and_absence_deletes_nothing(store: Store) -> None:
    store.save(answer(), feed(item(1), item(2)), NOW)
    seen_later = item(1, first_seen=LATER, published=NOW, outlet="Renamed")
    assert store.save(answer(), feed(seen_later), LATER) == Saved(unchanged=1)
    assert store.all_items() == (item(2), item(1))


def test_an_edit_keeps_id_and_first_seen(store: Store) -> None:
    store.save(answer(), feed(item(1)), NOW)
    edited = item(1, text="Corrected.", first_seen=LATER, published=NOW)
    assert store.save(answer(), feed(edited), LATER) == Saved(updated=1)
    assert store.all_items() == (replace(edited, first_seen=NOW),)


def test_an_undated_item_keeps_the_time_when_it_was_first_seen(store: Store) -> None:
    store.save(answer(), feed(item(1, published=NOW)), NOW)
    edited = item(1, published=LATER, first_seen=LATER, title="Edited")
    store.save(answer(), feed(edited), LATER)
    (kept,) = store.all_items()
    assert (kept.title, kept.published, kept.first_seen) == ("Edited", NOW, NOW)


def test_the_same_identity_twice_in_a_document_is_one_item(store: Store) -> None:
    assert store.save(answer(), feed(item(1), item(1, title="Again")), NOW) == Saved(new=1)


def test_all_guids_new_is_a_new_naming_and_no_news(store: Store) -> None:
    old = [item(n) for n in range(10)]
    store.save(answer(), feed(*old), NOW)
    moved = "https://x.example/new/"
    renamed = [item(n, f"https-{n}", first_seen=LATER) for n in range(5)]
    renamed += [item(n, f"https-{n}", url=f"{moved}{n}", first_seen=LATER) for n in range(5, 9)]
    report = store.save(answer(), feed(*renamed, item(20, "fresh")), LATER)
    assert report == Saved(new=1, updated=4, unchanged=5)
    ids = {one.id for one in store.all_items()}
    assert ids == {one.id for one in old} | {"id-fresh"}
    # from now on they are known by their new names, and one that goes back is still the same
    again = feed(*renamed, item(0))
    assert store.save(answer(), again, LATER) == Saved(unchanged=9)
    assert store.save(answer(), feed(item(3), item(20, "fresh")), LATER) == Saved(unchanged=2)


def test_new_items_with_one_link_for_all_are_news(store: Store) -> None:
    home = "https://x.example/"
    store.save(answer(), feed(*(item(n, url=home) for n in range(4))), NOW)
    fresh = [item(n, url=home) for n in range(10, 14)]
    assert store.save(answer(), feed(*fresh), LATER) == Saved(new=4)


def test_validators_and_state_are_stored_with_the_items(store: Store) -> None:
    store.save(answer(), feed(item(1)), NOW)
    assert store.validators() == {SOURCE.feed_url: Validators('"1"')}
    store.save(answer(etag=None), feed(item(1)), LATER)
    assert store.validators() == {SOURCE.feed_url: Validators()}
    (state,) = store.states()
    assert (state.last_success, state.failures, state.next_at) == (LATER, 0, None)


def test_an_unchanged_answer_is_a_success(store: Store) -> None:
    store.fail(SOURCE, "It broke.", NOW)
    same = Fetched(SOURCE, FetchStatus.UNCHANGED, validators=Validators('"2"'))
    assert store.save(same, None, LATER) == Saved()
    (state,) = store.states()
    assert (state.validators, state.failures, state.last_reason) == (Validators('"2"'), 0, "")


def test_failures_are_counted_and_leave_everything_else(store: Store) -> None:
    store.save(answer(), feed(item(1)), NOW)
    failed = Fetched(
        SOURCE, FetchStatus.FAILED, validators=Validators('"1"'), code="dns", reason="No host."
    )
    assert store.save(failed, None, LATER) == Saved(failed="No host.")
    store.fail(SOURCE, "No answer.", LATER)
    (state,) = store.states()
    assert (state.failures, state.last_reason) == (2, "No answer.")
    assert (state.last_success, state.last_asked) == (NOW, LATER)
    assert state.validators == Validators('"1"')
    assert len(store.all_items()) == 1


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (ParseStatus.NOTFEED, "html-page", "web page"),
        (ParseStatus.ERROR, "cpu-limit", "too long"),
        (ParseStatus.ERROR, "died", "died"),
    ],
)
def test_what_is_no_feed_is_a_failure_without_validators(
    store: Store, status: ParseStatus, reason: str, words: str
) -> None:
    store.save(answer(), feed(item(1)), NOW)
    saved = store.save(answer(etag='"2"'), feed(status=status, reason=reason), LATER)
    assert words in saved.failed
    (state,) = store.states()
    assert (state.last_code, state.validators) == (reason, Validators())
    assert len(store.all_items()) == 1


def test_a_cut_document_is_stored_and_asked_for_again(store: Store) -> None:
    cut = feed(item(1), status=ParseStatus.PARTIAL, reason="cut")
    assert store.save(answer(), cut, NOW) == Saved(new=1)
    assert store.validators() == {SOURCE.feed_url: Validators()}


def test_a_full_disk_leaves_nothing_half_written(store: Store) -> None:
    store.save(answer(), feed(item(1)), NOW)
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 5}")
    many = [item(n, text="x" * 1000) for n in range(2, 200)]
    with pytest.raises(StoreError, match="disk is full: make room"):
        store.save(answer(etag='"2"'), feed(*many), LATER)
    assert store.checked().all_items() == (item(1),)
    assert store.validators() == {SOURCE.feed_url: Validators('"1"')}


def test_an_error_in_the_midst_rolls_back(store: Store) -> None:
    store.save(answer(), feed(item(1)), NOW)
    clash = item(2, source="https://y.example/f", id="id-guid-1")
    with pytest.raises(StoreError):
        store.save(answer(Source("https://y.example/f", "Y")), feed(clash), LATER)
    assert store.all_items() == (item(1),)
    assert list(store.validators()) == [SOURCE.feed_url]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/briefing.db").write_bytes(b"This is no database at all.\n" * 100)
    with pytest.raises(StoreError, match="restore it from a backup, or move it away"):
        Store.open(ADDRESS, tmp_path)


def test_a_damaged_database(tmp_path: Path) -> None:
    with Store.open(ADDRESS, tmp_path) as store:
        store.save(answer(), feed(*(item(n, text="x" * 500) for n in range(100))), NOW)
    path = tmp_path / "var/briefing.db"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(data)
    with Store.open(ADDRESS, tmp_path) as store:
        for read in (store.checked, store.all_items):
            with pytest.raises(StoreError, match="damaged: restore"):
                read()


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    Store.open(ADDRESS, tmp_path).close()
    with sqlite3.connect(tmp_path / "var/briefing.db") as connection:
        connection.execute("UPDATE meta SET version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(ADDRESS, tmp_path)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://me:secret@db.example/briefing", r"pelican-briefing\[postgresql\]"),
        ("nonsense", "must be an address like"),
        ("oracle-of-delphi://x/y", "must be an address like"),
        ("sqlite:////dev/null/briefing.db", "folder of the database"),
        ("sqlite:///.", "cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used(tmp_path: Path, address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        Store.open(address, tmp_path)
    assert "secret" not in str(caught.value)


def test_sqlite_is_set_up_to_lose_nothing(store: Store) -> None:
    with store._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        ]
    assert found == ["wal", 2, 1, 0]
