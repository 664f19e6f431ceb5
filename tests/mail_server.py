"""A mail server that keeps what it is given, and refuses what it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from boundaries.io.mail import NONE, MailServer


class Handler(socketserver.StreamRequestHandler):
    """One session."""

    server: KeepingServer

    def handle(self) -> None:
        """Answer line by line until the client goes."""
        self.say("220 here")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self.say("250 ok")
            elif word == b"RCPT":
                refused = any(name in line for name in self.server.refused)
                self.say("550 unknown" if refused else "250 ok")
            elif word == b"DATA":
                self.say("354 go")
                self.server.kept.append(self.body())
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("502 what")

    def say(self, text: str) -> None:
        """A line of the server."""
        self.wfile.write(f"{text}\r\n".encode())

    def body(self) -> bytes:
        """What comes until the dot."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class KeepingServer(socketserver.ThreadingTCPServer):
    """The server; `refused` are beginnings of addresses that it does not know."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: list[bytes] = []
        self.refused: list[bytes] = []

    @property
    def settings(self) -> MailServer:
        """How Tapal reaches it."""
        return MailServer("127.0.0.1", self.server_address[1], "tapal@contoh.id", NONE)

    @property
    def mails(self) -> list[Message]:
        """What it was given."""
        return [message_from_bytes(text, policy=default) for text in self.kept]


@contextmanager
def mail_server() -> Iterator[KeepingServer]:
    """The server, running."""
    with KeepingServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
