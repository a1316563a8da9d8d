"""The tables of the conversation."""

from ideas.models.drafts import NAME_LIMIT, Evidence, PostDraft
from ideas.models.posts import (
    COMMENT_LIMIT,
    IDEA_LIMIT,
    LINK_LIMIT,
    TITLE_LIMIT,
    Comment,
    Idea,
    Revision,
)
from ideas.models.votes import (
    WORDS_LIMIT,
    FairOrder,
    Flag,
    Follow,
    Showing,
    Vote,
)

__all__ = [
    "COMMENT_LIMIT",
    "IDEA_LIMIT",
    "LINK_LIMIT",
    "NAME_LIMIT",
    "TITLE_LIMIT",
    "WORDS_LIMIT",
    "Comment",
    "Evidence",
    "FairOrder",
    "Flag",
    "Follow",
    "Idea",
    "PostDraft",
    "Revision",
    "Showing",
    "Vote",
]
