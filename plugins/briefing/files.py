"""Files that are there whole or not at all."""

import os
import stat
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: temporary file beside it, fsync, rename, fsync of the folder.

    A file that was there keeps its permissions.

    Raises:
        OSError: the disk does not take it; what was there before is untouched.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            if path.exists():
                os.fchmod(stream.fileno(), stat.S_IMODE(path.stat().st_mode))
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the system put a file's content, or a folder's entries, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
