"""The hall, the lists, the threads."""

from ideas.views.comments import (
    comment_add,
    comment_edit,
    comment_place,
    comment_reply,
    comment_withdraw,
    reply_form,
)
from ideas.views.drafts import (
    comment_reply_draft,
    comment_reply_draft_discard,
    new_draft,
    new_draft_discard,
    write_draft,
    write_draft_discard,
)
from ideas.views.evidence import evidence, evidence_for_staff
from ideas.views.ideas import idea_edit, idea_new, idea_withdraw
from ideas.views.pages import hall, idea_list, thread
from ideas.views.votes import comment_vote, idea_vote

__all__ = [
    "comment_add",
    "comment_edit",
    "comment_place",
    "comment_reply",
    "comment_reply_draft",
    "comment_reply_draft_discard",
    "comment_vote",
    "comment_withdraw",
    "evidence",
    "evidence_for_staff",
    "hall",
    "idea_edit",
    "idea_list",
    "idea_new",
    "idea_vote",
    "idea_withdraw",
    "new_draft",
    "new_draft_discard",
    "reply_form",
    "thread",
    "write_draft",
    "write_draft_discard",
]
