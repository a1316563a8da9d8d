import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.search.marks import END, START, excerpt, shown

HOSTILE = st.text(
    st.sampled_from([*"<>&\"'/=", START, END, "\x01", "\x08", *"amrk scipt", "ꟾ", "😀"])
)


class Tags(HTMLParser):
    """Collects the tags and the words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attrs, self.text = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attrs += attrs

    def handle_data(self, data):
        self.text += data


@given(HOSTILE)
def test_whatever_the_text_only_marks_become_html(text):
    html = str(shown(text))

    seen = Tags(html)
    assert set(seen.tags) <= {"mark"}
    assert seen.attrs == []
    assert html.count("<mark>") == html.count("</mark>")
    assert re.sub("</?mark>", "", html).count("<") == 0


@given(st.text(st.characters(exclude_categories=["C"], exclude_characters="ꟾ")))
def test_a_text_without_marks_is_shown_as_it_is(text):
    assert Tags(str(shown(text))).text == text


def test_what_was_found_is_marked_and_the_rest_escaped():
    marked = f"<b>{START}rota{END} & more"

    assert str(shown(marked)) == "&lt;b&gt;<mark>rota</mark> &amp; more"


def test_signs_that_gave_way_come_back():
    assert str(shown(f"{START}AꟾE{END} and\x05or")) == "<mark>A&amp;E</mark> and/or"


@pytest.mark.parametrize(
    ("marked", "shown_as"),
    [
        ("One two. Three four.", "One two. Three four."),
        ("One two", "One two…"),
        ("four", "…four"),
        (f"two. {START}Three{END}", "…two. <mark>Three</mark>…"),
        ("One\n\n two. Three  four", "One two. Three four"),
        ("", ""),
    ],
)
def test_an_excerpt_says_where_the_text_goes_on(marked, shown_as):
    assert str(excerpt(marked, "One\n\ntwo. Three four.")) == shown_as
