"""Writes on drafts: each is known by the number of the form that saved it last.

A form saves over what it loaded and over its own earlier savings, never over another's. The row of
the person is held meanwhile, so that savings and posts of one person wait for each other: what is
posted cannot come back as a draft.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ideas.evidence import MadeFile
from ideas.models import (
    COMMENT_LIMIT,
    IDEA_LIMIT,
    LINK_LIMIT,
    TITLE_LIMIT,
    Comment,
    Evidence,
    Idea,
    PostDraft,
)
from ideas.selectors.drafts import Place, draft_at, place_column
from ideas.services.evidence import drafts_delete, evidence_attach, evidence_delete
from ideas.services.rules import (
    SHORTEST_KEY,
    account_require,
    by_form,
    form_has_posted,
    submission_of,
)
from workshop.common.errors import DomainError
from workshop.common.texts import clean_text
from workshop.models import BreakoutGroup, Participant

MOST_DRAFTS = 50
LIMITS = {
    "title": TITLE_LIMIT,
    "body": max(IDEA_LIMIT, COMMENT_LIMIT),
    "evidence_link": LINK_LIMIT,
}
NUMBERS = 2**31 - 2
CHANGED = "You have changed this draft in another tab or on another device."
POSTED = "You have posted or discarded this in another tab or on another device."
TOO_MANY = (
    f"You have {MOST_DRAFTS} drafts, and no more can be kept. "
    "Post or discard one on your page, then this one can be saved."
)


class StaleDraftError(DomainError):
    """The draft is not as the form loaded it; `other` is what it is now, None if it is gone."""

    def __init__(self, other: PostDraft | None) -> None:
        super().__init__(CHANGED if other else POSTED)
        self.other = other


@dataclass(frozen=True)
class SavedDraft:
    """What became of a draft: its row, None where nothing was left to keep; and if it was cut."""

    draft: PostDraft | None
    is_cut: bool

    @property
    def version(self) -> int:
        """Return the number that the form sends with its next saving."""
        return self.draft.version if self.draft else 0


@transaction.atomic
def draft_save(
    *,
    participant: Participant,
    place: Place,
    title: str = "",
    body: str = "",
    evidence_link: str = "",
    version: int = 0,
    key: str = "",
    file: MadeFile | None = None,
    remove_file: bool = False,
    now: datetime | None = None,
) -> SavedDraft:
    """Keep what a person has typed at a place, however short; what is too long to keep is cut.

    `version` is what the form loaded, `key` its random key. Saving nothing at all deletes the
    draft. Raises StaleDraftError where another form has saved, posted or discarded it meanwhile,
    and DomainError for one draft too many.
    """
    account_require(participant)
    words, is_cut = _fitting({"title": title, "body": body, "evidence_link": evidence_link})
    draft = draft_at(participant, place)
    has_file = bool(file) or (draft is not None and _has_file(draft) and not remove_file)
    if draft is None and not (has_file or any(words.values())):
        return SavedDraft(None, is_cut)
    is_same = draft is not None and _words(draft) == words
    if not is_same:
        _current_require(draft, participant, place, version, key)
    if not (has_file or any(words.values())):
        _drop(participant, place)
        return SavedDraft(None, is_cut)
    draft = draft or _new(participant, place)
    if not is_same:
        _store(draft, words, key, now or timezone.now())
    _file_change(draft, file, remove_file)
    return SavedDraft(draft_at(participant, place), is_cut)


@transaction.atomic
def draft_discard(
    *, participant: Participant, place: Place, version: int = 0, key: str = ""
) -> None:
    """Delete a draft with its file; where there is none nothing happens.

    `version` is what the page showed, `key` the random key of its form. Raises StaleDraftError
    where the draft says something else by now, and DomainError where the account is erased.
    """
    account_require(participant)
    draft = draft_at(participant, place)
    if draft is None:
        return
    _current_require(draft, participant, place, version, key)
    _drop(participant, place)


def draft_claim(
    *, participant: Participant, place: Place, version: int | None, key: str
) -> PostDraft | None:
    """Return the draft that a form is about to post, if there is one.

    Raises StaleDraftError where another form has changed, posted or discarded it meanwhile; never
    where `version` is None, which is no form's. The person's row is held by the caller.
    """
    draft = draft_at(participant, place)
    if version is not None:
        _current_require(draft, participant, place, version, key)
    return draft


def draft_posted(*, draft: PostDraft | None, idea: Idea | None = None) -> None:
    """Let a draft go that has become a post, and hand its file to the idea."""
    if draft is None:
        return
    if idea:
        Evidence.objects.filter(draft=draft).update(draft=None, idea=idea)
    drafts_delete(drafts=PostDraft.objects.filter(pk=draft.pk))


def posted_before(
    *, rows: QuerySet, author: Participant, place: Place, key: str, words: str
) -> tuple[Idea | Comment | None, str]:
    """Return what a form has posted with these words, if anything, and the id to post under.

    `rows` are the ideas or comments of the workshop.
    """
    form = submission_of(author=author, key=key, place=place_name(place), words=words)
    ids = (form.first, form.later)
    found = list(rows.filter(Q(public_id__in=ids) | by_form(author, form)))
    posted = next((post for post in found if post.public_id in ids), None)
    return posted, form.later if found else form.first


def form_number(key: str) -> int:
    """Return the number by which a form's savings are known: 1 to 2**31 - 2, always the same."""
    if len(key) < SHORTEST_KEY:
        return secrets.randbelow(NUMBERS) + 1
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % NUMBERS + 1


