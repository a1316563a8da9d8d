from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Comment, Revision
from ideas.services import comment_add, comment_hide, idea_hide
from tests.factories import make_comment, make_participant, make_workshop
from tests.ideas.helpers import HTMX, close, url


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="We tried that.")


@pytest.fixture
def own_comment(idea, participant):
    return comment_add(author=participant, idea=idea, body="We tried that.")


def test_a_comment_without_a_script_leads_back_to_it(participant_client, participant, idea):
    response = participant_client.post(url("comment_add", idea), {"body": "Yes\r\n\r\nindeed"})

    comment = Comment.objects.get()
    assert response.url == f"{url('thread', idea)}#comment-{comment.public_id}"
    assert (comment.author, comment.body) == (participant, "Yes\n\nindeed")


def test_a_comment_by_htmx_gets_the_comments_and_an_empty_form(participant_client, idea):
    response = participant_client.post(url("comment_add", idea), {"body": "Yes"}, headers=HTMX)

    page, comment = response.content.decode(), Comment.objects.get()
    assert response.status_code == 200
    assert "<main" not in page
    assert f'<li id="comment-{comment.public_id}" data-focus>' in page
    assert page.count('id="comment-list" data-announce="Your comment is posted."') == 1
    assert page.count('id="write"') == page.count('hx-swap-oob="true"') == 1
    assert page.split('id="write"')[1].count("Yes") == 0


def test_a_comment_past_the_page_leads_to_its_page(participant_client, idea, other):
    for _ in range(50):
        make_comment(idea, other, handle=1)

    plain = participant_client.post(url("comment_add", idea), {"body": "Yes"})
    swapped = participant_client.post(url("comment_add", idea), {"body": "And"}, headers=HTMX)

    assert "?page=2#comment-" in plain.url
    assert swapped.content.count(b'<li id="comment-') == 2


def test_a_reply_stands_below_its_comment(participant_client, comment):
    asked = participant_client.get(url("comment_reply", comment)).content.decode()
    assert "Your reply to the author" in asked
    assert "We tried that." in asked

    response = participant_client.post(url("comment_reply", comment), {"body": "And then?"})

    reply = Comment.objects.get(parent=comment)
    assert response.url == f"{url('thread', comment.idea)}#comment-{reply.public_id}"


def test_the_form_of_a_reply_comes_alone(participant_client, comment):
    page = participant_client.get(url("reply_form", comment), headers=HTMX).content.decode()

    assert "<main" not in page
    assert f'id="reply-{comment.public_id}"' in page
    assert f'id="reply-{comment.public_id}-body"' in page
    assert " data-focus" in page


def test_a_reply_by_htmx_leaves_the_write_box_alone(participant_client, comment):
    response = participant_client.post(
        url("comment_reply", comment), {"body": "And then?"}, headers=HTMX
    )

    assert 'id="write"' not in response.content.decode()
    assert "And then?" in response.content.decode()


def test_a_reply_to_a_reply_is_refused_and_kept(participant_client, comment, idea, other):
    reply = comment_add(author=other, idea=idea, body="Again", parent=comment)

    asked = participant_client.get(url("comment_reply", reply))
    form = participant_client.get(url("reply_form", reply), headers=HTMX)
    posted = participant_client.post(url("comment_reply", reply), {"body": "My thought"})

    assert (asked.status_code, form.status_code, posted.status_code) == (409, 422, 409)
    assert "not to a reply" in posted.content.decode()
    assert "My thought" in posted.content.decode()
    assert Comment.objects.filter(parent=reply).count() == 0


def test_who_speaks_and_where_cannot_be_posted(
    participant_client, participant, other, idea, own_idea, comment
):
    extra = {"author": other.pk, "idea": own_idea.pk, "parent": comment.pk, "handle": 1}

    participant_client.post(url("comment_add", idea), {"body": "Yes"} | extra)

    posted = Comment.objects.get(body="Yes")
    assert (posted.author, posted.idea, posted.parent, posted.handle) == (
        participant,
        idea,
        None,
        2,
    )


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_double_click_posts_once(participant_client, idea, headers):
    data = {"body": "Yes", "key": "a" * 32}

    for _ in range(2):
        participant_client.post(url("comment_add", idea), data, headers=headers)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("body", ["", "  ", "x" * 2001, "NUL \x00"])
def test_an_error_by_htmx_gets_the_form_again(participant_client, idea, body):
    data = {"body": body, "key": "a" * 32}

    response = participant_client.post(url("comment_add", idea), data, headers=HTMX)

    page = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (422, "this")
    assert "<main" not in page
    assert page.count('<form class="ws-sheet ws-write" id="write"') == 1
    assert "There is a problem" in page
    assert body.replace("\x00", "\x00") in page
    assert not Comment.objects.exists()


