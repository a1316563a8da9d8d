"""Whether the links of a mailing lead anywhere: our own are looked up, no network is asked."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.module_loading import import_string
from markdown_it.tree import SyntaxTreeNode

from workshop.common.texts import MARKDOWN
from workshop.models import Channel, Workshop

MOST_SHOWN = 80
# A link that Markdown did not take for one, and an address that stands as mere words.
HALF_A_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\(")
BARE = re.compile(r"(?:https?://|www\.)[^\s<>]{1,300}")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}", re.IGNORECASE)
MAILBOX = re.compile(r"[^@\s]{1,64}@([^@\s]{1,253})")


def links_in(source: str) -> list[str]:
    """Return the addresses that Markdown makes links of, each once, in order."""
    tree = SyntaxTreeNode(MARKDOWN.parse(source))
    found = [str(node.attrs.get("href", "")) for node in tree.walk() if node.type == "link"]
    return list(dict.fromkeys(found))


def half_links_in(source: str) -> list[str]:
    """Return what looks like a link and became none."""
    return [found[0] for text in _words_of(source) for found in HALF_A_LINK.finditer(text)]


def bare_links_in(source: str) -> list[str]:
    """Return the addresses that stand as mere words, which nobody can press."""
    return [found[0] for text in _words_of(source) for found in BARE.finditer(text)]


def fault_of(link: str) -> str:
    """Return what is wrong with a link, in words that follow its address; nothing if it is good."""
    if any(character.isspace() or not character.isprintable() for character in link):
        return "holds a space"
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme == "mailto":
        mailbox = MAILBOX.fullmatch(parts.path)
        return "" if mailbox and HOST.fullmatch(mailbox[1]) else "is no e-mail address"
    if parts.scheme not in ("http", "https"):
        return "is not a whole address: begin it with https://"
    if is_ours(parts):
        return _fault_of_ours(parts)
    return "" if HOST.fullmatch(host) else "names no website"


def is_ours(parts: SplitResult) -> bool:
    """Say whether an address is one of this site."""
    return parts.hostname == urlsplit(settings.SITE_URL).hostname


def _fault_of_ours(parts: SplitResult) -> str:
    site = urlsplit(settings.SITE_URL)
    if (parts.scheme, parts.port) != (site.scheme, site.port):
        return f"is not how our pages begin: write {settings.SITE_URL}"
    try:
        match = resolve(parts.path or "/")
    except Resolver404:
        return "leads to no page of ours"
    if match.view_name == "mailings:stop":
        return "stops the messages of one person: write {unsubscribe} instead"
    if match.namespace in ("admin", "mailings"):
        return "is for staff alone"
    allowed = getattr(match.func, "allowed", ["GET"])
    if "GET" not in allowed or not _is_there(match):
        return "leads to no page of ours"
    return ""


def _is_there(match: ResolverMatch) -> bool:
    """Say whether what a page is about exists."""
    slug, channel = match.kwargs.get("slug"), match.kwargs.get("channel")
    if slug and not Workshop.objects.filter(slug=slug).exists():
        return False
    if channel and not Channel.objects.filter(workshop__slug=slug, key=channel).exists():
        return False
    if match.namespace != "ideas":
        return True
    return import_string(settings.MAIL_PAGES)(match.view_name, match.kwargs)


def _words_of(source: str) -> list[str]:
    """Return the texts outside links, a paragraph's words joined as they stand."""
    tree = SyntaxTreeNode(MARKDOWN.parse(source))
    return [_outside_links(node) for node in tree.walk() if node.type == "inline"]


def _outside_links(node: SyntaxTreeNode) -> str:
    if node.type == "link":
        return " "
    if not node.children:
        return node.content if node.type == "text" else " "
    return "".join(_outside_links(child) for child in node.children)