def place_name(place: Place) -> str:
    """Return a place as part of what a form's key stands for."""
    return f"{place_column(place)}\x00{place.pk}"


def _current_require(
    draft: PostDraft | None, participant: Participant, place: Place, version: int, key: str
) -> None:
    """Refuse (StaleDraftError) a form that does not know what has become of its draft."""
    if draft is None:
        posts = _posts_at(place)
        form = submission_of(author=participant, key=key, place=place_name(place))
        if version or form_has_posted(rows=posts, author=participant, submission=form):
            raise StaleDraftError(None)
    elif draft.version not in (version, form_number(key)):
        raise StaleDraftError(draft)


def _drop(participant: Participant, place: Place) -> None:
    drafts_delete(
        drafts=PostDraft.objects.filter(participant=participant, **{place_column(place): place})
    )


def _posts_at(place: Place):
    if isinstance(place, BreakoutGroup):
        return Idea.objects.filter(group=place)
    return Comment.objects.filter(
        **({"idea": place} if isinstance(place, Idea) else {"parent": place})
    )


def _fitting(texts: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Return texts as they can be stored, and whether one of them was too long for that."""
    clean = {name: clean_text(text).replace("\x00", "") for name, text in texts.items()}
    words = {name: text[: LIMITS[name]] if text.strip() else "" for name, text in clean.items()}
    return words, any(len(text) > LIMITS[name] for name, text in clean.items())


def _words(draft: PostDraft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in LIMITS}


def _has_file(draft: PostDraft) -> bool:
    return Evidence.objects.filter(draft=draft).exists()


def _file_change(draft: PostDraft, file: MadeFile | None, remove_file: bool) -> None:
    if file:
        evidence_attach(draft=draft, made=file)
    elif remove_file:
        evidence_delete(rows=Evidence.objects.filter(draft=draft))


def _new(participant: Participant, place: Place) -> PostDraft:
    if participant.post_drafts.count() >= MOST_DRAFTS:
        raise DomainError(TOO_MANY)
    return PostDraft(participant=participant, **{place_column(place): place})


def _store(draft: PostDraft, words: dict[str, str], key: str, now: datetime) -> None:
    for name, text in words.items():
        setattr(draft, name, text)
    draft.version, draft.saved_at = form_number(key), now
    draft.save()
