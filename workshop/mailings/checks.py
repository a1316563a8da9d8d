"""What is wrong with a mailing, found before it may be scheduled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from difflib import get_close_matches
from enum import StrEnum

from workshop.common.dates import clock_words
from workshop.mailings.content import Letter, letter_of
from workshop.mailings.enums import Audience, MailingKind
from workshop.mailings.links import MOST_SHOWN, bare_links_in, fault_of, half_links_in, links_in
from workshop.mailings.models import Mailing
from workshop.mailings.placeholders import NOT_IN_SUBJECT, PLACEHOLDERS, home_of, used_in

# Mail programs on phones cut a subject off at about sixty characters.
LONG_SUBJECT, LONGEST_SUBJECT = 60, 100
DAY_BEGINS, DAY_ENDS = time(8), time(18)
SATURDAY = 5
# Whoever gets these is asked to come.
CALLS = (MailingKind.INVITATION, MailingKind.REMINDER, MailingKind.COUNTDOWN)
# These may not have answered the questions yet, so they do not read ideas.
OUTSIDE = (Audience.PREREGISTERED, Audience.UNFINISHED)
_BRACES = re.compile(r"(?<!\{)\{([\w .-]{1,40})\}(?!\})")
_DOUBLE = re.compile(r"\{\{\s*([\w .-]{1,40}?)\s*\}\}")


class Level(StrEnum):
    """Whether a mailing may go out all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing to put right or to think about; `field` is the mailing's that it is about."""

    level: Level
    field: str
    words: str


def mailing_problems(mailing: Mailing, now: datetime) -> list[Problem]:
    """Return all that is wrong with the words and the time of a mailing, errors first.

    As it would read when it goes out; a constant number of queries, and one or two a link of ours.
    """
    letter = letter_of(mailing, max(now, mailing.send_at))
    checks = (_of_subject, _of_names, _of_figures, _of_links, _of_way_out, _of_hours)
    found = [problem for check in checks for problem in check(mailing, letter)]
    return sorted(found, key=lambda problem: problem.level != Level.ERROR)


def subject_fault(text: str) -> str:
    """Return what keeps a text from being a subject, in words; nothing if it can be one."""
    if any(not character.isprintable() for character in text):
        return "Write one line: take out line breaks and signs that cannot be seen."
    return ""


def _of_subject(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    if not mailing.subject.strip():
        yield Problem(Level.ERROR, "subject", "Write a subject.")
    if not mailing.body.strip():
        yield Problem(Level.ERROR, "body", "Write a text.")
    for field in ("subject", "preheader"):
        if fault := subject_fault(getattr(mailing, field)):
            yield Problem(Level.ERROR, field, fault)
    length = len(letter.for_one("", None).subject)
    if length > LONGEST_SUBJECT:
        words = f"The subject has {length} characters. Use at most {LONGEST_SUBJECT}."
        yield Problem(Level.ERROR, "subject", words)
    elif length > LONG_SUBJECT:
        words = f"The subject has {length} characters. Phones show about {LONG_SUBJECT}."
        yield Problem(Level.WARNING, "subject", words)


def _of_names(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    """Find placeholders that are none, that stand in the wrong place, and one that is missing."""
    for field in ("subject", "preheader", "body"):
        text = getattr(mailing, field)
        for name in dict.fromkeys(_BRACES.findall(text)):
            if name not in PLACEHOLDERS:
                yield Problem(Level.ERROR, field, _unknown_words(name))
        for name in dict.fromkeys(_DOUBLE.findall(text)):
            words = f"“{{{{{name}}}}}” is sent as it stands. Write one brace on each side."
            yield Problem(Level.ERROR, field, words)
    for field in ("subject", "preheader"):
        for name in sorted(used_in(getattr(mailing, field)) & set(NOT_IN_SUBJECT)):
            words = f"{{{name}}} can stand in the text alone, not here."
            yield Problem(Level.ERROR, field, words)
    leads_here = any(link.startswith(home_of(mailing.workshop)) for link in links_in(letter.source))
    if not leads_here and mailing.body.strip():
        calls = mailing.kind in CALLS
        words = "No link leads to the workshop. Write {link} where people should press."
        yield Problem(Level.ERROR if calls else Level.WARNING, "body", words)


def _unknown_words(name: str) -> str:
    near = get_close_matches(name.lower().replace(" ", "_"), PLACEHOLDERS, n=1)
    known = f"Did you mean {{{near[0]}}}?" if near else "See the list of placeholders."
    return f"“{{{name}}}” stands for nothing. {known}"


def _of_figures(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    """Warn of placeholders that would have nothing to say."""
    used = used_in(mailing.subject, mailing.preheader, mailing.body)
    values = letter.values
    if "days_left" in used and values.plain("days_left") == "0":
        words = "{days_left} will say 0: it goes out on the last day, or after the close."
        yield Problem(Level.WARNING, "body", words)
    if used & {"ideas", "new_ideas"} and not values.facts.ideas:
        words = "There are no ideas yet, so {ideas} and {new_ideas} would say 0."
        yield Problem(Level.WARNING, "body", words)
    if "most_discussed" in used and not values.facts.most_discussed:
        words = "Nothing has been discussed yet, so {most_discussed} would have nothing to show."
        yield Problem(Level.WARNING, "body", words)
    outside = set(OUTSIDE) & set(mailing.audience)
    if "most_discussed" in used and outside:
        words = (
            "{most_discussed} shows titles of ideas to people who have not answered the questions."
        )
        yield Problem(Level.WARNING, "body", words)


def _of_links(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    for link in links_in(letter.source):
        fault = "" if link == letter.stop_mark else fault_of(link)
        if fault:
            yield Problem(Level.ERROR, "body", f"The link {_short(link)} {fault}.")
    for words in half_links_in(letter.source):
        fault = f"“{_short(words)}…” is not a whole link. Write it as [words](https://…)."
        yield Problem(Level.ERROR, "body", fault)
    for words in bare_links_in(letter.source):
        fault = f"{_short(words)} cannot be pressed. Write it as [words](https://…)."
        yield Problem(Level.WARNING, "body", fault)


def _of_way_out(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    """Look whether both parts have the way to stop these messages, whatever the layout says."""
    if letter.stop_mark not in letter.text or f'href="{letter.stop_mark}"' not in letter.html:
        words = "Nobody could stop these messages by it. Write {unsubscribe} into the text."
        yield Problem(Level.ERROR, "body", words)


def _of_hours(mailing: Mailing, letter: Letter) -> Iterator[Problem]:
    local = mailing.send_at.astimezone(mailing.workshop.zone)
    if local.weekday() >= SATURDAY:
        words = f"It goes out on a {local:%A}. More people read on a working day."
        yield Problem(Level.WARNING, "send_at", words)
    if not DAY_BEGINS <= local.time() <= DAY_ENDS:
        words = f"It goes out at {clock_words(local)}. More people read between 8am and 6pm."
        yield Problem(Level.WARNING, "send_at", words)


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
