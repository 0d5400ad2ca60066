"""Kill, fill up and break runs, and count what is lost: ``python bench/endurance.py [KILLS]``.

The sample is copied, with four feeds more that change all the time, and its runs are ended by
SIGKILL at random moments (KILLS of them, by default 60), by SIGKILL at the Nth fsync, rename,
unlink, symlink or pwrite (a fifth of KILLS), by a disk that is full (20 sizes) and by an fsync that
fails (30 places).  After each: is all there that a run had reported as stored, is the database
sound, is every batch of items there whole or not at all, and every page of the site that is served
from one and the same build?  Then the next run must do without help.  All counts must be 0.

Linux only.  The aimed faults need strace, the full disk needs root for a tmpfs; what cannot be
tried is called SKIPPED.
"""

import contextlib
import itertools
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from briefing import desk
from briefing.errors import LockedError
from briefing.settings import load

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ("pelican.conf.py", "content", "theme")
FEEDS = ("north", "east", "south", "west")
BATCH = 6
SHOWN = 3
"""Batches that a feed shows: what a killed run did not store, the next can."""

AIMED = (
    ("ingest", "fsync,fdatasync"),
    ("ingest", "pwrite64"),
    ("ingest", "unlink,unlinkat"),
    ("publish", "rename,renameat,renameat2"),
    ("ingest", "fsync,fdatasync"),
    ("ingest", "pwrite64"),
    ("html", "symlink,symlinkat"),
    ("html", "unlink,unlinkat,rmdir"),
    ("ingest", "pwrite64"),
    ("publish", "fsync,fdatasync"),
)
"""In turn, each time at a later call, after a run that had no such call at the first again."""

VERBS = {"ingest": 0.75, "html": 0.15, "publish": 0.1}
FAULTS = ("acked lost", "corrupt", "half batch", "incomplete site", "next run needs a hand")
SECONDS = 60


# --- A project whose feeds change -----------------------------------------------------------------


@dataclass(slots=True)
class Project:
    """The sample with changing feeds; ``acked`` are the batches that a run reported as stored."""

    root: Path
    batch: int = 0
    marker: int = 0
    acked: set[tuple[str, int]] = field(default_factory=set)
    pages: int = 0

    def next_batch(self) -> None:
        """Let every feed show a new batch of items."""
        self.batch += 1
        for feed in FEEDS:
            path = self.root / f"content/feeds/{feed}.xml"
            path.with_suffix(".new").write_text(_document(feed, self.batch), encoding="utf-8")
            path.with_suffix(".new").replace(path)

    def next_site(self) -> None:
        """Have the next build print another notice on every page."""
        self.marker += 1


def make_project(root: Path) -> Project:
    """Copy the sample and add the changing feeds to its sources."""
    root.mkdir()
    for part in SAMPLE:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("editions"))
        else:
            shutil.copy(ROOT / part, root / part)
    (root / "plugins").symlink_to(ROOT / "plugins")
    sources = root / "content/sources.opml"
    lines = "".join(f'<outline text="{f}" xmlUrl="content/feeds/{f}.xml"/>' for f in FEEDS)
    text = sources.read_text(encoding="utf-8").replace("</body>", f"{lines}</body>")
    sources.write_text(text, encoding="utf-8")
    return Project(root)


def _document(feed: str, newest: int) -> str:
    """Write a feed of old items, which no edition takes: what is measured is storing."""
    items = "".join(
        f"<item><title>{feed} {batch} {number}</title><pubDate>Mon, 01 Dec 2025 08:00:00 GMT"
        f"</pubDate><link>https://endurance.example/{feed}/{batch}/{number}</link>"
        f"<description>The {feed} gate was counted, for the {batch}th time.</description></item>"
        for batch in range(max(1, newest - SHOWN + 1), newest + 1)
        for number in range(BATCH)
    )
    return f'<rss version="2.0"><channel><title>{feed}</title>{items}</channel></rss>'


# --- Runs -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Run:
    """A run in a forked process: what it said as it went, and how it ended."""

    process: int
    pipe: int

    def end(self) -> tuple[int, str]:
        """Wait; return the exit status (negative: the signal) and what was said."""
        said = b""
        while data := os.read(self.pipe, 65536):
            said += data
        os.close(self.pipe)
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status), said.decode()


