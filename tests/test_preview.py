"""The preview with broken files: each is named, and the rest is built."""

import os
from pathlib import Path

import pytest

from briefing import desk
from briefing.errors import BuildError
from briefing.preview import broken
from briefing.settings import Settings
from sample import Run

ARTICLE = "content/articles/2026-01-30-broken.md"
BROKEN = {
    "an edition that is no edition": ("content/editions/2026-01-28.md", b"x", "line 1: an ed"),
    "bytes": (ARTICLE, b"Title: A\nDate: 2026-01-30\n\n\xff\xfe", "2026-01-30-broken.md"),
    "a date": (
        ARTICLE,
        b"Title: A\nDate: never\n\nWords.\n",
        "line 2: “Date: never” is not",
    ),
    "no title": (ARTICLE, b"Words.\n", "line 1: an article begins with “Title: ...”"),
    "plain": ("content/articles/broken.txt", b"\xfd\xfd", "broken.txt, line 1: not UTF-8"),
}


@pytest.fixture
def filled(project: Path, briefing: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample with its editions; in this process the environment is a clean one, too."""
    for name in [name for name in os.environ if name.startswith(("BRIEFING_", "SITEURL"))]:
        monkeypatch.delenv(name)
    done = briefing(project, "edition"), briefing(project, "ingest"), briefing(project, "edition")
    assert [one.returncode for one in done] == [0, 0, 0]
    return project


def test_the_rest_is_built(filled: Path) -> None:
    for name, text, _ in BROKEN.values():
        (filled / name).write_bytes(text)
    settings = Settings(root=filled, theme="theme")
    problem = desk.build_preview(settings)
    left = {name for name, _, _ in BROKEN.values()}
    for name in left:
        assert f"without {name}." in problem
    assert "var/preview" not in problem, "a path that an editor can open"
    assert (filled / "output/editions/2026-01-26/index.html").is_file()
    assert not (filled / "output/editions/2026-01-28").exists()
    assert not (filled / "var/preview").exists()
    with pytest.raises(BuildError, match="not built"):
        desk.build(settings)


@pytest.mark.parametrize(("name", "text", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_named_with_its_line(
    filled: Path, name: str, text: bytes, said: str
) -> None:
    (filled / name).write_bytes(text)
    with pytest.raises(BuildError) as caught:
        desk.build(Settings(root=filled, theme="theme"))
    assert said in str(caught.value)


def test_nothing_is_wrong(filled: Path) -> None:
    assert desk.build_preview(Settings(root=filled, theme="theme")) == ""


def test_a_published_edition_changed_is_shown_and_told(filled: Path) -> None:
    settings = Settings(root=filled, theme="theme")
    desk.seal_published(settings)
    path = filled / "content/editions/2026-01-28.md"
    path.write_text(path.read_text("utf-8").replace("\n## ", "\n## Changed: ", 1), "utf-8")
    assert "briefing correct 2026-01-28" in desk.build_preview(settings)
    page = (filled / "output/editions/2026-01-28/index.html").read_text("utf-8")
    assert "Changed: " in page


def test_a_decision_that_makes_no_sense_is_told_though_the_site_does_not_need_it(
    filled: Path,
) -> None:
    path = filled / "content/decisions.toml"
    path.write_text('[[decisions]]\nmerge = "one-story"\n', encoding="utf-8")
    said = desk.build_preview(Settings(root=filled, theme="theme"))
    assert f"{path}" in said
    assert "line 1" in said or "line 2" in said


def test_no_file_is_named(filled: Path) -> None:
    (filled / "theme/templates/index.html").write_text("{% nonsense %}", encoding="utf-8")
    with pytest.raises(BuildError, match="nonsense"):
        desk.build_preview(Settings(root=filled, theme="theme"))


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("/home/ada/news/content/editions/2026-01-26.md, line 3: no.", "editions/2026-01-26.md"),
        ("ERROR Could not process articles/a.txt generators.py:721", "articles/a.txt"),
        ("“content/articles/a.txt” is broken", "articles/a.txt"),
        ("content/articles/gone.md links to content/articles/a.txt", "articles/a.txt"),
        ("content/../../a.txt", ""),
        ("theme/templates/base.html: no", ""),
    ],
)
def test_the_file_that_a_message_names(tmp_path: Path, message: str, name: str) -> None:
    for path in ("content/editions/2026-01-26.md", "content/articles/a.txt", "a.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="utf-8")
    assert broken(message, tmp_path / "content") == name
