"""The four mailings of 2017, in our own words. `{title}`, `{link}` and `{days_left}` are filled in when they go out."""

from datetime import UTC, datetime

ALL = ["contributors", "spectators"]

INVITATION = """\
You asked us to tell you when **{title}** opens. It is open now.

[Take part]({link})

- You start with 15 short questions. They take about five minutes, and you can stop and come back.
- Then you see what others have written. Vote for what you would support, say what you think, add an idea of your own.
- Nobody sees who wrote or voted what.

It stays open for {days_left} days."""

REMINDER_1 = """\
The first week of **{title}** has brought ideas from wards, libraries, server rooms and boardrooms.

If you have written or voted already: thank you. Somebody may have answered you since.

If you have only read so far, that is fine too. The easiest way in is to vote on an idea that you know to be right, \
or wrong, from your own work.

[See what is new]({link})

There are {days_left} days left."""

REMINDER_2 = """\
**{title}** is past the half-way mark, and some questions have far more ideas than others.

We have heard a good deal about the future. We have heard less about what other professions and the wider system \
should do. What would you ask of them?

[Add what is missing]({link})

You have {days_left} days."""

COUNTDOWN = """\
In two days **{title}** closes. After that you can read everything, but no longer write or vote.

Every vote counts when the ideas are sorted, so if you have ten minutes, spend them on reading and voting.

[Go to the workshop]({link})

Thank you for taking part."""

SCHEDULE = (
    ("invitation", "invitation", ["preregistered"], None, "{title} is open", INVITATION),
    ("reminder-1", "reminder", ALL, (2017, 11, 30, 8), "What people have said so far", REMINDER_1),
    ("reminder-2", "reminder", ALL, (2017, 12, 6, 8), "{days_left} days left: what have we missed?", REMINDER_2),
    ("countdown-48h", "countdown", ALL, (2017, 12, 11, 8), "Two days left to have your say", COUNTDOWN),
)


def mailings(opens_at: datetime) -> list[dict]:
    """The mailings in the shape of `workshop.json`, in order; the invitation goes out at the opening."""
    return [
        {
            "key": key,
            "kind": kind,
            "audience": audience,
            "send_at": (datetime(*when, tzinfo=UTC) if when else opens_at).isoformat(),
            "subject": subject,
            "body": body,
        }
        for key, kind, audience, when, subject, body in SCHEDULE
    ]
