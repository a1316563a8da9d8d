"""Everything that is kept about one person, for their own eyes: as a page, and as JSON."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Manager, Q, QuerySet

from gateway.selectors import passage
from gateway.services.changes import OwnAnswers, own_answers
from ideas.models import Comment, Flag, Idea, PostDraft, Vote
from ideas.words import counted
from workshop.accounts.models import User
from workshop.mailings.models import Delivery
from workshop.mailings.selectors import suppression_words
from workshop.models import Participant, Preregistration
from workshop.privacy.selectors import erased_at

STATES = {
    "visible": "shown",
    "hidden": "hidden by a facilitator",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True)
class OwnPost:
    """One idea or comment of a person, as their page lists it."""

    noun: str
    title: str
    state: str
    post: Idea | Comment


def own_page(*, participant: Participant) -> dict:
    """Return what the page about a person shows to that person (about 12 queries)."""
    user = participant.user
    answers = own_answers(participant=participant)
    votes = Vote.objects.filter(participant=participant).aggregate(
        ideas=Count("pk", filter=Q(idea__isnull=False)),
        comments=Count("pk", filter=Q(comment__isnull=False)),
    )
    messages = Delivery.objects.filter(participant=participant, sent_at__isnull=False)
    elsewhere = user.participations.exclude(pk=participant.pk).select_related("workshop")
    return {
        "participant": participant,
        "own": answers,
        "rows": _answer_rows(participant, answers),
        "posts": own_posts(participant),
        "votes": votes,
        "votes_words": " and ".join(
            counted(votes[f"{noun}s"], noun) for noun in ("idea", "comment")
        ),
        "messages_sent": messages.count(),
        "networks": user.known_networks.count(),
        "elsewhere": [row.workshop for row in elsewhere.order_by("workshop__title")],
        "erased_at": erased_at(participant.workshop),
    }


def own_posts(participant: Participant) -> list[OwnPost]:
    """Return a person's ideas, then their comments, in the order of writing (2 queries)."""
    ideas = Idea.objects.filter(author=participant).order_by("created_at", "pk")
    comments = Comment.objects.filter(author=participant).select_related("idea")
    return [
        *(OwnPost("idea", idea.title, STATES[idea.state], idea) for idea in ideas),
        *(
            OwnPost("comment", comment.body, STATES[comment.state], comment)
            for comment in comments.order_by("created_at", "pk")
        ),
    ]


def _answer_rows(participant: Participant, own: OwnAnswers) -> list[dict[str, str]]:
    way = passage(participant=participant, answers=own.answers)
    return [
        {"key": key, "question": way.questions[key].text, "words": way.answer_words(key)}
        for key in way.journey.answers
    ]


def own_data(*, user: User) -> dict:
    """Return everything that is kept about a person, in all workshops, as JSON can hold it."""
    people = user.participations.select_related("workshop", "channel").order_by("pk")
    early = Preregistration.objects.filter(email_key=user.email_key)
    return {
        "account": {
            "email": user.email,
            "created_on": user.created_on.isoformat(),
            "last_sign_in": _moment(user.last_login),
            "networks_signed_in_from": [
                row.seen_on.isoformat() for row in user.known_networks.order_by("seen_on")
            ],
            "no_mailing_goes_to_it_because": suppression_words(user.email_key) or None,
        },
        "workshops": [_participation(participant) for participant in people],
        "pre_registrations": [
            {
                "workshop": row.workshop.title,
                "email": row.email,
                "left_on": row.created_on.isoformat(),
                "came_through": row.channel.title if row.channel else None,
                "messages_stopped_at": _moment(row.mailings_stopped_at),
            }
            for row in early.select_related("workshop", "channel").order_by("pk")
        ],
    }


