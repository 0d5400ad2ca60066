"""Gathering what comes in quick succession."""

import threading
import time
from collections.abc import Iterator

import pytest

from briefing.desk.batches import BATCH, batches


def test_a_burst_comes_in_full_lists_and_in_order() -> None:
    found = list(batches(range(3 * BATCH + 1)))
    assert [one for batch in found for one in batch] == list(range(3 * BATCH + 1))
    assert max(map(len, found)) == BATCH
    assert not list(batches(()))


def test_what_is_there_does_not_wait_for_what_takes_long() -> None:
    go_on = threading.Event()

    def slow() -> Iterator[int]:
        yield 1
        go_on.wait(10)
        yield 2

    arriving = batches(slow())
    assert next(arriving) == [1]
    go_on.set()
    assert list(arriving) == [[2]]


def test_an_error_comes_after_what_came_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    arriving = batches(broken())
    assert next(arriving) == [1]
    with pytest.raises(ValueError, match="broken"):
        next(arriving)


def test_whoever_goes_away_ends_the_source() -> None:
    ended = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                time.sleep(0.001)
                yield 1
        finally:
            ended.set()

    arriving = batches(endless())
    assert next(arriving)
    arriving.close()  # type: ignore[attr-defined]
    del arriving
    assert ended.wait(5)
