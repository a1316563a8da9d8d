"""What the address of a staff's list can ask: nothing that the list does not offer at its side.

Whoever may filter by an author or by the second of posting learns who wrote what, whatever the
list itself shows.
"""

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from tests.factories import make_comment, make_flag, make_idea, make_participant
from workshop.accounts.models import User
from workshop.common.staff_lists import OwnFiltersOnly
from workshop.models import Participant

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
MOMENT = "2026-01-01 00:00:00+00:00"


def name_of(model) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def paths(model, depth: int = 2, so_far: str = "") -> list[tuple[str, models.Field]]:
    """Return the fields of a model and of what it is joined to, either way, as lookups."""
    found = []
    for field in model._meta.get_fields():
        if not field.concrete and field.hidden:
            continue
        own = field.concrete or not field.auto_created
        name = f"{so_far}{field.name if own else field.field.related_query_name()}"
        found.append((name, field))
        if field.is_relation and field.related_model and depth > 1:
            found += paths(field.related_model, depth - 1, f"{name}__")
    return found


def telling(model) -> dict[str, str]:
    """Return what would tell a person or a moment, as the query of an address."""
    asked = {}
    for name, field in paths(model):
        if field.is_relation and field.related_model in (User, Participant):
            asked |= {name: "1", f"{name}__isnull": "0"}
        if isinstance(field, models.DateTimeField):
            asked[f"{name}__gte"] = MOMENT
        if isinstance(field, models.EmailField):
            asked[f"{name}__startswith"] = "a"
    return asked


def test_every_list_of_the_staff_stands_on_the_same_guard():
    assert all(isinstance(screen, OwnFiltersOnly) for screen in admin.site._registry.values())
    assert not any(screen.date_hierarchy for screen in admin.site._registry.values())


@pytest.mark.parametrize("role", ["facilitator", "analyst", "operator"])
def test_no_list_can_be_filtered_by_a_person_or_a_moment(staff_client, role):
    client, answers = staff_client(role), {}

    for model in MODELS:
        path = reverse(f"{name_of(model)}_changelist")
        if client.get(path).status_code == 200:
            asked = telling(model).items()
            answers |= {(path, name): client.get(path, {name: value}) for name, value in asked}

    assert answers
    assert {asked for asked, answer in answers.items() if answer.status_code != 400} == set()


@pytest.mark.parametrize("role", ["facilitator", "analyst"])
def test_what_tells_a_person_is_refused_by_name(staff_client, role):
    client = staff_client(role)
    asked = {
        "facilitator": [
            "ideas/idea/?author=1", "ideas/idea/?author__id__exact=1",
            "ideas/idea/?author__user__email__startswith=a", "ideas/idea/?votes__participant=1",
            "ideas/idea/?created_at__year=2026", "ideas/comment/?author=1",
            "ideas/flag/?reporter=1", "ideas/flag/?reported_at__gte=2026-01-01",
            "ideas/flag/?words__startswith=a",
        ],
        "analyst": ["analysis/codedidea/?author=1", "analysis/codedidea/?created_at__gte=2026"],
    }  # fmt: skip

    assert {client.get(f"/admin/{path}").status_code for path in asked[role]} == {400}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_list_hands_out_another_field_than_the_key(superuser_client, model):
    path = reverse(f"{name_of(model)}_changelist")
    others = [field.name for field in model._meta.concrete_fields if not field.primary_key]

    pages = {name: superuser_client.get(path, {"_to_field": name}) for name in others}

    assert {name for name, page in pages.items() if page.status_code != 400} == set()


@pytest.mark.parametrize("field", ["author", "reporter", "participant"])
def test_nobody_is_found_by_completing_their_name(superuser_client, workshop, field):
    person = make_participant(workshop)
    asked = {"app_label": "ideas", "field_name": field, "term": person.user.email[:4]}

    for model in ("idea", "comment", "flag", "vote", "follow"):
        answer = superuser_client.get("/admin/autocomplete/", asked | {"model_name": model})
        assert answer.status_code == 403


def test_the_filters_at_the_side_of_a_list_still_work(superuser_client, workshop, group):
    person = make_participant(workshop)
    idea = make_idea(group, person)
    make_comment(idea, person)
    make_flag(make_participant(workshop), idea=idea)

    for model in MODELS:
        path = reverse(f"{name_of(model)}_changelist")
        page = superuser_client.get(path)
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                assert superuser_client.get(path + choice["query_string"]).status_code == 200
