"""What may be done with a post, asked by pages and services alike."""

from datetime import datetime, timedelta

from ideas.models import Comment, Idea

EDIT_WINDOW = timedelta(minutes=15)
EDIT_REFUSAL = (
    "You can change what you wrote for 15 minutes after posting, while the workshop is open."
)


def is_editable(*, post: Idea | Comment, now: datetime) -> bool:
    """Say whether a post is shown and young enough to be edited by its author."""
    return post.is_visible and now - post.created_at < EDIT_WINDOW
