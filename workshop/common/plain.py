"""Markdown as plain text: the text part of a message, for people who read no HTML."""

from textwrap import indent

from markdown_it.tree import SyntaxTreeNode

from workshop.common.texts import MARKDOWN


def markdown_as_text(value: str) -> str:
    """Return Markdown as text: lists keep their marks, a link is its words and its address."""
    return _blocks(SyntaxTreeNode(MARKDOWN.parse(value)))


def _blocks(node: SyntaxTreeNode, between: str = "\n\n") -> str:
    return between.join(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> str:
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "blockquote":
        return indent(_blocks(node), "> ", lambda line: True)
    if node.type in ("code_block", "fence"):
        return indent(node.content.rstrip("\n"), "    ")
    if node.type == "hr":
        return "-" * 40
    words = "".join(_words(child) for child in node.children)
    if node.type == "heading":
        return f"{words}\n{('=' if node.tag in ('h1', 'h2') else '-') * len(words)}"
    return words


def _list(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    items = []
    for number, item in enumerate(node.children, first):
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        body = indent(_blocks(item, "\n"), " " * len(mark))
        items.append(mark + body[len(mark) :])
    return "\n".join(items)


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if not node.children:
        return node.content if node.type in ("text", "code_inline") else ""
    words = "".join(_words(child) for child in node.children)
    if node.type == "link":
        address = str(node.attrs.get("href", "")).removeprefix("mailto:")
        return words if words == address else f"{words}: {address}"
    return words
