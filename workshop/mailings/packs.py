"""The ready-made words with which a partner organisation invites its people."""

import re
from datetime import datetime

from workshop.common.texts import clean_text
from workshop.enums import WorkshopState
from workshop.models import Channel, Workshop
from workshop.selectors import dates_in_words, gateway_minutes

TEXTS = ("short_text", "long_text")
ANONYMOUS = "Nobody sees who wrote or voted what: people read your words, never your name."


def ready_texts(*, channel: Channel, workshop: Workshop, now: datetime) -> dict[str, str]:
    """Return the short and the long invitation as they read at this moment.

    `workshop` has its `question_count`. Before the opening they ask to pre-register, then to
    join; after the close they say that it has closed.
    """
    state, dates = workshop.state_at(now), dates_in_words(workshop, now)
    texts = {
        "short_text": _short(state, workshop.title, dates, channel.link),
        "long_text": "\n\n".join(_paragraphs(state, workshop, dates, channel.link)),
    }
    # In the form in which a browser's text is kept, so that the two can be compared.
    return {name: clean_text(text).strip() for name, text in texts.items()}


def has_link(text: str, channel: Channel) -> bool:
    """Say whether a text holds the link; `https://` and the slash at the end may be missing."""
    link = re.escape(channel.typed_link)
    return re.search(rf"{link}(?![\w-])", text, re.IGNORECASE) is not None


def _short(state: str, title: str, dates: dict[str, str], link: str) -> str:
    if state == WorkshopState.CLOSED:
        return f"“{title}” has closed. It was open until {dates['closes']}. Read on: {link}"
    if state == WorkshopState.UPCOMING:
        start = f"“{title}” opens {dates['opens']}. Leave your address and you are invited then."
    else:
        start = f"“{title}” is open until {dates['closes']}. Join in a few minutes."
    return f"{start} Nobody sees who says what. {link}"


def _paragraphs(state: str, workshop: Workshop, dates: dict[str, str], link: str) -> list[str]:
    if state == WorkshopState.CLOSED:
        parts = [
            "Hello,",
            f"“{workshop.title}” has closed. It was open until {dates['closes']}. "
            "Thank you to everybody who took part.",
            f"What it was about, and what happens next:\n{link}",
        ]
    else:
        parts = [
            "Hello,",
            f"You are invited to an online workshop: “{workshop.title}”.",
            workshop.strapline,
            _when(state, dates),
            _questions(workshop.question_count),
            ANONYMOUS,
            _what_to_do(state, link),
        ]
    parts += [f"Questions? Write to {workshop.contact}." if workshop.contact else ""]
    return [part for part in parts if part]


def _when(state: str, dates: dict[str, str]) -> str:
    verb = "opens" if state == WorkshopState.UPCOMING else "opened"
    return (
        f"It {verb} {dates['opens']}, and closes {dates['closes']} ({dates['zone']} time). "
        "You take part in a browser or on a phone, whenever it suits you."
    )


def _questions(count: int) -> str:
    if not count:
        return "You read what people say, add ideas of your own, comment and vote."
    minutes = gateway_minutes(count)
    length = "a minute" if minutes == 1 else f"{minutes} minutes"
    questions = "one short question" if count == 1 else f"{count} short questions"
    return (
        f"You start with {questions} about you, which takes about {length}. "
        "Then you read what people say, add ideas of your own, comment and vote."
    )


def _what_to_do(state: str, link: str) -> str:
    if state == WorkshopState.UPCOMING:
        return f"Leave your e-mail address now, and we write to you when it opens:\n{link}"
    return f"Join here:\n{link}"
