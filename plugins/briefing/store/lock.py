"""One run at a time: a lock file that the kernel frees, however the run ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.errors import LockedError, StoreError


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path``, made if need be; it stays afterwards, unlocked.

    Raises:
        LockedError: at once, when another run holds it; names the file and the process.
        StoreError: the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii", errors="replace")
    except OSError as error:
        raise StoreError(f"The lock file {path} cannot be made: {error.strerror}.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read(20).strip() or "unknown"
            raise LockedError(
                f"Another run (process {holder}) holds {path}: wait until it is done."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
