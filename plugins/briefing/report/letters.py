"""The newsletter: where it is, who would get it, who got it."""

import dataclasses
from collections.abc import Sequence

import click

from briefing.delivery import SendReport
from briefing.newsletter import Newsletter
from briefing.report.printing import print_json, say


def show_newsletter(made: Newsletter, begun: bool) -> None:
    """Print where the mail is and how large it is."""
    size = len(made.eml) / 1000
    say(f"The mail is var/mail/{made.day}.eml ({size:.1f} kB): {made.subject}")
    if begun:
        click.echo("Its sending has begun: it stays as it was; corrections go into the next one.")


def show_recipients(addresses: Sequence[str], as_json: bool) -> None:
    """Print who would get the newsletter."""
    if as_json:
        print_json(list(addresses))
        return
    for address in addresses:
        say(address)
    click.echo(f"{len(addresses)} to send; nothing was sent.")


def show_sent(sent: SendReport, as_json: bool) -> None:
    """Print how a sending ended."""
    counts = dataclasses.asdict(sent)
    if as_json:
        print_json(counts)
    else:
        click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
    if sent.uncertain:
        click.echo(
            f"{sent.uncertain} may or may not have got it: the connection or the run broke off "
            "while the server was answering. They are not sent a second copy by itself: look into "
            "the server's log, then run “briefing send --uncertain arrived” or “again”.",
            err=True,
        )


def show_settled(count: int) -> None:
    """Print how many uncertain deliveries the operator has decided on."""
    click.echo(f"{count} uncertain {'mail' if count == 1 else 'mails'} settled.", err=True)
