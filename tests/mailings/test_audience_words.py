from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Follow
from tests.factories import (
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from workshop.common.errors import DomainError
from workshop.mailings.audiences import (
    audience_check,
    participants_reached,
    preregistrations_reached,
)
from workshop.mailings.models import Delivery
from workshop.mailings.services import mailing_build
from workshop.models import Channel, Preregistration

NOW = timezone.now()


def reached(workshop, *words: str) -> set[str]:
    people = participants_reached(workshop, list(words), now=NOW)
    waiting = preregistrations_reached(workshop, list(words), now=NOW)
    addresses = [*people.values_list("user__email", flat=True)]
    addresses += waiting.values_list("email", flat=True)
    return {address.split("@")[0] for address in addresses}


def joined(workshop, name: str, **stamps):
    return make_participant(workshop, make_user(f"{name}@example.org"), **stamps)


def mailed(workshop, person, *, state="sent", days=1, mailing=None):
    mailing = mailing or make_mailing(workshop, state="done")
    is_waiting = isinstance(person, Preregistration)
    at = NOW - timedelta(days=days)
    Delivery.objects.create(
        mailing=mailing,
        address_key=person.email_key if is_waiting else person.user.email_key,
        state=state,
        sent_at=at,
        settled_at=at,
        **{"preregistration" if is_waiting else "participant": person},
    )


def test_followers_are_those_who_chose_to_follow_that_conversation(workshop):
    idea, other = make_idea(make_group(workshop)), make_idea(make_group(workshop))
    Follow.objects.create(participant=joined(workshop, "ann"), idea=idea)
    Follow.objects.create(participant=joined(workshop, "bob"), idea=other)
    joined(workshop, "cleo")

    assert reached(workshop, f"followers:{idea.public_id}") == {"ann"}
    assert reached(workshop, f"followers:{idea.public_id}", f"followers:{other.public_id}") == {
        "ann",
        "bob",
    }


def test_a_conversation_that_was_hidden_or_is_elsewhere_has_no_followers(workshop):
    hidden, elsewhere = (
        make_idea(make_group(workshop), state="hidden"),
        make_idea(make_group(make_workshop())),
    )
    for idea in (hidden, elsewhere):
        Follow.objects.create(participant=joined(workshop, f"of{idea.pk}"), idea=idea)

        assert reached(workshop, f"followers:{idea.public_id}") == set()
        with pytest.raises(DomainError, match="cannot be found any more"):
            audience_check(workshop=workshop, words=[f"followers:{idea.public_id}"])


@pytest.mark.parametrize(
    ("state", "days", "is_left_out"),
    [
        ("sent", 6, True),
        ("sent", 8, False),
        ("unknown", 6, True),
        ("failed", 1, False),
        ("skipped", 1, False),
        ("pending", 1, False),
    ],
)
def test_unmailed_leaves_out_whoever_may_have_had_a_message(workshop, state, days, is_left_out):
    mailed(workshop, joined(workshop, "ann"), state=state, days=days)
    joined(workshop, "bob")

    expected = {"bob"} if is_left_out else {"ann", "bob"}
    assert reached(workshop, "everyone", "unmailed:7") == expected


def test_unmailed_leaves_out_whose_message_is_on_its_way(workshop):
    running = make_mailing(workshop, state="sending")
    mailed(workshop, joined(workshop, "ann"), state="pending", mailing=running)

    assert reached(workshop, "everyone", "unmailed:1") == set()


def test_unmailed_knows_a_person_by_the_address_too(workshop):
    waiting = make_preregistration(workshop, "ann@example.org")
    mailing = make_mailing(workshop, state="done")
    mailed(workshop, waiting, mailing=mailing)

    assert reached(workshop, "preregistered", "unmailed:7") == set()
    joined(workshop, "ann")
    assert reached(workshop, "everyone", "unmailed:7") == set()


def test_unmailed_looks_at_this_workshop_and_not_at_summaries(workshop):
    person = joined(workshop, "ann")
    mailed(workshop, person, mailing=make_mailing(workshop, kind="digest", state="done"))
    bob = joined(workshop, "bob")
    mailed(other := make_workshop(), make_participant(other, bob.user))

    assert reached(workshop, "everyone", "unmailed:7") == {"ann", "bob"}


def test_unmailed_narrows_and_reaches_nobody_of_itself(workshop):
    joined(workshop, "ann")

    assert reached(workshop, "unmailed:7") == set()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ([], "Choose whom"),
        (None, "Choose whom"),
        (["unmailed:7"], "Choose whom"),
        (["everyone", "unmailed:7", "unmailed:9"], "Say once"),
        (["everyone", "unmailed:0"], "whole number"),
        (["everyone", "unmailed:366"], "whole number"),
        (["everyone", "unmailed:-3"], "whole number"),
        (["everyone", "unmailed:１"], "whole number"),
        (["everyone", "unmailed:"], "whole number"),
        (["answer:age"], "no audience"),
        ([7], "no audience"),
        (["followers:nothing"], "cannot be found"),
    ],
)
def test_words_that_cannot_be_written_to_are_refused(workshop, words, fault):
    with pytest.raises(DomainError, match=fault):
        audience_check(workshop=workshop, words=words)


def test_a_channel_never_stands_beside_those_who_follow(workshop):
    Channel.objects.create(workshop=workshop, key="library", title="Library")
    word = f"followers:{make_idea(make_group(workshop)).public_id}"

    audience_check(workshop=workshop, words=["channel:library", "unmailed:7"])
    with pytest.raises(DomainError, match="A channel cannot go together"):
        audience_check(workshop=workshop, words=["channel:library", word])


def test_an_audience_costs_one_query_however_many_words_it_has(workshop, django_assert_num_queries):
    words = ["preregistered", "everyone", "channel:library", "followers:nothing", "unmailed:7"]

    with django_assert_num_queries(2):
        reached(workshop, *words)


def test_the_ledger_is_built_of_every_form_of_audience_at_once(workshop):
    idea = make_idea(make_group(workshop))
    Follow.objects.create(participant=joined(workshop, "ann"), idea=idea)
    mailed(workshop, joined(workshop, "bob"))
    make_preregistration(workshop, "cleo@example.org")
    words = ["preregistered", "everyone", f"followers:{idea.public_id}", "unmailed:7"]
    mailing = make_mailing(workshop, audience=words)

    mailing_build(mailing=mailing)

    addresses = mailing.deliveries.values_list("address", flat=True)
    names = {address.split("@")[0] for address in addresses}
    assert names == {"ann", "cleo"}
