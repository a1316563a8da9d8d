"""What a person has seen of a group, and how many others saw it."""

from dataclasses import dataclass

from ideas.models import Comment, Idea
from ideas.words import counted
from workshop.models import Participant


@dataclass(frozen=True)
class Shown:
    """To how many others an idea was shown, and whether to see it now counts."""

    public_id: str
    others: int
    counts: bool

    @property
    def words(self) -> str:
        """Return it in words; nothing where nobody else has seen the idea."""
        if not self.others:
            return ""
        return f"Shown to {counted(self.others, 'other person', 'others')}"


def shown_of(idea: Idea, participant: Participant, *, is_open: bool) -> Shown:
    """Return it of an idea that has the person's place (IdeaQuerySet.with_place).

    An author's own reading never counts, and after the close nothing does.
    """
    counts = is_open and idea.is_visible and not idea.was_shown and idea.author_id != participant.pk
    return Shown(idea.public_id, idea.showings - idea.was_shown, counts)


def is_new_to(post: Idea | Comment, participant: Participant) -> bool:
    """Say whether somebody else posted it since the person's last visit, as `new_to` does."""
    since = participant.seen_before_at
    return since is not None and post.created_at > since and post.author_id != participant.pk
