"""The styleguide's one page: open while developing, for staff elsewhere."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ideas.forms import CommentForm
from ideas.styleguide import figures, samples
from ideas.styleguide.tokens import tokens
from ideas.styleguide.writing_samples import writing_samples
from workshop.common.http import allow_methods
from workshop.doors import staff_view


@allow_methods("GET")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, from the partials that pages use."""
    return _page(request) if settings.DEBUG else _guarded(request)


def _page(request: HttpRequest) -> HttpResponse:
    workshop = samples.sample_workshop()
    context = {
        "sample": workshop,
        "group": samples.sample_group(workshop),
        "tokens": tokens(),
        "votes": samples.votes(workshop),
        "ideas": samples.chosen_list(workshop),
        "cards": samples.cards(workshop),
        "thread": samples.thread(workshop),
        "comment_form": CommentForm({"body": ""}, auto_id="write_%s"),
        "reply": samples.sample_comment(workshop, "answered"),
        "reply_form": CommentForm(label="Reply to participant B", auto_id="reply_%s"),
        "empty_form": figures.SampleForm(auto_id="empty_%s"),
        "wrong_form": figures.SampleForm({"text": "x" * 201, "role": "gone"}, auto_id="wrong_%s"),
        "numbers": figures.NUMBERS,
        "chart": figures.table_with_chart(),
        "crossed": figures.crossed_table(),
    }
    context |= writing_samples(workshop)
    return render(request, "styleguide/page.html", context)


_guarded = staff_view("workshop.view_workshop")(_page)
