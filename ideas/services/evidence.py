"""Writes on files of evidence. A file leaves the disk once its row is gone for good."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ideas.evidence import EXTENSIONS, NAMES, MadeFile
from ideas.models import Evidence, PostDraft

FOLDER = Evidence._meta.get_field("file").upload_to
# A file younger than this may belong to a transaction that has not ended.
STRAY_AGE = timedelta(hours=1)


def evidence_attach(*, draft: PostDraft, made: MadeFile) -> Evidence:
    """Store a file with a draft, in place of the one that it had."""
    evidence_delete(rows=Evidence.objects.filter(draft=draft))
    evidence = Evidence(draft=draft, kind=made.kind, name=NAMES[made.kind], size=len(made.content))
    name = f"{evidence.public_id}.{EXTENSIONS[made.kind]}"
    evidence.file.save(name, ContentFile(made.content), save=False)
    evidence.save()
    return evidence


def evidence_delete(*, rows: QuerySet[Evidence]) -> None:
    """Delete rows, and once that is certain their files."""
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    if names:
        transaction.on_commit(lambda: _files_delete(names), robust=True)


def drafts_delete(*, drafts: QuerySet[PostDraft]) -> None:
    """Delete drafts with their files."""
    evidence_delete(rows=Evidence.objects.filter(draft__in=drafts))
    drafts.delete()


def strays_sweep(*, now: datetime | None = None) -> int:
    """Delete files without a row, as a crash or a deleted workshop leaves them; return how many."""
    now, storage = now or timezone.now(), _storage()
    if not storage.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    known = set(Evidence.objects.values_list("file", flat=True))
    strays = [
        name
        for name in names
        if name not in known and now - storage.get_modified_time(name) > STRAY_AGE
    ]
    _files_delete(strays)
    return len(strays)


def _storage():
    return Evidence._meta.get_field("file").storage


def _files_delete(names: list[str]) -> None:
    for name in names:
        _storage().delete(name)
