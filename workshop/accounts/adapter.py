"""What we change about django-allauth."""

from email.utils import make_msgid
from html import unescape

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from workshop.accounts.models import User

# A code and a second factor; addresses are proven by the code, telephones are not asked for.
STAGES = ["workshop.accounts.stages.CodeStage", "allauth.mfa.stages.AuthenticateStage"]


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come into being on a workshop's own page, never on allauth's sign-up form."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The address and the password do not belong together.",
        "too_many_login_attempts": "There were too many tries. Please wait five minutes.",
        "incorrect_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse allauth's own sign-up form."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the steps of a sign-in."""
        return STAGES

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it stands, without the name of the host."""
        return subject

    def render_mail(self, template_prefix, email, context, headers=None) -> EmailMessage:
        """Return a message that says it was written by a machine."""
        ours = {
            "Message-ID": make_msgid(domain=settings.MAIL_DOMAIN),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        message = super().render_mail(template_prefix, email, context, ours | (headers or {}))
        # The engine escapes for HTML; a subject and a plain text show the characters themselves.
        message.subject, message.body = unescape(message.subject), unescape(message.body)
        return message

    def add_message(self, *args, **kwargs) -> None:
        """Say nothing of allauth's own about signing in and out: the pages show it."""

    def reauthenticate(self, user: User, password: str) -> bool:
        """Say whether the password is the person's, under the limits of signing in."""
        same = self.authenticate(self.request, email=user.email, password=password)
        return same is not None and same.pk == user.pk
