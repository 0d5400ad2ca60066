"""Parsing in child processes that can be killed.

Some documents keep a parser busy for minutes in one native call, which nothing but the end of
the process ends.  A ``Child`` is one such process, reused from job to job; a run has two, and
more for as long as hostile documents hold those up.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Generic, Self, TypeVar

from briefing.ingest import wire
from briefing.ingest.pages import Page
from briefing.ingest.sanitise import Clean
from briefing.models import Fetched, FetchStatus, ParsedFeed, ParseStatus

_DEATHS = {
    -signal.SIGXCPU: "cpu-limit",
    -signal.SIGABRT: "memory-limit",
    -signal.SIGKILL: "memory-limit",  # not ours: the system's, short of memory
}
_PIPE = 64 * 1024
"""Bytes that a pipe holds: there are never more to read."""

_Answer = TypeVar("_Answer")
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Fence:
    """What one job may cost, and how many processes may work at once.

    ``memory_bytes`` is address space, so no process ever has more than that resident.  With all of
    ``workers`` busy for ``patience`` seconds another is started, up to ``most_workers``; fewer
    than those are started as soon as all are busy for ``hesitation`` seconds, as starting one
    takes longer than reading many a feed.
    """

    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    memory_bytes: int = 280 * 1024**2
    answer_bytes: int = 64 * 1024**2
    workers: int = 2
    most_workers: int = 8
    hesitation: float = 0.25
    patience: float = 0.5


@dataclass(frozen=True, slots=True)
class Job(Generic[_Answer]):
    """What a child is to do, and what its answer - or its death - means."""

    head: bytes
    body: bytes
    load: Callable[[bytes], _Answer]
    failed: Callable[[str], _Answer]


def feed_job(fetched: Fetched, now: datetime) -> Job[ParsedFeed]:
    """Return the job of parsing what was fetched; ``now`` is the time of reading."""
    head = wire.feed_request(fetched, now)
    return Job(head, fetched.body, wire.load_feed, lambda why: ParsedFeed(ParseStatus.ERROR, why))


def page_job(page: Page) -> Job[Clean]:
    """Return the job of extracting the text of a page."""
    head = wire.page_request(len(page.body), page.final_url or page.url, page.content_type)
    return Job(head, page.body, wire.load_clean, lambda why: Clean(problem=why))


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
    jobs = (
        (one, feed_job(one, now) if one.status is FetchStatus.FETCHED else None) for one in fetched
    )
    yield from _run(jobs, fence or Fence())


def extract_all(pages: Iterable[Page], fence: Fence | None = None) -> Iterator[tuple[Page, Clean]]:
    """Extract the text of pages, as ``parse_all`` parses feeds.

    Yields:
        Each page with its text, as they are done; the text is empty where there is no body, or
        nothing usable in it, or it cost too much: ``problem`` then names the limit.
    """
    jobs = ((page, page_job(page) if page.body else None) for page in pages)
    for page, clean in _run(jobs, fence or Fence()):
        yield page, clean or Clean()


def _run(
    jobs: Iterable[tuple[_Key, Job[_Answer] | None]], fence: Fence
) -> Iterator[tuple[_Key, _Answer | None]]:
    """Do the jobs, a few at a time, and yield each answer with its key as it comes."""
    keys: dict[Child[_Answer], _Key] = {}
    crew: Crew[_Answer] = Crew(fence)
    try:
        for key, job in jobs:
            if job is None:
                yield key, None
                continue
            for child, answer in crew.make_room():
                yield keys.pop(child), answer
            keys[crew.start(job)] = key
        for child, answer in crew.finish():
            yield keys.pop(child), answer
    finally:
        crew.close()


class Child(Generic[_Answer]):
    """One child process; started when it is first needed, and again after a death."""

    def __init__(self, fence: Fence) -> None:
        """Remember the fence; nothing is started yet."""
        self._fence = fence
        self._process: subprocess.Popen[bytes] | None = None
        self._said = bytearray()
        self._job: Job[_Answer] | None = None
        self._deadline = 0.0

    def __enter__(self) -> Self:
        """Return the child itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def do(self, job: Job[_Answer]) -> _Answer:
        """Do a job; the child's death is an answer as well, never an exception."""
        self.begin(job)
        while not (found := self.poll(max(0.0, self._deadline - monotonic()))):
            pass
        return found[0]

    def begin(self, job: Job[_Answer]) -> None:
        """Hand over a job; ``poll`` has the answer."""
        process = self._process = self._alive() or self._start()
        self._said.clear()
        self._job = job
        self._deadline = monotonic() + self._fence.wall_seconds
        # Where the pipe is broken already, ``poll`` finds out why.
        with contextlib.suppress(OSError):
            assert process.stdin is not None  # noqa: S101 - for the type checker
            process.stdin.write(job.head + job.body)
            process.stdin.flush()

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        assert self._process is not None and self._process.stdout is not None  # noqa: S101, PT018
        return self._process.stdout.fileno()

    def poll(self, seconds: float) -> tuple[_Answer] | None:
        """Wait for up to so many seconds; return the answer in a tuple, or None if not yet."""
        if _wait([self], seconds):
            data = os.read(self.fileno(), _PIPE)
            self._said += data
            return self._read() if data else self._bury(None)
        return self._bury("cpu-limit") if monotonic() >= self._deadline else None

    def kill(self) -> None:
        """End the process at once; ``close`` tidies up."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process, if there is one."""
        self._end("closed")

    def _read(self) -> tuple[_Answer] | None:
        """Return the answer if all of it has come."""
        job = self._job
        assert job is not None  # noqa: S101 - for the type checker
        try:
            size = wire.size_of(self._said)
            if max(size or 0, len(self._said)) > self._fence.answer_bytes:
                return self._bury("size-limit")
            if size is None or len(self._said) < size:
                return None
            return (job.load(bytes(self._said)),)
        except wire.FailedError as failure:
            return (job.failed(str(failure)),)
        except (ValueError, TypeError, LookupError):
            return self._bury("died")

    def _bury(self, reason: str | None) -> tuple[_Answer]:
        """End the process and answer with the cause: the given one, or what its exit tells."""
        job, self._job = self._job, None
        assert job is not None  # noqa: S101 - for the type checker
        return (job.failed(self._end(reason)),)

    def _alive(self) -> subprocess.Popen[bytes] | None:
        """Return the process, unless it died since the last job: that is not this one's fault."""
        if self._process is not None and self._process.poll() is not None:
            self._end("died")
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

    def _end(self, reason: str | None) -> str:
        process, self._process = self._process, None
        code = None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(1 if reason is None else 0)
            process.kill()
            with contextlib.suppress(OSError), process:  # closes the pipes and waits
                pass
        return reason or _DEATHS.get(code or 0, "died")


