"""What must stop a build, with a message that names the place."""

import pytest

BROKEN = (
    ("no title", "editions/2026-01-27.md", "Date: 2026-01-27\n\ntext\n", "2026-01-27.md, line 1"),
    (
        "thread twice",
        "editions/2026-01-27.md",
        "Title: A\nDate: 2026-01-27\n\n# Lead\n## One {#x}\n## Two {#x}\n",
        "2026-01-27.md, line 6",
    ),
    (
        "status",
        "editions/2026-01-27.md",
        "Title: A\nDate: 2026-01-27\nStatus: hidden\n",
        "neither draft nor published",
    ),
    ("file name", "editions/notes.md", "Title: A\nDate: 2026-01-27\n", "notes.md"),
    ("unreadable date", "editions/2026-01-27.md", "Title: A\nDate: soon\n", "2026-01-27.md"),
)


@pytest.mark.parametrize(("path", "text", "named"), [row[1:] for row in BROKEN])
def test_broken_edition_stops_the_build(build, path, text, named):
    built = build({path: text}, fatal=False)  # Pelican alone would only lose the article
    assert built.status == 1
    assert "ContentError" in built.log
    assert named in built.log


def test_misspelt_setting_stops_the_build(build):
    built = build(more='BRIEFING_TAGLIN = "x"')
    assert built.status == 1
    assert "BRIEFING_TAGLINE" in built.log
