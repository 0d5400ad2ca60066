"""Plugin: with ``BRIEFING_LIVE``, fetch and compose before the site is built.

By default a build touches no network.  The command runs in a process of its own, as ``make ingest
edition`` would, and fails the build when it fails.  ``briefing html`` brings in what is new itself,
since it holds the lock, and switches this off.
"""

import subprocess
import sys
from typing import Any

from pelican import signals

from briefing.errors import BuildError
from briefing.site import project

VERBS = ("ingest", "edition")


def run(pelican: Any) -> None:
    """Bring in what is new, once for each run of Pelican."""
    settings = project.settings_of(pelican.settings)
    if not settings.live:
        return
    for verb in VERBS:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "briefing", verb],
            cwd=settings.root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BuildError(f"briefing {verb} failed before the build: {done.stderr.strip()}")


def register() -> None:
    """Connect to Pelican, before anything is read."""
    signals.initialized.connect(run)
