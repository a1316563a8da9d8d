"""What the forms for ideas, comments and replies share: whatever is not posted is kept."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest

from ideas import services
from ideas.fields import MadeFile
from ideas.forms import DraftedForm, new_key
from ideas.models import Comment, Idea, PostDraft
from ideas.selectors.drafts import Place
from ideas.services import StaleDraftError
from ideas.services.limits import TooManyError
from ideas.services.rates import DRAFT, CountingAwayError, Rate, rate_require
from ideas.views.answers import CONFLICT, UNPROCESSABLE
from workshop.common.errors import DomainError
from workshop.models import Participant
from workshop.services import HAS_CLOSED

CLOSED = "The workshop closed while you were writing."
CUT = "This is too long to be kept in full, so the end of it is not in your draft."
DRAFT_SAVED = "Your draft is saved. It is here, and on your page, on every device."
DRAFT_GONE = "Your draft is discarded."


@dataclass(frozen=True)
class Kept:
    """What became of a text that was not posted.

    `stale` says that another form has changed the draft meanwhile, `problem` why nothing is kept.
    """

    draft: PostDraft | None = None
    stale: StaleDraftError | None = None
    problem: str = ""
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Say whether all of it is kept now."""
        return not (self.stale or self.problem or self.is_cut)

    @property
    def other(self) -> PostDraft | None:
        """Return the draft as another form has left it."""
        return self.stale.other if self.stale else None


@dataclass(frozen=True)
class Attempt:
    """What became of an attempt to post: the post, or why there is none and what is kept."""

    post: Idea | Comment | None = None
    problem: str = ""
    kept: Kept = Kept()


def pace_problem(participant: Participant, rate: Rate) -> str:
    """Count one more of something; return why it has to wait, or nothing.

    What cannot be counted, while the cache is away, goes on: nothing typed may be lost for that.
    """
    try:
        rate_require(participant=participant, rate=rate)
    except TooManyError as error:
        return error.message
    except CountingAwayError:
        pass
    return ""


def draft_keep(
    participant: Participant,
    place: Place,
    form: DraftedForm,
    *,
    file: MadeFile | None = None,
    remove_file: bool = False,
) -> Kept:
    """Keep what was sent as a draft, whether or not it can be posted; the form goes on from it."""
    if problem := pace_problem(participant, DRAFT):
        return Kept(problem=problem)
    try:
        saved = services.draft_save(
            participant=participant, place=place, file=file, remove_file=remove_file, **form.draft
        )
    except StaleDraftError as stale:
        return _stale(form, stale)
    except DomainError as error:
        return Kept(problem=error.message)
    form.loads(saved.version)
    return Kept(saved.draft, is_cut=saved.is_cut)


def post_try(
    participant: Participant,
    place: Place,
    form: DraftedForm,
    post: Callable[..., Idea | Comment],
    *,
    file: MadeFile | None = None,
) -> Attempt:
    """Post a valid form by a service, which gets its key and its draft; else keep the draft.

    A file goes by way of the draft, so that it is there still where the post is refused.
    """
    version = form.draft["version"]
    try:
        if file:
            # Of a form that has posted already the service below returns the post.
            with suppress(StaleDraftError):
                version = services.draft_save(
                    participant=participant, place=place, file=file, **form.draft
                ).version
        return Attempt(post(key=form.cleaned_data["key"], draft_version=version))
    except StaleDraftError as stale:
        return Attempt(problem=stale.message, kept=_stale(form, stale))
    except DomainError as error:
        kept = draft_keep(participant, place, form)
        return Attempt(problem=refusal_words(error), kept=kept)


def refusal_words(error: DomainError) -> str:
    """Return why something was not posted; the close has words of its own."""
    return CLOSED if error.message == HAS_CLOSED else error.message


def writing_status(form: DraftedForm, problem: str, kept: Kept) -> int:
    """Return the status of a page with a form: refused by a rule, by the form, or just asked."""
    if problem or kept.stale:
        return CONFLICT
    return UNPROCESSABLE if form.errors or kept.problem or kept.is_cut else 200


def act_of(request: HttpRequest) -> str:
    """Return what else than posting a form was sent for: draft, preview, remove; else nothing."""
    return request.POST.get("act", "")


def _stale(form: DraftedForm, stale: StaleDraftError) -> Kept:
    """Let the form go on from the other's draft, which its writer has then seen."""
    if stale.other:
        form.loads(stale.other.version)
    else:
        form.loads(0, key=new_key())
    return Kept(stale=stale)
