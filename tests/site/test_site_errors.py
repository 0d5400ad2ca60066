"""What must stop a build, with a message that names the place."""

import pytest

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
