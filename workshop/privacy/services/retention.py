"""Nothing is kept longer than it was promised: addresses and accounts go by themselves."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gateway.models import Draft
from gateway.services import changes_release
from ideas.models import PostDraft
from ideas.services import drafts_delete, strays_sweep
from workshop.accounts.models import CodeRequest
from workshop.accounts.services.outbox import outbox_forget
from workshop.mailings.services import (
    deliveries_forget,
    deliveries_forget_words,
    deliveries_sweep_erased,
    mail_events_sweep,
)
from workshop.models import LeftAddress, Workshop
from workshop.privacy.selectors import accounts_expired, workshops_expired
from workshop.services import participants_forget, preregistrations_erase

CODE_REQUESTS_KEPT = timedelta(days=1)


def retention_run(*, now: datetime | None = None) -> None:
    """Erase what has been kept long enough. Safe to run at any time, and twice at once.

    Of a workshop whose days are over no address is left in account, pre-registration or ledger;
    participants stay as numbers without a person. An account goes when no workshop needs it.
    """
    now = now or timezone.now()
    for workshop in workshops_expired(now):
        _workshop_forget(workshop=workshop)
    deliveries_sweep_erased()
    deliveries_forget_words(now=now)
    mail_events_sweep(now=now)
    strays_sweep(now=now)
    outbox_forget(now=now)
    accounts_expired(now).delete()
    LeftAddress.objects.filter(workshop__closes_at__lte=now).delete()
    CodeRequest.objects.filter(asked_at__lt=now - CODE_REQUESTS_KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@transaction.atomic
def _workshop_forget(*, workshop: Workshop) -> None:
    workshop = Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    if not workshop.is_sealed:
        changes_release(workshop=workshop)
    people, early = workshop.participants.all(), workshop.preregistrations.all()
    deliveries_forget(participants=people, preregistrations=early)
    Draft.objects.filter(participant__in=people).delete()
    drafts_delete(drafts=PostDraft.objects.filter(participant__in=people))
    participants_forget(participants=people)
    preregistrations_erase(preregistrations=early)
    workshop.hour_counts.all().delete()
