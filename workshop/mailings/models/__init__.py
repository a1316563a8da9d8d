"""Mailings, the ledger of their messages, what came back, and what people do not want."""

from workshop.mailings.models.clock import ClockMark
from workshop.mailings.models.delivery import Delivery
from workshop.mailings.models.mailing import Mailing
from workshop.mailings.models.preferences import StoppedKind
from workshop.mailings.models.returns import MailEvent, Suppression

__all__ = ["ClockMark", "Delivery", "MailEvent", "Mailing", "StoppedKind", "Suppression"]
