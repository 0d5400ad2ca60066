"""The ``briefing`` command: one verb for each stage of the flow.

Exit status: 0 done, 1 failed, 2 misused, 3 conflicts wait for the editor, 75 another run holds
the lock (EX_TEMPFAIL).
"""

from briefing.cli.base import main

__all__ = ["main"]
