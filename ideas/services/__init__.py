"""Every write of the conversation."""

from ideas.services.comments import (
    comment_add,
    comment_edit,
    comment_hide,
    comment_restore,
    comment_withdraw,
)
from ideas.services.drafts import SavedDraft, StaleDraftError, draft_discard, draft_save
from ideas.services.erasure import (
    contribution_erase,
    contributions_erase,
    contributions_unlink,
)
from ideas.services.evidence import drafts_delete, strays_sweep
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
    "SavedDraft",
    "StaleDraftError",
    "comment_add",
    "comment_edit",
    "comment_hide",
    "comment_restore",
    "comment_withdraw",
    "contribution_erase",
    "contributions_erase",
    "contributions_unlink",
    "draft_discard",
    "draft_save",
    "drafts_delete",
    "idea_edit",
    "idea_hide",
    "idea_restore",
    "idea_seed",
    "idea_submit",
    "idea_withdraw",
    "strays_sweep",
    "vote_cast",
    "vote_cast_at",
]
