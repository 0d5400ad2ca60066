"""When a source is asked again, and where: the rules as tables, and what holds for any header."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ingest import freshness, moves, schedule
from briefing.models import (
    Fetched,
    FetchStatus,
    Heard,
    Hints,
    ParsedFeed,
    ParseStatus,
    Source,
    SourceState,
    Validators,
)

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)  # a Monday
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=31)
URL = "http://x.example/feed"
SOURCE = Source(URL, "X")
KNOWN = Validators('W/"1 2"', "Tuesday, sort of")
STATE = SourceState(URL, validators=KNOWN, last_success=NOW - DAY)
FEED = ParsedFeed(ParseStatus.OK)


def steady(_url: str, _now: datetime) -> float:
    return 0.0


def answer(status: int = 200, validators: Validators = KNOWN, **heard: str) -> Fetched:
    kind = {200: FetchStatus.FETCHED, 304: FetchStatus.UNCHANGED}.get(status, FetchStatus.FAILED)
    code = "" if status in (200, 304) else f"http-{status}" if status else "dns"
    said = Heard(status, **heard)
    return Fetched(SOURCE, kind, b"", URL, "", validators, code, "Words." * bool(code), said)


def after(
    fetched: Fetched,
    parsed: ParsedFeed | None = None,
    state: SourceState = STATE,
    source: Source = SOURCE,
    now: datetime = NOW,
) -> SourceState:
    if parsed is None and fetched.status is FetchStatus.FETCHED:
        parsed = FEED
    return schedule.after(state, source, fetched, parsed, now, steady)


def waited(state: SourceState) -> timedelta:
    assert state.next_at
    assert state.last_asked
    return state.next_at - state.last_asked


def hinted(**hints: object) -> ParsedFeed:
    return ParsedFeed(ParseStatus.OK, hints=Hints(**hints))  # type: ignore[arg-type]


SECOND = timedelta(seconds=1)
WAITS = [
    # (headers of a good answer, how long the source is left alone)
    ({}, HOUR),
    ({"cache_control": "max-age=0"}, HOUR),
    ({"cache_control": "public, Max-Age = 7200"}, 2 * HOUR),
    ({"cache_control": 'max-age="7200"'}, 2 * HOUR),
    ({"cache_control": "s-maxage=7200, x-max-age=7200"}, HOUR),
    ({"cache_control": "max-age=7200", "age": "1200"}, HOUR + 2400 * SECOND),
    ({"cache_control": "max-age=7200", "age": "99999999999999"}, HOUR),
    ({"cache_control": "max-age=99999999999999999999"}, MONTH),
    ({"cache_control": "max-age=" + "9" * 5000}, MONTH),
    ({"cache_control": "max-age=31536000"}, MONTH),
    ({"cache_control": "max-age=-1"}, HOUR),
    ({"cache_control": "max-age=soon"}, HOUR),
    ({"expires": "0"}, HOUR),
    ({"expires": "Mon, 23 Nov 2026 09:00:00 GMT"}, 3 * HOUR),
    ({"expires": "Monday, 23-Nov-26 09:00:00 GMT"}, 3 * HOUR),
    ({"expires": "Mon Nov 23 09:00:00 2026"}, 3 * HOUR),
    ({"expires": "Mon, 23 Nov 2026 10:00:00 +0100"}, 3 * HOUR),
    (
        {"expires": "Mon, 01 Jan 2001 03:00:00 GMT", "date": "Mon, 01 Jan 2001 00:00:00 GMT"},
        3 * HOUR,
    ),
    ({"expires": "Mon, 23 Nov 2099 09:00:00 GMT"}, MONTH),
    ({"expires": "Mon, 99 Nov 99999 09:00:00 GMT"}, HOUR),
    ({"retry_after": "7200"}, 2 * HOUR),
    ({"retry_after": "7200.5"}, 2 * HOUR),
    ({"retry_after": "Mon, 23 Nov 2026 08:00:00 GMT"}, 2 * HOUR),
    ({"retry_after": "Mon, 23 Nov 2020 08:00:00 GMT"}, HOUR),
    ({"retry_after": "315360000"}, MONTH),
    ({"retry_after": "in a moment"}, HOUR),
    ({"cache_control": "max-age=7200", "retry_after": "10800"}, 3 * HOUR),
]


@pytest.mark.parametrize(("heard", "wait"), WAITS)
def test_a_server_says_when_to_come_back(heard: dict[str, str], wait: timedelta) -> None:
    assert waited(after(answer(**heard))) == wait
    assert waited(after(answer(304, **heard))) == wait


@pytest.mark.parametrize(
    ("hints", "wait"),
    [
        ({"ttl": 7200}, 2 * HOUR),
        ({"ttl": 60}, HOUR),
        ({"ttl": 10**30}, DAY),
        ({"ttl": -5, "period": 0}, HOUR),
        ({"period": 3 * 3600, "ttl": 7200}, 3 * HOUR),
        ({"period": 7 * 86400}, DAY),
        ({"skip_hours": (7, 8)}, 3 * HOUR),
        ({"skip_hours": tuple(range(24))}, HOUR),
        ({"skip_days": (0,)}, 18 * HOUR),
        ({"skip_days": (0, 1), "skip_hours": (0, 1)}, (18 + 24 + 2) * HOUR),
        ({"skip_days": tuple(range(7))}, HOUR),
    ],
)
def test_a_feed_says_when_to_come_back(hints: dict[str, object], wait: timedelta) -> None:
    assert waited(after(answer(), hinted(**hints))) == wait


def test_a_not_modified_need_not_say_it_again() -> None:
    state = after(answer(cache_control="max-age=7200"), hinted(skip_hours=(8,)))
    assert waited(state) == 3 * HOUR
    again = after(answer(304), state=state)
    assert waited(again) == 3 * HOUR
    assert waited(after(answer(304, cache_control="max-age=0"), state=again)) == HOUR
    assert waited(after(answer(), state=again)) == HOUR


@pytest.mark.parametrize(
    ("interval", "validators", "wait"),
    [
        (None, Validators(), DAY),
        (None, Validators(last_modified="x"), HOUR),
        (120, Validators(), 2 * HOUR),
        (10, Validators(), HOUR),
        (10, KNOWN, HOUR),
        (3000, KNOWN, 50 * HOUR),
        (3000, Validators(), 50 * HOUR),
    ],
)
def test_a_feed_without_validators_is_costly(
    interval: int | None, validators: Validators, wait: timedelta
) -> None:
    source = replace(SOURCE, interval=interval)
    assert waited(after(answer(validators=validators), source=source)) == wait


def test_failures_back_off_and_a_success_ends_that() -> None:
    state, waits = STATE, []
    for _ in range(7):
        state = after(answer(404), state=state)
        waits.append(waited(state) / HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert (state.failures, state.last_code, state.last_reason) == (7, "http-404", "Words.")
    assert state.validators == KNOWN
    assert not state.is_gone
    well = after(answer(304), state=state)
    assert (well.failures, well.last_code, well.last_reason, waited(well)) == (0, "", "", HOUR)


def test_an_error_may_say_when_to_come_back_and_the_interval_holds_for_it_too() -> None:
    assert waited(after(answer(500, retry_after="7200"))) == 2 * HOUR
    assert waited(after(answer(500), source=replace(SOURCE, interval=300))) == 5 * HOUR


@pytest.mark.parametrize(
    ("status", "heard", "held"),
    [
        (429, {"retry_after": "120"}, timedelta(seconds=120)),
        (503, {"retry_after": "Mon, 23 Nov 2026 08:00:00 GMT"}, 2 * HOUR),
        (503, {"retry_after": "Mon, 23 Nov 2020 08:00:00 GMT"}, timedelta()),
        (429, {"retry_after": "315360000"}, MONTH),
        (429, {"retry_after": "soon"}, HOUR),
        (429, {}, HOUR),
        (503, {}, HOUR / 4),
        (500, {"retry_after": "120"}, None),
        (304, {"retry_after": "120"}, None),
    ],
)
def test_a_busy_host_is_left_alone(
    status: int, heard: dict[str, str], held: timedelta | None
) -> None:
    assert schedule.hold(answer(status, **heard), NOW) == (None if held is None else NOW + held)


def test_what_was_held_back_is_as_if_it_had_not_been_tried() -> None:
    held = replace(answer(429), status=FetchStatus.HELD)
    assert after(held) == STATE
    assert schedule.hold(held, NOW) is None


def test_validators_are_opaque_and_follow_the_answer() -> None:
    new = Validators('"2"')
    assert after(answer(validators=new)).validators == new
    assert after(answer(304, validators=new)).validators == new
    assert after(answer(500)).validators == KNOWN
    assert after(answer(200, validators=Validators())).validators == Validators()


@pytest.mark.parametrize("status", [ParseStatus.NOTFEED, ParseStatus.ERROR])
def test_a_body_that_is_no_feed_is_a_failure_without_validators(status: ParseStatus) -> None:
    state = after(answer(), ParsedFeed(status, "html-page"))
    assert (state.failures, state.last_code, state.validators) == (1, "html-page", Validators())
    assert "web page" in state.last_reason
    assert (state.last_success, waited(state)) == (STATE.last_success, HOUR)


def test_a_feed_that_was_cut_is_stored_and_soon_asked_for_whole() -> None:
    cut = ParsedFeed(ParseStatus.PARTIAL, "cut")
    state = after(answer(), cut)
    assert (state.last_success, state.validators, waited(state)) == (NOW, Validators(), HOUR)
    assert waited(after(answer(), cut, state)) == 2 * HOUR
    assert after(answer(), state=state).failures == 0


def test_what_is_gone_a_day_later_too_is_not_asked_any_more() -> None:
    first = after(answer(410))
    assert (first.gone_since, first.is_gone, waited(first)) == (NOW, False, DAY)
    soon = after(answer(410), state=first, now=NOW + 23 * HOUR)
    assert (soon.gone_since, soon.is_gone) == (NOW, False)
    unreachable = after(answer(0), state=first, now=NOW + HOUR)
    assert unreachable.gone_since == NOW
    assert after(answer(404), state=first, now=NOW + HOUR).gone_since is None
    later = after(answer(410), state=first, now=NOW + DAY)
    assert later.is_gone
    assert "not asked any more" in later.last_reason
    assert not after(answer(), state=later, now=NOW + 2 * DAY).is_gone


def test_before_a_request_the_worst_is_written() -> None:
    new = SourceState(URL)
    assert schedule.begin(new, SOURCE, NOW, steady) == NOW + HOUR
    assert schedule.begin(replace(STATE, failures=2), SOURCE, NOW, steady) == NOW + 4 * HOUR
    costly = replace(STATE, validators=Validators())
    assert schedule.begin(costly, SOURCE, NOW, steady) == NOW + DAY
    assert schedule.begin(new, Source("feeds/a.xml", "A"), NOW, steady) is None


def test_a_file_needs_no_waiting() -> None:
    file = Source("feeds/a.xml", "A")
    state = after(replace(answer(), source=file), state=SourceState("feeds/a.xml"), source=file)
    assert (state.next_at, state.last_success) == (None, NOW)


MOVED = "https://y.example/feed"


def seen(times: int, days: int, state: SourceState = STATE, status: int = 200) -> SourceState:
    """Let a move be seen so many times over so many days."""
    for n in range(times):
        now = NOW + timedelta(days=days) * n / max(1, times - 1)
        state = after(answer(status, moved_to=MOVED), state=state, now=now)
    return state


@pytest.mark.parametrize(
    ("times", "days", "address"),
    [(1, 0, ""), (2, 30, ""), (9, 6, ""), (3, 7, MOVED), (9, 8, MOVED)],
)
def test_a_move_is_taken_over_when_it_is_proven(times: int, days: int, address: str) -> None:
    state = seen(times, days)
    assert state.address == address
    assert state.moved_to == ("" if address else MOVED)


def test_a_move_is_forgotten_when_the_feed_answers_where_it_was() -> None:
    state = after(answer(304), state=seen(2, 5))
    assert (state.moved_to, state.moved_seen, state.moved_since) == ("", 0, None)
    other = after(answer(moved_to="https://z.example/"), state=seen(2, 5), now=NOW + 9 * DAY)
    assert (other.moved_to, other.moved_seen) == ("https://z.example/", 1)


def test_a_target_that_is_no_feed_proves_nothing() -> None:
    portal = ParsedFeed(ParseStatus.NOTFEED, "html-page")
    state = after(answer(moved_to=MOVED), portal, seen(2, 5), now=NOW + 9 * DAY)
    assert (state.address, state.moved_to) == ("", "")


def test_a_not_modified_is_no_proof_but_leads_to_one() -> None:
    state = seen(3, 7, status=304)
    assert (state.address, state.moved_seen, state.validators) == ("", 3, Validators())
    assert seen(1, 0, state=replace(state, moved_since=NOW - 8 * DAY)).address == MOVED


@pytest.mark.parametrize(
    ("asked", "target", "at_once"),
    [
        (URL, "https://x.example/feed", True),
        ("http://x.example:80/feed", "https://X.example:443/feed", True),
        ("http://x.example", "https://x.example/", True),
        (URL, "https://www.x.example/feed", False),
        (URL, "https://x.example/feed/", False),
        (URL, "https://x.example/feed?a=1", False),
        (URL, "https://x.example:8443/feed", False),
        ("http://x.example:8080/feed", "https://x.example/feed", False),
        ("https://x.example/feed", "http://x.example/feed", False),
    ],
)
def test_the_same_place_made_secure_needs_no_proof(asked: str, target: str, at_once: bool) -> None:
    state = moves.see(replace(STATE, feed_url=asked), target, NOW, is_feed=False)
    assert state.address == (target if at_once else "")


def test_an_address_that_was_taken_over_and_died_is_given_up() -> None:
    state = replace(STATE, address=MOVED, last_success=NOW)
    assert after(answer(404), state=state, now=NOW + 6 * DAY).address == MOVED
    home = after(answer(404), state=state, now=NOW + 7 * DAY)
    assert (home.address, home.validators) == ("", Validators())
    gone = replace(state, gone_since=NOW)
    home = after(answer(410), state=gone, now=NOW + DAY)
    assert (home.address, home.is_gone, home.gone_since) == ("", False, None)
    back = after(answer(moved_to=URL), state=replace(state, moved_to=URL, moved_seen=2,
        moved_since=NOW - 8 * DAY))  # fmt: skip
    assert back.address == ""


def test_a_portal_takes_no_feed_away() -> None:
    portal = "http://hotel.example/login?from="
    states = [
        replace(STATE, feed_url=f"http://{name}.example/f", moved_to=portal, moved_seen=1)
        for name in "ab"
    ]
    taken = replace(STATE, feed_url="http://c.example/f", address=portal)
    alone = replace(STATE, feed_url="http://d.example/f", moved_to=MOVED, moved_seen=1)
    told = [moves.Move(state.feed_url, portal, state) for state in (*states, taken)]
    mended = moves.forget_portals([*told, moves.Move(alone.feed_url, MOVED, alone)])
    assert [state.feed_url[7] for state in mended] == ["a", "b", "c"]
    assert {(state.address, state.moved_to, state.moved_seen) for state in mended} == {("", "", 0)}


def test_feeds_of_one_host_may_move_together() -> None:
    urls = [f"http://x.example/{n}" for n in range(5)]
    told = [moves.Move(url, f"{MOVED}/{url[-1]}", replace(STATE, feed_url=url)) for url in urls]
    assert moves.forget_portals(told) == ()


# What holds for whatever a server may send.
TEXT = st.text(st.characters(max_codepoint=255), max_size=40)
NUMBER = st.integers(-5, 10**25).map(str)
DATE = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
)
HEADERS = st.builds(
    Heard,
    status=st.sampled_from([0, 200, 304, 404, 410, 429, 500, 503]),
    date=DATE | TEXT,
    retry_after=NUMBER | DATE | TEXT,
    cache_control=TEXT | NUMBER.map("max-age={}".format),
    age=NUMBER | TEXT,
    expires=DATE | TEXT,
    moved_to=st.sampled_from(["", MOVED, URL]),
)
HINTS = st.builds(
    Hints,
    ttl=st.none() | st.integers(-(10**9), 10**20),
    period=st.none() | st.integers(-(10**9), 10**20),
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
)
STATES = st.builds(
    replace,
    st.just(STATE),
    failures=st.integers(0, 10_000),
    validators=st.sampled_from([KNOWN, Validators()]),
    gone_since=st.sampled_from([None, NOW, NOW - 3 * DAY]),
    address=st.sampled_from(["", MOVED]),
    hints=HINTS,
    fresh=st.integers(0, 31 * 86400),
)


@given(HEADERS, STATES, HINTS, st.sampled_from([None, 1, 60, 4000]))
def test_no_header_leads_to_a_hammer_or_to_an_end(
    heard: Heard, state: SourceState, hints: Hints, interval: int | None
) -> None:
    source = replace(SOURCE, interval=interval)
    fetched = replace(answer(heard.status), heard=heard)
    feed = ParsedFeed(ParseStatus.OK, hints=hints) if heard.status == 200 else None
    done = schedule.after(state, source, fetched, feed, NOW)
    least = max(HOUR, timedelta(minutes=interval or 0))
    most = 1.1 * max(MONTH, least) + 8 * DAY
    assert NOW + least <= done.next_at <= NOW + most  # type: ignore[operator]
    assert done.next_at >= NOW + (freshness.retry_after(heard, NOW) or HOUR)  # type: ignore[operator]
    assert (schedule.hold(fetched, NOW) or NOW) >= NOW
    assert schedule.begin(done, source, NOW) > NOW  # type: ignore[operator]


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([200, 304, 500, 503]))
def test_who_asks_for_more_time_gets_no_less(one: int, other: int, status: int) -> None:
    less, more = sorted((one, other))
    waits = [waited(after(answer(status, retry_after=str(n)))) for n in (less, more)]
    assert waits == sorted(waits)


@given(TEXT)
def test_a_date_is_a_utc_instant_or_nothing(text: str) -> None:
    moment = freshness.http_date(text)
    assert moment is None or moment.utcoffset() == timedelta()


@given(st.text(max_size=20), st.datetimes(datetime(1990, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_jitter_is_a_tenth_at_most_and_always_the_same(url: str, now: datetime) -> None:
    share = schedule.jitter(url, now)
    assert 0 <= share < 0.1
    assert share == schedule.jitter(url, now)
