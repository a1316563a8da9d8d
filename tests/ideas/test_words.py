import pytest

from ideas.words import counted, handle_name, start_of


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (None, "Someone"),
        (1, "The author"),
        (2, "Participant B"),
        (26, "Participant Z"),
        (27, "Participant AA"),
        (28, "Participant AB"),
        (702, "Participant ZZ"),
        (703, "Participant AAA"),
    ],
)
def test_a_handle_is_read_as_letters(number, name):
    assert handle_name(number) == name


def test_a_short_text_is_shown_in_full():
    assert start_of("  One. Two.\n\nThree. ") == ("One. Two.\n\nThree.", False)


def test_a_long_text_is_cut_at_the_last_sentence_that_fits():
    first = "a" * 150 + "."

    assert start_of(f"{first} {'b ' * 150}") == (first, True)


def test_a_long_sentence_is_cut_at_a_word():
    start, cut = start_of("word " * 100)

    assert cut
    assert start == ("word " * 56).strip() + "…"


def test_a_text_without_a_space_is_cut_at_the_length():
    assert start_of("x" * 5000) == ("x" * 280 + "…", True)


def test_numbers_stand_with_their_noun():
    assert [counted(1, "idea"), counted(1312, "idea"), counted(2, "reply", "replies")] == [
        "1 idea",
        "1,312 ideas",
        "2 replies",
    ]
