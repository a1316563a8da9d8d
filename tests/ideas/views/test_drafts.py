"""Drafts through the front door: saved by a script or a button, restored, told, discarded."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import Comment, Idea, PostDraft
from ideas.selectors import place_urls
from ideas.services import comment_add, draft_save, rates
from tests.factories import make_participant, make_workshop
from tests.ideas.helpers import HTMX, close, group_url, url
from tests.queries import query_budget

ONE, TWO = "1" * 32, "2" * 32
HEADER = "X-Draft-Version"


@pytest.fixture
def comment(idea, other):
    return comment_add(author=other, idea=idea, body="We tried that.")


@pytest.fixture
def places(group, idea, comment):
    """The form at each place: where it is read, where its draft is saved, where it is sent."""
    return {
        "idea": (group, group_url("new", group), group_url("new_draft", group)),
        "comment": (idea, url("thread", idea), url("write_draft", idea)),
        "reply": (comment, url("comment_reply", comment), url("comment_reply_draft", comment)),
    }


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_a_script_saves_and_the_form_has_it_on_another_device(
    participant_client, participant, places, noun
):
    _, form, save = places[noun]

    answer = participant_client.post(save, {"body": "Half a thought", "key": ONE})

    draft = PostDraft.objects.get()
    assert (answer.status_code, answer[HEADER], answer.content) == (200, str(draft.version), b"")
    phone = Client()
    phone.force_login(participant.user)
    page = phone.get(form).content.decode()
    assert "Half a thought" in page
    assert f'name="version" value="{draft.version}"' in page
    assert "Draft saved." in page


def test_a_reply_is_restored_in_the_thread(participant_client, participant, comment):
    draft_save(participant=participant, place=comment, body="Half a thought", key=ONE)

    page = participant_client.get(url("reply_form", comment), headers=HTMX).content.decode()

    assert "Half a thought" in page


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_a_button_saves_without_a_script(participant_client, places, noun):
    place, form, _ = places[noun]
    sent = {"idea": form, "comment": url("comment_add", place) if noun == "comment" else ""}

    data = {"body": "Half a thought", "key": ONE, "act": "draft", "version": "0"}
    answer = participant_client.post(sent.get(noun) or form, data)

    assert answer.url.partition("#")[0] == form
    page = participant_client.get(form).content.decode()
    assert "Your draft is saved." in page
    assert "Half a thought" in page
    assert not Idea.objects.filter(body="Half a thought").exists()
    assert Comment.objects.count() == 1


def test_a_stale_saving_gets_the_other_text(participant_client, participant, places):
    group, _, save = places["idea"]
    draft_save(participant=participant, place=group, title="<b>Other", body="Their text", key=TWO)

    answer = participant_client.post(save, {"body": "My text", "key": ONE, "version": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<main" not in page
    assert "You have changed this draft in another tab or on another device." in page
    assert "&lt;b&gt;Other" in page
    assert f'data-version="{PostDraft.objects.get().version}"' in page
    assert '<textarea hidden data-draft-value="body">Their text</textarea>' in page
    assert PostDraft.objects.get().body == "Their text"


def test_a_saving_after_the_post_gets_a_way_to_begin_anew(participant_client, group):
    good = {"title": "Two hours a month", "body": "In the rota.", "key": ONE, "version": "0"}
    participant_client.post(group_url("new", group), good)

    answer = participant_client.post(group_url("new_draft", group), good | {"body": "In the"})

    assert answer.status_code == 409
    assert 'data-version="0" data-key="' in answer.content.decode()
    assert not PostDraft.objects.exists()


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
@pytest.mark.parametrize("act", ["", "draft"])
def test_a_stale_form_shows_both_texts_and_the_next_press_decides(
    participant_client, participant, places, noun, act
):
    place, form, _ = places[noun]
    path = url("comment_add", place) if noun == "comment" else form
    title = {"title": "Two hours a month"} if noun == "idea" else {}
    draft_save(participant=participant, place=place, body="Their text", key=TWO, **title)
    mine = title | {"body": "My text", "key": ONE}

    told = participant_client.post(path, mine | {"version": "0", "act": act})

    page = told.content.decode()
    assert told.status_code == 409
    assert "Their text" in page
    assert "My text" in page
    version = PostDraft.objects.get().version
    assert f'name="version" value="{version}"' in page
    again = participant_client.post(path, mine | {"version": version, "act": act})
    assert again.status_code == 302
    assert [row.body for row in PostDraft.objects.all()] == (["My text"] if act else [])


def test_a_stale_comment_by_htmx_gets_its_form_with_both_texts(
    participant_client, participant, idea
):
    draft_save(participant=participant, place=idea, body="Their text", key=TWO)

    data = {"body": "My text", "key": ONE, "version": "0"}
    answer = participant_client.post(url("comment_add", idea), data, headers=HTMX)

    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "this")
    assert "Their text" in page
    assert "My text" in page
    assert not Comment.objects.exists()


def test_a_draft_posted_from_one_tab_is_not_posted_from_another(participant_client, group):
    words = {"title": "Two hours a month", "body": "In the rota."}
    new, save = group_url("new", group), group_url("new_draft", group)
    version = participant_client.post(save, words | {"key": "0" * 32})[HEADER]
    tabs = [words | {"key": key, "version": version} for key in (ONE, TWO)]

    answers = [participant_client.post(new, tab) for tab in [tabs[0], tabs[0], tabs[1]]]

    assert [answer.status_code for answer in answers] == [302, 302, 409]
    page = answers[2].content.decode()
    assert "You have posted or discarded this in another tab or on another device." in page
    assert "In the rota." in page
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_the_close_keeps_the_text_as_a_draft(
    participant_client, participant, workshop, places, noun
):
    place, form, _ = places[noun]
    path = url("comment_add", place) if noun == "comment" else form
    close(workshop)

    data = {"title": "Two hours a month", "body": "Half a thought", "key": ONE}
    participant_client.post(path, data)

    assert PostDraft.objects.get().body == "Half a thought"
    if noun != "comment":
        page = participant_client.get(form)
        assert page.status_code == 409


def test_a_faulty_text_is_kept_as_a_draft(participant_client, group):
    answer = participant_client.post(group_url("new", group), {"title": "x", "body": "y" * 6000})

    assert answer.status_code == 422
    assert len(PostDraft.objects.get().body) == 6000


def test_a_text_too_long_to_keep_says_so(participant_client, group):
    data = {"title": "Two hours a month", "body": "y" * 10_001, "key": ONE}

    answer = participant_client.post(group_url("new_draft", group), data)
    button = participant_client.post(group_url("new", group), data | {"act": "draft"})

    assert "the end of it is not in your draft" in answer.content.decode()
    assert button.status_code == 422
    assert "the end of it is not in your draft" in button.content.decode()
    assert "y" * 10_001 in button.content.decode()


def test_one_draft_too_many_is_refused_in_words(
    participant_client, participant, group, idea, monkeypatch
):
    monkeypatch.setattr("ideas.services.drafts.MOST_DRAFTS", 1)
    draft_save(participant=participant, place=group, body="Half", key=TWO)

    answer = participant_client.post(url("write_draft", idea), {"body": "One", "key": ONE})

    assert answer.status_code == 422
    assert "no more can be kept" in answer.content.decode()


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_a_draft_is_discarded(participant_client, participant, places, noun):
    place, form, save = places[noun]
    draft_save(participant=participant, place=place, body="Half a thought", key=ONE)
    version = PostDraft.objects.get().version

    answer = participant_client.post(f"{save}discard/", {"version": version})

    assert answer.url.partition("#")[0] == form
    assert not PostDraft.objects.exists()
    assert "Your draft is discarded." in participant_client.get(form).content.decode()


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_a_tab_does_not_discard_what_another_has_written_since(
    participant_client, participant, places, noun
):
    place, _, save = places[noun]
    first = draft_save(participant=participant, place=place, body="First", key=ONE).version
    draft_save(participant=participant, place=place, body="First, and more", version=first, key=TWO)

    told = participant_client.post(f"{save}discard/", {"version": first, "key": ONE})

    page = told.content.decode()
    assert told.status_code == 409
    assert "You have changed this draft in another tab or on another device." in page
    assert "First, and more" in page
    version = PostDraft.objects.get().version
    assert f'name="version" value="{version}"' in page
    referer = f"http://testserver{save}discard/"
    again = {"version": version}
    answer = participant_client.post(f"{save}discard/", again, headers={"Referer": referer})
    assert answer.url == place_urls(participant, place)[0]
    assert not PostDraft.objects.exists()


def test_a_form_discards_what_it_saved_itself(participant_client, participant, group):
    draft_save(participant=participant, place=group, body="Half", key=ONE)

    participant_client.post(group_url("new_draft_discard", group), {"version": 0, "key": ONE})

    assert not PostDraft.objects.exists()


def test_the_own_page_discards_the_draft_as_it_is_listed(participant_client, participant, group):
    version = draft_save(participant=participant, place=group, body="Half", key=ONE).version

    page = participant_client.get("/w/spring/mine/").content.decode()

    assert f'<input type="hidden" name="version" value="{version}">' in page


def test_nobody_reads_or_touches_the_draft_of_another(
    participant_client, other_client, other, group
):
    draft_save(participant=other, place=group, body="A secret thought", key=TWO)

    participant_client.post(group_url("new_draft", group), {"body": "Mine", "key": ONE})
    participant_client.post(group_url("new_draft_discard", group))

    page = participant_client.get(group_url("new", group)).content.decode()
    assert "A secret thought" not in page
    assert "A secret thought" in other_client.get(group_url("new", group)).content.decode()


@pytest.mark.parametrize("noun", ["idea", "comment", "reply"])
def test_strangers_and_other_methods_save_nothing(client, participant_client, places, noun):
    _, _, save = places[noun]
    client.force_login(make_participant(make_workshop()).user)

    for path in (save, f"{save}discard/"):
        assert client.post(path, {"body": "Mine"}).status_code == 302
        assert participant_client.get(path).status_code == 405
    assert not PostDraft.objects.exists()


def test_a_draft_at_a_bad_address_is_not_there(participant_client):
    for path in ("groups/no/new/draft/", "ideas/no/comments/draft/", "comments/no/reply/draft/"):
        assert participant_client.post(f"/w/spring/{path}", {"body": "x"}).status_code == 404


def test_whose_draft_it_is_cannot_be_posted(participant_client, participant, other, group):
    participant_client.post(
        group_url("new_draft", group), {"body": "Mine", "participant": other.pk, "key": ONE}
    )

    assert PostDraft.objects.get().participant == participant


@pytest.mark.parametrize("drafts", [0, 3])
def test_the_form_asks_no_more_with_drafts(participant_client, participant, group, drafts):
    participant_client.get(group_url("new", group))
    for place in [group, *[group.ideas.create(workshop=group.workshop) for _ in range(drafts)]]:
        draft_save(participant=participant, place=place, body="Half", key=ONE)

    with query_budget(5):
        participant_client.get(group_url("new", group))


@pytest.fixture
def two_a_span(monkeypatch):
    for module, name in (("writing", "DRAFT"), ("ideas", "FILE"), ("ideas", "SIMILAR")):
        rate = replace(getattr(rates, name), most=2, span=10**9)
        monkeypatch.setattr(f"ideas.views.{module}.{name}", rate)


def test_a_saving_too_many_is_told_and_waits(participant_client, group, two_a_span):
    answers = [
        participant_client.post(group_url("new_draft", group), {"body": word, "key": ONE})
        for word in ("One", "Two", "Three")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert "You have saved 120 times within a minute. Please wait" in answers[2].content.decode()
    assert PostDraft.objects.get().body == "Two"


def test_drafts_are_saved_while_the_cache_is_away(participant_client, group, monkeypatch):
    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("ideas.services.rates.cache", SimpleNamespace(add=away))

    participant_client.post(group_url("new_draft", group), {"body": "Half", "key": ONE})

    assert PostDraft.objects.get().body == "Half"


def test_a_preview_too_many_is_shown_without_like_ideas(
    participant_client, group, two_a_span, monkeypatch
):
    looked = []
    monkeypatch.setattr("ideas.views.writing.pace_problem", lambda *args: "")
    monkeypatch.setattr("ideas.views.ideas.similar_ideas", lambda *args, **kw: looked.append(1))
    words = {"title": "Two hours a month", "body": "In the rota.", "key": ONE, "act": "preview"}

    pages = [participant_client.post(group_url("new", group), words) for _ in range(3)]

    assert "How your idea will look" in pages[2].content.decode()
    assert len(looked) == 2


def test_a_file_too_many_keeps_the_text(participant_client, group, two_a_span, monkeypatch):
    type(group).objects.update(asks_evidence=True)
    words = {"title": "Two hours a month", "body": "In the rota.", "act": "draft"}
    files = [SimpleUploadedFile("note.txt", b"no picture") for _ in range(3)]
    monkeypatch.setattr("ideas.views.writing.pace_problem", lambda *args: "")

    answers = [
        participant_client.post(
            group_url("new", group), words | {"key": ONE, "evidence_file": file}
        )
        for file in files
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 429]
    page = answers[2].content.decode()
    assert "You have sent 20 files within an hour. Please wait" in page
    assert "In the rota." in page
    assert PostDraft.objects.get().body == "In the rota."
