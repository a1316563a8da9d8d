import unicodedata

import pytest

from ideas.forms import CommentForm, IdeaForm
from ideas.models import Comment, Idea

GOOD = {"title": "Two hours a month", "body": "In the rota."}


def idea_errors(**data) -> dict:
    return dict(IdeaForm(GOOD | data).errors)


@pytest.mark.parametrize(
    ("title", "error"),
    [
        ("", "Write a title."),
        ("   ", "Write a title."),
        ("\u200b" * 9, "Write a title."),
        ("Seven 7", "Use at least 8 characters."),
        ("  Seven 7   ", "Use at least 8 characters."),
        ("x" * 121, "Use at most 120 characters. You have 121."),
        ("Two \x00 hours", "A title has a character that cannot be shown."),
        ("Two \x1b[0m hours", "A title has a character that cannot be shown."),
    ],
)
def test_a_title_that_does_not_fit_is_refused_in_words(title, error):
    assert idea_errors(title=title)["title"][0].startswith(error)


@pytest.mark.parametrize(
    "title",
    ["x" * 8, "x" * 120, "\U0001f469\u200d\U0001f4bb" * 40, "مرحبا بكم جميعا", "e\u0301" * 120],
)
def test_length_is_counted_in_code_points_after_nfc(title):
    assert idea_errors(title=title) == {}


@pytest.mark.parametrize(
    ("body", "ok"),
    [
        ("x", True),
        ("x" * 5000, True),
        ("x" * 5001, False),
        ("\r\n".join("x" * 2500), True),
        (" \n\t", False),
    ],
)
def test_an_idea_has_1_to_5000_characters(body, ok):
    assert ("body" not in idea_errors(body=body)) == ok


@pytest.mark.parametrize(("length", "ok"), [(1, True), (2000, True), (2001, False)])
def test_a_comment_has_1_to_2000_characters(length, ok):
    assert CommentForm({"body": "x" * length}).is_valid() == ok


def test_text_is_cleaned():
    form = IdeaForm({"title": " Two\r\n hours  a\tmonth ", "body": " one\r\n\r\ntwo e\u0301 "})

    assert form.is_valid()
    assert form.cleaned_data["title"] == "Two hours a month"
    assert form.cleaned_data["body"] == unicodedata.normalize("NFC", "one\n\ntwo e\u0301")


def test_what_was_typed_stands_in_the_form_again():
    assert "Seven 7" in str(IdeaForm(GOOD | {"title": "Seven 7"})["title"])


def test_an_imported_idea_may_keep_its_length():
    idea = Idea(title="t" * 200, body="b" * 9000)

    assert IdeaForm({"title": "t" * 200, "body": "b" * 9000}, idea=idea).is_valid()
    assert set(IdeaForm({"title": "t" * 201, "body": "b" * 9001}, idea=idea).errors) == {
        "title",
        "body",
    }
    assert IdeaForm({"title": "Go", "body": "b"}, idea=Idea(title="Go", body="b")).is_valid()


def test_an_imported_comment_may_keep_its_length():
    comment = Comment(body="b" * 4000)

    assert CommentForm({"body": "b" * 4000}, comment=comment).is_valid()
    assert not CommentForm({"body": "b" * 4001}, comment=comment).is_valid()


def test_each_form_has_a_key_of_its_own():
    one, two = IdeaForm()["key"].value(), IdeaForm()["key"].value()

    assert (len(one), one != two) == (32, True)


@pytest.mark.parametrize("key", ["\x00", "é" * 20, "x" * 65, "a b", "<script>"])
def test_a_key_that_is_not_ours_is_dropped(key):
    form = CommentForm({"body": "Yes", "key": key})

    assert form.is_valid()
    assert form.cleaned_data["key"] == ""
