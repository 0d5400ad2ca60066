"""36 simulated days against scripted servers: what was asked, judged without our own code."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing import desk
from briefing.models import Item, SourceState, Window
from briefing.store import Store
from scripted_server import Asked, Phase, Script, Stage, at_once, follow, played, read_scripts

SCRIPTS = read_scripts(Path(__file__).with_name("politeness.toml"))
LISTED = [script for script in SCRIPTS.values() if script.listed]
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 36
STEP = timedelta(hours=6)
JITTER = 1.1
FORBIDDEN = ("cookie", "referer", "authorization", "origin", "from", "via")


@dataclass(frozen=True, slots=True)
class Month:
    """What is left of the simulation."""

    stage: Stage
    log: tuple[Asked, ...]
    new: Counter[str]
    updated: Counter[str]
    states: dict[str, SourceState]
    items: tuple[Item, ...]


def moments() -> Iterator[datetime]:
    """Yield the times of the runs: every half hour, every hour, then every six; some twice."""
    minutes = [*range(0, 1440, 30), *range(1440, 3 * 1440, 60), *range(3 * 1440, DAYS * 1440, 360)]
    for number, minute in enumerate(minutes):
        yield BEGIN + timedelta(minutes=minute)
        if number % 20 == 19:
            yield BEGIN + timedelta(minutes=minute)


def run_before(moment: datetime) -> datetime:
    """Return the time of the run before."""
    return max(at for at in moments() if at < moment)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Play all scripts once."""
    new: Counter[str] = Counter()
    updated: Counter[str] = Counter()
    with played(Stage(SCRIPTS, BEGIN)) as stage:
        names = {stage.url(script): script.name for script in LISTED}
        settings = follow(tmp_path_factory.mktemp("month"), names, BEGIN)
        options = at_once(settings)
        for stage.now in moments():
            now = stage.now.isoformat()
            for report in desk.ingest(replace(settings, now=now), options=options):
                new[names[report.source.feed_url]] += report.new
                updated[names[report.source.feed_url]] += report.updated
    with Store.open(settings.database, settings.root) as store:
        states = {names[state.feed_url]: state for state in store.states()}
        window = Window(BEGIN - timedelta(days=3650), BEGIN + timedelta(days=3650))
        items = store.items(tuple(names), window)
    return Month(stage, tuple(stage.log), new, updated, states, items)


# --- The judge: pure functions over the log -------------------------------------------------------


def is_hop(log: Sequence[Asked], index: int) -> bool:
    """Tell whether a request follows a redirect rather than a plan of its own."""
    asked = log[index]
    for earlier in reversed(log[:index]):
        if earlier.at != asked.at:
            return False
        if earlier.phase.to == asked.script.name:
            return True
    return False


def early(log: Sequence[Asked]) -> list[str]:
    """Return the requests that came before their time, of a feed or of its host."""
    faults = []
    feeds: dict[str, datetime] = {}
    hosts: dict[str, datetime] = {}
    repeated: Counter[tuple[str, int]] = Counter()
    for index, asked in enumerate(log):
        name, phase = asked.script.name, asked.phase
        if not is_hop(log, index):
            due = max(feeds.get(name, asked.at), hosts.get(asked.script.host, asked.at))
            if asked.at < due:
                faults.append(f"{name} asked at {asked.at}, not to be before {due}")
        wait = phase.wait[min(repeated[name, id(phase)], len(phase.wait) - 1)]
        repeated[name, id(phase)] += 1
        feeds[name] = asked.at + timedelta(hours=wait)
        if phase.hold:
            hosts[asked.script.host] = asked.at + timedelta(hours=phase.hold)
    return faults


def late(log: Sequence[Asked], end: datetime) -> list[str]:
    """Return the feeds that were left alone for longer than they asked for."""
    faults = []
    by_feed = defaultdict(list)
    for asked in log:
        by_feed[asked.script.name].append(asked)
    for script in LISTED:
        mine = by_feed[script.name]
        if script.gone or script.address not in ("", script.name):
            continue
        if not mine:
            faults.append(f"{script.name} was never asked")
            continue
        repeated: Counter[int] = Counter()
        for asked, following in zip(mine, [*(one.at for one in mine[1:]), end], strict=True):
            wait = asked.phase.wait[min(repeated[id(asked.phase)], len(asked.phase.wait) - 1)]
            repeated[id(asked.phase)] += 1
            slack = STEP + timedelta(hours=len(script.night), days=len(script.rest))
            if script.host == "busy":
                slack += timedelta(hours=12)
            if following - asked.at > timedelta(hours=wait * JITTER) + slack:
                faults.append(f"{script.name} asked at {asked.at}, and then not until {following}")
    return faults


Known = tuple[str, str]


def bogus(log: Sequence[Asked]) -> list[str]:
    """Return the requests whose validators are not, byte for byte, those that they must be."""
    faults = []
    known: dict[str, Known] = defaultdict(lambda: ("", ""))
    proofs: dict[str, set[datetime]] = defaultdict(set)
    for asked in log:
        if asked.script.shared:
            continue
        owner = asked.script.of or asked.script.name
        shown = asked.headers.get("if-none-match", ""), asked.headers.get("if-modified-since", "")
        is_free = shown == ("", "") != known[owner]
        if is_free:
            proofs[owner].add(asked.at)
        is_proof = is_free and len(proofs[owner]) <= SCRIPTS[owner].proofs
        if shown != known[owner] and not is_proof:
            faults.append(f"{asked.script.name} at {asked.at}: {shown}, not {known[owner]}")
        known[owner] = _next(known[owner], asked)
    return faults


