"""What we change about django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come into being on a workshop's own page, never on allauth's sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse allauth's own sign-up form."""
        return False
