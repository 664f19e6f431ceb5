"""Mail: what the environment says, and headers that nobody breaks."""

from __future__ import annotations

import pytest

from boundaries.errors import ParameterError
from boundaries.io.mail import MailServer, composed, connected, is_address, server_from
from tests.mail_server import mail_server

HERE = {"TAPAL_MAIL_HOST": "surat.contoh.id", "TAPAL_MAIL_FROM": "tapal@contoh.id"}


def test_it_is_off_unless_a_server_is_named() -> None:
    assert server_from({}) is None
    assert server_from({"TAPAL_MAIL_FROM": "tapal@contoh.id"}) is None


def test_what_the_environment_says() -> None:
    secret = {"TAPAL_MAIL_USER": "tapal", "TAPAL_MAIL_PASSWORD": "rahasia"}
    found = server_from({**HERE, **secret})
    assert found == MailServer(
        "surat.contoh.id", 587, "tapal@contoh.id", "starttls", "tapal", "rahasia"
    )
    assert "rahasia" not in repr(found)
    tls = server_from({**HERE, "TAPAL_MAIL_SECURITY": "tls"})
    assert tls is not None
    assert tls.port == 465


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("PORT", "70000", "TAPAL_MAIL_PORT is '70000'"),
        ("FROM", "Tapal", "TAPAL_MAIL_FROM is 'Tapal'"),
        ("SECURITY", "ssl", "TAPAL_MAIL_SECURITY is 'ssl'"),
    ],
)
def test_what_does_not_fit(name: str, value: str, fault: str) -> None:
    with pytest.raises(ParameterError, match=fault):
        server_from({**HERE, f"TAPAL_MAIL_{name}": value})


def test_no_password_travels_openly() -> None:
    open_ = {**HERE, "TAPAL_MAIL_SECURITY": "none", "TAPAL_MAIL_PASSWORD": "rahasia"}
    with pytest.raises(ParameterError, match="SECURITY"):
        server_from(open_)
    assert server_from({**open_, "TAPAL_MAIL_HOST": "localhost"}) is not None


@pytest.mark.parametrize("address", ["a@b.id", "nama.orang+batas@asahankab.go.id"])
def test_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address", ["", "a", "a@b", "a@b.id\n", "a@b.id\r\nX: y", "a@-b.id", "a@b.id c",
                f"{'a' * 300}@b.id"],
)  # fmt: skip
def test_no_addresses(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="no mail address"):
        composed("tapal@contoh.id", address, "x", "y")


def test_a_subject_is_one_line_and_letters_arrive() -> None:
    subject = "Desa Ujung\r\nBcc: semua@contoh.id\n\nbadan ê"
    with mail_server() as server, connected(server.settings) as session:
        text = "satu\n.\ndua ê “x”\n"
        session.send_message(composed("tapal@contoh.id", "a@b.id", subject, text))
    [mail] = server.mails
    assert mail["Subject"] == "Desa Ujung Bcc: semua@contoh.id badan ê"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == text.splitlines()  # type: ignore[attr-defined]
