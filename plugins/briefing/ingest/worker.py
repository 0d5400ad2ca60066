"""The child process that parses: ``python -m briefing.ingest.worker CPU_SECONDS MEMORY_BYTES``.

It reads requests from its standard input and answers each with one line on its standard output.
It knows no network, no database and no setting.
"""

import contextlib
import resource
import sys
from time import process_time

from briefing.ingest import wire
from briefing.ingest.parse import parse
from briefing.models import ParsedFeed, ParseStatus


def main(cpu_seconds: int, memory_bytes: int) -> None:
    """Answer requests until the input ends; the operating system ends what takes too much."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    while line := sys.stdin.buffer.readline():
        # The limit counts the whole life of the process, so each feed gets its own on top.
        _limit(resource.RLIMIT_CPU, int(process_time()) + cpu_seconds)
        try:
            answer = wire.dump_feed(_parsed(line))
        except MemoryError:
            answer = wire.dump_feed(ParsedFeed(ParseStatus.ERROR, "memory-limit"))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _parsed(line: bytes) -> ParsedFeed:
    source, url, content_type, now, size = wire.load_request(line)
    body = sys.stdin.buffer.read(size)
    return parse(body, source, url=url, content_type=content_type, now=now)


def _limit(kind: int, amount: int) -> None:
    """Set a soft limit; not every system has every one, and the parent's own clock stays."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (amount, resource.getrlimit(kind)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