def test_an_error_without_a_script_gets_a_page_with_the_text(participant_client, idea):
    response = participant_client.post(url("comment_add", idea), {"body": "x" * 2001})

    assert response.status_code == 422
    assert "Use at most 2,000 characters. You have 2,001." in response.content.decode()
    assert "x" * 2001 in response.content.decode()


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)])
@pytest.mark.parametrize("name", ["comment_add", "comment_reply"])
def test_the_close_while_typing_keeps_the_text(
    participant_client, workshop, idea, comment, name, headers, status
):
    close(workshop)
    item = idea if name == "comment_add" else comment

    response = participant_client.post(url(name, item), {"body": "My thought"}, headers=headers)

    page = response.content.decode()
    assert response.status_code == status
    noun = "reply" if name == "comment_reply" else "comment"
    assert f"Your {noun} was not posted" in page
    assert "The workshop closed while you were writing. Your text is kept on " in page
    assert "My thought" in page
    assert Comment.objects.count() == 1


def test_a_comment_on_what_was_hidden_meanwhile_keeps_the_text(participant_client, idea):
    idea_hide(idea=idea, reason="It names a colleague.")

    response = participant_client.post(url("comment_add", idea), {"body": "My thought"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "My thought" in page
    assert "It names a colleague." not in page
    assert idea.title not in page


def test_a_comment_is_changed(participant_client, own_comment):
    assert b"We tried that." in participant_client.get(url("comment_edit", own_comment)).content

    response = participant_client.post(url("comment_edit", own_comment), {"body": "We did."})

    assert response.url.endswith(f"#comment-{own_comment.public_id}")
    assert Comment.objects.get().body == "We did."
    assert Revision.objects.get().body == "We tried that."


def test_an_edit_that_comes_too_late_keeps_the_text(participant_client, own_comment):
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=16))

    asked = participant_client.get(url("comment_edit", own_comment))
    posted = participant_client.post(url("comment_edit", own_comment), {"body": "We did."})

    assert (asked.status_code, posted.status_code) == (409, 409)
    assert "We did." in posted.content.decode()
    assert Comment.objects.get().body == "We tried that."


def test_an_edit_that_does_not_fit_changes_nothing(participant_client, own_comment):
    response = participant_client.post(url("comment_edit", own_comment), {"body": " "})

    assert response.status_code == 422
    assert Comment.objects.get().body == "We tried that."


def test_a_comment_is_withdrawn_after_a_question(participant_client, workshop, own_comment):
    asked = participant_client.get(url("comment_withdraw", own_comment)).content.decode()
    assert "Withdraw your comment?" in asked
    close(workshop)

    for _ in range(2):
        response = participant_client.post(url("comment_withdraw", own_comment))
        assert response.url.endswith(f"#comment-{own_comment.public_id}")

    own_comment.refresh_from_db()
    own_comment.idea.refresh_from_db()
    assert (own_comment.state, own_comment.idea.comment_count) == ("withdrawn", 0)


@pytest.mark.parametrize("name", ["comment_edit", "comment_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_comment_is_not_there(participant_client, comment, name, method):
    response = getattr(participant_client, method)(url(name, comment), {"body": "Mine now"})

    assert response.status_code == 404
    assert Comment.objects.values_list("state", "body").get() == ("visible", "We tried that.")


def test_a_hidden_comment_takes_no_reply(participant_client, comment):
    comment_hide(comment=comment, reason="It names a colleague.")

    assert participant_client.get(url("comment_reply", comment)).status_code == 409
    posted = participant_client.post(url("comment_reply", comment), {"body": "My thought"})
    assert posted.status_code == 409
    assert "We tried that." not in posted.content.decode()


def test_an_expired_session_moves_the_whole_page(client, idea):
    response = client.post(url("comment_add", idea), {"body": "Yes"}, headers=HTMX)

    assert response["HX-Redirect"] == "/w/spring/join/"
    assert not Comment.objects.exists()


def test_strangers_write_nothing(client, idea, comment):
    client.force_login(make_participant(make_workshop()).user)

    for path in (url("comment_add", idea), url("comment_reply", comment)):
        assert client.post(path, {"body": "Yes"}).status_code == 302
    assert Comment.objects.count() == 1


def test_wrong_methods_and_bad_addresses(participant_client, idea, comment):
    assert participant_client.get(url("comment_add", idea)).status_code == 405
    assert participant_client.post(url("reply_form", comment)).status_code == 405
    assert participant_client.post(url("comment", comment)).status_code == 405
    for path in ("ideas/nothing/comments/", "comments/nothing/reply/", "comments/nothing/edit/"):
        assert participant_client.post(f"/w/spring/{path}", {"body": "Yes"}).status_code == 404
