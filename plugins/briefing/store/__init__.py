"""The database: what was fetched, and what is known of each source.  Also the lock of a run."""

from briefing.store.database import Saved, SourceState, Store
from briefing.store.lock import run_lock

__all__ = ["Saved", "SourceState", "Store", "run_lock"]