def _participation(participant: Participant) -> dict:
    own = own_answers(participant=participant)
    channel = participant.channel
    return {
        "workshop": participant.workshop.title,
        "joined_on": _day(participant),
        "visits": participant.visits,
        "last_seen_at": _moment(participant.last_seen_at),
        "visit_before_ended_at": _moment(participant.seen_before_at),
        "e_mail_about_the_conversation": participant.get_email_choice_display(),
        "stopped_kinds_of_e_mail": [row.kind for row in participant.stopped_kinds.order_by("kind")],
        "reads_lists_with_the_keyboard": participant.uses_keys,
        "first_contribution_at": _moment(participant.first_contributed_at),
        "first_post_at": _moment(participant.first_posted_at),
        "came_through": channel.title if channel else None,
        "messages_stopped_at": _moment(participant.mailings_stopped_at),
        "answers": {"where": own.place, "given": own.answers},
        "ideas": [
            _idea(idea) for idea in posts(participant.ideas).select_related("group", "evidence")
        ],
        "comments": [_comment(row) for row in posts(participant.comments).select_related("idea")],
        "votes": [_vote(row) for row in participant.votes.select_related("idea", "comment")],
        "drafts": [_draft(row) for row in participant.post_drafts.select_related("evidence")],
        "follows": [row.idea.public_id for row in participant.follows.select_related("idea")],
        "was_shown": [row.idea.public_id for row in participant.showings.select_related("idea")],
        "reports": [_flag(row) for row in participant.flags.select_related("idea", "comment")],
        "messages": [_message(row) for row in participant.deliveries.select_related("mailing")],
    }


def posts(rows: Manager) -> QuerySet:
    """Return a person's ideas or comments with their earlier texts, in the order of writing."""
    return rows.prefetch_related("revisions").order_by("pk")


def _day(participant: Participant) -> str | None:
    joined_at, zone = participant.joined_at, participant.workshop.zone
    return joined_at.astimezone(zone).date().isoformat() if joined_at else None


def _idea(idea: Idea) -> dict:
    return {
        "idea": idea.public_id,
        "group": idea.group.title,
        "title": idea.title,
        "link": idea.evidence_link,
        "file": _file(idea),
    } | _post(idea)


def _comment(comment: Comment) -> dict:
    return {"comment": comment.public_id, "on_idea": comment.idea.public_id} | _post(comment)


def _post(post: Idea | Comment) -> dict:
    return {
        "text": post.body,
        "state": post.state,
        "reason_of_facilitator": post.moderation_reason,
        "written_at": _moment(post.created_at),
        "edited_at": _moment(post.edited_at),
        "earlier_texts": [
            {
                "title": row.title,
                "text": row.body,
                "link": row.evidence_link,
                "until": _moment(row.replaced_at),
            }
            for row in post.revisions.all()
        ],
    }


def _vote(vote: Vote) -> dict:
    noun = "idea" if vote.idea else "comment"
    return {
        f"on_{noun}": (vote.idea or vote.comment).public_id,
        "value": vote.value,
        "cast_at": _moment(vote.cast_at),
    }


def _draft(draft: PostDraft) -> dict:
    return {
        "title": draft.title,
        "text": draft.body,
        "link": draft.evidence_link,
        "file": _file(draft),
        "saved_at": _moment(draft.saved_at),
    }


def _file(post: Idea | PostDraft) -> str | None:
    evidence = getattr(post, "evidence", None)
    return evidence.name if evidence else None


def _flag(flag: Flag) -> dict:
    noun = "idea" if flag.idea else "comment"
    return {
        f"on_{noun}": (flag.idea or flag.comment).public_id,
        "reason": flag.get_reason_display(),
        "words": flag.words,
        "reported_at": _moment(flag.reported_at),
    }


def _message(delivery: Delivery) -> dict:
    return {
        "subject": delivery.mailing.subject,
        "address": delivery.address,
        "state": delivery.state,
        "sent_at": _moment(delivery.sent_at),
        "you_stopped_messages_by_it": delivery.stopped_here,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
