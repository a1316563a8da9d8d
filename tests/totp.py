"""The code an authenticator app shows (RFC 6238, SHA-1, 30 s, six digits), computed by itself."""

import base64
import hashlib
import hmac
import struct
import time


def totp(secret: str, at: float | None = None) -> str:
    """Return the six digits for a base32 secret at a moment (seconds since 1970)."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
