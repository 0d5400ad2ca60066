"""Sending an edition to a frozen list: each recipient once, whatever happens in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefing.delivery.envelope import address_to
from briefing.delivery.ledger import Ledger, State
from briefing.delivery.tokens import TokenOf, no_token
from briefing.errors import DeliveryError

BUSY = 421
PATIENCE = 3
"""Times in a row that a server may say it is closing (421) before the run stops."""


class Artefact(Protocol):
    """What is sent: a mail that needs only its recipient."""

    @property
    def day(self) -> str:
        """The edition's day."""

    @property
    def eml(self) -> bytes:
        """The whole mail."""

    @property
    def sha256(self) -> str:
        """The mail's hash."""


@dataclass(frozen=True, slots=True)
class Reply:
    """How an attempt ended, and the server's words for it."""

    state: State
    code: int
    text: str

    @property
    def is_policy(self) -> bool:
        """A refusal of the sender rather than of a recipient (RFC 3463, X.7.X)."""
        return self.code >= 500 and self.text.startswith("5.7.")


class Transport(Protocol):
    """The way to the mail server; one connection serves many recipients."""

    def open(self) -> None:
        """Connect, unless connected.

        Raises:
            DeliveryError: the server cannot be reached or does not let us in.
        """

    def deliver(self, recipient: str, message: bytes) -> Reply:
        """Hand over one mail.  Never raises for what a server or a network may do."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """Numbers of recipients: ``sent`` in this run, ``already`` before it, the others in all."""

    sent: int = 0
    already: int = 0
    deferred: int = 0
    failed: int = 0
    uncertain: int = 0


def send(
    newsletter: Artefact,
    recipients: Sequence[str],
    ledger: Ledger,
    transport: Transport,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    token_of: TokenOf = no_token,
) -> SendReport:
    """Send a newsletter to all who are still to get it.

    The first run fixes the list.  Later ones serve who is left and still subscribed; whoever
    subscribed since gets the next edition.  ``progress`` hears of each attempt (done, of all);
    ``token_of`` is asked only if the mail has a place for a token.

    Raises:
        DeliveryError: the newsletter is not the one that the sending began with, the server
            cannot be reached, or it refuses us; what was done is in the ledger, and another run
            goes on from there.
    """
    if not recipients:
        return SendReport()
    day = newsletter.day
    ledger.freeze(day, newsletter.sha256, recipients, now)
    ledger.recover(day, now)
    before = ledger.count(day, State.SENT)
    subscribed = set(recipients)
    due = [recipient for recipient in ledger.due(day) if recipient in subscribed]
    busy = 0
    for done, recipient in enumerate(due, start=1):
        message = address_to(newsletter.eml, recipient, token_of)
        reply = _attempt(newsletter.day, recipient, message, ledger, transport, now)
        progress(done, len(due))
        busy = busy + 1 if reply.code == BUSY else 0
        if reply.is_policy or busy == PATIENCE:
            raise DeliveryError(
                f"The mail server does not take our mail now ({reply.code} {reply.text}): stopped "
                f"after {done} of {len(due)}. Run it again when that is mended."
            )
    sent = ledger.count(day, State.SENT) - before
    others = (ledger.count(day, state) for state in (State.DEFERRED, State.FAILED, State.UNCERTAIN))
    return SendReport(sent, before, *others)


def send_test(
    newsletter: Artefact,
    recipient: str,
    ledger: Ledger,
    transport: Transport,
    now: datetime,
    *,
    token_of: TokenOf = no_token,
) -> Reply:
    """Send a newsletter to one address, whoever it is; the list is not touched.

    Raises:
        DeliveryError: the address cannot be used or the server cannot be reached.
    """
    message = address_to(newsletter.eml, recipient, token_of)
    transport.open()
    reply = transport.deliver(recipient, message)
    ledger.note(newsletter.day, "test", recipient, f"{reply.state}: {reply.text}", now)
    return reply


def _attempt(
    day: str, recipient: str, message: bytes, ledger: Ledger, transport: Transport, now: datetime
) -> Reply:
    """Claim, hand over, write the reply down: in this order, each on the disk before the next."""
    transport.open()
    ledger.claim(day, recipient, now)
    reply = transport.deliver(recipient, message)
    state = State.DEFERRED if reply.is_policy else reply.state
    ledger.settle(day, recipient, state, f"{reply.code} {reply.text}", now)
    return reply
