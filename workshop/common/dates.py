"""Dates and times in words, in a zone that the caller names."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK, RECENT_DAYS = 7, ("Today", "Yesterday")
HOUR = timedelta(hours=1)


def day_words(day: date, *, today: date) -> str:
    """Return "Friday 4 December", with the year unless it is this year's."""
    words = f"{day:%A} {day.day} {day:%B}"
    return words if day.year == today.year else f"{words} {day.year}"


def span_words(first: date, last: date) -> str:
    """Return "22 November to 13 December 2017"; what both days share is said once."""
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {end}"
    return (
        f"{first.day} to {end}" if first.month == last.month else f"{first.day} {first:%B} to {end}"
    )


def age_words(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Return a day without its time: Today, Yesterday, Monday (of the last week), 9 November."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    age = (today - day).days
    if age in range(len(RECENT_DAYS)):
        return RECENT_DAYS[age]
    if 1 < age < WEEK:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def clock_words(moment: datetime) -> str:
    """Return "5pm", "9:30am", "midday" for a time that is already in its zone."""
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def moment_words(moment: datetime, *, zone: ZoneInfo, today: date) -> str:
    """Return "Friday 4 December, 5pm"; midnight is "the end of" the day before it.

    `moment` is any aware time, `today` the reader's day in the zone.
    """
    local = moment.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        return f"the end of {day_words(local.date() - timedelta(days=1), today=today)}"
    return f"{day_words(local.date(), today=today)}, {clock_words(local)}"


def countdown_words(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Return how long it is to a beginning: "in 5 days", "tomorrow at 9am", "in 3 hours".

    Days are those of the zone; a day that begins with the moment needs no hour.
    """
    local, left = moment.astimezone(zone), moment - now
    days = (local.date() - now.astimezone(zone).date()).days
    if left < HOUR:
        return "in less than an hour"
    if days == 0:
        hours = round(left / HOUR)
        return f"in {hours} hour{'' if hours == 1 else 's'}"
    if days > 1:
        return f"in {days} days"
    at_midnight = (local.hour, local.minute) == (0, 0)
    return "tomorrow" if at_midnight else f"tomorrow at {clock_words(local)}"


def ending_words(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Return when something ends that ends soon: "today at 5pm", "at the end of tomorrow".

    Empty where it is neither today nor tomorrow.
    """
    local = moment.astimezone(zone)
    at_midnight = (local.hour, local.minute) == (0, 0)
    last_day = local.date() - timedelta(days=1) if at_midnight else local.date()
    day = {0: "today", 1: "tomorrow"}.get((last_day - now.astimezone(zone).date()).days, "")
    if moment - now < HOUR:
        return f"in less than an hour, at {'midnight' if at_midnight else clock_words(local)}"
    if not day:
        return ""
    return f"at the end of {day}" if at_midnight else f"{day} at {clock_words(local)}"


def zone_words(zone: ZoneInfo) -> str:
    """Return "London" for Europe/London."""
    return zone.key.rpartition("/")[2].replace("_", " ")