class Crew(Generic[_Answer]):
    """The children of a run: as many as the fence says, more while those are held up."""

    def __init__(self, fence: Fence) -> None:
        """Remember the fence; processes are started as they are needed."""
        self._fence = fence
        self._idle: list[Child[_Answer]] = []
        self._busy: list[Child[_Answer]] = []

    def start(self, job: Job[_Answer]) -> Child[_Answer]:
        """Give a job to an idle child, for which there must be room, and return the child."""
        child = self._idle.pop() if self._idle else Child(self._fence)
        child.begin(job)
        self._busy.append(child)
        return child

    def make_room(self) -> Iterator[tuple[Child[_Answer], _Answer]]:
        """Yield what is done, and wait until another job can be started."""
        yield from self._done(0.0)
        start = monotonic()
        while self._busy and not self._idle:
            left = start + self._wait() - monotonic()
            if left <= 0 and len(self._busy) < self._fence.most_workers:
                return
            yield from self._done(left if left > 0 else 0.1)

    def finish(self) -> Iterator[tuple[Child[_Answer], _Answer]]:
        """Wait for all that is still being done, and yield it."""
        while self._busy:
            yield from self._done(0.1)

    def close(self) -> None:
        """End all processes, whatever they do."""
        for child in (*self._busy, *self._idle):
            child.kill()
        for child in (*self._busy, *self._idle):
            child.close()

    def _wait(self) -> float:
        """Return for how long all may be busy before another is started."""
        enough = len(self._busy) >= self._fence.workers
        return self._fence.patience if enough else self._fence.hesitation

    def _done(self, seconds: float) -> Iterator[tuple[Child[_Answer], _Answer]]:
        _wait(self._busy, seconds)
        for child in tuple(self._busy):
            if found := child.poll(0.0):
                self._busy.remove(child)
                self._idle.append(child)
                yield child, found[0]


def _wait(children: Iterable[Child[_Answer]], seconds: float) -> bool:
    """Wait until one of the children says something, for up to so many seconds."""
    poll = select.poll()  # ``multiprocessing`` has the same, for a tenth of the start of a child
    for child in children:
        poll.register(child, select.POLLIN)
    return bool(poll.poll(1000 * seconds))
