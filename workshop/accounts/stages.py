"""The step of a sign-in in which the code is awaited."""

from allauth.account.stages import LoginByCodeStage
from django.http import HttpRequest


class CodeStage(LoginByCodeStage):
    """Waits for the code on a workshop's page; other sign-in pages are not sent there."""

    def is_resumable(self, request: HttpRequest) -> bool:
        """Leave the staff's sign-in page open to a browser in which a code is awaited."""
        return False
