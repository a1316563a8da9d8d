"""Numbers of people in words."""

SMALLEST_SHOWN = 10


def people_words(count: int) -> str:
    """Return a count of people: 0 and 10 or more as they are, what lies between without telling."""
    if 0 < count < SMALLEST_SHOWN:
        return f"fewer than {SMALLEST_SHOWN}"
    return f"{count:,}"


def tens_words(count: int) -> str:
    """Return a count in tens, rounded down: then no small one can be had by taking two apart."""
    if count < SMALLEST_SHOWN:
        return people_words(count)
    return f"about {count // SMALLEST_SHOWN * SMALLEST_SHOWN:,}"
