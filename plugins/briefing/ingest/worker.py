"""The child process: ``python -m briefing.ingest.worker CPU_SECONDS MEMORY_BYTES``.

It reads jobs from its standard input and answers each on its standard output.
It knows no network, no database and no setting.
"""

import contextlib
import gc
import importlib
import resource
import sys
from collections.abc import Callable, Mapping
from time import process_time
from typing import Any

from briefing.ingest import wire
from briefing.ingest.parse import parse

ALLOCATIONS = 200_000
"""After how many objects more the garbage collector looks: what is made of a feed has no cycles,
and to look through a large feed again and again takes a third of the time."""


def main(cpu_seconds: int, memory_bytes: int) -> None:
    """Answer jobs until the input ends; the operating system ends what takes too much."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    while line := sys.stdin.buffer.readline():
        # The limit counts the whole life of the process, so each job gets its own on top.
        _limit(resource.RLIMIT_CPU, int(process_time()) + cpu_seconds)
        try:
            answer = _answer(line)
        except MemoryError:
            answer = wire.dump_failure("memory-limit")
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _answer(line: bytes) -> bytes:
    head = wire.load_request(line)
    return JOBS[head["job"]](head, sys.stdin.buffer.read(head["size"]))


def _feed(head: Mapping[str, Any], body: bytes) -> bytes:
    told = {name: head[name] for name in ("url", "content_type", "now")}
    return wire.dump_feed(parse(body, head["source"], **told))


def _page(head: Mapping[str, Any], body: bytes) -> bytes:
    # Its library is an extra and slow to load: only who has pages to read pays for it.
    fulltext = importlib.import_module("briefing.ingest.fulltext")
    return wire.dump_clean(fulltext.extract(body, head["url"], head["content_type"]))


JOBS: dict[str, Callable[[Mapping[str, Any], bytes], bytes]] = {"feed": _feed, "page": _page}


def _limit(kind: int, amount: int) -> None:
    """Set a soft limit; not every system has every one, and the parent's own clock stays."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (amount, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
