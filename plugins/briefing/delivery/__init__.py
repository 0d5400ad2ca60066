"""Delivery: who gets the newsletter, who got it, and the way there; the only network out."""

from briefing.delivery.ledger import Delivery, Ledger, State
from briefing.delivery.secret import tokens
from briefing.delivery.sending import SendReport, send, send_test
from briefing.delivery.smtp import SmtpTransport
from briefing.delivery.subscribers import leave
from briefing.delivery.subscribers import read as read_subscribers
from briefing.delivery.tokens import TokenOf

__all__ = [
    "Delivery",
    "Ledger",
    "SendReport",
    "SmtpTransport",
    "State",
    "TokenOf",
    "leave",
    "read_subscribers",
    "send",
    "send_test",
    "tokens",
]
