"""Invented figures for the styleguide's tables and charts, as the report's partials take them."""

from django import forms

from workshop.common.forms import SiteForm

NUMBERS = [
    ("people joined", "1,061"),
    ("of them contributed", "448"),
    ("ideas", "231"),
    ("comments", "453"),
    ("votes", "2,968"),
]
ROWS = [("Nurses", "340", 78, False), ("Doctors", "215", 49, False), ("Porters", "c", 0, True)]
CROSSED = [
    ("Attitude", "3", 1, "12", 3),
    ("Skills", "25", 5, "–", 0),
    ("Technology", "18", 4, "c", 0),
]


def table_with_chart() -> dict:
    """Return a section with a table, its total, a withheld figure, and its bars."""
    bars = [
        {
            "lines": [{"text": label, "y": 14 + 40 * number}],
            "figure": figure,
            "width": f"{width}%",
            "y": 20 + 40 * number,
            "figure_y": 31 + 40 * number,
            "withheld": withheld,
        }
        for number, (label, figure, width, withheld) in enumerate(ROWS)
    ]
    return {
        "number": 1,
        "heading": "Nurses took part most",
        "title": "Who took part",
        "caption": "People by what they do. c: fewer than 10.",
        "first": "Role",
        "headings": ("People",),
        "lines": [{"label": row[0], "cells": [{"text": row[1]}]} for row in ROWS],
        "total": {"label": "All", "cells": [{"text": "560"}]},
        "note": "Figures are rounded, each on its own.",
        "bars": {"bars": bars, "height": 40 * len(ROWS)},
    }


def crossed_table() -> dict:
    """Return a section whose table is shaded in steps."""
    lines = [
        {
            "label": label,
            "cells": [{"text": a, "heat": one}, {"text": b, "heat": two}, {"text": "28"}],
        }
        for label, a, one, b, two in CROSSED
    ]
    steps = [(1, 1, 5), (2, 6, 10), (3, 11, 15), (4, 16, 20), (5, 21, 25)]
    return {
        "number": 2,
        "is_crossed": True,
        "heading": "Skills and drivers meet most often",
        "title": "Two sets of codes crossed",
        "caption": "Ideas with both codes.",
        "first": "Code",
        "headings": ("Drivers", "Leadership", "All"),
        "lines": lines,
        "key": [{"level": level, "low": low, "high": high} for level, low, high in steps],
    }


class SampleForm(SiteForm):
    """One field of each kind."""

    name = forms.CharField(
        label="One line",
        help_text="A hint says what is wanted.",
        error_messages={"required": "Write one line."},
    )
    text = forms.CharField(
        label="Several lines",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        error_messages={"max_length": "Use at most 200 characters."},
        max_length=200,
    )
    role = forms.ChoiceField(
        label="One of several",
        initial="doctor",
        choices=[("nurse", "Nurse"), ("doctor", "Doctor"), ("", "Prefer not to say")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of those shown."},
    )
    topics = forms.MultipleChoiceField(
        label="Any of several",
        initial=["time"],
        choices=[("skills", "Skills"), ("time", "Time"), ("tools", "Tools")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose one or more."},
    )
    place = forms.ChoiceField(
        label="One of a list",
        choices=[("", "Choose"), ("n", "North")],
        error_messages={"required": "Choose a place."},
    )
    agreed = forms.BooleanField(label="Yes or no", required=False)
