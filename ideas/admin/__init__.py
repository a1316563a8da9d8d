"""Seeding, moderation and reports. No screen shows an author, a voter or a time of day."""

from ideas.admin.comments import CommentAdmin
from ideas.admin.flags import FlagAdmin
from ideas.admin.ideas import IdeaAdmin

__all__ = ["CommentAdmin", "FlagAdmin", "IdeaAdmin"]
