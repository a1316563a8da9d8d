"""The frame around every page: header, messages, footer, and pages for what went wrong."""

import pytest
from django.contrib.messages import constants
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse


def page_of(template, request=None, **context):
    return render_to_string(template, context, request=request)


def test_stranger_is_offered_help_and_sign_in(client, workshop):
    page = client.get(workshop.get_absolute_url()).content.decode()

    assert f'href="{reverse("workshop:join", args=[workshop.slug])}"' in page
    assert "Sign out" not in page


def test_participant_signs_out_by_a_form_not_a_link(participant_client, workshop):
    page = participant_client.get(reverse("ideas:hall", args=[workshop.slug])).content.decode()

    assert f'<form method="post" action="{reverse("account_logout")}" data-sign-out>' in page
    assert 'aria-current="page">Groups</a>' in page


def test_frame_asks_no_query_of_its_own_for_a_stranger(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(reverse("privacy:anonymity"))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("level", "kind"),
    [("error", "ws-notice--bad"), ("warning", "ws-notice--mine"), ("success", '"ws-notice"')],
)
def test_message_is_a_notice_of_its_kind(level, kind):
    message = {"level_tag": level, "level": constants.INFO}

    assert kind in page_of("common/partials/_messages.html", messages=[message])


def test_csrf_token_goes_with_every_htmx_request(client, db):
    page = client.get(reverse("privacy:help")).content.decode()

    assert 'hx-headers=\'{"X-CSRFToken": "' in page


def test_missing_page_answers_in_the_sites_look(client, db):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in response.content.decode()


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_fault_page_needs_no_database(template, django_assert_num_queries, db):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        page = page_of(template, request, reference="ab12cd34")

    assert "sign-in" not in page
    assert "data-keep-drafts" in page


def test_reference_of_a_fault_is_shown():
    assert "<b>ab12cd34</b>" in page_of("500.html", reference="ab12cd34")


def test_form_open_too_long_is_told_apart_from_a_page_of_others():
    assert "open for too long" in page_of("403.html", expired=True)
    assert "not open to you" in page_of("403.html")


def test_title_says_error_when_the_form_has_one():
    class Form:
        errors = {"title": ["Too short"]}

    assert "<title>Error: " in page_of("404.html", form=Form())


def test_allauths_pages_stand_in_the_sites_frame(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert '<main class="ws-width ws-main"' in page
    assert 'class="nhsuk-button"' in page
    assert "Menu:" not in page
