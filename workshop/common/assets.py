"""The files served to browsers: the design system made neutral and small, htmx, our CSS and JS.

Third-party files come from packages pinned by hash and are never committed. What is written is
a function of files on the disk alone, so running it again without a change does nothing.
"""

import hashlib
import re
from pathlib import Path

from workshop.common import trimming
from workshop.common.trimming import small, trimmed, used_names

FRONTEND = Path("node_modules/nhsuk-frontend")
TYPEFACE = Path("node_modules/@expo-google-fonts/arimo")
# The typeface of the pictures we draw: as wide as the Arial of the pages, and free. Its licence
# goes where it goes.
FONTS = {
    "fonts/regular.ttf": "400Regular/Arimo_400Regular.ttf",
    "fonts/bold.ttf": "700Bold/Arimo_700Bold.ttf",
    "fonts/LICENCE.txt": "LICENSE_FONT",
}
STAMP = ".inputs"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+( \*/)?\n?")
PACKAGED_ICON_RULE = re.compile(r"[^{}]*\{[^{}]*url\(['\"]?/assets/[^{}]*\}")
LEFT_OVERS = ("@font-face", "Frutiger", "http:", "https:", "url(//", "/assets/", "sourceMappingURL")


class AssetError(Exception):
    """A source is missing, or a served file would still point outside our own site."""


def neutral_css(source: str) -> str:
    """The design system's stylesheet without its licensed typeface, packaged icons and source map.

    Raises AssetError if anything is left that would call another host or a path we do not serve.
    """
    css = FONT_FACE.sub("", source)
    css = SOURCE_MAP.sub("", css)
    # The whole rule goes, so that the browser's own symbol shows instead of an empty box.
    css = PACKAGED_ICON_RULE.sub("", css)
    css = re.sub(r"(['\"]?)Frutiger W01\1,\s*", "", css)
    refuse_left_overs("nhsuk.css", css)
    return css


def refuse_left_overs(name: str, css: str) -> None:
    """Raise AssetError naming the first thing in `css` that would reach outside our own files."""
    for word in LEFT_OVERS:
        if word in css:
            raise AssetError(f"{name}: {word!r} is left in the stylesheet")


def joined(folder: Path) -> str:
    """The files that `folder`/ORDER lists, one per line, joined in that order under their names.

    Raises AssetError where ORDER names a missing file, or a file of its kind is not in ORDER.
    """
    order = folder / "ORDER"
    names = [line for line in order.read_text().split() if line] if order.exists() else []
    present = {path.name for path in folder.glob("*.*")}
    if missing := [name for name in names if name not in present]:
        raise AssetError(f"{order}: {missing[0]} does not exist")
    if forgotten := sorted(present - set(names)):
        raise AssetError(f"{order}: {forgotten[0]} is not listed")
    return "".join(f"/* {name} */\n{(folder / name).read_text().rstrip()}\n\n" for name in names)


def sources(root: Path, htmx: Path) -> dict[str, Path]:
    """The third-party files we serve, by what they are; AssetError where one is missing."""
    found = {
        "css": root / FRONTEND / "dist/nhsuk/nhsuk-frontend.min.css",
        "htmx": htmx,
    } | {name: root / TYPEFACE / path for name, path in FONTS.items()}
    for path in found.values():
        if not path.exists():
            raise AssetError(f"{path}: not there; run the command without --skip-install")
    return found


def class_names(root: Path) -> set[str]:
    """Every word of our templates, scripts and code that could be a class on a page."""
    scripts = [*(root / "templates").rglob("*.html"), *(root / "static/js").glob("*.js")]
    rooms = [path.parent for path in root.glob("*/apps.py")]
    return used_names([*scripts, *(path for room in rooms for path in room.rglob("*.py"))])


def served_files(root: Path, htmx: Path) -> dict[str, str]:
    """Every served file by name, with its text."""
    source, ours = sources(root, htmx), joined(root / "static/css")
    base = trimmed(small(neutral_css(source["css"].read_text())), class_names(root))
    return {
        # One sheet for pages: what a page waits for is one request.
        "site.css": f"{base}\n{small(ours)}\n",
        # Ours alone, for the report as a file, which has none of the design system's parts.
        "app.css": ours,
        "htmx.min.js": source["htmx"].read_text(),
        "app.js": joined(root / "static/js"),
    }


def fingerprint(root: Path, htmx: Path) -> str:
    """A digest over all inputs, this program among them."""
    ours = sorted(path for path in (root / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    programs = [Path(__file__), Path(trimming.__file__)]
    for path in [*programs, *sources(root, htmx).values(), *ours]:
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    digest.update(" ".join(sorted(class_names(root))).encode())
    return digest.hexdigest()


def other_files(root: Path) -> dict[str, bytes]:
    """Our own static files that are neither CSS nor JS (pictures), by their path below static/."""
    static = root / "static"
    found = (path for path in static.rglob("*") if path.is_file())
    names = {path.relative_to(static).as_posix(): path for path in found}
    return {n: p.read_bytes() for n, p in names.items() if not n.startswith(("css/", "js/"))}


def write_assets(root: Path, htmx: Path, target: Path) -> bool:
    """Write the served files into `target`; False when they were up to date. Raises AssetError."""
    stamp, now = target / STAMP, fingerprint(root, htmx)
    if stamp.exists() and stamp.read_text() == now:
        return False
    texts = {name: text.encode() for name, text in served_files(root, htmx).items()}
    fonts = {name: sources(root, htmx)[name].read_bytes() for name in FONTS}
    for name, content in (texts | fonts | other_files(root)).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a running server never reads half a file.
        aside = path.with_name(f".{path.name}.part")
        aside.write_bytes(content)
        aside.replace(path)
    stamp.write_text(now)
    return True
