"""Every write of the conversation."""

from ideas.services.comments import (
    comment_add,
    comment_add_as_facilitator,
    comment_edit,
    comment_hide,
    comment_restore,
    comment_withdraw,
    facilitator_comment_require,
)
from ideas.services.drafts import SavedDraft, StaleDraftError, draft_discard, draft_save
from ideas.services.erasure import (
    contribution_erase,
    contributions_erase,
    contributions_unlink,
    posts_hold,
)
from ideas.services.evidence import drafts_delete, strays_sweep
from ideas.services.flags import flag_raise, flags_dismiss, flags_uphold, reportable_require
from ideas.services.follows import follow_set
from ideas.services.ideas import (
    idea_edit,
    idea_hide,
    idea_restore,
    idea_seed,
    idea_submit,
    idea_withdraw,
)
from ideas.services.orders import fair_orders_prepare
from ideas.services.showings import showings_add, showings_from_votes
from ideas.services.votes import vote_cast, vote_cast_at

__all__ = [
    "SavedDraft",
    "StaleDraftError",
    "comment_add",
    "comment_add_as_facilitator",
    "comment_edit",
    "comment_hide",
    "comment_restore",
    "comment_withdraw",
    "contribution_erase",
    "contributions_erase",
    "contributions_unlink",
    "posts_hold",
    "draft_discard",
    "draft_save",
    "drafts_delete",
    "facilitator_comment_require",
    "fair_orders_prepare",
    "flag_raise",
    "flags_dismiss",
    "flags_uphold",
    "follow_set",
    "idea_edit",
    "idea_hide",
    "idea_restore",
    "idea_seed",
    "idea_submit",
    "idea_withdraw",
    "reportable_require",
    "showings_add",
    "showings_from_votes",
    "strays_sweep",
    "vote_cast",
    "vote_cast_at",
]
