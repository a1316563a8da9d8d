"""Random public ids that tell neither order nor time."""

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 13


def new_public_id() -> str:
    """Return 13 random characters (65 bits) that may stand in a URL and be read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
