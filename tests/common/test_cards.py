"""A card shows what it can write of any words, within its edges."""

import io

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from workshop.common.cards import HEIGHT, MARGIN, WIDTH, card_png, writable

with_typeface = pytest.mark.skipif(
    not finders.find("fonts/bold.ttf"), reason="the typeface is built by make test and make demo"
)


def card(**words) -> Image.Image:
    values = {
        "title": "Skills",
        "question": "What helps?",
        "dates": "May 2026",
        "accent": "#0f5a62",
    }
    return Image.open(io.BytesIO(card_png(**(values | words))))


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


@pytest.mark.parametrize("word", ["title", "question", "dates", "accent"])
def test_each_part_can_be_seen(word):
    other = "#7a3e06" if word == "accent" else "Something else"

    assert differ(card(), card(**{word: other}))


@settings(max_examples=15)
@given(st.text(max_size=300), st.text(max_size=1000))
def test_no_words_run_over_the_edge(title, question):
    image = card(title=title, question=question)

    assert image.size == (WIDTH, HEIGHT)
    edge = image.crop((WIDTH - MARGIN + 8, 30, WIDTH, HEIGHT - 120))
    assert edge.getcolors() == [(edge.width * edge.height, (255, 255, 255))]


def test_long_words_leave_the_dates_alone():
    foot = (0, HEIGHT - 110, WIDTH, HEIGHT)
    long = card(title="Long " * 60, question="x" * 900)

    assert not differ(card().crop(foot), long.crop(foot))


@with_typeface
@pytest.mark.parametrize(
    "text", ["Łódź, Zürich – “İzmir” £5", "Ποιος έχει χρόνο;", "Кто учит?", "שלום"]
)
def test_letters_of_the_typeface_are_written(text):
    assert writable(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("  Skills \n for\tall ", "Skills for all"),
        ("Skills 😀 for all 🎉", "Skills for all"),
        ("Skills\u200b\u202efor all", "Skillsfor all"),
        ("日本語 and English", ""),
        ("", ""),
    ],
)
def test_what_it_cannot_write_is_left_out(text, left):
    assert writable(text) == left


def test_a_title_it_cannot_write_leaves_a_card_without_empty_boxes():
    nameless = card(title="日本", question="")

    assert not differ(nameless, card(title="An online workshop", question=""))
