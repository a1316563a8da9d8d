from email import message_from_bytes

from django.core.mail import EmailMessage, get_connection


def test_each_message_becomes_one_file_in_the_order_of_sending(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    connection = get_connection("workshop.common.mail.EmlBackend")
    messages = [EmailMessage(f"Number {n}", "Hello", to=["a@example.org"]) for n in range(3)]

    sent = connection.send_messages(messages)

    files = sorted((tmp_path / "mail").iterdir())
    assert sent == 3
    assert [message_from_bytes(path.read_bytes())["Subject"] for path in files] == [
        "Number 0",
        "Number 1",
        "Number 2",
    ]
    assert {path.suffix for path in files} == {".eml"}
