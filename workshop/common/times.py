"""Days and moments in words, in a workshop's own time zone."""

from datetime import datetime, tzinfo

WEEK = 7


def day_words(moment: datetime, *, zone: tzinfo, now: datetime) -> str:
    """Return a day without its time: Today, Yesterday, Monday (of the last week), 9 November."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    age = (today - day).days
    if age in (0, 1):
        return ("Today", "Yesterday")[age]
    if 1 < age < WEEK:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def clock_words(moment: datetime, *, zone: tzinfo) -> str:
    """Return a time of day as people say it: 5pm, 5.30pm, midday, midnight."""
    local = moment.astimezone(zone)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f".{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def moment_words(moment: datetime, *, zone: tzinfo) -> str:
    """Return a day with its time: Friday 4 December at 5pm."""
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B} at {clock_words(moment, zone=zone)}"
