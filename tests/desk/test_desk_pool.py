"""How far back an edition looks for items: a week before the edition before, or further."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from briefing.desk.pool import LATE, reach
from briefing.editions import markdown
from briefing.editions.assemble import Stored
from briefing.editions.brief import CARRIED, HELD, MEMORY
from briefing.models import LeftOut, Record, Window

FIRST = datetime(2026, 1, 5, 6, tzinfo=UTC)
DAY = timedelta(days=1)
WAITS = "https://harbour.example/waits"


def edition(number: int, left_out: Sequence[LeftOut] = (), cites: str = "") -> Stored:
    closes = FIRST + number * DAY
    record = Record(
        day=f"{closes:%Y-%m-%d}",
        number=number,
        id="",
        title="A day",
        summary="",
        window=Window(closes - DAY, closes),
        stories=(),
        left_out=tuple(left_out),
    )
    text = "Title: A day\n\n# Ours\n## We were there\n" + (
        f"[A source]({cites})\n" if cites else ""
    )
    return Stored(closes.date(), markdown.parse(text), record)


def looks_back(shelved: Sequence[Stored]) -> int:
    """Return the days that the edition after some others looks back, besides what may be late."""
    opens = FIRST + len(shelved) * DAY
    return (opens - LATE - reach(Window(opens - DAY, opens), shelved).opens) // DAY


def test_as_far_as_something_waits() -> None:
    carried, held = LeftOut(WAITS, CARRIED), LeftOut(WAITS, f"{HELD}: until the vote")
    assert looks_back([edition(0), edition(1), edition(2)]) == 2
    assert looks_back([edition(0), edition(1, [carried]), edition(2, [carried])]) == 3
    assert looks_back([edition(0), edition(1, [carried]), edition(2, [held])]) == 3
    assert looks_back([edition(0), edition(1, [LeftOut(WAITS, "too weak")]), edition(2)]) == 2


def test_what_the_editor_cites_waits_no_more() -> None:
    held = [LeftOut(WAITS, f"{HELD}: until the vote")]
    assert looks_back([edition(0, held), edition(1, cites=WAITS), edition(2)]) == 2


def test_what_no_edition_names_any_more_waits_no_more() -> None:
    """Its source was taken off the list, or the database lost it: it will not come again."""
    carried = [LeftOut(WAITS, CARRIED)]
    silent = [edition(number) for number in range(1, MEMORY + 1)]
    assert looks_back([edition(0, carried), *silent[:-1]]) == MEMORY + 1
    assert looks_back([edition(0, carried), *silent]) == 2
    named = [edition(number, carried) for number in range(2 * MEMORY)]
    assert looks_back(named) == 2 * MEMORY + 1
