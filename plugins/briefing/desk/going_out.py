"""What goes out: the site, the mail, and the mail to its readers."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from briefing import build as building
from briefing import delivery, newsletter, preview, shelf
from briefing.delivery import Ledger, SendReport, SmtpTransport, State, TokenOf
from briefing.desk.coming_in import ingest, sources
from briefing.desk.composing import compose
from briefing.desk.correcting import seal_published
from briefing.editions.assemble import Stored, assemble, published
from briefing.editions.calendar import Calendar
from briefing.editions.view import EditionView
from briefing.errors import BuildError, ContentError, DeliveryError
from briefing.newsletter import Newsletter
from briefing.newsletter.addresses import list_domain
from briefing.settings import Settings

MAIL, LEDGER, SECRET = "var/mail", "var/send.db", "var/secret"


def build(settings: Settings, *, bring_in: bool = False) -> Path:
    """Build the site from the committed files; see :func:`briefing.build.build`.

    Args:
        bring_in: with ``BRIEFING_LIVE``, fetch and compose first, under the lock that is held.

    Raises:
        BuildError: an edition cannot be read, or was changed after its publication without a
            correction; or Pelican failed.
    """
    try:
        shelf.check_seals(shelf.read(settings.path(shelf.FOLDER)))
    except ContentError as error:
        raise BuildError(
            f"The site was not built; the last good one is untouched. {error}"
        ) from None
    if bring_in and settings.live:
        ingest(settings)
        compose(settings)
    return building.build(settings, _environ())


def build_preview(settings: Settings) -> str:
    """Build what can be built; see :func:`briefing.preview.build_rest`.

    Returns:
        What is wrong in words, empty if nothing is.

    Raises:
        BuildError: nothing can be built.
    """
    return preview.build_rest(settings, _environ()) or "\n\n".join(_amiss(settings))


def _amiss(settings: Settings) -> Iterator[str]:
    """Yield what the next run would say of files that the site is not made from."""
    checks: tuple[Callable[[], object], ...] = (
        lambda: shelf.check_seals(shelf.read(settings.path(shelf.FOLDER))),
        lambda: shelf.read_decisions(settings.path(shelf.DECISIONS)),
    )
    for check in checks:
        try:
            check()
        except ContentError as error:
            yield str(error)


def _environ() -> dict[str, str]:
    return {**os.environ, "BRIEFING_LIVE": "0"}


def editions(settings: Settings, newest: int | None = None) -> tuple[EditionView, ...]:
    """Return the published editions that have closed, or so many of the newest, oldest first."""
    return assemble(_published(settings), settings, sources(settings), newest)


def newest(settings: Settings) -> EditionView | None:
    """Return the newest published edition, if there is one."""
    return next(iter(editions(settings, 1)), None)


def make_newsletter(settings: Settings, day: str | None = None) -> Newsletter:
    """Write the mail of an edition, by default the newest, into ``var/mail/``.

    A mail whose sending has begun stays as it is: half of the readers would get another one.

    Raises:
        DeliveryError: there is no such published edition, or the mail has a fault.
    """
    view = _edition(settings, day)
    if has_begun(settings, view.name):
        return newsletter.read(settings.path(MAIL), view.name)
    made = newsletter.compose(view, settings)
    if faults := newsletter.faults(made):
        raise DeliveryError("The newsletter has faults:\n" + "\n".join(faults))
    newsletter.write(made, settings.path(MAIL))
    return made


def has_begun(settings: Settings, day: str) -> bool:
    """Tell whether the sending of an edition has begun, and its mail is there."""
    if not settings.path(LEDGER).is_file():
        return False
    with Ledger.open(settings.path(LEDGER)) as ledger:
        frozen = ledger.frozen(day)
    return frozen is not None and (settings.path(MAIL) / f"{day}.manifest.json").is_file()


def subscribers(settings: Settings) -> tuple[str, ...]:
    """Return the addresses of the private list.

    Raises:
        ContentError: a line of it is no address.
    """
    return delivery.read_subscribers(settings.path(settings.subscribers))


def send(settings: Settings, day: str | None = None, to: str | None = None) -> SendReport:
    """Mail an edition to the subscribers, each once; or, with ``to``, one trial copy.

    The mail is made anew, unless its sending has begun: then it goes on as it was.

    Raises:
        DeliveryError: there is no edition or no server, or the server does not take mail.
    """
    made = make_newsletter(settings, day)
    if to is None and not has_begun(settings, made.day):
        seal_published(settings)
    ledger_path, now, token_of = settings.path(LEDGER), settings.clock(), _token_of(settings)
    with (
        Ledger.open(ledger_path) as ledger,
        SmtpTransport.from_address(settings.smtp, settings.mail_from) as transport,
    ):
        if to is None:
            readers = subscribers(settings)
            return delivery.send(made, readers, ledger, transport, now, token_of=token_of)
        reply = delivery.send_test(made, to, ledger, transport, now, token_of=token_of)
    if reply.state is not State.SENT:
        raise DeliveryError(f"{to} did not get it: {reply.code} {reply.text}")
    return SendReport(sent=1)


def recipients(settings: Settings, day: str | None = None) -> tuple[str, ...]:
    """Return who would still get an edition.

    Raises:
        DeliveryError: there is no such published edition.
    """
    named = _edition(settings, day).name
    with Ledger.open(settings.path(LEDGER)) as ledger:
        begun, due = ledger.frozen(named) is not None, set(ledger.due(named))
    return tuple(who for who in subscribers(settings) if not begun or who in due)


def resolve(settings: Settings, day: str | None = None, *, arrived: bool) -> int:
    """Settle what nobody knows of an edition's mails: they arrived, or are to be sent again.

    Returns:
        The number of mails.

    Raises:
        DeliveryError: there is no such published edition.
    """
    named = _edition(settings, day).name
    with Ledger.open(settings.path(LEDGER)) as ledger:
        return ledger.resolve(named, arrived, settings.clock())


def leave(settings: Settings, who: str) -> bool:
    """Take a reader, named by address or token, off the list; tell whether anybody was on it.

    It needs no lock of the briefing: readers leave while a run is under way.

    Raises:
        ContentError: the list cannot be read, or ``who`` is neither an address nor a token.
        DeliveryError: the list cannot be written.
    """
    return delivery.leave(settings.path(settings.subscribers), who, _token_of(settings))


def _token_of(settings: Settings) -> TokenOf:
    return delivery.tokens(settings.path(SECRET), list_domain(settings), secrets.token_bytes)


def _published(settings: Settings) -> tuple[Stored, ...]:
    shelved = shelf.read(settings.path(shelf.FOLDER))
    return published(shelved, Calendar.from_settings(settings), settings.clock())


def _edition(settings: Settings, day: str | None) -> EditionView:
    out = _published(settings)
    if not out:
        raise DeliveryError(
            "There is no published edition yet: run `briefing edition`, or set `Status: published` "
            "in a draft that waits."
        )
    found = [at for at, one in enumerate(out, start=1) if day in (None, one.name)]
    if not found:
        raise DeliveryError(f"There is no published edition of {day} in {shelf.FOLDER}.")
    return assemble(out[: found[-1]], settings, sources(settings), 1)[0]
