"""Fields as our pages have them: label, hint, error and control, tied together by ids."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from workshop.common.forms import SiteForm


class IdeaLikeForm(SiteForm):
    title = forms.CharField(max_length=120, help_text="Say it in one line.")
    body = forms.CharField(widget=forms.Textarea, max_length=5000, required=False)
    often = forms.ChoiceField(
        choices=[("daily", "Every day"), ("", "Prefer not to say")],
        widget=forms.RadioSelect,
        label="How often?",
    )
    kinds = forms.MultipleChoiceField(
        choices=[("a", "A phone"), ("b", "A tablet")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="I have read this")


@pytest.fixture
def html():
    """A function: the form's HTML for some data, without line breaks."""

    def render(data=None):
        return " ".join(str(IdeaLikeForm(data)).split())

    return render


def test_label_hint_and_control_are_tied_by_ids(html):
    page = html()

    assert '<label class="nhsuk-label nhsuk-label--s" for="id_title">Title</label>' in page
    assert '<div class="nhsuk-hint" id="id_title_helptext">Say it in one line.</div>' in page
    assert 'class="nhsuk-input" type="text" name="title"' in page
    assert 'aria-describedby="id_title_helptext"' in page


def test_error_stands_at_the_field_and_in_the_summary_with_a_link(html):
    page = html({"often": "daily", "kinds": ["a"], "agree": "on"})

    assert "nhsuk-form-group--error" in page
    assert 'id="id_title_error"' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert '<li><a href="#id_title">This field is required.</a></li>' in page


def test_error_of_a_group_links_to_its_first_choice(html):
    page = html({"title": "Two hours", "agree": "on"})

    assert '<a href="#id_kinds_0">' in page
    assert 'type="checkbox" name="kinds" value="a" id="id_kinds_0"' in page
    assert '<fieldset class="nhsuk-fieldset" aria-describedby="id_kinds_error">' in page


def test_what_was_typed_and_chosen_is_shown_again(html):
    page = html({"title": "<b>Two</b>", "body": "Text & more", "often": "daily", "kinds": ["b"]})

    assert 'value="&lt;b&gt;Two&lt;/b&gt;"' in page
    assert "Text &amp; more</textarea>" in page
    assert 'value="daily" id="id_often_0" checked' in page
    assert 'value="b" id="id_kinds_1" checked' in page


def test_browser_never_cuts_what_is_typed(html):
    page = html()

    assert "maxlength" not in page
    assert 'data-counter="5000"' in page
    assert "You can write up to 5,000 characters." in page


def test_answer_without_a_value_stands_apart(html):
    page = html()

    divider = page.index('<div class="nhsuk-radios__divider">or</div>')
    assert page.index("Every day") < divider < page.index("Prefer not to say")


def test_only_what_may_be_left_out_says_so(html):
    page = html()

    assert "Body (optional)" in page
    assert page.count("(optional)") == 1


def test_problem_without_a_field_is_said_in_the_summary():
    page = render_to_string(
        "common/partials/_error_summary.html", {"problem": "The workshop has closed."}
    )

    assert "<li>The workshop has closed.</li>" in page


def test_no_summary_without_an_error():
    page = render_to_string("common/partials/_error_summary.html", {"form": IdeaLikeForm()})

    assert "nhsuk-error-summary" not in page


def test_admin_forms_keep_djangos_own_look(staff_client):
    page = staff_client("facilitator").get(reverse("admin:workshop_workshop_add")).content.decode()

    assert 'class="vTextField"' in page
    assert "nhsuk" not in page
