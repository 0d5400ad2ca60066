"""The address guard, in a network of our own where every address leads to a server of ours.

*Reached* is an address at which a connection came in, whatever became of it.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ingest_server import Reply, serving

from briefing.ingest import FetchOptions, fetch
from briefing.models import Ask, Source

FIELD = [sys.executable, str(Path(__file__).with_name("guard_field.py"))]
PORT = 8080

HOSTS = [
    line
    for line in Path(__file__).with_name("private_hosts.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
DIRECT = [f"http://{host}:{PORT}/f" for host in HOSTS]
TRICKS = [
    f"http://127.0.0.1:{PORT}#@8.8.8.8:{PORT}/",
    f"http://127.0.0.1:{PORT}?@8.8.8.8:{PORT}/",
    f"http://8.8.8.8\\@127.0.0.1:{PORT}/",
    f"http://127.0.0.1:{PORT}\\@8.8.8.8:{PORT}/",
    f"http://127.0.0.1\t:{PORT}/",
]
REDIRECTED = [
    f"http://8.8.8.8:{PORT}/{status}/{url}"
    for status in (301, 302, 307)
    for url in (*DIRECT, *TRICKS, f"//127.0.0.1:{PORT}/")
    if url.isascii()
]
PAGES = [*DIRECT, *(url for url in REDIRECTED if "/302/" in url)]
REBOUND = [f"http://1-1-1-1.{host}.at:{PORT}/" for host in ("127-0-0-1", "10-0-0-1", "fd00--1")]
CASES = [
    *(("feed", url) for url in (*DIRECT, *TRICKS, *REDIRECTED)),
    *(("page", url) for url in PAGES),
    *(("twice", url) for url in REBOUND),
]

Answers = list[list[Any]]


def field(cases: list[tuple[str, str, bool]]) -> Answers:
    """Run the cases in a network of their own; skip where the system does not let us have one."""
    if not all(map(shutil.which, ("unshare", "ip", "mount"))):
        pytest.skip("needs unshare, ip and mount (Linux)")
    asked = "".join(json.dumps(case) + "\n" for case in cases)
    enter = ["unshare", "--map-root-user", "--net", "--mount"]
    if subprocess.run([*enter, "true"], capture_output=True).returncode:
        pytest.skip("this system does not let users make a network of their own")
    done = subprocess.run([*enter, *FIELD], input=asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def guarded() -> Answers:
    return field([(way, url, True) for way, url in CASES])


def test_no_private_address_is_reached_in_any_spelling_or_way(guarded: Answers) -> None:
    assert len(HOSTS) >= 80
    wrong = [(case, got) for case, got in zip(CASES, guarded, strict=True) if got[1]]
    assert not wrong
    codes = {got[0] for got in guarded[: len(DIRECT)]}
    assert codes <= {"private-address", "dns", "address"}


def test_the_same_addresses_are_reached_without_the_guard() -> None:
    """The test bites: what the guard kept off would have been reached, but for a few."""
    found = field([(way, url, False) for way, url in CASES])
    ways = {way: 0 for way, _ in CASES}
    for (way, _), (_, reached) in zip(CASES, found, strict=True):
        ways[way] += bool(reached)
    spelled = sum(bool(reached) for _, reached in found[: len(DIRECT)])
    assert spelled >= 60
    assert ways["feed"] >= 3 * 60
    assert ways["page"] >= 60
    assert ways["twice"] == len(REBOUND)


def test_public_addresses_pass_and_a_private_one_beside_them_is_left_out() -> None:
    urls = [f"http://{host}:{PORT}/" for host in ("8.8.8.8", "[2606:4700::1111]", "8-8-8-8.at")]
    both = f"http://fd00--1.8-8-8-8.both:{PORT}/"
    assert field([("feed", url, True) for url in (*urls, both)]) == [["", []]] * 4


def test_one_feed_may_lie_on_a_private_address_and_no_other_comes_in_with_it() -> None:
    place = f"http://10.0.0.1:{PORT}/f"
    found = field([("beside", f"http://8.8.8.8:{PORT}/301/{place}", True)])
    assert found == [["private-address", ["10.0.0.1"]]]


def test_a_name_server_that_never_answers_holds_nobody_up() -> None:
    ((codes, _),) = field([("hang", f"http://x.hang:{PORT}/", True)])
    (first, quick), (second, slow) = codes
    assert (first, second) == ("", "timeout")
    assert quick < 0.5
    assert slow < 0.9


def test_the_reason_says_what_the_editor_can_do() -> None:
    with serving({"/f": Reply()}) as server:
        url = server.url("/f")
        options = FetchOptions(root=Path(), pause=0)
        (refused,) = fetch([Ask(Source(url, "S"), url)], options)
        assert server.connections == 0
        (allowed,) = fetch([Ask(Source(url, "S", private=True), url)], options)
    assert (refused.status, refused.code) == ("failed", "private-address")
    assert "BRIEFING_ALLOW_PRIVATE" in refused.reason
    assert allowed.status == "fetched"
