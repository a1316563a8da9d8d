"""People's text: one way to clean it, two ways to show it."""

import unicodedata

import nh3
from markdown_it import MarkdownIt

MARKDOWN_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "ul",
}  # fmt: skip
MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})


def clean_text(value: str) -> str:
    """Return text in NFC with plain line ends, so that one character counts as one everywhere."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def render_markdown(value: str) -> str:
    """Return the safe HTML of a facilitator's Markdown: few tags, http(s) and mailto links."""
    return nh3.clean(
        MARKDOWN.render(value),
        tags=MARKDOWN_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
