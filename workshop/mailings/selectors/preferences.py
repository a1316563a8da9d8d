"""What a person has chosen to get of us."""

from workshop.enums import EmailChoice
from workshop.mailings.enums import PLANNED_KINDS, SuppressionCause
from workshop.mailings.models import Suppression
from workshop.mailings.suppressions import suppression_hash
from workshop.mailings.tokens import StopTarget
from workshop.models import Participant, Preregistration


def preferences_of(participant: Participant) -> dict:
    """Return the kinds of mailing and the summaries a participant wants (1 query)."""
    stopped = set(participant.stopped_kinds.values_list("kind", flat=True))
    return {
        "kinds": [kind for kind in PLANNED_KINDS if kind not in stopped],
        "email_choice": participant.email_choice,
    }


def stop_page(target: StopTarget) -> dict:
    """Return what the page behind a link says of its person."""
    person = target.person
    early = isinstance(person, Preregistration)
    of_summary = target.of_summary and not early
    return {
        "person": person,
        "workshop": person.workshop if person else None,
        "early": early,
        "stopped": bool(person and person.mailings_stopped_at),
        "of_summary": bool(person and of_summary),
        "no_summaries": bool(person and of_summary and person.email_choice == EmailChoice.NONE),
    }


def suppression_cause(address_key: str) -> str:
    """Return why we do not write to an address, or nothing (1 query)."""
    rows = Suppression.objects.filter(address_hash=suppression_hash(address_key))
    return rows.values_list("cause", flat=True).first() or ""


def suppression_words(address_key: str) -> str:
    """Return the same in words."""
    cause = suppression_cause(address_key)
    return SuppressionCause(cause).label if cause else ""
