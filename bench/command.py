"""Ask the command for answers in JSON lines, and for its CPU time and memory."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from briefing.models import Item

WATCH = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
json.dump([used.ru_utime + used.ru_stime, used.ru_maxrss], open(sys.argv[1], "w"))
sys.exit(code)
"""
Answer = dict[str, Any]


class Ran(NamedTuple):
    """What a command answered, its CPU seconds and its peak memory in MB."""

    answers: list[Answer]
    seconds: float
    peak: float


def read(path: Path, name: str) -> list[Answer]:
    """Read JSON lines; say so if there are none."""
    if not path.is_file():
        print(f"SKIPPED {name}: no {path.name}")
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(verb: str, lines: Iterable[Answer], *options: str) -> Ran:
    """Send lines through a command of their own process.

    A small process in between starts it: one started from here would inherit our peak memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        sent, answers, used = (Path(folder) / name for name in ("sent", "answers", "used"))
        sent.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, "-c", WATCH, used, sys.executable, "-m", "briefing", verb]
        with sent.open() as stdin, answers.open("w") as stdout:
            done = subprocess.run([*command, *options], stdin=stdin, stdout=stdout, check=False)  # noqa: S603 our own
        if done.returncode:
            sys.exit(f"briefing {verb} failed")
        found = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
        seconds, peak = json.loads(used.read_text(encoding="utf-8"))
    return Ran(found, seconds, peak / 1024)


def asked(item: Item) -> Answer:
    """Return an item as a line for ``briefing group``."""
    return {
        "id": item.id,
        "title": item.title,
        "text": item.text,
        "source": item.outlet,
        "published": item.published.isoformat(),
    }
