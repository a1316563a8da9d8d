"""The tokens of the look as the style sheet gives them, with their contrast."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from workshop.common.colours import contrast

TOKEN = re.compile(r"--ws-([\w-]+):\s*(#[0-9a-f]{3,6});")
DARK = "prefers-color-scheme: dark"


@dataclass(frozen=True)
class Token:
    """One colour, light and dark, and how it stands out from ground and paper (1 to 21)."""

    name: str
    light: str
    dark: str
    on_light: str
    on_dark: str


def tokens() -> list[Token]:
    """Return every colour of static/css/base.css; a colour without a dark partner keeps its own."""
    path = Path(settings.BASE_DIR) / "static/css/base.css"
    light, _, dark = path.read_text(encoding="utf-8").partition(DARK)
    lights = {name: whole(value) for name, value in TOKEN.findall(light)}
    darks = lights | {name: whole(value) for name, value in TOKEN.findall(dark)}
    return [
        Token(name, lights[name], darks[name], _figures(lights, name), _figures(darks, name))
        for name in lights
    ]


def whole(colour: str) -> str:
    """Return a colour written in three digits with six."""
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def _figures(colours: dict[str, str], name: str) -> str:
    grounds = (colours["ground"], colours["paper"])
    return " / ".join(f"{contrast(colours[name], ground):.1f}" for ground in grounds)
