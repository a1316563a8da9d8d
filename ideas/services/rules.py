"""What several services of the conversation ask before they write."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from ideas.enums import ContributionState, FlagState
from ideas.models import Comment, Flag, Idea, Revision
from ideas.rules import EDIT_REFUSAL, is_editable
from ideas.words import noun
from workshop.common.errors import DomainError
from workshop.common.ids import ALPHABET, LENGTH, new_public_id
from workshop.enums import Action
from workshop.models import Participant
from workshop.services import workshop_require

# Shorter ones are no random keys of ours; they get a random id, and a repeat posts again.
SHORTEST_KEY = 16
# Of a post's id; 30 bits are looked for among one person's posts alone.
MARK_LENGTH = 6
REASON_LIMIT = Idea._meta.get_field("moderation_reason").max_length


@dataclass(frozen=True)
class Submission:
    """Under which public ids a form posts: its first post, and a later one with other words.

    `mark` begins the id of the first post alone, so that two posts of a form have nothing in
    common that others could see. It is empty for a form without a key of ours.
    """

    first: str
    later: str
    mark: str = ""


def submission_of(*, author: Participant, key: str, place: str, words: str = "") -> Submission:
    """Return the ids of what a form posts, the same for the same key and text of the same person.

    So a double click, or a retry after an answer was lost, meets the row of the first; and a
    draft that is saved late can tell that its form has posted. The digests cannot be traced to
    the person: the key is random, of 128 bits, and not kept.
    """
    if len(key) < SHORTEST_KEY:
        return Submission(new_public_id(), new_public_id())
    form = f"{author.pk}\x00{key}\x00{place}"
    mark = _digest("ideas.form", form, MARK_LENGTH)
    rest = _digest("ideas.submission", f"{form}\x00{words}", LENGTH - MARK_LENGTH)
    return Submission(mark + rest, _digest("ideas.later", f"{form}\x00{words}", LENGTH), mark)


def _digest(purpose: str, value: str, length: int) -> str:
    digest = salted_hmac(purpose, value, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:length])


def form_has_posted(*, rows: QuerySet, author: Participant, submission: Submission) -> bool:
    """Say whether a form has posted anything, whatever it said."""
    return bool(submission.mark) and rows.filter(by_form(author, submission)).exists()


def by_form(author: Participant, submission: Submission) -> Q:
    """Return the condition of being the first post of a form."""
    return Q(author=author, public_id__startswith=submission.mark or submission.first)


GONE = "This account has been erased, so nothing can be added with it."


def account_require(participant: Participant) -> None:
    """Hold the person's row until the transaction ends; refuse (DomainError) an erased account.

    Else what is written while the account is erased would stay tied to its row.
    """
    if not Participant.objects.held(participant).values_list("pk", flat=True).first():
        raise DomainError(GONE)


def on_item(item: Idea | Comment) -> dict[str, Idea | Comment]:
    """Return the filter by which rows about an idea or a comment are found."""
    return {noun(item): item}


def member_require(*, participant: Participant, workshop_id: int) -> None:
    """Refuse (DomainError) whoever did not join the workshop."""
    if participant.workshop_id != workshop_id or not participant.has_joined:
        raise DomainError("Only people who joined this workshop can take part in it.")


def contribution_require(
    *, participant: Participant, workshop_id: int, now: datetime, item: Idea | None = None
) -> None:
    """Refuse (DomainError) a write outside the open hours, by strangers, or below what is gone."""
    member_require(participant=participant, workshop_id=workshop_id)
    workshop_require(workshop=participant.workshop, action=Action.CONTRIBUTE, now=now)
    if item is not None:
        shown_require(item)


def shown_require(idea: Idea) -> None:
    """Refuse (DomainError) to add to an idea that is no longer shown."""
    if not idea.is_visible:
        raise DomainError("This idea is no longer shown, so nothing can be added to it.")


def own_require(*, post: Idea | Comment, participant: Participant) -> None:
    """Refuse (DomainError) what only the author may do."""
    if post.author_id is None or post.author_id != participant.pk:
        raise DomainError("You can only change what you wrote yourself.")


def edit_require(*, post: Idea | Comment, now: datetime) -> None:
    """Refuse (DomainError) an edit that comes too late, or of something withdrawn."""
    if post.state == ContributionState.WITHDRAWN:
        raise DomainError("This is no longer shown, so it cannot be changed.")
    if not is_editable(post=post, now=now):
        raise DomainError(EDIT_REFUSAL)


def withdrawal_require(*, post: Idea | Comment, participant: Participant, now: datetime) -> None:
    """Refuse (DomainError) the withdrawal of what is another's, or before the opening."""
    own_require(post=post, participant=participant)
    workshop_require(workshop=participant.workshop, action=Action.READ, now=now)


def moderation_require(*, post: Idea | Comment, state: ContributionState) -> None:
    """Refuse (DomainError) to hide or restore what is not in the state that it is taken from."""
    if post.state != state:
        now_it_is = ContributionState(post.state).label.lower()
        raise DomainError(f"That is not possible: it is {now_it_is}.")


def reason_require(reason: str) -> str:
    """Return the reason without its margins; refuse (DomainError) none or a long one."""
    reason = reason.strip()
    if not reason:
        raise DomainError("Say why: the author will read it.")
    if len(reason) > REASON_LIMIT:
        raise DomainError(f"Say why in at most {REASON_LIMIT} characters.")
    return reason


def revision_keep(*, post: Idea | Comment, now: datetime) -> None:
    """Keep what a post says before it is edited."""
    if isinstance(post, Idea):
        own = {"idea": post, "title": post.title, "evidence_link": post.evidence_link}
    else:
        own = {"comment": post}
    Revision.objects.create(body=post.body, replaced_at=now, **own)


def flags_settle(*, post: Idea | Comment) -> None:
    """Settle the reports of a post by what has just become of it.

    Hiding upholds them. Showing it again, or its author's withdrawal, leaves nothing to decide.
    """
    flags = Flag.objects.filter(**on_item(post))
    if post.state == ContributionState.HIDDEN:
        flags.filter(state=FlagState.OPEN).update(state=FlagState.UPHELD)
    elif post.state == ContributionState.WITHDRAWN:
        flags.filter(state=FlagState.OPEN).update(state=FlagState.DISMISSED)
    else:
        flags.update(state=FlagState.DISMISSED)
