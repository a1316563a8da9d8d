from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ideas.enums import ContributionState
from ideas.facts import IdeaFacts, _after, page_exists
from tests.factories import make_comment, make_group, make_idea, make_participant, make_workshop
from tests.queries import query_budget
from workshop.services import STAMP_GAP

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def idea(group, author=None, *, hours_ago: float = 1, comments: int = 0, **extra):
    made = make_idea(group, author, created_at=NOW - timedelta(hours=hours_ago), **extra)
    type(made).objects.filter(pk=made.pk).update(comment_count=comments)
    return made


def test_ideas_are_those_of_this_workshop_that_people_may_read(group):
    idea(group)
    idea(group, state=ContributionState.HIDDEN)
    idea(make_group(make_workshop()))

    assert IdeaFacts(group.workshop).ideas == 1


def test_most_discussed_are_three_with_comments_and_their_addresses(group, settings):
    for number in range(5):
        idea(group, title=f"Idea {number}", comments=number)
    idea(group, title="Hidden", comments=9, state=ContributionState.HIDDEN)

    found = IdeaFacts(group.workshop).most_discussed

    assert [(title, count) for title, _url, count in found] == [
        ("Idea 4", 4), ("Idea 3", 3), ("Idea 2", 2),
    ]  # fmt: skip
    assert found[0][1].startswith(f"{settings.SITE_URL}/w/spring/ideas/")


def test_new_is_what_was_posted_since_the_last_visit(group):
    person = make_participant(group.workshop, last_seen_at=NOW - timedelta(hours=5))
    idea(group, make_participant(group.workshop), hours_ago=9)
    idea(group, make_participant(group.workshop), hours_ago=3)
    idea(group, None, hours_ago=2, seed=True)

    assert IdeaFacts(group.workshop).new_to(person) == 2


def test_what_a_person_posted_at_the_end_of_a_visit_is_no_news(group):
    seen_at = NOW - timedelta(hours=5)
    person = make_participant(group.workshop, last_seen_at=seen_at)
    make_idea(group, person, created_at=seen_at + STAMP_GAP)
    make_idea(group, person, created_at=seen_at + STAMP_GAP + timedelta(seconds=1))

    assert IdeaFacts(group.workshop).new_to(person) == 1


def test_the_number_does_not_tell_who_wrote(group):
    author, other = (
        make_participant(group.workshop, last_seen_at=NOW - timedelta(hours=5)) for _ in "ab"
    )
    idea(group, author)
    facts = IdeaFacts(group.workshop)

    assert facts.new_to(author) == facts.new_to(other) == 1


def test_all_is_new_to_whoever_was_never_here(group):
    idea(group)
    idea(group, make_participant(group.workshop))

    facts = IdeaFacts(group.workshop)
    assert facts.new_to(None) == 2
    assert facts.new_to(make_participant(group.workshop)) == 2


def test_people_cost_no_query_each(group):
    people = [make_participant(group.workshop, last_seen_at=NOW) for _ in range(3)]
    idea(group)
    facts = IdeaFacts(group.workshop)

    with query_budget(1):
        assert [facts.new_to(person) for person in people] == [0, 0, 0]


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_after_counts_what_is_later_and_no_other(times, moment):
    moments = [NOW + timedelta(hours=hour) for hour in sorted(times)]

    later = sum(1 for each in times if each > moment)
    assert _after(moments, NOW + timedelta(hours=moment)) == later


def test_a_page_is_there_if_people_may_read_what_it_shows(group):
    seen, hidden = idea(group), idea(group, state=ContributionState.HIDDEN)
    comment = make_comment(seen)

    def there(name, **kwargs):
        return page_exists(f"ideas:{name}", {"slug": "spring"} | kwargs)

    assert there("hall")
    assert there("list", key=group.key)
    assert not there("list", key="nowhere")
    assert there("thread", public_id=seen.public_id)
    assert not there("thread", public_id=hidden.public_id)
    assert not there("thread", public_id=comment.public_id)
    assert there("comment", public_id=comment.public_id)
    assert not page_exists("ideas:thread", {"slug": "autumn", "public_id": seen.public_id})
