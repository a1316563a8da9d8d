"""Who may enter the staff pages."""

import pytest
from django.contrib.auth.models import Group

from workshop.accounts.roles import ROLES, roles_ensure


def test_admin_sends_a_stranger_to_the_sign_in_page(client, db):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)


def test_admin_refuses_a_participant(participant_client):
    assert participant_client.get("/admin/", follow=True).status_code == 403


def test_admin_refuses_staff_without_a_second_factor_and_shows_the_way(staff_client):
    response = staff_client("facilitator", second_factor=False).get("/admin/", follow=True)

    assert response.status_code == 403
    assert "Set up your second factor" in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_admin_lets_in_staff_with_a_second_factor(staff_client, role):
    assert staff_client(role).get("/admin/").status_code == 200


def test_every_permission_of_a_role_exists(db):
    roles_ensure()
    wanted = {role: sum(map(len, models.values())) for role, models in ROLES.items()}

    assert {g.name: g.permissions.count() for g in Group.objects.all()} == wanted


@pytest.mark.parametrize(
    ("role", "offered"), [("steering group", True), ("analyst", True), ("facilitator", False)]
)
def test_the_report_is_offered_to_those_who_may_read_it(staff_client, workshop, role, offered):
    page = staff_client(role).get(workshop.get_absolute_url()).content.decode()

    assert (f"{workshop.get_absolute_url()}report/" in page) is offered
