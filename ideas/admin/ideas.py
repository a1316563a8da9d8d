"""Ideas: to seed and to moderate."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ideas.admin.moderation import PLAIN, ModerationAdmin, local_day
from ideas.enums import ContributionState
from ideas.forms import IDEA_LONGEST, TITLE_LONGEST, TITLE_SHORTEST, PlainTextField
from ideas.models import Evidence, Idea
from ideas.services import idea_hide, idea_restore, idea_seed
from ideas.words import speaker_inside
from workshop.enums import WorkshopState

MOST_COMMENTS = 200
WITHDRAWN = ContributionState.WITHDRAWN
POST = '<li><b>{0} of {1}</b>, {2} · {3} · <a href="{5}">Moderate or reply</a><br>{4}</li>'


class SeedForm(forms.ModelForm):
    """A new conversation starter."""

    title = PlainTextField(
        noun="a title", shortest=TITLE_SHORTEST, longest=TITLE_LONGEST, one_line=True
    )
    body = PlainTextField(
        label="Idea", noun="the idea", longest=IDEA_LONGEST, widget=forms.Textarea, help_text=PLAIN
    )

    class Meta:
        model = Idea
        fields = ["group", "title", "body"]

    def clean_group(self):
        """Refuse a group whose workshop has closed."""
        group = self.cleaned_data["group"]
        if group.workshop.state == WorkshopState.CLOSED:
            raise forms.ValidationError("This workshop has closed: nothing can be added.")
        return group


@admin.register(Idea)
class IdeaAdmin(ModerationAdmin):
    """Ideas to moderate; adding one places a conversation starter."""

    new_form, new_fields = SeedForm, ["group", "title", "body"]
    services = {"hide": idea_hide, "restore": idea_restore}
    list_display = ["title", "group", "state", "seed", "net", "comment_count", "day"]
    list_filter = ["state", "seed", "workshop", "group"]
    list_select_related = ["group", "workshop"]
    # Staff are led from the thread to these screens.
    view_on_site = False
    search_fields = ["title", "body"]
    shown = [
        "title", "body", "supported_by", "group", "seed", "state", "moderation_reason", "day",
        "earlier", "comment", "conversation",
    ]  # fmt: skip

    @admin.display(description="evidence")
    def supported_by(self, idea: Idea) -> str:
        """Return what supports an idea: the link as it is, and its file to download."""
        file = Evidence.objects.filter(idea=idea).first()
        place = [idea.workshop.slug, idea.public_id]
        url = reverse("ideas:evidence_for_staff", args=place) if file else ""
        parts = [(idea.evidence_link, idea.evidence_link)] if idea.evidence_link else []
        parts += [(url, file.name)] if file else []
        return format_html_join(" · ", '<a href="{}" rel="nofollow noopener">{}</a>', parts) or "–"

    @admin.display(description="comment")
    def comment(self, idea: Idea) -> str:
        """Return a link to the form of a facilitator's comment."""
        path = reverse("admin:ideas_comment_add")
        return format_html('<a href="{}?idea={}">Comment on this as facilitator</a>', path, idea.pk)

    @admin.display(description="conversation")
    def conversation(self, idea: Idea) -> str:
        """Return the idea's comments as people read them, each with a link to its own screen."""
        posts = list(idea.comments.as_conversation()[: MOST_COMMENTS + 1])
        if not posts:
            return "Nobody has written a comment."
        rows = [
            (
                "Reply" if post.parent_id else "Comment",
                speaker_inside(post),
                local_day(post.created_at, idea.workshop),
                post.get_state_display(),
                "" if post.state == WITHDRAWN else linebreaksbr(post.body),
                reverse("admin:ideas_comment_change", args=[post.pk]),
            )
            for post in posts[:MOST_COMMENTS]
        ]
        return format_html(
            "<ol>{}</ol>{}", format_html_join("", POST, rows), self.rest(idea, len(posts))
        )

    def rest(self, idea: Idea, found: int) -> str:
        """Return a link to all comments where there are more than the screen shows."""
        if found <= MOST_COMMENTS:
            return ""
        path = reverse("admin:ideas_comment_changelist")
        words = '<p>The first {} are here. <a href="{}?idea={}">All comments</a></p>'
        return format_html(words, MOST_COMMENTS, path, idea.pk)

    def add(self, obj: Idea) -> Idea:
        """Place the conversation starter."""
        return idea_seed(group=obj.group, title=obj.title, body=obj.body)
