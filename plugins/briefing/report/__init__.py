"""What the command prints: tables and progress on a terminal, plain lines or JSON elsewhere."""

from briefing.report.editions import show_composed, show_desk, show_proof
from briefing.report.letters import show_newsletter, show_recipients, show_sent, show_settled
from briefing.report.printing import clean, watched
from briefing.report.sources import (
    show_added,
    show_checked,
    show_choices,
    show_ingest,
    show_sources,
)

__all__ = [
    "clean",
    "show_added",
    "show_checked",
    "show_choices",
    "show_composed",
    "show_desk",
    "show_ingest",
    "show_newsletter",
    "show_proof",
    "show_recipients",
    "show_sent",
    "show_settled",
    "show_sources",
    "watched",
]
