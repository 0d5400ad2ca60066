"""What is printed of sources: readable in 80 columns, harmless, and the same as JSON."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import report
from briefing.desk import SourceReport
from briefing.desk.checking import Checked
from briefing.desk.health import Condition, Health, assess
from briefing.models import Source, SourceState
from briefing.settings import Settings

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG = "The Worshipful Company of Lighthouse Clerks' Quarterly and Gazette"


def health(title: str, **more: Any) -> Health:
    url = "https://a.example/f"
    state = SourceState(url, **{"last_asked": NOW, "last_success": NOW - 3 * HOUR, **more})
    arrivals = [NOW - 12 * HOUR * number for number in range(1, 20)]
    return assess(Source(url, title), state, arrivals, 12345, NOW)


def test_the_table_of_sources_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    healths = [
        health("Quay & Cargo", next_at=NOW + 2 * HOUR),
        health(LONG, failures=12, last_reason="It broke.", last_success=None),
        health("New", last_asked=None),
    ]
    report.show_sources(healths, NOW, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    table = lines[: next(at for at, line in enumerate(lines) if "It broke" in line)]
    assert max(map(len, table)) <= 80
    row = next(line for line in table if "Quay" in line)
    assert " ".join(row.split()) == "Quay & Cargo ok 12345 13.4 3 h ago in 2 h"
    assert f"{LONG}: It broke. (12 times in a row)" in lines


def test_health_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_sources([health("Quay", failures=1, last_reason="No.")], NOW, as_json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert told == {
        "source": "Quay",
        "url": "https://a.example/f",
        "condition": "failing",
        "words": "No.",
        "items": 12345,
        "items_a_week": 13.4,
        "usual_gap_hours": 24.0,
        "last_success": "2026-11-23T10:00:00+00:00",
        "last_new": None,
        "next": None,
        "failures": 1,
        "last_reason": "No.",
        "moved_to": None,
    }


@pytest.mark.parametrize(
    ("waits", "note", "told"),
    [
        (NOW + HOUR, "", "not due until 15:00"),
        (NOW + 24 * HOUR, "", "not due until 2026-11-24 14:00"),
        (NOW + HOUR, "its host is busy", "not due until 15:00: its host is busy"),
        (None, "paused", "paused"),
    ],
)
def test_ingest_says_until_when_a_source_waits(
    capsys: pytest.CaptureFixture[str], waits: datetime | None, note: str, told: str
) -> None:
    settings = Settings(root=Path(), zone="Europe/Paris", now=NOW.isoformat())
    done = SourceReport(Source("https://a.example/f", "Quay"), waits=waits, note=note)
    report.show_ingest([done], settings, as_json=False)
    out = capsys.readouterr().out
    assert any(line.rstrip().endswith(f"  {told}") for line in out.splitlines()), out
    report.show_ingest([done], settings, as_json=True)
    (out,) = json.loads(capsys.readouterr().out)
    assert (out["waits"], out["note"]) == (waits.isoformat() if waits else None, note)


def test_checked_sources_are_counted_and_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = Source("https://a.example/f", "Quay\x1b[2J")
    report.show_checked(
        [
            Checked(source, Condition.OK, items=3, newest=NOW - 50 * HOUR),
            Checked(source, Condition.OK, newest=NOW + HOUR),
            Checked(source, Condition.FAILING, "It broke."),
        ],
        NOW,
        as_json=False,
    )
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "ok       Quay [2J: 3 items; the last 2 days ago" in out
    assert out.endswith("1 failing, 2 ok\n")
