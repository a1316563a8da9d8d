"""Organisers' logos: sent in the workshop's screen, shown on the landing page alone."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from analysis.archive.removal import workshop_delete
from workshop.enums import Role
from workshop.models import Logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where private files lie for one test."""
    storage = Logo._meta.get_field("file").storage
    monkeypatch.setattr(storage, "base_location", tmp_path)
    monkeypatch.setattr(storage, "location", str(tmp_path))
    return tmp_path


@pytest.fixture
def facilitator(staff_client, folder):
    return staff_client(Role.FACILITATOR)


def drawn(kind: str = "PNG", size=(200, 80)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def sent(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def fields(client, workshop, *logos: dict) -> dict:
    """What the workshop's screen sends when only its logos are touched."""
    page = client.get(reverse("admin:workshop_workshop_change", args=[workshop.pk]))
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value is not None}
    for name in ("opens_at", "closes_at"):
        values[name] = workshop.__dict__[name].strftime("%Y-%m-%dT%H:%M")
    for prefix in ("groups", "logos", "channels"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    values["logos-TOTAL_FORMS"] = len(logos)
    values["logos-INITIAL_FORMS"] = sum("id" in logo for logo in logos)
    for number, logo in enumerate(logos):
        row = {"position": number, "workshop": workshop.pk} | logo
        values |= {f"logos-{number}-{key}": value for key, value in row.items()}
    return values


def save(client, workshop, *logos: dict):
    address = reverse("admin:workshop_workshop_change", args=[workshop.pk])
    return client.post(address, fields(client, workshop, *logos))


def add(client, workshop, content: bytes = b"", name: str = "Northfield") -> Logo:
    answer = save(client, workshop, {"name": name, "file": sent(content or drawn())})
    assert answer.status_code == 302, answer.context["errors"]
    return workshop.logos.get()


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.*"))


@pytest.mark.parametrize(("kind", "type_"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_logo_is_drawn_again_and_stands_on_the_landing_page(
    client, facilitator, workshop, folder, kind, type_
):
    logo = add(facilitator, workshop, drawn(kind) + b"<script>")

    path = f"/w/spring/logos/{logo.public_id}"
    page, picture = client.get("/w/spring/").content.decode(), client.get(path)
    assert f'<img src="{path}" alt="Northfield" width="200" height="80"' in page
    content = b"".join(picture.streaming_content)
    assert b"script" not in content
    assert Image.open(io.BytesIO(content)).size == (200, 80)
    assert picture["Content-Type"] == type_
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert [name.rpartition(".")[0] for name in kept(folder)] == [logo.public_id]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (SVG, "logo.svg", "This is an SVG drawing, which we do not take."),
        (SVG, "logo.png", "This is an SVG drawing, which we do not take."),
        (b"%PDF-1.7", "logo.png", "This is not a PNG or JPEG picture"),
        (drawn()[:50], "logo.png", "the file is damaged"),
        (drawn() + b"x" * 1_000_000, "logo.png", "larger than 1 MB"),
        (drawn(size=(2001, 2000)), "logo.png", "more than 4 million pixels"),
        (drawn(size=(200, 39)), "logo.png", "at least 40 pixels on each side"),
        (b"", "logo.png", "empty"),
    ],
    ids=["svg", "hidden svg", "pdf", "half", "heavy", "vast", "flat", "nothing"],
)
def test_what_is_no_fitting_picture_is_refused_beside_its_field(
    facilitator, workshop, folder, content, name, words
):
    answer = save(facilitator, workshop, {"name": "Northfield", "file": sent(content, name)})

    [form] = answer.context["inline_admin_formsets"][1].formset.forms
    assert words in str(form.errors["file"])
    assert list(form.errors) == ["file"]
    assert form["name"].value() == "Northfield"
    assert not Logo.objects.exists()
    assert kept(folder) == []


def test_a_logo_without_a_picture_is_asked_for_one(facilitator, workshop):
    answer = save(facilitator, workshop, {"name": "Northfield"})

    [form] = answer.context["inline_admin_formsets"][1].formset.forms
    assert form.errors == {"file": ["This field is required."]}


def test_another_picture_gets_another_address_and_the_old_file_goes(
    facilitator, workshop, folder, django_capture_on_commit_callbacks
):
    old = add(facilitator, workshop)

    with django_capture_on_commit_callbacks(execute=True):
        save(facilitator, workshop, {"id": old.pk, "name": "Southfield", "file": sent(drawn())})

    new = workshop.logos.get()
    assert (new.pk, new.name) == (old.pk, "Southfield")
    assert new.public_id != old.public_id
    assert kept(folder) == [f"{new.public_id}.png"]


def test_another_name_leaves_the_picture_as_it_is(facilitator, workshop, folder):
    old = add(facilitator, workshop)

    save(facilitator, workshop, {"id": old.pk, "name": "Southfield"})

    new = workshop.logos.get()
    assert new.name == "Southfield"
    assert (new.public_id, new.file.name) == (old.public_id, old.file.name)
    assert kept(folder) == [f"{old.public_id}.png"]


def test_the_file_of_a_deleted_logo_goes_once_that_is_certain(
    facilitator, workshop, folder, django_capture_on_commit_callbacks
):
    logo = add(facilitator, workshop)
    gone = {"id": logo.pk, "name": logo.name, "DELETE": "on"}

    with django_capture_on_commit_callbacks() as callbacks:
        save(facilitator, workshop, gone)
    before = kept(folder)
    for callback in callbacks:
        callback()

    assert not Logo.objects.exists()
    assert (before, kept(folder)) == ([f"{logo.public_id}.png"], [])


@pytest.mark.parametrize("by", ["screen", "list", "archive"])
def test_the_files_of_a_deleted_workshop_go_with_it(
    facilitator, superuser_client, workshop, folder, django_capture_on_commit_callbacks, by
):
    add(facilitator, workshop)
    one = reverse("admin:workshop_workshop_delete", args=[workshop.pk])
    many = {"action": "delete_selected", "_selected_action": workshop.pk, "post": "yes"}

    with django_capture_on_commit_callbacks(execute=True):
        if by == "screen":
            superuser_client.post(one, {"post": "yes"})
        elif by == "list":
            superuser_client.post(reverse("admin:workshop_workshop_changelist"), many)
        else:
            workshop_delete(workshop=workshop)

    assert kept(folder) == []


def test_a_logo_whose_file_was_lost_or_of_another_workshop_is_not_found(
    client, facilitator, workshop, folder
):
    logo = add(facilitator, workshop)
    elsewhere = client.get(f"/w/other/logos/{logo.public_id}")
    (folder / logo.file.name).unlink()

    assert elsewhere.status_code == 404
    assert client.get(f"/w/spring/logos/{logo.public_id}").status_code == 404


def test_logos_stand_on_no_other_page(client, participant_client, facilitator, workshop, group):
    logo = add(facilitator, workshop)

    for path in (reverse("ideas:hall", args=["spring"]), group.get_absolute_url()):
        assert logo.public_id not in participant_client.get(path).content.decode()
    assert logo.public_id not in client.get("/w/spring/join/").content.decode()
