"""Parsing in child processes that can be killed.

Some documents keep a parser busy for minutes in one native call, which nothing but the end of
the process ends.  Two workers, each reused from feed to feed, so that a hostile feed holds up no
other.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from time import monotonic

from briefing.ingest import wire
from briefing.models import Fetched, FetchStatus, ParsedFeed, ParseStatus

BACKLOG = 8
"""Feeds that wait for a worker before the next is fetched: bounds the bodies in memory."""

_DEATHS = {
    -signal.SIGXCPU: "cpu-limit",
    -signal.SIGABRT: "memory-limit",
    -signal.SIGKILL: "memory-limit",  # not ours: the system's, short of memory
}


@dataclass(frozen=True, slots=True)
class Fence:
    """What one feed may cost."""

    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    memory_bytes: int = 1024**3
    answer_bytes: int = 64 * 1024**2
    workers: int = 2


def parse_all(
    fetched: Iterable[Fetched], now: datetime, fence: Fence | None = None
) -> Iterator[tuple[Fetched, ParsedFeed | None]]:
    """Parse what was fetched, while more of it arrives.

    Args:
        fetched: The answers, as ``fetch`` yields them.
        now: The time of reading.
        fence: What one feed may cost.

    Yields:
        Each answer with its feed, as they are done; with None where nothing was fetched.
    """
    fence = fence or Fence()
    pool = _Pool(fence)
    pending: dict[Future[ParsedFeed], Fetched] = {}
    try:
        for one in fetched:
            if one.status is not FetchStatus.FETCHED:
                yield one, None
                continue
            pending[pool.submit(one, now)] = one
            yield from _done(pending, keep=BACKLOG)
        yield from _done(pending, keep=0)
    finally:
        pool.close()


def _done(
    pending: dict[Future[ParsedFeed], Fetched], *, keep: int
) -> Iterator[tuple[Fetched, ParsedFeed]]:
    """Yield what is done; wait only while more than ``keep`` are pending."""
    while pending:
        timeout = None if len(pending) > keep else 0
        done, _ = wait(pending, timeout=timeout, return_when=FIRST_COMPLETED)
        if not done:
            return
        for future in done:
            yield pending.pop(future), future.result()


class _Pool:
    """The workers, each led by a thread that waits for its answer."""

    def __init__(self, fence: Fence) -> None:
        self._workers = [Worker(fence) for _ in range(fence.workers)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(fence.workers)

    def submit(self, fetched: Fetched, now: datetime) -> Future[ParsedFeed]:
        return self._threads.submit(self._run, fetched, now)

    def _run(self, fetched: Fetched, now: datetime) -> ParsedFeed:
        worker = self._idle.get()
        try:
            return worker.parse(fetched, now)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.close()


class Worker:
    """One child process; started when it is first needed, and again after a death."""

    def __init__(self, fence: Fence) -> None:
        """Remember the fence; nothing is started yet."""
        self._fence = fence
        self._process: subprocess.Popen[bytes] | None = None

    def parse(self, fetched: Fetched, now: datetime) -> ParsedFeed:
        """Parse a document in the child; its death is the feed's status, never an exception."""
        process = self._process = self._alive() or self._start()
        deadline = monotonic() + self._fence.wall_seconds
        try:
            assert process.stdin is not None  # noqa: S101 - for the type checker
            process.stdin.write(wire.dump_request(fetched, now) + fetched.body)
            process.stdin.flush()
            line = self._read_line(process, deadline)
            if len(line) > self._fence.answer_bytes:
                return self._bury("size-limit")
            if line.endswith(b"\n"):
                return wire.load_feed(line)
        except TimeoutError:
            return self._bury("cpu-limit")
        except OSError:
            return self._bury(None)
        except (ValueError, TypeError, KeyError):
            return self._bury("died")
        return self._bury(None)

    def kill(self) -> None:
        """End the process at once, whoever waits for it; ``close`` tidies up."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._bury("closed")

    def _alive(self) -> subprocess.Popen[bytes] | None:
        """Return the process, unless it died since the last feed: that is not this one's fault."""
        if self._process is not None and self._process.poll() is not None:
            self._bury("died")
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        limits = [str(self._fence.cpu_seconds), str(self._fence.memory_bytes)]
        return subprocess.Popen(  # noqa: S603 - our own interpreter on our own module
            [sys.executable, "-P", "-m", "briefing.ingest.worker", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # and no secrets
        )

    def _read_line(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        """Read an answer up to its line end, the end of the process or the limit of its size."""
        assert process.stdout is not None  # noqa: S101 - for the type checker
        line = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n") and len(line) <= self._fence.answer_bytes:
                if not selector.select(max(0.0, deadline - monotonic())):
                    raise TimeoutError
                data = os.read(process.stdout.fileno(), 1024 * 1024)
                if not data:
                    break
                line += data
        return bytes(line)

    def _bury(self, reason: str | None) -> ParsedFeed:
        """End the process and name the cause: the given one, or what its exit tells."""
        process, self._process = self._process, None
        code = None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(1 if reason is None else 0)
            process.kill()
            with contextlib.suppress(OSError), process:  # closes the pipes and waits
                pass
        return ParsedFeed(ParseStatus.ERROR, reason or _DEATHS.get(code or 0, "died"))
