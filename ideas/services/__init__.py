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
from ideas.services.erasure import (
    contribution_erase,
    contributions_erase,
    contributions_unlink,
)
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
from ideas.services.votes import vote_cast, vote_cast_at

__all__ = [
    "comment_add",
    "comment_add_as_facilitator",
    "comment_edit",
    "comment_hide",
    "comment_restore",
    "comment_withdraw",
    "contribution_erase",
    "contributions_erase",
    "contributions_unlink",
    "facilitator_comment_require",
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
    "vote_cast",
    "vote_cast_at",
]
