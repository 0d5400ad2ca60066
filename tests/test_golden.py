"""The sample's whole output against what was last approved (``make golden`` approves anew).

Every file counts by its digest; those that a person reviews are kept in full.
"""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
MANIFEST = GOLDEN / "MANIFEST.sha256"
MADE = ("content/editions", "output", "var/mail")
IN_FULL = (
    "content/editions/2026-01-30.md",
    "content/editions/2026-01-30.json",
    "output/index.html",
    "output/archives/index.html",
    "output/sources/index.html",
    "output/feeds/editions.atom.xml",
    "output/feeds/editions.json",
    "output/feeds/editions.rss.xml",
    "output/sitemap.xml",
    "var/mail/2026-01-30.eml",
    "var/mail/2026-01-30.txt",
)


def made(folder: Path) -> dict[str, str]:
    """Return the digest of every file that a run makes, by name."""
    files = (path for top in MADE for path in (folder / top).rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
    }


@pytest.fixture(scope="module", autouse=True)
def approve(published: Path) -> None:
    """Rewrite the golden files when asked to."""
    if os.environ.get("GOLDEN") == "write":
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name in IN_FULL:
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(published / name, GOLDEN / name)
        lines = [f"{digest}  {name}\n" for name, digest in made(published).items()]
        MANIFEST.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("name", IN_FULL)
def test_reviewed_files_are_as_approved(published: Path, name: str) -> None:
    expected = (GOLDEN / name).read_bytes().decode()
    assert (published / name).read_bytes().decode() == expected


def test_every_file_is_as_approved(published: Path) -> None:
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    approved = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = made(published)
    assert sorted(found) == sorted(approved)
    changed = [name for name in found if found[name] != approved[name]]
    assert not changed, "run `make golden` and look at the difference"
