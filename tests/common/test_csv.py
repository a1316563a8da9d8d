"""CSV files that people open in a spreadsheet."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.common.csv import write_csv


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_run_as_a_formula_is_guarded(start):
    text = f"{start}HYPERLINK(1)"

    assert cells(write_csv([text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


def test_numbers_stay_numbers_and_nothing_stays_blank():
    assert write_csv(["a", "b", "c"], [[-3, Decimal("-1.50"), None]]) == (
        b"\xef\xbb\xbfa,b,c\r\n-3,-1.50,\r\n"
    )


# What a database can hold: UTF-8 without NUL.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(st.tuples(texts, texts)))
def test_any_text_comes_back_but_for_the_guard(rows):
    told = cells(write_csv(["one", "two"], rows))[1:]

    assert len(told) == len(rows)
    for row, back in zip(rows, told, strict=True):
        for text, cell in zip(row, back, strict=True):
            assert cell in (text, f"'{text}")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
