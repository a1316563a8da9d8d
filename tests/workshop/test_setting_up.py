"""A workshop's own page in the admin."""

import pytest

from workshop.enums import ScoresShown

PAGE = "/admin/workshop/workshop/{}/change/"


def filled(response) -> dict:
    """What the page's forms would send, unchanged."""
    context = response.context
    forms = [context["adminform"].form]
    for each in context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    sent = {}
    for field in (field for form in forms for field in form):
        value = field.value()
        as_typed = getattr(field.field.widget, "format_value", lambda value: value)
        sent[field.html_name] = as_typed(value) or ""
    return sent


def test_when_scores_are_shown_and_the_thanks_are_set_there(staff_client, workshop, group):
    client, path = staff_client("facilitator"), PAGE.format(workshop.pk)
    page = client.get(path)
    assert "After the close all can see them." in page.content.decode()

    data = filled(page) | {"scores": "after-vote", "thanks": "We are **grateful**."}
    response = client.post(path, data)

    assert response.status_code == 302, response.context["errors"]
    workshop.refresh_from_db()
    assert (workshop.scores, workshop.thanks) == (ScoresShown.AFTER_VOTE, "We are **grateful**.")


@pytest.mark.parametrize("role", ["analyst", "steering group"])
def test_others_of_the_staff_do_not_set_it(staff_client, workshop, role):
    response = staff_client(role).post(PAGE.format(workshop.pk), {"scores": "after-vote"})

    assert response.status_code == 403
    workshop.refresh_from_db()
    assert workshop.scores == ScoresShown.ALWAYS
