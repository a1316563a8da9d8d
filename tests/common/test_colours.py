"""Contrast against figures measured elsewhere; any accent gives a legible pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.common.colours import (
    accent_family,
    accent_is_legible,
    contrast,
    dark_partner,
    mix,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "measured"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#1b2527", "#f4f6f5", 14.4),
        ("#0f5a62", "#ffffff", 7.9),
        ("#6b7a7b", "#f4f6f5", 4.1),
        ("#86cdcd", "#12191a", 9.9),
        ("#7a3e06", "#fdf1e2", 7.5),
    ],
)
def test_contrast_is_the_measured_one(one, other, measured):
    assert round(contrast(one, other), 1) == measured


def test_mix_takes_the_share_of_each_channel():
    assert mix("#ff0000", "#0000ff", 0.25) == "#4000bf"


def test_pale_accent_is_refused_on_a_light_page_and_fit_for_a_dark_one():
    assert not accent_is_legible("#86cdcd", dark=False)
    assert accent_is_legible("#86cdcd", dark=True)


@given(colours)
def test_every_accent_has_a_dark_partner_and_words_to_stand_on_it(accent):
    family = accent_family(dark_partner(accent), dark=True)

    assert accent_is_legible(family["accent"], dark=True)
    assert contrast(family["on-accent"], family["accent"]) >= 4.5
