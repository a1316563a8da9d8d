"""The summary that a person may get by e-mail: numbers and links, never a title, a text or a name.

Whoever sees a mailbox would else learn who wrote, followed or was answered what.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from ideas.selectors import digest_counts
from ideas.selectors.digest import DigestCounts
from ideas.words import counted
from workshop.common.dates import day_words
from workshop.enums import EmailChoice
from workshop.models import Participant, Workshop

SPANS = {
    EmailChoice.REPLIES: timedelta(days=1),
    EmailChoice.DAILY: timedelta(days=1),
    EmailChoice.WEEKLY: timedelta(days=7),
}


@dataclass(frozen=True)
class DigestLine:
    """One thing that is new, and the absolute address behind which it is read."""

    words: str
    url: str


@dataclass(frozen=True)
class Digest:
    """A summary for one person, complete but for the link that stops it."""

    workshop: Workshop
    subject: str
    since: str
    lines: list[DigestLine]
    choices_url: str

    def as_html(self, *, stop_url: str) -> str:
        """Return the message as HTML, before styles are written into its tags."""
        return render_to_string("emails/digest.html", self._context(stop_url))

    def as_text(self, *, stop_url: str) -> str:
        """Return the message as plain text."""
        # The engine escapes for HTML; a plain text shows the characters themselves.
        return unescape(render_to_string("emails/digest.txt", self._context(stop_url)))

    def _context(self, stop_url: str) -> dict:
        words = {"subject": self.subject, "stop_url": stop_url}
        return {"digest": self, "workshop": self.workshop} | words


def digest_for(*, participant: Participant, since: datetime, now: datetime) -> Digest | None:
    """Return what came after `since` and not after `now`, as far as the person wants to hear of it.

    None where nothing is new, or nothing is wanted, or all messages were stopped. One query for
    replies alone, four for a daily or weekly summary, whatever there is.
    """
    choice = EmailChoice(participant.email_choice)
    if choice == EmailChoice.NONE or participant.mailings_stopped_at or not participant.has_joined:
        return None
    is_summary = choice != EmailChoice.REPLIES
    counts = digest_counts(participant, since=since, now=now, all_kinds=is_summary)
    lines = _lines(participant.workshop, counts)
    if not lines:
        return None
    workshop, zone = participant.workshop, participant.workshop.zone
    what = "what is new" if is_summary else "new replies"
    title = " ".join(workshop.title.split())
    today = now.astimezone(zone).date()
    return Digest(
        workshop=workshop,
        subject=f"{title}: {what}",
        since=day_words(since.astimezone(zone).date(), today=today),
        lines=lines,
        choices_url=_absolute("mailings:preferences", workshop),
    )


def preview_of(*, participant: Participant, now: datetime) -> dict:
    """Return what the person's next summary would say, were it written now; `span` is its days."""
    choice = EmailChoice(participant.email_choice)
    span = SPANS.get(choice)
    digest = digest_for(participant=participant, since=now - span, now=now) if span else None
    stopped = participant.mailings_stopped_at is not None
    return {"digest": digest, "days": span.days if span else 0, "stopped": stopped}


def _lines(workshop: Workshop, counts: DigestCounts) -> list[DigestLine]:
    lines = []
    if counts.replies:
        words = f"{counted(counts.replies, 'new reply', 'new replies')} to what you wrote"
        lines.append(DigestLine(words, _own_page(workshop, "replies")))
    if counts.followed:
        threads = counted(counts.threads, "conversation")
        words = f"{counted(counts.followed, 'new comment')} in {threads} that you follow"
        lines.append(DigestLine(words, _own_page(workshop, "following")))
    if counts.moved:
        words = f"Votes have moved {counted(counts.moved, 'idea')} of yours"
        lines.append(DigestLine(words, _own_page(workshop, "moved")))
    for key, title, number in counts.groups:
        words = f"{counted(number, 'new idea')} in “{title}”"
        lines.append(DigestLine(words, _absolute("ideas:list", workshop, key=key)))
    return lines


def _own_page(workshop: Workshop, section: str) -> str:
    return f"{_absolute('ideas:mine', workshop)}#{section}"


def _absolute(name: str, workshop: Workshop, **kwargs: str) -> str:
    return settings.SITE_URL + reverse(name, kwargs={"slug": workshop.slug} | kwargs)
