"""A mail server in a process of its own, which writes a line for each message that it took.

The local part of an address chooses a fault: r550, r451, r421 at RCPT; d452, d552 after DATA;
`drop` takes the text and hangs up, `hang` takes it and never answers. With more letters behind.
"""

import argparse
import asyncio
import json
import os
import time
from email.parser import BytesHeaderParser

from aiosmtpd.smtp import SMTP

HEADERS = BytesHeaderParser()


class Witness:
    """The handler: whatever it says 250 to is in the file before the client hears of it."""

    def __init__(self, log: str, delay: float) -> None:
        """`delay` is how long a message takes, in seconds."""
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.delay = delay

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Refuse whom the address says to refuse."""
        if address[0] == "r" and address[1:4].isdigit():
            self.note("refused", address)
            return f"{address[1:4]} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Take, refuse, hang up or say nothing."""
        (to,) = envelope.rcpt_tos
        if to[0] == "d" and to[1:4].isdigit():
            self.note("refused", to)
            return f"{to[1:4]} no"
        if to.startswith("hang"):
            await asyncio.sleep(600)
        if to.startswith("drop"):
            server.transport.abort()
            return "250 never read"
        if self.delay:
            await asyncio.sleep(self.delay)
        head = HEADERS.parsebytes(envelope.original_content.partition(b"\r\n\r\n")[0])
        self.note("accepted", to, name=head["Message-ID"], size=len(envelope.original_content))
        return "250 OK"

    def note(self, what: str, to: str, **more) -> None:
        """Write one line, whole or not at all."""
        line = {"what": what, "to": to, "at": time.time(), **more}
        os.write(self.log, json.dumps(line).encode() + b"\n")


class HangsUp(asyncio.Protocol):
    """Says hello and ends the conversation."""

    def connection_made(self, transport) -> None:
        """Greet and go."""
        transport.write(b"220 closing\r\n")
        transport.close()


async def serve(options: argparse.Namespace) -> None:
    """Serve until killed."""
    witness = Witness(options.log, options.delay)
    loop = asyncio.get_running_loop()

    def conversation() -> asyncio.Protocol:
        return HangsUp() if options.hangs_up else SMTP(witness, loop=loop)

    server = await loop.create_server(conversation, "127.0.0.1", options.port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--hangs-up", action="store_true")
    asyncio.run(serve(parser.parse_args()))
