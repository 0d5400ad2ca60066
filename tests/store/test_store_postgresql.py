"""Several runs at once on one PostgreSQL: real processes, real locks."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from store_samples import NOW, OTHER, SOURCE, answer, asked, claim, feed, item
from store_worker import sources

from briefing.models import Source
from briefing.store import Store

WORKER = Path(__file__).parent / "store_worker.py"


@pytest.fixture
def shared(postgresql: str, tmp_path: Path) -> Iterator[Store]:
    with Store.open(postgresql, tmp_path) as opened:
        yield opened


def worker(address: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), address, *arguments]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)


def test_runs_share_the_work_and_ask_a_host_one_at_a_time(postgresql: str) -> None:
    # they also make the tables, all at the same time
    runs = [worker(postgresql, f"run {n}", "40", "0.02") for n in range(3)]
    lines = [line.split() for run in runs for line in run.communicate(timeout=60)[0].splitlines()]
    assert [run.returncode for run in runs] == [0] * 3
    shares = [int(line[1]) for line in lines if line[0] == "done"]
    assert len([share for share in shares if share]) > 1
    steps = sorted((float(line[2]), *line[:2]) for line in lines if line[0] in "+-")
    busy: set[str] = set()
    for _, step, host in steps:
        assert (host in busy) == (step == "-"), f"{host} was asked by two at once"
        busy ^= {host}
    assert not busy


def test_nothing_is_asked_twice(postgresql: str, shared: Store, tmp_path: Path) -> None:
    listed, counts = sources(40), Counter[str]()
    for n in range(5):
        with Store.open(postgresql, tmp_path) as run:
            counts.update(asked(claim(run, listed, owner=f"run {n}", most=5)))
    assert set(counts.values()) == {1}
    assert len(counts) == 40
    assert claim(shared, listed) == ()


def test_the_claims_of_a_killed_run_expire(postgresql: str, shared: Store) -> None:
    run = worker(postgresql, "killed", "10", "forever")
    assert run.stdout is not None
    assert run.stdout.readline() == "claimed\n"
    run.send_signal(signal.SIGKILL)
    run.wait(10)
    run.stdout.close()
    hosts = [Source(f"https://{n}.example/other", "") for n in range(5)]
    assert claim(shared, hosts, NOW + timedelta(minutes=14)) == ()
    assert len(claim(shared, hosts, NOW + timedelta(minutes=15))) == 5


def lock(connection: Connection, host: str) -> None:
    query = text("SELECT host FROM hosts WHERE host = :host FOR UPDATE")
    connection.execute(query, {"host": host})


def test_a_host_that_another_is_claiming_is_passed_over_at_once(shared: Store) -> None:
    claim(shared, [SOURCE, OTHER])
    shared.release("me")
    third = [Source("https://x.example/2", ""), Source("https://y.example/2", "")]
    with shared._engine.begin() as connection:
        lock(connection, "x.example:443")
        began = time.monotonic()
        assert asked(claim(shared, third, owner="you")) == ["https://y.example/2"]
        assert time.monotonic() - began < 5
    assert asked(claim(shared, third, owner="you")) == ["https://x.example/2"]


def test_two_runs_that_store_the_same_end_with_one_of_each(
    postgresql: str, shared: Store, tmp_path: Path
) -> None:
    items = [item(n) for n in range(200)]
    theirs = [item(n + 500, source=OTHER.feed_url) for n in range(200)]
    failures: list[BaseException] = []

    def store_all(turned: bool) -> None:
        given = [answer(feed(*items)), answer(feed(*theirs), source=OTHER)]
        try:
            with Store.open(postgresql, tmp_path) as store:
                store.save_all(given[::-1] if turned else given, NOW)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=store_all, args=(n % 2 == 1,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert shared.counts() == {SOURCE.feed_url: 200, OTHER.feed_url: 200}
