"""Which changes of words mend a typing error, and which change the question."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gateway.wording import DECISIVE, is_typing_error, same_label

WORDS = st.text(string.ascii_letters, min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)

MENDED = [
    ("Nures", "Nurse"),
    ("teh nurse", "the nurse"),
    ("nto sure", "not sure"),
    ("How offen do you use it?", "How often do you use it?"),
    ("What is your rol", "What is your role?"),
    ("NURSE", "Nurse"),
    ("full time", "full-time"),
    ("fulltime", "full-time"),
    ("Dont know", "Don't know"),
    ("25-40", "25 – 40"),
    ("£20000 or more", "£20,000 or more"),
    ("Inprove a lot", "Improve a lot"),
    ("Nures/AHP", "Nurse/AHP"),
    ("Organization", "Organisation"),
    ("Cafe\u0301", "café"),
    ("Strongly agre", "Strongly agree"),
    ("Ecole", "École"),
    ("Cafe", "Café"),
    ("Nnurse", "Nurse"),
    ("Administator", "Administrator"),
    ("Rating", "Ratings"),
    # Another word, and yet no more than a slip: the log is there for these.
    ("Widow", "Window"),
    ("Private", "Primate"),
]
CHANGED = [
    ("Agree", "Disagree"),
    ("25-40", "25-45"),
    ("25-40", "2540"),
    ("65+", "65"),
    ("< 5 years", "> 5 years"),
    ("10%", "10"),
    ("£5", "€5"),
    ("I agree", "I do not agree"),
    ("I do not agree", "I do agree"),
    ("I can see benefits", "I can't see benefits"),
    ("It does help", "It doesn't help"),
    ("No answer", "On answer"),
    ("Have you ever asked?", "Have you never asked?"),
    ("Male", "Female"),
    ("Paid", "Unpaid"),
    ("Increase", "Decrease"),
    ("External", "Internal"),
    ("Employer", "Employee"),
    ("East", "West"),
    ("Theist", "Atheist"),
    ("He", "She"),
    ("Mother", "Other"),
    ("Other", "Mother"),
    ("Sexual", "Asexual"),
    ("Symptomatic", "Asymptomatic"),
    ("Nurse", "Purse"),
    ("Eno", "One"),
    ("Employed", "Employer"),
    ("Employee", "Employed"),
    ("Interviewed", "Interviewing"),
    ("Carer", "Care"),
    ("Use", "Used"),
    ("Read", "Reread"),
    ("Admin", "Administrator"),
    ("Pre-operative", "Post-operative"),
    ("Preoperative", "Postoperative"),
    ("Hypertension", "Hypotension"),
    ("🙂", "🙁"),
    ("✓", "✗"),
    ("Seventeen", "Seventy"),
    ("Nurse", "Doctor"),
    ("Nurse", ""),
    ("Nurse", "?"),
    ("Nurse", "Nurse or midwife"),
    ("1 or 2", "1 and 2"),
    ("½ day", "¼ day"),
]


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_a_slip_of_the_fingers_may_be_mended(before, after):
    assert is_typing_error(before, after)


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_another_meaning_is_no_typing_error(before, after):
    assert not is_typing_error(before, after)


@given(SENTENCES)
def test_case_punctuation_and_spaces_may_always_change(text):
    assert is_typing_error(text, text)
    assert is_typing_error(text, f"  {text.upper()}?! ")
    assert is_typing_error(text, text.replace(" ", " - "))


@given(SENTENCES, SENTENCES)
def test_what_may_be_mended_has_as_many_words_before_and_after(before, after):
    assume(before.replace(" ", "").casefold() != after.replace(" ", "").casefold())

    if is_typing_error(before, after):
        assert len(before.split()) == len(after.split())


@given(SENTENCES, WORDS, st.integers(0, 8))
def test_a_word_may_never_be_added(text, word, place):
    words = text.split()
    words.insert(place, word)

    assert not is_typing_error(text, " ".join(words))


@given(SENTENCES, st.integers(0, 999), st.integers(0, 999))
def test_a_number_may_never_change(text, one, other):
    assert is_typing_error(f"{text} {one}", f"{text} {other}") == (one == other)


@given(SENTENCES)
def test_two_letters_inside_that_changed_places_may_be_put_right(text):
    word = max(text.split(), key=len)
    assume(len(word) > 3)
    slip = text.replace(word, word[0] + word[2] + word[1] + word[3:], 1)

    assume(DECISIVE.isdisjoint(slip.casefold().split()))

    assert is_typing_error(slip, text)


@given(WORDS, WORDS)
def test_a_word_keeps_its_first_letter(before, after):
    assume(before[0].casefold() != after[0].casefold())

    assert not is_typing_error(before, after)


@given(WORDS, st.sampled_from(string.ascii_lowercase))
def test_nothing_else_comes_before_a_word(word, letter):
    assume(letter != word[0].casefold())

    assert not is_typing_error(word, letter + word)
    assert not is_typing_error(letter + word, word)


@given(WORDS, st.sampled_from(string.ascii_lowercase))
def test_the_last_letter_of_a_word_is_not_exchanged(word, letter):
    assume(letter != word[-1].casefold())

    assert not is_typing_error(word, word[:-1] + letter)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Full time", "full-time", True),
        ("Don't know.", "DONT KNOW", True),
        ("Cafe\u0301", "café", True),
        ("C", "C++", False),
        ("65+", "65", False),
        ("Nurse", "Nures", False),
    ],
)
def test_labels_are_the_same_but_for_case_and_punctuation(one, other, same):
    assert same_label(one, other) == same
