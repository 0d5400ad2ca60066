"""What must stop a build, with a message that names the place."""

from datetime import date
from pathlib import Path

import pytest

from briefing.editions.assemble import Stored
from briefing.editions.markdown import parse
from briefing.settings import Settings
from briefing.site.editions import published

BROKEN = (
    ("Title: A\nDate: 2026-01-27\n\n# Lead\n## One {#x}\n## Two {#x}\n", "2026-01-27.md, line 6"),
    ("Title: A\nDate: soon\n", "could not read editions/2026-01-27.md"),
)


@pytest.mark.parametrize(("text", "named"), BROKEN)
def test_broken_edition_stops_the_build(build, text, named):
    built = build({"editions/2026-01-27.md": text}, fatal=False)  # Pelican alone would lose it
    assert built.status == 1
    assert "ContentError" in built.log
    assert named in built.log


def test_misspelt_setting_stops_the_build(build):
    built = build(more='BRIEFING_TAGLIN = "x"')
    assert built.status == 1
    assert "BRIEFING_TAGLINE" in built.log


def stored(day: str, status: str) -> Stored:
    return Stored(date.fromisoformat(day), parse(f"Title: A\nStatus: {status}\n"))


def test_published_is_what_has_closed_and_is_no_draft():
    settings = Settings(root=Path(), now="2026-01-28T06:00:00Z")
    editions = (
        stored("2026-01-26", "draft"),
        stored("2026-01-28", "published"),
        stored("2026-01-30", "published"),
    )
    assert published(editions, settings) == editions[1:2]