def start(project: Project, verb: str) -> Run:
    """Start a run in a fork: the very code of the command, without the second that imports take."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return Run(process, reading)
    os.close(reading)
    status = 1
    try:
        _work(project, verb, lambda line: os.write(writing, f"{line}\n".encode()))
        status = 0
    except LockedError as error:
        status = error.exit_code
    except BaseException:  # the fork must never return into the caller's code
        os.write(writing, traceback.format_exc().encode())
    os._exit(status)


def _work(project: Project, verb: str, say: Callable[[str], object]) -> None:
    os.chdir(project.root)
    os.environ["BRIEFING_NOTICE"] = f"Site {project.marker}."
    settings = load(project.root, os.environ)

    def told(report: desk.SourceReport, _of: int) -> None:
        state = f"failed, {report.failed}:" if report.failed else "stored"
        say(f"{state} {report.source.title} {project.batch}")

    with desk.locked(settings):
        if verb != "html":
            desk.ingest(settings, told)
        if verb == "publish":
            desk.compose(settings)
        if verb != "ingest":
            desk.build(settings)
        if verb == "publish":
            desk.make_newsletter(settings)


def acked(said: str) -> set[tuple[str, int]]:
    """Return the batches that a run reported as stored, from its progress or its final table."""
    return {(feed, int(batch)) for feed, batch in re.findall(r"^stored (\w+) (\d+)$", said, re.M)}


# --- Looking at what is left ----------------------------------------------------------------------


def faults(project: Project) -> Iterator[str]:
    """Yield what is wrong in a project, whenever one looks."""
    database = project.root / "var/briefing.db"
    if database.is_file():
        yield from _faults_of_database(project, database)
    output = project.root / "output"
    if project.pages:
        pages = sorted(output.rglob("*.html"))
        markers = {m for page in pages for m in re.findall(rb"Site (\d+)\.", page.read_bytes())}
        if len(pages) < project.pages or len(markers) != 1:
            yield "incomplete site"


def _faults_of_database(project: Project, path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as database:
        try:
            (state,) = database.execute("PRAGMA quick_check").fetchone()
            rows = database.execute(
                "SELECT url FROM items WHERE url LIKE 'https://endurance.example/%'"
            ).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                yield "corrupt"
            state, rows = "ok", []
    if state != "ok":
        yield "corrupt"
    stored = Counter((url.split("/")[3], int(url.split("/")[4])) for (url,) in rows)
    if any(count != BATCH for count in stored.values()):
        yield "half batch"
    if project.acked - set(stored):
        yield "acked lost"


def recover(project: Project, verb: str) -> Iterator[str]:
    """Run once more, as a timer would; yield what is wrong if that needs a hand."""
    deadline = time.monotonic() + SECONDS
    code, said = start(project, verb).end()
    while code == LockedError.exit_code and time.monotonic() < deadline:
        time.sleep(0.2)
        code, said = start(project, verb).end()
    if code:
        print(said, file=sys.stderr)
        yield "next run needs a hand"
        return
    shown = range(max(1, project.batch - SHOWN + 1), project.batch + 1)
    project.acked |= {(feed, batch) for feed, _ in acked(said) for batch in shown}
    yield from faults(project)


# --- The four trials ------------------------------------------------------------------------------


def random_kills(project: Project, kills: int, dice: random.Random) -> Counter[str]:
    """Kill runs at random moments of their time."""
    found: Counter[str] = Counter()
    for verb, share in VERBS.items():
        seconds = _seconds(project, verb)
        for number in range(round(kills * share)):
            project.next_batch()
            project.next_site()
            run = start(project, verb)
            time.sleep(dice.uniform(0, seconds))
            os.kill(run.process, signal.SIGKILL)
            code, said = run.end()
            project.acked |= acked(said)
            found["killed"] += code == -signal.SIGKILL
            found["were done"] += code == 0
            found.update(faults(project))
            if code not in (0, -signal.SIGKILL, LockedError.exit_code):
                print(said, file=sys.stderr)
                found["next run needs a hand"] += 1
            if number % 5 == 4:
                found.update(recover(project, verb))
    return found


def _seconds(project: Project, verb: str) -> float:
    """Return how long a run takes that nobody disturbs."""
    begin = time.monotonic()
    for fault in recover(project, verb):
        sys.exit(f"{verb} does not work in the first place: {fault}")
    return time.monotonic() - begin


def aimed_kills(project: Project, kills: int, _dice: random.Random) -> Counter[str]:
    """Kill runs at the Nth system call of a kind, until so many were killed."""
    found: Counter[str] = Counter()
    places = dict.fromkeys(AIMED, 0)
    for number, (verb, calls) in enumerate(itertools.cycle(AIMED)):
        if found["killed"] >= kills:
            break
        project.next_batch()
        project.next_site()
        places[verb, calls] += 1
        code, said = _traced(project, verb, f"{calls}:signal=KILL:when={places[verb, calls]}")
        project.acked |= acked(said)
        if code == 0:
            places[verb, calls] = 0
        found["were done" if code == 0 else "killed"] += 1
        found.update(faults(project))
        if number % 5 == 4:
            found.update(recover(project, verb))
    return found


def failing_fsyncs(project: Project, _kills: int, _dice: random.Random) -> Counter[str]:
    """Let the Nth fsync of a run fail."""
    found: Counter[str] = Counter()
    for nth in range(1, 31):
        project.next_batch()
        code, said = _traced(project, "publish", f"fsync,fdatasync:error=EIO:when={nth}")
        project.acked |= acked(said)
        found["failed"] += code != 0
        found["were done"] += code == 0
        found["died without a word"] += "Traceback" in said or code < 0
        found.update(faults(project))
        found.update(recover(project, "ingest" if nth % 5 else "publish"))
    return found


def _traced(project: Project, verb: str, injected: str) -> tuple[int, str]:
    """Run the command under strace, its children aside; its final table tells what it stored."""
    command = ["strace", "-qq", "-o", "/dev/null"]
    command += ["-e", f"trace={injected.partition(':')[0]}", "-e", f"inject={injected}"]
    command += [sys.executable, "-m", "briefing", verb]
    environ = {**os.environ, "BRIEFING_NOTICE": f"Site {project.marker}."}
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=project.root, env=environ, capture_output=True, text=True, check=False
    )
    table = re.findall(rf"^({'|'.join(FEEDS)})  +\d+ +\d+ +\d+ *$", done.stdout, re.M)
    told = "".join(f"stored {feed} {project.batch}\n" for feed in table)
    return done.returncode, told + done.stdout + done.stderr


def full_disks(project: Project, _kills: int, _dice: random.Random) -> Counter[str]:
    """Run with from 50 to 1,000 kilobytes left, then with enough."""
    found: Counter[str] = Counter()
    for room in range(50, 1001, 50):
        project.next_batch()
        project.next_site()
        _resize(project.root.parent, room)
        code, said = start(project, "publish").end()
        project.acked |= acked(said)
        found["failed"] += code != 0
        found["were done"] += code == 0
        found.update(faults(project))
        _resize(project.root.parent, 100_000)
        found.update(recover(project, "ingest" if room % 200 else "publish"))
    return found


def _resize(disk: Path, room_kb: int) -> None:
    """Leave so many kilobytes free."""
    used = shutil.disk_usage(disk).used // 1024
    option = f"remount,size={used + room_kb}k"
    subprocess.run(["mount", "-o", option, str(disk)], check=True)  # noqa: S603, S607


# --- The report -----------------------------------------------------------------------------------

Trial = Callable[[Project, int, random.Random], Counter[str]]


def try_out(name: str, trial: Trial, folder: Path, kills: int) -> bool:
    """Run a trial on a project of its own, print its counts, and tell whether all is well."""
    begin = time.monotonic()
    project = make_project(folder / "project")
    project.next_batch()
    _seconds(project, "publish")
    project.pages = len(list((project.root / "output").rglob("*.html")))
    found = trial(project, kills, random.Random(1))  # noqa: S311 - moments to kill at
    counts = ", ".join(f"{key} {found[key]}" for key in found if key not in FAULTS)
    result = ", ".join(f"{fault} {found[fault]}" for fault in FAULTS)
    print(f"{name}: {counts}; {result} ({time.monotonic() - begin:.0f} s)", flush=True)
    return not any(found[fault] for fault in FAULTS)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a file system of its own; None where that cannot be done."""
    command = ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False).returncode:  # noqa: S603
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def main(arguments: Iterable[str]) -> int:
    """Run all trials that can be run here; return the exit status."""
    kills = next((int(word) for word in arguments if word.isdecimal()), 60)
    trials: list[tuple[str, Trial, int]] = [(f"{kills} random kills", random_kills, kills)]
    if shutil.which("strace"):
        trials.append((f"{kills // 5} aimed kills", aimed_kills, kills // 5))
        trials.append(("30 failing fsyncs", failing_fsyncs, 0))
    else:
        print("SKIPPED aimed kills and failing fsyncs: strace is not installed")
    good = True
    for name, trial, count in trials:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            good &= try_out(name, trial, Path(folder), count)
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder)) as disk:
        if disk is None:
            print("SKIPPED full disks: a small file system cannot be mounted here (it takes root)")
        else:
            good &= try_out("20 full disks", full_disks, disk, 0)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
