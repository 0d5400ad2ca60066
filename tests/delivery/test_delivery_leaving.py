"""Leaving the list: tokens, the secret behind them, and the line that goes."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.delivery import leave, read_subscribers, tokens
from briefing.delivery.secret import read
from briefing.delivery.tokens import TOKEN, no_token, token
from briefing.errors import ContentError, DeliveryError

SECRET = bytes(range(32))
TOKEN_OF = partial(token, SECRET, "list.news.example")
LIST = (
    b"\xef\xbb\xbf# our readers\r\n\r\n  ana@Homes.Example # since May\r\nbo+news@homes.example\n"
    b"not an address\n#cy@homes.example\nANA@homes.example\ndi@m\xc3\xbcller.example"
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "subscribers.txt"
    path.write_bytes(LIST)
    return path


def some_random(size: int) -> bytes:
    return SECRET[:size]


def test_a_token_stays_the_same_for_ever() -> None:
    """Mails of years ago hold them: another value here breaks their way out."""
    assert TOKEN_OF("ana@homes.example") == "f02974abe9277bc53ec7ba2485d33e7fb2ef40ef"
    assert TOKEN_OF("Ana@Homes.example") == TOKEN_OF("ana@homes.example")


@given(st.text(max_size=40), st.text(max_size=40), st.binary(min_size=1, max_size=40))
def test_a_token_is_one_of_address_list_and_secret(one: str, other: str, secret: bytes) -> None:
    mine = token(secret, "a.example", one)
    assert TOKEN.fullmatch(mine)
    assert mine != token(secret, "b.example", one)
    assert mine != token(secret + b"x", "a.example", one)
    assert (mine == token(secret, "a.example", other)) is (one.lower() == other.lower())


def test_the_secret_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    assert read(path, some_random) == SECRET
    assert path.read_bytes() == SECRET.hex().encode() + b"\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(path, os.urandom) == SECRET


def test_no_secret_is_made_before_a_token_is_needed(tmp_path: Path) -> None:
    made = tokens(tmp_path / "secret", "list.news.example", some_random)
    assert not (tmp_path / "secret").exists()
    assert made("ana@homes.example") == TOKEN_OF("ana@homes.example")
    (tmp_path / "secret").unlink()
    assert made("bo@homes.example") == TOKEN_OF("bo@homes.example")


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"00" * 33, b"zz" * 32, b"\xff" * 64])
def test_a_damaged_secret_is_not_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(DeliveryError, match="damaged: put it back"):
        read(tmp_path / "secret", some_random)
    assert (tmp_path / "secret").read_bytes() == content


def test_a_secret_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(DeliveryError, match="cannot be used"):
        read(tmp_path / "var" / "secret", some_random)


@pytest.mark.parametrize(
    ("who", "gone"),
    [
        ("bo+news@homes.example", [b"bo+news@homes.example\n"]),
        (" Bo+News@HOMES.example ", [b"bo+news@homes.example\n"]),
        (TOKEN_OF("bo+news@homes.example"), [b"bo+news@homes.example\n"]),
        (
            TOKEN_OF("ana@homes.example"),
            [b"  ana@Homes.Example # since May\r\n", b"ANA@homes.example\n"],
        ),
        (TOKEN_OF("di@xn--mller-kva.example"), [b"di@m\xc3\xbcller.example"]),
        ("di@müller.example", [b"di@m\xc3\xbcller.example"]),
        ("cy@homes.example", []),
        (TOKEN_OF("cy@homes.example"), []),
        ("0" * 40, []),
    ],
)
def test_one_reader_goes_and_all_else_stays(people: Path, who: str, gone: list[bytes]) -> None:
    people.chmod(0o600)
    expected = LIST
    for line in gone:
        expected = expected.replace(line, b"")
    assert leave(people, who, TOKEN_OF) is bool(gone)
    assert people.read_bytes() == expected
    assert leave(people, who, TOKEN_OF) is False
    assert people.read_bytes() == expected
    assert stat.S_IMODE(people.stat().st_mode) == 0o600
    assert [path.name for path in people.parent.iterdir()] == ["subscribers.txt"]


@pytest.mark.parametrize("who", ["", "ana", "0" * 39, "AB" * 20, "a@b.example\nc@d.example"])
def test_who_is_neither_address_nor_token(people: Path, who: str) -> None:
    with pytest.raises(ContentError, match="Who leaves"):
        leave(people, who, TOKEN_OF)
    assert people.read_bytes() == LIST


def test_an_address_needs_no_secret(people: Path) -> None:
    assert leave(people, "bo+news@homes.example", no_token)


def test_the_list_may_be_a_link(people: Path, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    link = tmp_path / "var" / "subscribers.txt"
    link.symlink_to(people)
    assert leave(link, "bo+news@homes.example", TOKEN_OF)
    assert link.is_symlink()
    assert b"bo+news" not in people.read_bytes()


def test_many_leave_at_once(tmp_path: Path) -> None:
    path = tmp_path / "subscribers.txt"
    names = [f"reader{n}@homes.example" for n in range(12)]
    path.write_text("\n".join([*names, "stays@homes.example"]))
    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(lambda name: leave(path, TOKEN_OF(name), TOKEN_OF), names))
    assert read_subscribers(path) == ("stays@homes.example",)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="does not exist"):
        leave(tmp_path / "subscribers.txt", "ana@homes.example", TOKEN_OF)
    with pytest.raises(ContentError, match="cannot be read"):
        leave(tmp_path / "var" / "subscribers.txt", "ana@homes.example", TOKEN_OF)


def test_a_list_that_cannot_be_written(people: Path) -> None:
    people.with_name(".subscribers.txt.tmp").mkdir()
    with pytest.raises(DeliveryError, match="cannot be written, nobody left"):
        leave(people, "bo+news@homes.example", TOKEN_OF)
    assert people.read_bytes() == LIST
