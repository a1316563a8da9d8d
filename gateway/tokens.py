"""The token that ties a response to who has contributed, until the seal destroys half of it."""

import hmac
from hashlib import sha256

from django.conf import settings

from workshop.models import Workshop


def contribution_token(*, workshop: Workshop, participant_id: int) -> str:
    """Return the HMAC-SHA256 (hexadecimal) of a participant under the secret in two halves."""
    secret = settings.ANONYMITY_SECRET + workshop.secret_half
    return hmac.new(secret.encode(), str(participant_id).encode(), sha256).hexdigest()
