"""Filters that show people's text safely."""

from django import template
from django.template.defaultfilters import linebreaks_filter, urlize
from django.utils.html import format_html
from django.utils.safestring import SafeString

from workshop.common.texts import render_markdown

register = template.Library()


@register.filter
def usertext(value: str) -> SafeString:
    """Show a participant's plain text: everything escaped, paragraphs kept, http(s) links made."""
    return linebreaks_filter(urlize(value, autoescape=True), autoescape=False)


@register.filter
def markdown(value: str) -> SafeString:
    """Show a facilitator's Markdown, cleaned through the allow-list."""
    return SafeString(render_markdown(value))


@register.filter
def signed(value: int) -> str:
    """Show a number with its sign: +38, −9, 0."""
    if value == 0:
        return "0"
    return format_html("{}{}", "+" if value > 0 else "−", abs(value))
