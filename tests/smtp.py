"""A real SMTP server over a socket, which remembers every message it took.

The local part of an address chooses a fault: r550, r451, r421 at RCPT; d452, d552 after DATA;
`drop` takes the text and hangs up, `hang` takes it and never answers. With more letters behind.
"""

import asyncio
import email
import socket
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from aiosmtpd.controller import Controller


@dataclass
class Received:
    sender: str
    to: str
    raw: bytes
    at: float

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=SMTP)


@dataclass
class Witness:
    """The server's handler; `before_rcpt` and `before_answer` are awaited with the address."""

    accepted: list[Received] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)
    connections: int = 0
    before_rcpt: Callable[[str], Awaitable[None]] | None = None
    before_answer: Callable[[str], Awaitable[None]] | None = None
    host: str = "127.0.0.1"
    port: int = 0

    @property
    def recipients(self) -> list[str]:
        return sorted(received.to for received in self.accepted)

    @property
    def duplicates(self) -> list[str]:
        counts = Counter(received.message["Message-ID"] for received in self.accepted)
        return [name for name, count in counts.items() if count > 1]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.tried[address] += 1
        if self.before_rcpt:
            await self.before_rcpt(address)
        if address[0] == "r" and address[1:4].isdigit():
            return f"{address[1:4]} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        if to[0] == "d" and to[1:4].isdigit():
            return f"{to[1:4]} no"
        if to.startswith("hang"):
            await asyncio.sleep(60)
        if to.startswith("drop"):
            server.transport.abort()
            return "250 never read"
        self.accepted.append(
            Received(envelope.mail_from, to, envelope.original_content, time.monotonic())
        )
        if self.before_answer:
            await self.before_answer(to)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp_server(witness: Witness | None = None):
    """Run a server in a thread of this process; yields its witness."""
    witness = witness or Witness()
    witness.port = free_port()
    controller = Controller(witness, hostname=witness.host, port=witness.port)
    controller.start()
    try:
        yield witness
    finally:
        controller.stop()
