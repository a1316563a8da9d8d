"""Ending sessions."""

from workshop.accounts.models import User, new_session_salt


def sessions_end(*, user: User) -> None:
    """Sign a person out on every device, this one included: no session fits the new salt."""
    User.objects.filter(pk=user.pk).update(session_salt=new_session_salt())
