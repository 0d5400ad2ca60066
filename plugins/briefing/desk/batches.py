"""What comes in quick succession, gathered: stored together, but never kept waiting for the next.

The answers are awaited in a thread of their own, so that storing holds up no transfer, and a feed
that takes long holds up the storing of no other.
"""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

BATCH, MOMENT = 64, 0.1
"""How many are gathered at the most, and for how many seconds."""

T = TypeVar("T")


def batches(arriving: Iterable[T]) -> Iterator[list[T]]:
    """Yield what arrives in lists, as soon as a moment passes without anything new.

    Raises:
        Exception: whatever ``arriving`` raises, after all that came before it was yielded.
    """
    pump = _Pump(arriving)
    try:
        while batch := pump.take():
            yield batch
    finally:
        pump.stop()
    if pump.error is not None:
        raise pump.error


class _Pump(Generic[T]):
    """Takes from an iterable in a thread, and hands over what it got."""

    def __init__(self, arriving: Iterable[T]) -> None:
        self.error: BaseException | None = None
        self._arriving = arriving
        self._queue: Queue[T] = Queue(2 * BATCH)
        self._stopped, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._pump, daemon=True)
        self._thread.start()

    def take(self) -> list[T]:
        """Wait for something and return it with what follows at once; nothing at the end."""
        batch: list[T] = []
        while len(batch) < BATCH:
            try:
                batch.append(self._queue.get(timeout=MOMENT))
            except Empty:
                if batch or (self._ended.is_set() and self._queue.empty()):
                    break
        return batch

    def stop(self) -> None:
        """End the thread, also before the iterable is at its end."""
        self._stopped.set()
        self._thread.join()

    def _pump(self) -> None:
        try:
            for one in self._arriving:
                if not self._put(one):
                    return
        except BaseException as error:  # it belongs to whoever takes
            self.error = error
        finally:
            self._ended.set()

    def _put(self, one: T) -> bool:
        while not self._stopped.is_set():
            try:
                self._queue.put(one, timeout=MOMENT)
            except Full:
                continue
            return True
        return False
