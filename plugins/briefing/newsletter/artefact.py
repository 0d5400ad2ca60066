"""The newsletter on disk: ``DAY.eml``, ``.html``, ``.txt`` and a manifest that vouches for them."""

import json
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing import files
from briefing.errors import DeliveryError
from briefing.newsletter.message import Newsletter


def write(newsletter: Newsletter, folder: Path) -> Path:
    """Write the files, each whole or not at all, the manifest last; return the mail's path.

    Raises:
        DeliveryError: the disk does not take them.
    """
    contents = {
        "eml": newsletter.eml,
        "html": newsletter.html.encode(),
        "txt": newsletter.text.encode(),
    }
    manifest = {"day": newsletter.day, "files": {k: _entry(v) for k, v in contents.items()}}
    contents["manifest.json"] = json.dumps(manifest, indent=2).encode() + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in contents.items():
            files.replace(folder / f"{newsletter.day}.{ending}", content)
    except OSError as error:
        raise DeliveryError(f"The newsletter could not be written to {folder}: {error}") from error
    return folder / f"{newsletter.day}.eml"


def read(folder: Path, day: str) -> Newsletter:
    """Read a newsletter that was written, checked against its manifest.

    Raises:
        DeliveryError: a file is missing, or was changed since.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / f"{day}.manifest.json").read_bytes())
        kept = {ending: (folder / f"{day}.{ending}").read_bytes() for ending in manifest["files"]}
        changed = [name for name, each in kept.items() if _entry(each) != manifest["files"][name]]
        eml, rich, plain = kept["eml"], kept["html"].decode(), kept["txt"].decode()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeliveryError(
            f"There is no whole newsletter of {day} in {folder} ({error}): make it first."
        ) from error
    if changed:
        names = ", ".join(f"{day}.{ending}" for ending in changed)
        raise DeliveryError(f"{names} in {folder} changed since it was made and checked.")
    head = BytesHeaderParser(policy=compat32).parsebytes(eml)
    subject = str(make_header(decode_header(head["Subject"].replace("\r\n", ""))))
    return Newsletter(day, subject, eml, rich, plain, manifest["files"]["eml"]["sha256"])


def _entry(content: bytes) -> dict[str, Any]:
    return {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
