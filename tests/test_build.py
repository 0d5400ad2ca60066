"""The build fails where Pelican would go on with less, and never spoils what is served."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sample import Run


def test_a_plugin_that_does_not_load_fails_the_build(project: Path, briefing: Run) -> None:
    conf = project / "pelican.conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text + 'PLUGINS.append("briefing.site.nonsense")\n', encoding="utf-8")
    done = briefing(project, "html")
    assert done.returncode == 1
    assert "nonsense" in done.stderr
    assert not (project / "output").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("articles/broken.md", "Title: No date\n\nText.\n"),
        ("articles/empty.txt", "\n"),
        ("editions/2026-01-28.md", "Title: x\nNumber: many\n"),
        ("editions/someday.md", "Title: x\nDate: 2026-01-28 06:00\n"),
        ("topics.toml", "[[topic]]\nid = 3\n"),
        ("sources.opml", "<opml"),
    ],
)
def test_a_broken_file_fails_the_build_and_is_named(
    project: Path, briefing: Run, name: str, text: str
) -> None:
    path = project / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    done = briefing(project, "html")
    assert done.returncode == 1
    assert path.name.partition(".")[0] in done.stderr
    assert not (project / "output").exists()


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_stock_themes_render_the_same_content(
    published: Path, project: Path, briefing: Run, theme: str
) -> None:
    shutil.copytree(published / "content/editions", project / "content/editions")
    done = briefing(project, "html", THEME=theme)
    assert done.returncode == 0, done.stderr
    page = (project / "output/editions/2026-01-30/index.html").read_text(encoding="utf-8")
    assert "<p>" in page
    assert "&lt;p&gt;" not in page


def test_a_directory_left_by_a_plain_run_gives_way(project: Path, briefing: Run) -> None:
    (project / "output").mkdir()
    (project / "output/index.html").write_text("old", encoding="utf-8")
    assert briefing(project, "html").returncode == 0
    assert (project / "output").is_symlink()
    assert (project / "output/index.html").read_text(encoding="utf-8") != "old"


def test_stale_builds_are_cleared_and_two_sites_kept(project: Path, briefing: Run) -> None:
    (project / "var/site/9.tmp").mkdir(parents=True)
    for _ in range(3):
        assert briefing(project, "html").returncode == 0
    assert sorted(path.name for path in (project / "var/site").iterdir()) == ["2", "3"]


def test_live_brings_in_what_is_new_before_the_build(project: Path, briefing: Run) -> None:
    done = briefing(project, "html", BRIEFING_LIVE="1")
    assert done.returncode == 0, done.stderr
    assert (project / "output/editions/2026-01-30/index.html").is_file()


def test_live_works_in_plain_pelican_too(project: Path) -> None:
    command = [sys.executable, "-m", "pelican", "-s", "pelican.conf.py", "--fatal", "warnings"]
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "BRIEFING_LIVE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (project / "output/editions/2026-01-30/index.html").is_file()
