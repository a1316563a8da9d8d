"""The facilitators' pages of channels: the list, the pack, the sheet, the code."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    make_group,
    make_mailing,
    make_participant,
    make_preregistration,
    make_workshop,
)
from tests.gateway.questionnaires import ask
from tests.qr_reader import read
from tests.queries import counted_queries
from workshop.mailings.views import inviting
from workshop.models import Channel, Workshop

pytestmark = pytest.mark.django_db
LIST, PACK = "/w/spring/channels/", "/w/spring/channels/carers/"
SHEET, QR = f"{PACK}sheet/", f"{PACK}qr.svg"
LINK = "https://example.org/w/spring/from/carers/"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://example.org"


@pytest.fixture
def channel(workshop):
    return Channel.objects.create(workshop=workshop, key="carers", title="Carers Together")


@pytest.fixture
def facilitator(staff_client):
    return staff_client("facilitator")


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def upcoming(workshop, days: float = 3) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(
        opens_at=timezone.now() + timedelta(days=days),
        closes_at=timezone.now() + timedelta(days=days + 21),
    )


def joined_line(html: str) -> str:
    return html.split('<b class="ws-figure">')[-1].split("</b>")[0]


@pytest.mark.parametrize("path", [LIST, PACK, SHEET, QR])
def test_facilitators_alone_come_in(channel, staff_client, participant_client, client, path):
    assert staff_client("facilitator").get(path).status_code == 200
    assert staff_client("analyst").get(path).status_code == 403
    assert staff_client("steering group").get(path).status_code == 403
    assert participant_client.get(path).status_code == 403
    assert staff_client("facilitator", second_factor=False).get(path).status_code == 403
    assert client.get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", [LIST, SHEET, QR])
def test_pages_to_look_at_take_nothing(channel, facilitator, path):
    assert facilitator.post(path).status_code == 405


@pytest.mark.parametrize("last", ["", "sheet/", "qr.svg"])
def test_the_channel_of_another_workshop_is_not_found(channel, facilitator, last):
    Channel.objects.create(workshop=make_workshop("autumn"), key="nurses", title="Nurses")

    for base in ("/w/spring/channels/nurses/", "/w/winter/channels/carers/"):
        assert facilitator.get(base + last).status_code == 404


def test_the_list_says_who_is_linked_where_and_leads_on(channel, facilitator, workshop):
    html = page(facilitator, LIST)

    assert "Carers Together" in html
    assert "example.org/w/spring/from/carers" in html
    assert f'href="{PACK}"' in html
    assert f'href="/admin/workshop/workshop/{workshop.pk}/change/"' in html


def test_the_admin_leads_to_the_list(workshop, facilitator):
    for path in ("", f"{workshop.pk}/change/"):
        assert f'href="{LIST}"' in page(facilitator, f"/admin/workshop/workshop/{path}")


def test_a_workshop_without_channels_says_what_to_do(workshop, facilitator):
    assert "No channels yet" in page(facilitator, LIST)


@pytest.mark.parametrize(
    ("before", "here", "shown"),
    [
        (0, 0, "0"),
        (0, 3, "Fewer than 10"),
        (8, 1, "Fewer than 10"),
        (8, 2, "10"),
        (1200, 1, "1,201"),
    ],
)
def test_who_joined_is_counted_and_small_numbers_are_not_told(
    channel, facilitator, workshop, before, here, shown
):
    Channel.objects.update(joined_before=before)
    for _ in range(here):
        make_participant(workshop, channel=channel)
    make_participant(workshop, channel=channel, joined_at=None)
    make_participant(workshop)

    assert joined_line(page(facilitator, LIST)) == shown
    assert joined_line(page(facilitator, PACK)) == shown


@pytest.mark.parametrize(("path", "queries"), [(LIST, 9), (PACK, 6), (SHEET, 7), (QR, 6)])
def test_pages_ask_the_same_of_the_database_for_any_number(
    channel, facilitator, workshop, path, queries
):
    for n in range(3):
        with counted_queries() as statements:
            page(facilitator, path)
        assert len(statements) == queries, "\n".join(statements)
        other = Channel.objects.create(workshop=workshop, key=f"more{n}", title="More")
        for _ in range(3):
            make_participant(workshop, channel=other)
            make_preregistration(workshop, channel=channel)


def test_the_code_is_a_picture_of_exactly_the_link(channel, facilitator):
    response = facilitator.get(QR)

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'inline; filename="spring-carers.svg"'
    assert read(response.content) == LINK


def test_the_pack_holds_link_code_sheet_and_both_texts(channel, facilitator):
    html = page(facilitator, PACK)

    assert f'value="{LINK}" readonly' in html
    assert f'<img class="ws-qr" src="{QR}"' in html
    assert f'href="{QR}" download="spring-carers.svg"' in html
    assert f'href="{SHEET}"' in html
    assert html.count("This is the ready-made text.") == 2
    assert "<svg" not in html.split("<main")[1].replace('<svg class="ws-icon"', "")


def texts(client) -> tuple[str, str]:
    form = client.get(PACK).context["form"]
    return form["short_text"].value(), form["long_text"].value()


def test_ready_made_texts_follow_the_clock(channel, facilitator, workshop):
    for days, words in ((3, "you are invited then"), (-3, "Join in a few"), (-30, "has closed")):
        upcoming(workshop, days)
        short, long = texts(facilitator)
        assert words in short
        assert LINK in short and LINK in long  # noqa: PT018 - one thing
        assert len(short) <= 280


def test_the_long_text_says_what_people_want_to_know(channel, facilitator, workshop):
    ask(workshop, {"key": "role"}, {"key": "tools"})
    Workshop.objects.update(strapline="How shall we learn?", contact="help@example.org")

    long = texts(facilitator)[1]

    assert "“Skills for everyone”" in long
    assert "How shall we learn?" in long
    assert "2 short questions about you, which takes about a minute" in long
    assert "Nobody sees who wrote or voted what" in long
    assert "Write to help@example.org" in long
    assert "(London time)" in long


def save(client, **changes):
    short, long = texts(client)
    return client.post(PACK, {"short_text": short, "long_text": long} | changes, follow=True)


def test_a_text_of_ones_own_is_kept_and_the_other_stays_ready_made(channel, facilitator):
    html = save(facilitator, short_text=f"Come,\r\nnurses: {LINK}  ").content.decode()

    channel.refresh_from_db()
    assert (channel.short_text, channel.long_text) == (f"Come,\nnurses: {LINK}", "")
    assert "The texts are saved." in html
    assert html.count("You have changed this text.") == 1
    assert html.count("This is the ready-made text.") == 1
    assert "does not contain the link" not in html


def test_saving_the_ready_made_texts_keeps_none(channel, facilitator):
    short, long = texts(facilitator)

    save(facilitator, long_text=long.replace("\n", "\r\n") + "\r\n")

    channel.refresh_from_db()
    assert (channel.short_text, channel.long_text) == ("", "")


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Come to us", True),
        ("Come: https://example.org/w/spring/from/carers-north/", True),
        ("Come: https://example.org/w/spring/", True),
        ("Come: HTTPS://EXAMPLE.ORG/w/spring/from/CARERS", False),
        ("Come to example.org/w/spring/from/carers.", False),
    ],
)
def test_a_text_without_the_link_is_kept_with_a_warning(channel, facilitator, text, warned):
    html = save(facilitator, short_text=text).content.decode()

    channel.refresh_from_db()
    assert channel.short_text == text
    assert ("Your text does not contain the link" in html) == warned


def test_an_empty_text_brings_the_ready_made_one_back(channel, facilitator):
    ready = texts(facilitator)
    save(facilitator, short_text="Come", long_text="Come, all of you")

    save(facilitator, short_text="  ", long_text="")

    assert texts(facilitator) == ready


def test_restoring_one_text_keeps_what_was_typed_in_the_other(channel, facilitator):
    ready = texts(facilitator)
    save(facilitator, short_text="Come")

    save(facilitator, restore="short_text", short_text="x" * 900, long_text="Half a thought")

    assert texts(facilitator) == (ready[0], "Half a thought")


def test_a_text_that_is_too_long_is_refused_in_words_and_not_lost(channel, facilitator):
    response = save(facilitator, short_text="y" * 501, long_text="My other words")

    html = response.content.decode()
    assert "Use at most 500 characters. You have 501." in html
    assert "y" * 501 in html
    assert "My other words" in html
    channel.refresh_from_db()
    assert (channel.short_text, channel.long_text) == ("", "")


def test_a_channel_deleted_meanwhile_is_said_and_the_text_is_shown(
    channel, facilitator, monkeypatch
):
    save_texts = inviting.channel_texts_save

    def after_the_deletion(**kwargs):
        Channel.objects.all().delete()
        return save_texts(**kwargs)

    monkeypatch.setattr(inviting, "channel_texts_save", after_the_deletion)
    html = save(facilitator, short_text="My words").content.decode()

    assert "This channel has been deleted" in html
    assert "My words" in html


def test_texts_are_shown_as_text(channel, facilitator):
    html = save(facilitator, short_text="</textarea><b>x</b>").content.decode()

    assert "<b>x</b>" not in html


def test_the_sheet_shows_title_question_code_link_and_dates(channel, facilitator, workshop):
    make_group(workshop, prompt="How can everybody find time to learn?")
    upcoming(workshop)

    html = page(facilitator, SHEET)

    assert "<h1>Skills for everyone</h1>" in html
    assert "How can everybody find time to learn?" in html
    assert "Opens " in html
    assert "Closes " in html
    assert f'<img class="ws-qr" src="{QR}"' in html
    assert '<p class="ws-poster__link">example.org/w/spring/from/carers</p>' in html


def test_the_sheet_prefers_the_strapline_and_leaves_several_questions_out(
    channel, facilitator, workshop
):
    for prompt in ("What of the wards?", "What of the homes?"):
        make_group(workshop, prompt=prompt)
    assert "What of the" not in page(facilitator, SHEET)
    Workshop.objects.update(strapline="Two questions for you")

    assert "Two questions for you" in page(facilitator, SHEET)


def test_the_sheet_of_a_closed_workshop_says_so(channel, facilitator, workshop):
    upcoming(workshop, -30)

    assert "Closed. It was open until" in page(facilitator, SHEET)


@pytest.mark.parametrize(
    ("state", "said", "warned"),
    [
        ("draft", "The invitation is still a draft.", "the invitation is still a draft."),
        ("scheduled", "The invitation goes out ", None),
        ("building", "The invitation is being sent.", None),
        ("sending", "The invitation is being sent.", None),
        ("paused", "The invitation is paused.", "the invitation is paused."),
        ("done", "The invitation was sent.", None),
        ("cancelled", "The invitation was cancelled.", "the invitation was cancelled."),
    ],
)
def test_the_list_says_how_far_the_invitation_is(workshop, facilitator, state, said, warned):
    upcoming(workshop)
    make_preregistration(workshop)
    mailing = make_mailing(
        workshop, "come", kind="invitation", audience=["preregistered"], state=state
    )

    html = page(facilitator, LIST)

    assert said in html
    assert f'href="/w/{workshop.slug}/mailings/{mailing.key}/"' in html
    assert ("Nobody is invited yet" in html) == bool(warned)
    assert not warned or f"People have pre-registered, but {warned}" in html


def test_an_invitation_to_others_alone_is_not_enough(workshop, facilitator):
    upcoming(workshop)
    make_preregistration(workshop)
    make_mailing(workshop, kind="invitation", audience=["everyone"])

    assert "People have pre-registered, but no invitation goes to them." in page(facilitator, LIST)


def test_one_that_will_plan_itself_is_announced(workshop, facilitator):
    upcoming(workshop)
    assert "Once somebody has, an invitation is planned" in page(facilitator, LIST)
    make_preregistration(workshop)

    html = page(facilitator, LIST)

    assert "Fewer than 10</b> pre-registered" in html
    assert "Within a minute an invitation to them is planned" in html
    assert "Nobody is invited yet" not in html


def test_an_opening_long_past_without_an_invitation_is_a_warning(workshop, facilitator):
    make_preregistration(workshop)
    assert "no invitation goes to them" in page(facilitator, LIST)
    upcoming(workshop, -30)

    assert "no invitation goes to them" not in page(facilitator, LIST)
