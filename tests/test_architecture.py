"""The shape of the code itself: who may import whom, and that the migrations are complete."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "workshop.config": set(),
    "workshop.common": set(),
    "workshop.accounts": {"workshop.common"},
    "workshop": {"workshop.accounts", "workshop.common"},
    "gateway": {"workshop", "workshop.accounts", "workshop.common"},
    "ideas": {"workshop", "workshop.accounts", "workshop.common"},
    "workshop.mailings": {"workshop", "workshop.accounts", "workshop.common"},
    "workshop.privacy": {
        "ideas", "gateway", "workshop.mailings", "workshop", "workshop.accounts", "workshop.common",
    },
    "analysis": {
        "ideas", "gateway", "workshop.mailings", "workshop", "workshop.accounts", "workshop.common",
    },
}  # fmt: skip
INNER = ["enums", "querysets", "models", "selectors", "services", "forms", "views", "urls"]


def room_of(module: str) -> str | None:
    """Return the innermost room of a dotted module, or None if it is not ours."""
    return max((r for r in ROOMS if f"{module}.".startswith(f"{r}.")), key=len, default=None)


def modules() -> list[Path]:
    found = []
    for top in ("workshop", "gateway", "ideas", "analysis"):
        found += [p for p in (ROOT / top).rglob("*.py") if "migrations" not in p.parts]
    return found


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_point_one_way(path):
    mine = room_of(dotted(path))
    others = {room_of(name) for name in imports_of(path)} - {None, mine}

    assert others <= ROOMS[mine], f"{dotted(path)} may not import {sorted(others - ROOMS[mine])}"


@pytest.mark.parametrize("path", [p for p in modules() if p.stem in INNER], ids=dotted)
def test_inside_a_room_the_right_imports_the_left(path):
    room, name = room_of(dotted(path)), path.stem
    right = INNER[INNER.index(name) + 1 :]

    assert not {f"{room}.{door}" for door in right} & imports_of(path)


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
