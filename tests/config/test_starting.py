"""What a process needs before it starts, asked of real processes with their own environment."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.run import CONFIGURED

GOOD = {
    "DEBUG": "0",
    "SECRET_KEY": "s" * 50,
    "ANONYMITY_SECRET": "a" * 50,
    "SITE_URL": "https://workshop.example.org",
}
PRINT = "from django.conf import settings as s; print(s.DEBUG, s.DATABASES['default']['ENGINE'])"


def start(tmp_path, words: list[str], **environment: str) -> subprocess.CompletedProcess:
    ours = {*CONFIGURED, *GOOD, "ALLOWED_HOSTS"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    clean |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "workshop.config.settings"}
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR, env=clean | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing, shorter than 32 characters"),
        ({"SECRET_KEY": "development-only-secret_key-and-more-of-it"}, "SECRET_KEY is missing"),
        ({"ANONYMITY_SECRET": ""}, "ANONYMITY_SECRET is missing"),
        ({"SITE_URL": ""}, "SITE_URL is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not hold *"),
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps' is neither yes nor no"),
        ({"MAIL_SENDERS": "many"}, "MAIL_SENDERS='many' is not a whole number"),
        ({"MAIL_PROVIDER": "pigeon"}, "MAIL_PROVIDER must be one of brevo, "),
        ({"MAIL_PROVIDER": "postmark"}, "MAIL_WEBHOOK_SECRET is missing or short"),
        ({"MAIL_PROVIDER_SETTINGS": "token"}, "MAIL_PROVIDER_SETTINGS takes NAME=value"),
    ],
)
def test_a_production_process_that_lacks_something_says_what_and_ends(tmp_path, change, reason):
    done = start(tmp_path, ["manage.py", "check_integrity"], **GOOD | change)

    assert done.returncode == 1
    assert done.stderr.startswith(reason)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_the_web_server_refuses_too(tmp_path):
    done = start(tmp_path, ["-c", "import workshop.config.wsgi"], DEBUG="0")

    assert done.returncode == 1
    assert "SECRET_KEY is missing" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "True django.db.backends.sqlite3"),
        (GOOD, "False django.db.backends.sqlite3"),
        (
            GOOD | {"DEBUG": "", "DATABASE_URL": "postgres://somebody@127.0.0.1/workshop"},
            "False django.db.backends.postgresql",
        ),
    ],
    ids=["nothing set", "production", "a database alone"],
)
def test_debug_is_on_where_no_database_is_named(tmp_path, environment, said):
    done = start(tmp_path, ["-c", PRINT], **environment)

    assert done.stdout.strip() == said, done.stderr
