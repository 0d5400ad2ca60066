"""A full disk, a killed run, two runs, a hostile feed: a clear message, nothing lost or late.

``bench/endurance.py`` does this a thousand times.
"""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing import desk
from sample import COMMAND, Run, copy_project
from scripted_server import Phase, Script, Stage, at_once, follow, played


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 20 MB; skipped where it cannot be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small file system cannot be mounted here (it takes root)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def resize(folder: Path, room_kb: int) -> None:
    """Leave ``room_kb`` kilobytes free."""
    used = sum(path.stat().st_blocks for path in folder.rglob("*") if path.is_file()) // 2
    option = f"remount,size={used + room_kb + 64}k"
    subprocess.run(["mount", "-o", option, str(folder)], check=True)


def items(folder: Path) -> tuple[str, int]:
    """Return what the database says of itself, and how many items it holds."""
    with closing(sqlite3.connect(folder / "var/briefing.db")) as database:
        (state,) = database.execute("PRAGMA quick_check").fetchone()
        (count,) = database.execute("SELECT count(*) FROM items").fetchone()
    return state, count


@pytest.mark.parametrize("room_kb", [100, 450, 900])
def test_a_full_disk_loses_nothing(small_disk: Path, briefing: Run, room_kb: int) -> None:
    project = copy_project(small_disk / "project")
    assert briefing(project, "html").returncode == 0
    before = (project / "output/index.html").read_bytes()
    resize(small_disk, room_kb)
    done = briefing(project, "publish")
    assert done.returncode == 1
    assert "disk" in done.stderr or "space" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "output/index.html").read_bytes() == before
    resize(small_disk, 20_000)
    assert briefing(project, "publish").returncode == 0
    assert items(project) == ("ok", 129)
    assert len(list((project / "content/editions").glob("*.md"))) == 7


@pytest.mark.parametrize("seconds", [1.2, 2.5, 4.0])
def test_a_killed_run_leaves_whole_files(project: Path, briefing: Run, seconds: float) -> None:
    assert briefing(project, "html").returncode == 0
    process = subprocess.Popen(
        [*COMMAND, "publish"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (project / "output/index.html").is_file()
    for path in (project / "content/editions").glob("*.md"):
        assert path.with_suffix(".json").is_file()
    deadline = time.monotonic() + 30
    while (done := briefing(project, "publish")).returncode == 75:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert done.returncode == 0, done.stderr
    assert items(project) == ("ok", 129)
    assert len(list((project / "content/editions").glob("*.md"))) == 7


def test_of_two_runs_the_second_ends_at_once(project: Path, briefing: Run) -> None:
    assert briefing(project, "html").returncode == 0
    before = (project / "output/index.html").read_bytes()
    first = subprocess.Popen([*COMMAND, "publish"], cwd=project, stdout=subprocess.DEVNULL)
    lock = project / "var/briefing.lock"
    while first.poll() is None and lock.read_text() != f"{first.pid}\n":
        time.sleep(0.02)
    second = briefing(project, "publish")
    assert first.poll() is None, "the first was done before the second could begin"
    assert second.returncode == 75
    assert str(first.pid) in second.stderr
    assert (project / "output/index.html").read_bytes() == before
    assert first.wait() == 0
    assert items(project) == ("ok", 129)


def reported(names: list[str], folder: Path) -> tuple[dict[str, desk.SourceReport], list[float]]:
    """Ingest feeds of which "bad" is hostile; return the reports and the seconds of the others."""
    folder.mkdir()
    now = datetime(2026, 3, 2, tzinfo=UTC)
    scripts = {
        name: Script(
            name=name, host=name, phases=(Phase(body="hostile" if name == "bad" else "feed"),)
        )
        for name in names
    }
    seconds = []
    begin = time.monotonic()

    def told(report: desk.SourceReport, _of: int) -> None:
        if not report.source.feed_url.endswith("/bad"):
            seconds.append(time.monotonic() - begin)

    with played(Stage(scripts, now)) as stage:
        settings = follow(folder, (stage.url(script) for script in scripts.values()), now)
        options = at_once(settings)
        reports = desk.ingest(settings, told, options=options)
    return {report.source.feed_url.rpartition("/")[2]: report for report in reports}, seconds


def test_one_hostile_feed_costs_the_others_nothing(tmp_path: Path) -> None:
    good = [f"good-{number}" for number in range(99)]
    _, calm = reported(good, tmp_path / "calm")
    begin = time.monotonic()
    reports, seconds = reported(["bad", *good], tmp_path / "storm")
    assert time.monotonic() - begin < 20
    assert [name for name in good if reports[name].new != 5] == []
    assert "takes too long" in reports["bad"].failed
    assert max(seconds) < max(calm) + 1
