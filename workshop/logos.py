"""The organisers' logos: every write, files included."""

from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction

from workshop.common.ids import new_public_id
from workshop.common.pictures import Picture
from workshop.models import Logo, Workshop, private_files

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000_000
LEAST_SIDE = 40
MOST_LOGOS = 12


@transaction.atomic
def logo_save(*, logo: Logo, picture: Picture | None = None) -> Logo:
    """Keep a logo; a new picture gets a new address, as browsers keep the old one for long."""
    if picture:
        if logo.pk:
            _forget_file(Logo.objects.get(pk=logo.pk).file.name)
        logo.public_id = new_public_id()
        logo.width, logo.height = picture.width, picture.height
        name = f"{logo.public_id}.{picture.extension}"
        logo.file.save(name, ContentFile(picture.content), save=False)
    logo.save()
    return logo


@transaction.atomic
def logo_delete(*, logo: Logo) -> None:
    """Delete a logo, and its file once that is certain."""
    _forget_file(logo.file.name)
    logo.delete()


def logos_forget(*, workshop: Workshop) -> None:
    """Have the files of a workshop's logos deleted once its deletion is certain."""
    for name in workshop.logos.values_list("file", flat=True):
        _forget_file(name)


def _forget_file(name: str) -> None:
    transaction.on_commit(partial(private_files().delete, name))
