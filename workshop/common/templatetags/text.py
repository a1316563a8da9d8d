"""Filters that show people's text safely."""

import re
from urllib.parse import urlsplit

from django import template
from django.template.defaultfilters import linebreaks_filter, urlize
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from workshop.common.numbers import people_words
from workshop.common.texts import render_markdown

register = template.Library()
LINK_SIGN = re.compile(r"\S[.:@]\S")


@register.filter
def usertext(value: str) -> SafeString:
    """Show a participant's plain text: everything escaped, paragraphs kept, http(s) links made."""
    # Looking at every word for a link costs more than the rest of a page; most texts have none.
    linked = urlize(value, autoescape=True) if LINK_SIGN.search(value) else escape(value)
    return linebreaks_filter(linked, autoescape=False)


@register.filter
def domain(link: str) -> str:
    """Show to which machine a link leads; letters that only look like others are spelled out."""
    host = urlsplit(link).hostname or ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


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


@register.filter
def inside(sentence: str) -> str:
    """Show a sentence as it stands after a colon; an abbreviation keeps its capitals: PDF."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


@register.filter
def people(count: int) -> str:
    """Show a count of people, a small one without telling which."""
    return people_words(count)
