"""The hall, the lists, the threads."""

from ideas.views.comments import (
    comment_add,
    comment_edit,
    comment_place,
    comment_reply,
    comment_withdraw,
    reply_form,
)
from ideas.views.ideas import idea_edit, idea_new, idea_withdraw
from ideas.views.pages import hall, idea_list, thread
from ideas.views.search import search, similar
from ideas.views.votes import comment_vote, idea_vote

__all__ = [
    "comment_add",
    "comment_edit",
    "comment_place",
    "comment_reply",
    "comment_vote",
    "comment_withdraw",
    "hall",
    "idea_edit",
    "idea_list",
    "idea_new",
    "idea_vote",
    "idea_withdraw",
    "reply_form",
    "search",
    "similar",
    "thread",
]
