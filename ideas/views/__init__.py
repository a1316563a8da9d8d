"""The hall, the lists, the threads, and a person's own page."""

from ideas.views.comments import (
    comment_add,
    comment_edit,
    comment_link,
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
from ideas.views.flags import comment_history, comment_report, idea_history, idea_report
from ideas.views.ideas import idea_edit, idea_new, idea_withdraw
from ideas.views.mine import mine, mine_digest, mine_list
from ideas.views.pages import hall, idea_list, thread
from ideas.views.search import search, similar
from ideas.views.showings import shown
from ideas.views.threads import comment_list, comment_replies, follow, news
from ideas.views.votes import comment_vote, idea_vote

__all__ = [
    "comment_add",
    "comment_edit",
    "comment_history",
    "comment_link",
    "comment_list",
    "comment_replies",
    "comment_reply",
    "comment_reply_draft",
    "comment_reply_draft_discard",
    "comment_report",
    "comment_vote",
    "comment_withdraw",
    "evidence",
    "evidence_for_staff",
    "follow",
    "hall",
    "idea_edit",
    "idea_history",
    "idea_list",
    "idea_new",
    "idea_report",
    "idea_vote",
    "idea_withdraw",
    "mine",
    "mine_digest",
    "mine_list",
    "new_draft",
    "new_draft_discard",
    "news",
    "reply_form",
    "search",
    "shown",
    "similar",
    "thread",
    "write_draft",
    "write_draft_discard",
]
