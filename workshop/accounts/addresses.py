"""Addresses as names: two spellings of one e-mail address are one person."""

import contextlib


def address_key(address: str) -> str:
    """Return the form that is unique: lower case, no sub-address, ASCII domain."""
    local, _, domain = address.strip().casefold().rpartition("@")
    local = local.split("+", 1)[0] or local
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"
