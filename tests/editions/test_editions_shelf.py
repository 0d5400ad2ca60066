"""Edition files on the shelf: whatever form an editor's tool gave them stays."""

from datetime import UTC
from pathlib import Path

import pytest
from editions_samples import RECORD

from briefing import shelf
from briefing.editions import markdown

TEXT = markdown.render(RECORD, UTC, markdown.DRAFT)  # type: ignore[arg-type]  # any zone does
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
