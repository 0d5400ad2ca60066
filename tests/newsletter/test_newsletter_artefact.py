"""The newsletter on disk."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from newsletter_samples import EDITION, SETTINGS

from briefing.errors import DeliveryError
from briefing.newsletter import compose, read, write

DAY = "2026-11-23"


def test_written_and_read(tmp_path: Path) -> None:
    newsletter = compose(EDITION, SETTINGS)
    assert write(newsletter, tmp_path / "mail") == tmp_path / "mail" / f"{DAY}.eml"
    assert read(tmp_path / "mail", DAY) == newsletter
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == [f"{DAY}.{ending}" for ending in ("eml", "html", "manifest.json", "txt")]
    manifest = json.loads((tmp_path / "mail" / f"{DAY}.manifest.json").read_bytes())
    for ending, entry in manifest["files"].items():
        content = (tmp_path / "mail" / f"{DAY}.{ending}").read_bytes()
        assert entry == {"sha256": sha256(content).hexdigest(), "bytes": len(content)}


@pytest.mark.parametrize("ending", ["eml", "html", "txt"])
def test_what_was_changed_is_not_sent(tmp_path: Path, ending: str) -> None:
    write(compose(EDITION, SETTINGS), tmp_path)
    path = tmp_path / f"{DAY}.{ending}"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(DeliveryError, match=f"{DAY}.{ending} in .* changed"):
        read(tmp_path, DAY)


@pytest.mark.parametrize("damage", ["missing", "html", "not json", "[]", '{"files": {}}'])
def test_what_is_not_whole_is_not_sent(tmp_path: Path, damage: str) -> None:
    if damage != "missing":
        write(compose(EDITION, SETTINGS), tmp_path)
        if damage == "html":
            (tmp_path / f"{DAY}.html").unlink()
        else:
            (tmp_path / f"{DAY}.manifest.json").write_text(damage)
    with pytest.raises(DeliveryError, match="no whole newsletter"):
        read(tmp_path, DAY)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")
    with pytest.raises(DeliveryError, match="could not be written"):
        write(compose(EDITION, SETTINGS), tmp_path / "mail")