def _next(known: Known, asked: Asked) -> Known:
    target = SCRIPTS.get(asked.phase.to)
    if target is not None and target.shared:
        return target.phases[0].etag, ""
    if asked.status == 304:
        return asked.etag or known[0], asked.last_modified or known[1]
    if asked.status == 200:
        return ("", "") if asked.phase.bad else (asked.etag, asked.last_modified)
    return known


def rude(log: Iterable[Asked]) -> list[str]:
    """Return the requests with more in them than a request needs, and those made two at a time."""
    faults = []
    for asked in log:
        extra = [name for name in FORBIDDEN if name in asked.headers]
        agent = asked.headers.get("user-agent", "")
        is_named = agent.startswith("PelicanBriefing/") and "briefing.example/about" in agent
        if extra or "?" in asked.target or not is_named or asked.together > 1:
            faults.append(f"{asked.target} at {asked.at}: {extra}, {agent}, {asked.together}")
        if "rss" not in asked.headers.get("accept", ""):
            faults.append(f"{asked.target}: takes {asked.headers.get('accept')}")
    return faults


def unchanged(log: Iterable[Asked]) -> list[int]:
    """Return the statuses of the polls for which nothing had changed and the server validates."""
    seen = set()
    statuses = []
    for asked in log:
        phase = asked.phase
        has_validators = phase.validates and (phase.etag or phase.last_modified)
        if has_validators and asked.status in (200, 304) and not phase.bad:
            if (asked.script.name, id(phase)) in seen and not asked.script.shared:
                statuses.append(asked.status)
            seen.add((asked.script.name, id(phase)))
    return statuses


# --- R7, R8: polite -------------------------------------------------------------------------------


def test_nobody_is_asked_before_the_time(month: Month) -> None:
    assert early(month.log) == []


def test_nobody_is_forgotten(month: Month) -> None:
    assert late(month.log, BEGIN + timedelta(days=DAYS) - STEP) == []


def test_validators_go_back_byte_for_byte(month: Month) -> None:
    assert bogus(month.log) == []


def test_a_feed_is_asked_without_condition_once(month: Month) -> None:
    free = Counter(
        asked.script.name
        for asked in month.log
        if "if-none-match" not in asked.headers and "if-modified-since" not in asked.headers
    )
    steady = [script.name for script in LISTED if all(map(_validates, script.phases))]
    assert len(steady) > 60
    assert {name: free[name] for name in steady} == dict.fromkeys(steady, 1)


def _validates(phase: Phase) -> bool:
    is_failing = phase.status >= 400
    return is_failing or bool((phase.etag or phase.last_modified) and not phase.bad)


def test_requests_are_plain_and_one_at_a_time(month: Month) -> None:
    assert rude(month.log) == []


def test_what_has_not_changed_is_not_sent_again(month: Month) -> None:
    statuses = unchanged(month.log)
    assert len(statuses) > 2000
    assert statuses.count(304) >= 0.95 * len(statuses)


@pytest.mark.parametrize("script", [s for s in LISTED if s.night or s.rest], ids=lambda s: s.name)
def test_hours_and_days_of_rest_are_kept(month: Month, script: Script) -> None:
    """No request is planned for them; what was due before is asked for by the first run after."""

    def is_rest(at: datetime) -> bool:
        return at.hour in script.night or at.weekday() in script.rest

    times = [asked.at for asked in month.log if asked.script == script][1:]
    assert len(times) > 50
    assert [at for at in times if is_rest(at) and is_rest(run_before(at))] == []


# --- R10 and what became of each feed -------------------------------------------------------------


@pytest.mark.parametrize("script", LISTED, ids=lambda script: script.name)
def test_the_feed_ends_as_its_script_says(month: Month, script: Script) -> None:
    state = month.states[script.name]
    own = month.stage.url(script)
    if script.new is not None:
        assert (month.new[script.name], month.updated[script.name]) == (script.new, script.updated)
    if script.asked is not None:
        assert sum(asked.script == script for asked in month.log) == script.asked
    expected = month.stage.url(SCRIPTS[script.address]) if script.address else own
    assert (state.address or own) == expected
    assert state.is_gone == script.gone
    if script.says is not None:
        assert script.says in state.last_reason


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(month: Month) -> None:
    old = [asked.at for asked in month.log if asked.script.name == "moves"]
    assert timedelta(days=7) <= old[-1] - BEGIN < timedelta(days=9)


def test_a_feed_that_is_gone_is_asked_no_more(month: Month) -> None:
    times = [asked.at for asked in month.log if asked.script.name == "gone"]
    assert timedelta(days=1) <= times[-1] - times[2] < timedelta(days=3)


def test_no_date_lies_in_the_future(month: Month) -> None:
    assert all(item.published <= item.first_seen for item in month.items)


# --- The judge bites ------------------------------------------------------------------------------


def test_the_judge_finds_what_a_careless_reader_does() -> None:
    """A reader that asks at will, makes validators up and sends cookies back."""
    stage = Stage(SCRIPTS, BEGIN)
    made_up = {"host": "plain.localhost", "cookie": "id=1", "if-modified-since": "never"}
    for stage.now in (BEGIN, BEGIN + timedelta(minutes=5)):
        stage.answer("/plain?again", made_up)
    assert len(early(stage.log)) == 1
    assert len(bogus(stage.log)) == 2
    assert len(rude(stage.log)) == 4
    assert unchanged(stage.log) == [200]
    assert late(stage.log, BEGIN + timedelta(days=9))
