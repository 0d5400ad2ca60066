"""Sending to a real SMTP server on the loopback."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from delivery_samples import CLICK, EML, NOW, PLACE, SENDER, Mail, Sink, server

from briefing.delivery import Ledger, SendReport, SmtpTransport, State, send, send_test, tokens
from briefing.delivery.sending import Reply
from briefing.errors import DeliveryError

PEOPLE = tuple(f"reader{n}@homes.example" for n in range(5))
DAY = Mail().day


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "var" / "send.db") as opened:
        yield opened


def run(sink: Sink, ledger: Ledger, people: tuple[str, ...] = PEOPLE, mail: Mail | None = None):
    with (
        server(sink) as port,
        SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER) as transport,
    ):
        return send(mail or Mail(), people, ledger, transport, NOW)


def states(ledger: Ledger) -> dict[str, State]:
    return {row.recipient: row.state for row in ledger.deliveries(DAY)}


def test_each_reader_gets_it_once_over_one_connection(ledger: Ledger) -> None:
    sink = Sink()
    assert run(sink, ledger) == SendReport(sent=5)
    assert sorted(sink.recipients) == list(PEOPLE)
    assert len(sink.sessions) == 1
    for sender, recipient, content in sink.accepted:
        assert sender == SENDER
        assert content == EML.replace(b"recipient@example.invalid", recipient.encode(), 1)
    assert all("queued as 4711" in row.reply for row in ledger.deliveries(DAY))


def test_a_second_run_sends_nothing(ledger: Ledger) -> None:
    run(Sink(), ledger)
    again = Sink()
    assert run(again, ledger) == SendReport(already=5)
    assert again.accepted == []


def test_who_comes_later_gets_the_next_edition_and_who_left_gets_none(ledger: Ledger) -> None:
    run(Sink(rcpt={PEOPLE[0]: "450 later", PEOPLE[1]: "450 later"}), ledger)
    sink = Sink()
    report = run(sink, ledger, (*PEOPLE[1:], "new@homes.example"))
    assert sink.recipients == [PEOPLE[1]]
    assert report == SendReport(sent=1, already=3, deferred=1)


def test_nobody_subscribed_fixes_no_list(ledger: Ledger) -> None:
    assert run(Sink(), ledger, ()) == SendReport()
    assert run(Sink(), ledger) == SendReport(sent=5)


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_refusals(ledger: Ledger, where: str) -> None:
    refusals = {PEOPLE[1]: "451 4.2.0 Greylisted", PEOPLE[3]: "550 5.1.1 No such user"}
    sink = Sink(**{where: refusals})
    assert run(sink, ledger) == SendReport(sent=3, deferred=1, failed=1)
    assert states(ledger)[PEOPLE[1]] == State.DEFERRED
    assert states(ledger)[PEOPLE[3]] == State.FAILED
    later = Sink()
    assert run(later, ledger) == SendReport(sent=1, already=3, failed=1)
    assert later.recipients == [PEOPLE[1]]
    row = next(row for row in ledger.deliveries(DAY) if row.recipient == PEOPLE[1])
    assert (row.state, row.attempts) == (State.SENT, 2)


def test_another_mail_for_the_same_edition_is_refused(ledger: Ledger) -> None:
    run(Sink(rcpt={PEOPLE[0]: "450 later"}), ledger)
    sink = Sink()
    with pytest.raises(DeliveryError, match="2026-11-23 changed since its sending began"):
        run(sink, ledger, mail=Mail(EML + b"P.S.\r\n"))
    assert sink.accepted == []


def test_a_connection_lost_after_the_dot_is_uncertain_and_held(ledger: Ledger) -> None:
    sink = Sink(cut=lambda smtp: smtp.transport.abort())
    assert run(sink, ledger) == SendReport(uncertain=5)
    assert sorted(sink.recipients) == list(PEOPLE)
    again = Sink()
    assert run(again, ledger) == SendReport(uncertain=5)
    assert again.accepted == []


def test_a_run_that_dies_with_a_mail_under_way(ledger: Ledger) -> None:
    class Dying:
        def open(self) -> None:
            pass

        def deliver(self, recipient: str, _message: bytes) -> Reply:
            if recipient == PEOPLE[2]:
                raise KeyboardInterrupt
            return Reply(State.SENT, 250, "OK")

    with pytest.raises(KeyboardInterrupt):
        send(Mail(), PEOPLE, ledger, Dying(), NOW)
    assert states(ledger)[PEOPLE[2]] == State.CLAIMED
    sink = Sink()
    assert run(sink, ledger) == SendReport(sent=2, already=2, uncertain=1)
    assert sink.recipients == list(PEOPLE[3:])
    assert ledger.resolve(DAY, arrived=False, now=NOW) == 1
    assert run(sink, ledger) == SendReport(sent=1, already=4)


def test_a_process_that_is_killed_with_a_mail_under_way(tmp_path: Path) -> None:
    """The server kills the sender while the third mail waits for its reply."""
    program = (
        "import sys; from pathlib import Path; from delivery_samples import *;"
        "from briefing.delivery import *; path, port, *people = sys.argv[1:];"
        "transport = SmtpTransport.from_address('smtp://127.0.0.1:' + port, SENDER);"
        "send(Mail(), people, Ledger.open(Path(path)), transport, NOW)"
    )
    sink, path = Sink(), tmp_path / "send.db"
    sender: list[subprocess.Popen[bytes]] = []

    def kill(_smtp: object) -> None:
        if len(sink.accepted) == 3:
            os.kill(sender[0].pid, signal.SIGKILL)
            sender[0].wait()

    sink.cut = kill
    with server(sink) as port:
        command = [sys.executable, "-c", program, str(path), str(port), *PEOPLE]
        sender.append(subprocess.Popen(command, cwd=Path(__file__).parent))
        assert sender[0].wait(timeout=30) == -signal.SIGKILL
    sink.cut = None
    with Ledger.open(path) as ledger:
        assert run(sink, ledger) == SendReport(sent=2, already=2, uncertain=1)
        assert states(ledger)[PEOPLE[2]] == State.UNCERTAIN
    assert sorted(sink.recipients) == list(PEOPLE)


def test_a_refusal_of_the_sender_stops_the_run(ledger: Ledger) -> None:
    sink = Sink(rcpt={PEOPLE[1]: "554 5.7.1 Relay access denied"})
    with pytest.raises(DeliveryError, match=r"554 5\.7\.1 Relay access denied.*after 2 of 5"):
        run(sink, ledger)
    assert list(states(ledger).values()) == ["sent", "deferred", "queued", "queued", "queued"]
    assert run(Sink(), ledger) == SendReport(sent=4, already=1)


def test_a_server_that_is_closing_is_left_in_peace(ledger: Ledger) -> None:
    sink = Sink(rcpt=dict.fromkeys(PEOPLE, "421 4.3.2 Shutting down"))
    with pytest.raises(DeliveryError, match="after 3 of 5"):
        run(sink, ledger)
    assert list(states(ledger).values()) == ["deferred"] * 3 + ["queued"] * 2
    assert len(sink.sessions) == 3


def test_no_server(ledger: Ledger) -> None:
    with server(Sink()) as port:
        pass
    transport = SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER)
    with pytest.raises(DeliveryError, match="is of no use now"):
        send(Mail(), PEOPLE, ledger, transport, NOW)
    assert set(states(ledger).values()) == {State.QUEUED}


def test_a_test_mail_leaves_the_list_alone(ledger: Ledger) -> None:
    sink = Sink()
    with (
        server(sink) as port,
        SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER) as transport,
    ):
        reply = send_test(Mail(), "me@desk.example", ledger, transport, NOW)
        with pytest.raises(DeliveryError, match="cannot be used"):
            send_test(Mail(), "me@desk.example>\r\nRCPT TO:<x@y.example", ledger, transport, NOW)
    assert reply.state == State.SENT
    assert sink.recipients == ["me@desk.example"]
    assert ledger.deliveries(DAY) == ()
    assert ledger.events(DAY) == (("test", "me@desk.example", "sent: OK: queued as 4711"),)


def test_each_reader_gets_a_token_of_their_own(ledger: Ledger, tmp_path: Path) -> None:
    token_of = tokens(tmp_path / "secret", "list.news.example", lambda size: b"s" * size)
    sink = Sink()
    with (
        server(sink) as port,
        SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER) as transport,
    ):
        with pytest.raises(DeliveryError, match="was given no token"):
            send(Mail(CLICK), PEOPLE, ledger, transport, NOW)
        assert sink.accepted == []
        assert send(Mail(CLICK), PEOPLE, ledger, transport, NOW, token_of=token_of).sent == 5
        send_test(Mail(CLICK), "me@desk.example", ledger, transport, NOW, token_of=token_of)
    assert len(sink.accepted) == 6
    for _, recipient, content in sink.accepted:
        head = content.partition(b"\r\n\r\n")[0]
        assert token_of(recipient).encode() in head
        assert PLACE not in head


def test_progress_is_told(ledger: Ledger) -> None:
    told: list[tuple[int, int]] = []
    with server(Sink()) as port:
        transport = SmtpTransport.from_address(f"smtp://127.0.0.1:{port}", SENDER)
        send(Mail(), PEOPLE[:2], ledger, transport, NOW, lambda *step: told.append(step))
        transport.close()
    assert told == [(1, 2), (2, 2)]


def test_editions_do_not_mix(ledger: Ledger) -> None:
    run(Sink(), ledger)
    assert run(Sink(), ledger, mail=replace(Mail(), day="2026-11-25")) == SendReport(sent=5)
