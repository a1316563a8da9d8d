"""The fixed words of the conversation."""

from django.db import models


class ContributionState(models.TextChoices):
    """Whether an idea or comment can be read."""

    VISIBLE = "visible", "Visible"
    HIDDEN = "hidden", "Hidden by a facilitator"
    WITHDRAWN = "withdrawn", "Withdrawn by its author"


class VoteValue(models.IntegerChoices):
    """The two directions of a vote; taking it back deletes the row."""

    UP = 1, "Up"
    DOWN = -1, "Down"


class FlagReason(models.TextChoices):
    """Why somebody reports a post."""

    PERSON = "person", "It points to a person or place"
    ABUSE = "abuse", "It is rude, or attacks somebody"
    OFF_TOPIC = "off-topic", "It has nothing to do with the question"
    OTHER = "other", "Something else"


class FlagState(models.TextChoices):
    """What the facilitators made of a report."""

    OPEN = "open", "Waiting"
    UPHELD = "upheld", "Hidden"
    DISMISSED = "dismissed", "Dismissed"


class EvidenceKind(models.TextChoices):
    """What a file of evidence is, found by its content and never by its name."""

    PNG = "png", "PNG picture"
    JPEG = "jpeg", "JPEG picture"
    PDF = "pdf", "PDF document"


class CommentOrder(models.TextChoices):
    """How a conversation is read; replies always stand oldest first."""

    OLDEST = "oldest", "Oldest first"
    BEST = "best", "Best supported first"

    @property
    def why(self) -> str:
        """Return one line on what the order does; the oldest first needs none."""
        return COMMENTS_WHY.get(self, "")


class OwnSection(models.TextChoices):
    """What a person finds on their own page, in its order."""

    REPLIES = "replies", "Replies to you"
    IDEAS = "ideas", "Your ideas"
    COMMENTS = "comments", "Your comments"
    VOTES = "votes", "Your votes"
    DRAFTS = "drafts", "Drafts"
    FOLLOWING = "following", "Conversations you follow"


class ListFilter(models.TextChoices):
    """Which ideas of a group are read; the label follows their number."""

    ALL = "all", "ideas"
    NEW = "new", "new since your last visit"
    NOT_VOTED = "not-voted", "you have not voted on"
    OWN = "own", "of your own"
    COMMENTED = "commented", "with a comment of yours"

    def words(self, count: int) -> str:
        """Return the filter with the number of its ideas, as people choose it."""
        if self == ListFilter.ALL:
            return f"All {count:,} ideas" if count > 1 else "All ideas"
        return f"{count:,} {self.label}" if count else f"None {self.label}"


class ListOrder(models.TextChoices):
    """How a list of ideas is read; the first is what people get who choose nothing."""

    FOR_YOU = "for-you", "For you"
    NEWEST = "newest", "Newest"
    TOP = "top", "Most net votes"
    SUPPORTED = "supported", "Best supported"
    DISCUSSED = "discussed", "Most discussed"
    DIVIDED = "divided", "Divided opinion"

    @property
    def by_votes(self) -> bool:
        """Say whether the order gives scores away."""
        return self in (ListOrder.TOP, ListOrder.SUPPORTED, ListOrder.DIVIDED)

    @property
    def why(self) -> str:
        """Return one line that says in plain words what the order does."""
        return WHY[self]


WHY = {
    ListOrder.FOR_YOU: (
        "“For you” gives each idea a fair chance of being read, whatever its votes."
    ),
    ListOrder.NEWEST: "“Newest” shows the latest ideas first.",
    ListOrder.TOP: "“Most net votes” counts up votes minus down votes, most first.",
    ListOrder.SUPPORTED: (
        "“Best supported” sets up votes against how many people were shown the idea, "
        "so that early ideas do not win by age."
    ),
    ListOrder.DISCUSSED: "“Most discussed” shows ideas with the most comments first.",
    ListOrder.DIVIDED: "“Divided opinion” shows first where many up votes meet many down votes.",
}

COMMENTS_WHY = {
    CommentOrder.BEST: "Most up votes among all votes; a few votes count for less than many.",
}
