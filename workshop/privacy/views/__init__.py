"""Pages about anonymity and privacy, a person's own page, and the seal."""

from workshop.privacy.views.address import address, address_code
from workshop.privacy.views.own import download, erase, sign_out_everywhere, you
from workshop.privacy.views.pages import accessibility, anonymity, help_page, privacy
from workshop.privacy.views.sealing import seal

__all__ = [
    "accessibility",
    "address",
    "address_code",
    "anonymity",
    "download",
    "erase",
    "help_page",
    "privacy",
    "seal",
    "sign_out_everywhere",
    "you",
]
