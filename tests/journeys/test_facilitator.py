"""A facilitator: signs in with two factors, seeds an idea, hides a comment."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group

from ideas.models import Comment, Idea
from tests.factories import make_user
from tests.journeys.signing_in import give_session
from tests.journeys.world import make_world
from tests.totp import totp
from workshop.accounts.roles import roles_ensure

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"


def sign_in_as_staff(visitor, role: str) -> None:
    """Password, then the code of the app, on the site's own pages."""
    roles_ensure()
    user = make_user("staff@example.org", password=PASSWORD, is_staff=True)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.add(Group.objects.get(name=role))
    TOTP.activate(user, SECRET)
    visitor.look("Sign in for staff")
    visitor.page.get_by_label("E-mail address").fill("staff@example.org")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Continue")
    visitor.look("Code from your app")
    visitor.page.get_by_label("Code").fill(totp(SECRET))
    visitor.press("Continue")


@pytest.fixture
def facilitator(visitor, staff_client):
    """A facilitator who has signed in."""
    make_world()
    give_session(visitor, staff_client("facilitator"))
    return visitor


@pytest.mark.django_db(transaction=True)
def test_facilitator_signs_in_and_seeds_an_idea(visitor):
    make_world()
    visitor.open("/admin/")
    sign_in_as_staff(visitor, "facilitator")
    visitor.look("What would you like to do?")
    visitor.open("/admin/ideas/idea/add/")
    visitor.look()
    visitor.page.get_by_label("Group").select_option(label="At work")
    visitor.page.get_by_label("Title").fill("Who could teach whom?")
    visitor.page.get_by_label("Idea:", exact=True).fill("Think of the last thing you learnt.")
    visitor.press("Save")
    visitor.page.get_by_text("was added successfully").wait_for()
    visitor.look()

    seed = Idea.objects.get(title="Who could teach whom?")
    assert (seed.seed, seed.author) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_facilitator_hides_a_comment_and_says_why(facilitator):
    comment = Comment.objects.get()

    facilitator.open(f"/admin/ideas/comment/{comment.pk}/change/")
    facilitator.look()
    facilitator.page.get_by_label("What to do").select_option("hide")
    facilitator.press("Save")
    facilitator.look()
    facilitator.page.get_by_text("Say why: the author will read it.").wait_for()
    facilitator.page.get_by_label("Reason").fill("It names a colleague.")
    facilitator.press("Save")
    facilitator.page.get_by_text("The comment is hidden; its author reads why.").wait_for()

    comment.refresh_from_db()
    assert (comment.state, comment.moderation_reason) == ("hidden", "It names a colleague.")
    assert comment.idea.comment_count == 0
