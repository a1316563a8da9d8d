"""Evidence: a link or a file, made anew, kept with the draft, handed out as a download."""

import pytest

from ideas.models import Evidence, Idea, PostDraft
from ideas.services import draft_save, idea_hide, idea_submit, idea_withdraw
from tests.factories import make_participant, make_workshop
from tests.ideas.files import SECRET, document, drawing, locked, photo, sent
from tests.ideas.helpers import close, group_url, url
from tests.queries import query_budget

ONE = "1" * 32
GOOD = {"title": "Two hours a month", "body": "In the rota.", "key": ONE, "version": "0"}


@pytest.fixture
def asking(group):
    group.asks_evidence = True
    group.save()
    return group


@pytest.fixture
def post(participant_client, asking):
    """Send the form for an idea with a file."""

    def send(content: bytes | None, **extra):
        file = {} if content is None else {"evidence_file": sent(content)}
        return participant_client.post(group_url("new", asking), GOOD | file | extra)

    return send


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def fetched(client, idea, name: str = "evidence"):
    answer = client.get(url(name, idea))
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_only_groups_that_ask_for_it_take_evidence(participant_client, group):
    page = participant_client.get(group_url("new", group)).content.decode()
    data = GOOD | {"evidence_link": "https://example.org", "evidence_file": sent(drawing())}
    participant_client.post(group_url("new", group), data)

    assert "Evidence" not in page
    assert Idea.objects.get().evidence_link == ""
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind", "name", "content_type", "start"),
    [
        (drawing(), "png", "Picture (PNG)", "image/png", b"\x89PNG"),
        (photo(), "jpeg", "Picture (JPEG)", "image/jpeg", b"\xff\xd8\xff"),
        (document(), "pdf", "Document (PDF)", "application/pdf", b"%PDF-"),
    ],
)
def test_a_file_is_made_anew_and_handed_out_safely(
    participant_client, post, private_folder, content, kind, name, content_type, start
):
    post(content)

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.name, evidence.idea) == (kind, name, Idea.objects.get())
    answer, body = fetched(participant_client, evidence.idea)
    assert body.startswith(start)
    assert SECRET.encode() not in body
    assert (len(body), answer["Content-Type"]) == (evidence.size, content_type)
    extension = {"jpeg": "jpg"}.get(kind, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="evidence.{extension}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "no-store"
    [path] = files(private_folder)
    assert path.name == f"{evidence.public_id}.{extension}"
    assert path.stat().st_mode & 0o077 == 0


def test_the_thread_shows_evidence_and_never_a_file_name(participant_client, post):
    post(photo(), evidence_link="example.org/<b>'s-report")

    page = participant_client.get(url("thread", Idea.objects.get())).content.decode()
    assert 'rel="nofollow noopener noreferrer">A page on <bdi>example.org</bdi></a>' in page
    assert ">Picture (JPEG)</a>" in page
    for trace in ("Jane", "<b>'s", "scan"):
        assert trace not in page


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        (" www.example.org/a ", "https://www.example.org/a"),
        ("", ""),
    ],
)
def test_a_link_is_kept_as_it_can_be_opened(post, link, stored):
    post(None, evidence_link=link)

    assert Idea.objects.get().evidence_link == stored


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "ftp://example.org/",
        "//example.org",
        "https://",
        "https://user:secret@example.org/",
        "https://exa mple.org",
        "http://[::1",
        "nonsense",
        "https://example.org/" + "a" * 500,
        "https://example.org/\u0000",
    ],
)
def test_a_link_that_no_browser_should_open_is_refused_beside_its_field(post, link):
    answer = post(None, evidence_link=link)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_evidence_link">' in page
    assert "In the rota." in page
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "not a PNG picture, a JPEG picture or a PDF"),
        (b"MZ\x90\x00 a program", "whatever its name says"),
        (b"", "empty"),
        (b"%PDF-1.4 nonsense", "damaged"),
        (locked(), "locked with a password"),
        (drawing()[:50], "damaged"),
        (drawing((6000, 5000)), "more than 25 million pixels"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_lies_is_refused_beside_its_field_and_the_text_is_kept(
    post, private_folder, content, words
):
    answer = post(content)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert '<a href="#id_evidence_file">' in page
    assert "In the rota." in page
    assert PostDraft.objects.get().body == "In the rota."
    assert (Idea.objects.count(), files(private_folder)) == (0, [])


def test_a_picture_that_calls_itself_a_pdf_is_what_it_is(participant_client, asking):
    data = GOOD | {"evidence_file": sent(drawing(), "report.pdf")}
    participant_client.post(group_url("new", asking), data)

    assert Evidence.objects.get().name == "Picture (PNG)"


@pytest.mark.parametrize("extra", [{"title": "x"}, {"act": "preview"}, {"act": "draft"}])
def test_a_file_sent_with_what_is_not_posted_is_kept(
    participant_client, post, asking, private_folder, extra
):
    post(drawing(), **extra)

    page = participant_client.get(group_url("new", asking)).content.decode()
    assert "<b>Picture (PNG)</b>" in page
    assert 'type="file"' not in page
    version = PostDraft.objects.get().version
    post(None, version=version)
    assert Evidence.objects.get().idea == Idea.objects.get()
    assert len(files(private_folder)) == 1


def test_a_double_click_with_a_file_posts_once(post, private_folder):
    answers = [post(drawing()) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert (Idea.objects.count(), PostDraft.objects.count()) == (1, 0)
    assert (Evidence.objects.count(), len(files(private_folder))) == (1, 1)


def test_a_file_is_removed_from_a_draft_and_the_text_stays(
    participant_client, post, asking, private_folder, django_capture_on_commit_callbacks
):
    post(drawing(), act="draft")

    version = PostDraft.objects.get().version
    with django_capture_on_commit_callbacks(execute=True):
        post(None, act="remove", version=version, body="In the new rota.")

    page = participant_client.get(group_url("new", asking)).content.decode()
    assert "In the new rota." in page
    assert 'type="file"' in page
    assert (Evidence.objects.count(), files(private_folder)) == (0, [])


def test_the_close_keeps_the_file_with_the_draft(post, workshop, private_folder):
    close(workshop)

    answer = post(drawing())

    assert answer.status_code == 409
    assert Evidence.objects.get().draft == PostDraft.objects.get()
    assert len(files(private_folder)) == 1


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_evidence_of_an_idea_that_is_not_shown_is_not_handed_out(
    participant_client, participant, post, staff_client, state
):
    post(drawing(), evidence_link="https://example.org")
    idea = Idea.objects.get()
    if state == "hidden":
        idea_hide(idea=idea, reason="It names a colleague.")
    else:
        idea_withdraw(participant=participant, idea=idea)

    assert participant_client.get(url("evidence", idea)).status_code == 404
    assert "example.org" not in participant_client.get(url("thread", idea)).content.decode()
    answer, body = fetched(staff_client("facilitator"), idea, "evidence_for_staff")
    assert body.startswith(b"\x89PNG")
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_evidence_is_for_people_of_the_workshop_and_for_those_who_moderate(
    client, participant_client, post, staff_client
):
    post(drawing())
    idea = Idea.objects.get()

    assert client.get(url("evidence", idea)).status_code == 302
    client.force_login(make_participant(make_workshop()).user)
    assert client.get(url("evidence", idea)).status_code == 302
    assert participant_client.get(url("evidence_for_staff", idea)).status_code == 403
    assert participant_client.post(url("evidence", idea)).status_code == 405
    page = staff_client("facilitator").get(f"/admin/ideas/idea/{idea.pk}/change/").content.decode()
    assert url("evidence_for_staff", idea) in page


def test_an_idea_without_a_file_or_whose_file_is_lost_has_none(
    participant_client, own_idea, post, private_folder
):
    assert participant_client.get(url("evidence", own_idea)).status_code == 404

    post(drawing())
    files(private_folder)[0].unlink()
    assert participant_client.get(url("evidence", Evidence.objects.get().idea)).status_code == 404


def test_an_edit_changes_the_link_and_takes_the_file_off(
    participant_client, post, private_folder, django_capture_on_commit_callbacks
):
    post(drawing(), evidence_link="https://example.org")
    idea = Idea.objects.get()
    form = participant_client.get(url("idea_edit", idea)).content.decode()
    assert "https://example.org" in form
    assert "Remove the file: Picture (PNG)" in form

    words = {"title": idea.title, "body": idea.body, "evidence_link": "https://nhs.example"}
    with django_capture_on_commit_callbacks(execute=True):
        participant_client.post(url("idea_edit", idea), words | {"remove_file": "1"})

    idea.refresh_from_db()
    assert idea.evidence_link == "https://nhs.example"
    assert idea.revisions.get().evidence_link == "https://example.org"
    assert idea.edited_at
    assert (Evidence.objects.count(), files(private_folder)) == (0, [])


def test_an_edit_without_evidence_leaves_it(participant_client, post):
    post(drawing(), evidence_link="https://example.org")
    idea = Idea.objects.get()

    words = {"title": "Three hours a month", "body": "x", "evidence_link": idea.evidence_link}
    participant_client.post(url("idea_edit", idea), words)

    idea.refresh_from_db()
    assert (idea.title, idea.evidence_link) == ("Three hours a month", "https://example.org")
    assert Evidence.objects.count() == 1


def test_a_thread_with_evidence_and_a_draft_stays_in_its_budget(
    participant_client, participant, post
):
    post(drawing(), evidence_link="https://example.org")
    idea = Idea.objects.get()
    draft_save(participant=participant, place=idea, body="Half a thought", key=ONE)
    participant_client.get(url("thread", idea))

    with query_budget(8):
        page = participant_client.get(url("thread", idea)).content.decode()
    assert "Half a thought" in page


def test_an_idea_posted_by_the_service_keeps_its_link(participant, group):
    idea = idea_submit(
        author=participant, group=group, title="T", body="B", evidence_link="https://example.org"
    )

    assert idea.evidence_link == "https://example.org"
