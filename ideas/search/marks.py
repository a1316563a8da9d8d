"""Found words marked in a text: the database sets marks, and only we turn them into HTML."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Control characters: no form of ours takes them, and no browser shows them.
START, END = "\x02", "\x03"
# PostgreSQL takes and/or for the name of a file, rota.Then for a host, <b> for a tag, and A&E for
# two words. What joins or parts words so gives way to what does not, and comes back when shown.
SIGNS = "<>/.@-+&"
BLANKS = " " * 7 + "\N{LATIN EPIGRAPHIC LETTER I LONGA}"
HELD = "\x01\x04\x05\x06\x07\x08\x0e" + BLANKS[-1]
BACK = str.maketrans(HELD, SIGNS)
MARKS = re.compile(f"([{START}{END}])")
ELLIPSIS = "…"
NOT_LETTERS = re.compile(r"[\W_]+")


def shown(marked: str) -> SafeString:
    """Return a marked text as HTML: all of it escaped, what lies between the marks in <mark>.

    Marks that do not pair, as from a text that holds some itself, do no harm.
    """
    pieces, inside = [], False
    for piece in MARKS.split(marked.translate(BACK)):
        if piece in (START, END):
            inside = piece == START
        elif piece:
            pieces.append(format_html("<mark>{}</mark>", piece) if inside else piece)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def excerpt(marked: str, whole: str) -> SafeString:
    """Return a marked part of a text in one line, with … where the text goes on."""
    if not marked:
        return SafeString("")
    line = " ".join(marked.split())
    letters, all_letters = _letters(line.translate(BACK)), _letters(whole)
    before = "" if all_letters.startswith(letters) else ELLIPSIS
    after = "" if all_letters.endswith(letters) else ELLIPSIS
    return format_html("{}{}{}", before, shown(line), after)


def _letters(text: str) -> str:
    return NOT_LETTERS.sub("", text)
