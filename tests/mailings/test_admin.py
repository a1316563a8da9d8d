"""Writing a mailing on the staff's screen."""

import pytest

from workshop.mailings.models import Mailing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("subject", "stored"), [("Hello\x07 there", 0), ("Hello\u2028there", 0), ("Hello 👩\u200d⚕️", 1)]
)
def test_a_subject_that_no_mail_program_can_show_is_refused(
    workshop, staff_client, subject, stored
):
    form = {"workshop": workshop.pk, "key": "news", "kind": "other", "audience": "everyone"}
    form |= {"send_at": "2030-01-01T09:00", "subject": subject, "body": "News.", "rate": 10}

    answer = staff_client("facilitator").post("/admin/mailings/mailing/add/", form)

    assert Mailing.objects.count() == stored
    refused = answer.status_code == 200 and "cannot be shown" in answer.content.decode()
    assert refused == (not stored)
