"""What the staff's screens say about reports."""

from django import template

from ideas.selectors import waiting_posts
from workshop.models import Workshop

register = template.Library()


@register.simple_tag
def waiting_reports(workshop: Workshop | None = None) -> int:
    """Return how many reported posts wait for a decision, in a workshop or in all."""
    return waiting_posts(workshop)
