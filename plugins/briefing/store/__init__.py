"""The database: what was fetched, and what is known of each source.  Also the lock of a run."""

from briefing.models import SourceState
from briefing.store.answers import Answer, Saved
from briefing.store.claims import Claim, host_of
from briefing.store.database import Store
from briefing.store.lock import run_lock

__all__ = ["Answer", "Claim", "Saved", "SourceState", "Store", "host_of", "run_lock"]
