"""The newsletter: an edition as an e-mail, in HTML and plain text, ready to be sent (pure)."""

from briefing.newsletter.artefact import read, write
from briefing.newsletter.checks import faults
from briefing.newsletter.message import Newsletter, compose

__all__ = ["Newsletter", "compose", "faults", "read", "write"]
