"""Fixtures for actors and for a quiet, fast environment."""

import pytest
from django.test import Client

from tests.factories import make_group, make_participant, make_workshop


@pytest.fixture(autouse=True)
def quiet_environment(settings, tmp_path):
    """Fast passwords, mail in memory, a cache and folders of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MAIL_DIR = tmp_path / "mail"
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CELERY_TASK_EAGER_PROPAGATES = True
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def workshop(db):
    return make_workshop("spring")


@pytest.fixture
def group(workshop):
    return make_group(workshop, "at-work")


@pytest.fixture
def participant(workshop):
    return make_participant(workshop)


@pytest.fixture
def participant_client(participant):
    client = Client()
    client.force_login(participant.user)
    return client
