"""The analysts' screen: an idea to place and to code."""

import pytest
from django.urls import reverse

from analysis.models import Code, CodingFrame
from tests.factories import make_group, make_idea, make_workshop


@pytest.fixture
def idea(group):
    return make_idea(group)


@pytest.fixture
def codes(workshop):
    """A heading with one leaf."""
    frame = CodingFrame.objects.create(workshop=workshop, key="readiness", title="Readiness")
    able = Code.objects.create(frame=frame, key="able", label="Able")
    return able, Code.objects.create(frame=frame, key="skills", label="Skills", parent=able)


def save(client, idea, *, group="", excluded="", code=""):
    """Post the change page of an idea as the browser would."""
    data = {"_save": "Save"}
    for prefix in ("placement", "codings"):
        data |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    data |= {"placement-0-group": group, "placement-0-excluded": excluded, "codings-0-code": code}
    return client.post(reverse("admin:analysis_codedidea_change", args=[idea.pk]), data)


def test_analyst_moves_and_codes_an_idea(staff_client, idea, codes):
    other = make_group(idea.workshop, "at-home")

    save(staff_client("analyst"), idea, group=other.pk, code=codes[1].pk)

    assert idea.placement.group == other
    assert [(c.code.key, c.coder) for c in idea.codings.all()] == [("skills", "")]


def test_analyst_leaves_an_idea_out_with_a_reason(staff_client, idea):
    save(staff_client("analyst"), idea, excluded="It asks for a parking space.")

    assert idea.placement.excluded == "It asks for a parking space."


def test_group_and_reason_together_are_refused_beside_the_fields(staff_client, idea, group):
    page = save(staff_client("analyst"), idea, group=group.pk, excluded="Both")

    assert "Give a group or a reason for leaving it out, not both." in page.content.decode()
    assert not hasattr(type(idea).objects.get(pk=idea.pk), "placement")


def test_a_heading_cannot_be_given(staff_client, idea, codes):
    save(staff_client("analyst"), idea, code=codes[0].pk)

    assert not idea.codings.exists()


def test_a_group_of_another_workshop_is_not_to_choose(staff_client, idea):
    stranger = make_group(make_workshop("autumn"), "elsewhere")

    save(staff_client("analyst"), idea, group=stranger.pk)

    assert not hasattr(type(idea).objects.get(pk=idea.pk), "placement")


def test_hidden_ideas_are_not_there_to_code(staff_client, group):
    make_idea(group, state="hidden", title="Something hidden")

    page = staff_client("analyst").get(reverse("admin:analysis_codedidea_changelist"))

    assert "Something hidden" not in page.content.decode()
