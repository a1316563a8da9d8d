"""Every write of the conversation."""

from ideas.services.comments import (
    comment_add,
    comment_edit,
    comment_hide,
    comment_restore,
    comment_withdraw,
)
from ideas.services.erasure import (
    contribution_erase,
    contributions_erase,
    contributions_unlink,
)
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
    "comment_add",
    "comment_edit",
    "comment_hide",
    "comment_restore",
    "comment_withdraw",
    "contribution_erase",
    "contributions_erase",
    "contributions_unlink",
    "fair_orders_prepare",
    "idea_edit",
    "idea_hide",
    "idea_restore",
    "idea_seed",
    "idea_submit",
    "idea_withdraw",
    "showings_add",
    "showings_from_votes",
    "vote_cast",
    "vote_cast_at",
]
