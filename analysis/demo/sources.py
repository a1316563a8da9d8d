"""What the demo workshop is made from: the published figures and our own texts."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
KEY_LENGTH = 50
GROUP_KEYS = ("vision", "informaticians", "system", "examples", "other")


@cache
def published() -> dict:
    """Return the published figures of 2017. One shared object: not to be changed."""
    return json.loads((HERE / "published-2017.json").read_text(encoding="utf-8"))


@cache
def texts(group: str) -> list[dict]:
    """Return the ideas written for a group with their comments and replies, in reading order."""
    return json.loads((HERE / "texts" / f"{group}.json").read_text(encoding="utf-8"))


@cache
def words() -> dict:
    """Return the words around the conversation: groups, questions, definitions, mailings."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def key_of(label: str) -> str:
    """Return the key of a printed label: lower case, hyphens, whole words up to 50 characters."""
    plain = label.lower().replace("’", "").replace("'", "")
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return key if len(key) <= KEY_LENGTH else key[: KEY_LENGTH + 1].rpartition("-")[0]
