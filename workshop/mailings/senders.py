"""What large mail providers want of a domain that sends to thousands."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Check:
    """One thing to look up by hand."""

    title: str
    wanted: str
    command: str = ""


def dns_checks(*, sender: str, bounces: str) -> list[Check]:
    """Return what to check for the domain of the sender and the one that bounces go to."""
    return_to = bounces or sender
    return [*_signatures(sender, return_to), *_servers(return_to), *_readers()]


def _signatures(sender: str, return_to: str) -> list[Check]:
    return [
        Check(
            "SPF: the domain that bounces go to names the server that sends",
            "Wanted: one record; it begins with v=spf1, names that server, ends with -all or ~all.",
            f"dig +short TXT {return_to}",
        ),
        Check(
            "DKIM: messages are signed for the domain of the sender",
            "Wanted: a record with p=…; SELECTOR is s= in DKIM-Signature of a message received.",
            f"dig +short TXT SELECTOR._domainkey.{sender}",
        ),
        Check(
            "The signature covers the headers of leaving",
            "Wanted: h= in DKIM-Signature holds From, List-Unsubscribe and List-Unsubscribe-Post.",
        ),
        Check(
            "DMARC: the domain says what to do with what is not signed",
            "Wanted: a record that begins with v=DMARC1; p=none will do, quarantine is better.",
            f"dig +short TXT _dmarc.{sender}",
        ),
        Check(
            "Alignment: DMARC passes with SPF or DKIM of the sender's own domain",
            f"Wanted: d= in DKIM-Signature is {sender} or a domain above it.",
        ),
    ]


def _servers(return_to: str) -> list[Check]:
    mailbox = settings.MAIL_BOUNCES or "a mailbox for MAIL_BOUNCES, which is not set,"
    return [
        Check(
            "PTR: the sending address has a name that leads back to it",
            f"Wanted: a name, whose address is the same again. We hand over to: {_server()}.",
            "dig +short -x ADDRESS_OF_THE_SENDING_SERVER",
        ),
        Check(
            "MX: bounces and answers can be delivered",
            f"Wanted: a mail server, and {mailbox} that takes sub-addresses.",
            f"dig +short MX {return_to}",
        ),
        Check(
            "TLS: the server that sends encrypts on the way",
            "Wanted: a line with TLS in the Received headers of a message received elsewhere.",
        ),
    ]


def _readers() -> list[Check]:
    return [
        Check(
            "Leaving by one click works from outside",
            "Wanted: 200, and no mail to that person from then on; use a link of a test message.",
            f"curl -X POST -d List-Unsubscribe=One-Click {settings.SITE_URL}/mailings/stop/TOKEN/",
        ),
        Check(
            "Complaints stay below 1 in 1,000 messages, and never reach 3 in 1,000",
            "Wanted: the domain is registered with the postmaster tools of the large providers.",
        ),
    ]


def _server() -> str:
    if settings.MAIL_OVER_SMTP:
        return settings.EMAIL_HOST
    return settings.MAIL_PROVIDER or "nobody, EMAIL_URL is empty"
