"""Strict readers of environment variables: a bad value stops the process with a reason."""

import os

from django.core.exceptions import ImproperlyConfigured

FLAGS = {"1": True, "true": True, "yes": True, "on": True}
FLAGS |= {"0": False, "false": False, "no": False, "off": False}


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks, or the default where it is empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """Return a yes or no; raises ImproperlyConfigured for anything that is neither."""
    value = text(name).lower()
    if not value:
        return default
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no; use 1 or 0.")
    return FLAGS[value]


def number(name: str, default: int) -> int:
    """Return a whole number of zero or more; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of a variable."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """Return the NAME=value words of a variable; raises ImproperlyConfigured for another word."""
    found = [word.partition("=") for word in words(name)]
    if not all(key and value for key, _, value in found):
        raise ImproperlyConfigured(f"{name} takes NAME=value, with commas between them.")
    return {key.strip(): value.strip() for key, _, value in found}


def secret(name: str, *, debug: bool) -> str:
    """Return a secret; in production one that is missing, short or a sample stops the process."""
    development = f"development-only-{name.lower()}"
    value = text(name, development if debug else "")
    if debug:
        return value
    if len(value) < 32 or value.startswith(("development-only", "change-me")):
        raise ImproperlyConfigured(
            f"{name} is missing, shorter than 32 characters or a sample value. "
            f"Set it to a long random text before running with DEBUG=0."
        )
    return value
