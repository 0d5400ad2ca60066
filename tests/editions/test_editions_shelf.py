"""Edition files on the shelf: whatever form an editor's tool gave them stays."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from editions_samples import RECORD

from briefing import shelf
from briefing.editions import markdown
from briefing.editions.rendering import render
from briefing.editions.seal import sealed
from briefing.errors import ContentError
from briefing.files import replace as put

TEXT = render(RECORD, UTC, markdown.DRAFT)  # type: ignore[arg-type]  # any zone does
HEAD, _, BODY = TEXT.partition("\n\n")


@pytest.mark.parametrize(
    "written",
    [
        TEXT,
        f"\ufeff{TEXT}",
        TEXT.replace("\n", "\r\n"),
        f"---\n{HEAD}\n---\n\n{BODY}",
        f"---\n{HEAD}\n---\n{BODY}".replace("\n", "\r\n"),
    ],
    ids=["ours", "BOM", "CRLF", "CMS", "CMS with CRLF"],
)
def test_a_form_is_read_as_ours_and_kept(written: str, tmp_path: Path) -> None:
    path = tmp_path / f"{RECORD.day}.md"
    path.write_bytes(written.encode())
    text = shelf.read_one(path).text
    assert text.split() == TEXT.split()
    shelf.write(tmp_path, RECORD, text)
    assert path.read_bytes() == written.encode(), "what is the same is not touched"
    shelf.write(tmp_path, RECORD, text.replace("Status: draft", "Status: published"))
    now = path.read_bytes().decode()
    assert shelf.read_one(path).file.status == markdown.PUBLISHED
    assert now.startswith("---") == written.startswith("---")
    assert now.count("\r\n") == now.count("\n") * ("\r\n" in written)


NEW = TEXT.replace("Three", "Four")


@pytest.mark.parametrize("done", [0, 1])
def test_a_killed_run_is_finished_but_never_over_an_editor(
    done: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.write(tmp_path, RECORD, TEXT)
    path, changed = tmp_path / f"{RECORD.day}.md", replace(RECORD, number=7)
    steps = iter(range(3))

    def killed(place: Path, content: bytes) -> None:
        if next(steps) > done:
            raise KeyboardInterrupt
        put(place, content)

    monkeypatch.setattr(shelf, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        shelf.write(tmp_path, changed, NEW)
    monkeypatch.setattr(shelf, "replace", put)
    assert path.read_text() == TEXT
    path.write_text(mine := TEXT.replace("towns", "harbours"))
    shelf.finish(tmp_path)
    assert path.read_text() == mine
    assert shelf.read_one(path).record == RECORD, "the record of what the editor has changed"
    assert not list(tmp_path.glob(".*"))


def test_a_published_edition_does_not_vanish_unnoticed(tmp_path: Path) -> None:
    path = shelf.write(tmp_path, sealed(TEXT, RECORD, RECORD.window.closes), TEXT)
    path.unlink()
    with pytest.raises(ContentError, match=r"2026-11-23\.md is missing, .*restore the file"):
        shelf.read(tmp_path)
    path.with_suffix(".json").unlink()
    assert shelf.read(tmp_path) == ()
