"""The list of subscribers, addresses in mails and commands, and the ledger by itself."""

import sqlite3
from pathlib import Path

import pytest
from delivery_samples import CLICK, EML, NOW, PLACE
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.delivery import Ledger, State, read_subscribers
from briefing.delivery.envelope import address_to, mailbox
from briefing.delivery.tokens import no_token
from briefing.errors import ContentError, DeliveryError, StoreError

DAY = "2026-11-23"


def test_the_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "subscribers.txt"
    path.write_bytes(
        b"\xef\xbb\xbf# our readers\r\n\r\n  ana@Homes.Example # since May\r\nAna@homes.example\r\n"
        b"ana@HOMES.example\r\nbo+news@m\xc3\xbcller.example\r\n#gone@homes.example\r\n"
    )
    assert read_subscribers(path) == (
        "ana@homes.example",
        "Ana@homes.example",
        "bo+news@xn--mller-kva.example",
    )


@pytest.mark.parametrize(
    "line",
    [
        "ana",
        "ana@localhost",
        "a@b.example, c@d.example",
        "Ana <ana@homes.example>",
        "ana@homes.example\x00",
        '"ana b"@homes.example',
        "ana@[127.0.0.1]",
        "änä@homes.example",
    ],
)
def test_a_line_that_is_no_address_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "subscribers.txt"
    path.write_text(f"# readers\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"subscribers\.txt:3: "):
        read_subscribers(path)


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="does not exist"):
        read_subscribers(tmp_path / "subscribers.txt")
    (tmp_path / "latin.txt").write_bytes(b"\xe4@homes.example")
    with pytest.raises(ContentError, match="cannot be read"):
        read_subscribers(tmp_path / "latin.txt")


@pytest.mark.parametrize("address", ["a@b", "a.b+c=d@x-y.example", "x@xn--mller-kva.example"])
def test_mailbox(address: str) -> None:
    assert mailbox(address) == address


@given(st.text(max_size=40))
@example("a@b.example\r\nDATA")
@example("a@b.example>")
@example("a@b.example\n")
@example("<a@b.example>")
@example("a b@c.example")
@example("a..b@c.example")
@example(f"{'a' * 65}@b.example")
@example(f"a@{'b.' * 130}example")
@example("a@-b.example")
@example("ä@b.example")
def test_what_enters_a_command_has_nothing_else_in_it(text: str) -> None:
    try:
        assert mailbox(text).isascii()
    except DeliveryError:
        return
    assert not set(text) & set(' <>\r\n\t,;:()[]"\\')


def test_only_the_to_line_changes() -> None:
    sent = address_to(EML, "ana@homes.example", no_token)
    before, after = EML.split(b"\r\n"), sent.split(b"\r\n")
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        (b"To: recipient@example.invalid", b"To: ana@homes.example")
    ]
    assert address_to(b"Date: x\r\nTO: y\r\n\r\n", "a@b.example", no_token) == (
        b"Date: x\r\nTo: a@b.example\r\n\r\n"
    )


@pytest.mark.parametrize(
    "eml",
    [
        b"Subject: x\r\n\r\nTo: a@b.example\r\n",
        b"To: a@b.example\r\nTo: c@d.example\r\n\r\n",
        b"To: a@b.example,\r\n c@d.example\r\nDate: x\r\n\r\n",
        b"",
    ],
)
def test_a_mail_without_one_to_line_is_refused(eml: bytes) -> None:
    with pytest.raises(DeliveryError, match="one To header"):
        address_to(eml, "a@b.example", no_token)


def test_the_token_takes_its_one_place() -> None:
    token = "ab" * 20
    sent = address_to(CLICK, "ana@homes.example", lambda _: token)
    assert sent.count(token.encode()) == 1
    assert b"List-Unsubscribe: <https://leave.example/u?t=" + token.encode() + b"&k=1>, <m" in sent
    assert (
        sent.replace(token.encode(), PLACE).replace(
            b"ana@homes.example", b"recipient@example.invalid"
        )
        == CLICK
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"t=" + PLACE, b"t=" + PLACE[1:], "one place for a token"),
        (b"t=" + PLACE, b"t=0" + PLACE, "one place for a token"),
        (b"&k=1", b"/" + PLACE, "one place for a token"),
        (b"List-Unsubscribe: ", b"X-Unsubscribe: ", "one List-Unsubscribe line"),
        (
            b"List-Unsubscribe: ",
            b"LIST-UNSUBSCRIBE: </" + PLACE + b">\r\nList-Unsubscribe: ",
            "one List-Un",
        ),
        (b", <mailto", b",\r\n <mailto", "one List-Unsubscribe line"),
    ],
)
def test_a_mail_without_one_place_for_the_token_is_refused(
    old: bytes, new: bytes, words: str
) -> None:
    assert old in CLICK
    with pytest.raises(DeliveryError, match=words):
        address_to(CLICK.replace(old, new, 1), "a@b.example", lambda _: "ab" * 20)


@pytest.mark.parametrize("token", ["", "AB" * 20, "ab" * 21, "ab" * 20 + "\n", "\u0661" * 40])
def test_what_is_no_token_enters_no_mail(token: str) -> None:
    with pytest.raises(DeliveryError, match="not a token"):
        address_to(CLICK, "a@b.example", lambda _: token)


def test_the_ledger_outlives_its_process(tmp_path: Path) -> None:
    path = tmp_path / "send.db"
    with Ledger.open(path) as ledger:
        ledger.freeze(DAY, "sha", ("b@x.example", "a@x.example", "c@x.example"), NOW)
        ledger.claim(DAY, "a@x.example", NOW)
        ledger.claim(DAY, "b@x.example", NOW)
        ledger.settle(DAY, "b@x.example", State.DEFERRED, "450 later", NOW)
    with Ledger.open(path) as ledger:
        assert ledger.due(DAY) == ("c@x.example", "b@x.example")
        ledger.recover(DAY, NOW)
        assert [(row.recipient[0], row.state) for row in ledger.deliveries(DAY)] == [
            ("a", State.UNCERTAIN),
            ("b", State.DEFERRED),
            ("c", State.QUEUED),
        ]
        assert ledger.resolve(DAY, arrived=True, now=NOW) == 1
        assert ledger.count(DAY, State.SENT) == 1


def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "send.db") as ledger:
        assert ledger._rows("PRAGMA synchronous", ()) == [(2,)]
        assert ledger._rows("PRAGMA journal_mode", ()) == [("wal",)]


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "send.db").write_bytes(b"not a database, but long enough to be taken for one" * 9)
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger.open(tmp_path / "send.db")


def test_a_ledger_that_another_run_holds(tmp_path: Path) -> None:
    path = tmp_path / "send.db"
    with Ledger.open(path) as ledger:
        ledger._connection.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="cannot be used"):
            ledger.freeze(DAY, "sha", (), NOW)
        other.close()
