"""A workshop's own accent: its shades, and whether it can be read. Pure arithmetic, WCAG 2.2."""

# The grounds of static/css/base.css on which the accent must be legible.
LIGHT_GROUNDS = ("#f4f6f5", "#ffffff")
DARK_GROUNDS = ("#12191a", "#1a2325")
LEAST_CONTRAST = 4.5


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of a colour written as #rrggbb."""
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def mix(colour: str, other: str, share: float) -> str:
    """Return `other` with a share (0 to 1) of `colour` in it."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def accent_family(accent: str, *, dark: bool) -> dict[str, str]:
    """Return the accent's tokens by name, for a dark page or a light one."""
    towards = "#ffffff" if dark else "#000000"
    return {
        "accent": accent,
        "on-accent": max(("#ffffff", "#0a2022"), key=lambda ink: contrast(ink, accent)),
        "accent-hover": mix(accent, towards, 0.75),
        "accent-edge": mix(accent, "#000000", 0.55),
        "accent-wash": mix(accent, DARK_GROUNDS[1] if dark else "#ffffff", 0.12),
    }


def accent_is_legible(accent: str, *, dark: bool) -> bool:
    """Say whether links in this colour can be read on ground, paper and wash."""
    family = accent_family(accent, dark=dark)
    grounds = (*(DARK_GROUNDS if dark else LIGHT_GROUNDS), family["accent-wash"])
    return all(contrast(accent, ground) >= LEAST_CONTRAST for ground in grounds)


def dark_partner(accent: str) -> str:
    """Return a lighter shade of an accent that can be read on a dark page."""
    shades = (mix(accent, "#ffffff", step / 20) for step in range(20, -1, -1))
    return next(shade for shade in shades if accent_is_legible(shade, dark=True))
