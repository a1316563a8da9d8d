"""Fixtures for actors and for a quiet, fast environment."""

import itertools
import os
from collections import Counter

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from ideas.models import Evidence
from tests.factories import make_group, make_participant, make_user, make_workshop
from workshop.accounts.models import User
from workshop.accounts.roles import roles_ensure
from workshop.config import celery_app

# A busy machine is no fault of the code: no test is about time.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


folders = itertools.count(1)
OF_DJANGO = {ContentType._meta.db_table, Permission._meta.db_table}


def asks_the_database(item) -> bool:
    """Whether a test uses the database, by a mark or through a fixture."""
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list) -> None:
    """Leave out what this run has no server for; `make test` says so in its last lines."""
    absent = {
        "postgres": connection.vendor != "postgresql",
        "redis": not settings.REDIS_URL,
    }
    if os.environ.get("SECOND_LOOK"):
        # The first run has seen whatever asks nothing of the database.
        items[:] = [item for item in items if asks_the_database(item)]
    for item in items:
        for mark in (mark for mark, is_absent in absent.items() if is_absent):
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"this run has no {mark}"))
    if "PYTEST_XDIST_WORKER" in os.environ:
        longest_files_first(items)


def longest_files_first(items: list) -> None:
    """Put journeys first and quick files last, so that no process is left alone in the end."""
    slowness: Counter = Counter()
    for item in items:
        slow = 1 if item.get_closest_marker("slow") else 0
        slowness[item.path] += 100 if item.get_closest_marker("browser") else slow
    items.sort(key=lambda item: -slowness[item.path])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let PostgreSQL write at leisure, and end whatever session is left before it drops the rest.

    What a crash of the machine would take from a test database nobody misses.

    A browser keeps a line to the live server open past the last test, Django has a connection of
    its own inside Playwright's loop, and a killed process takes a moment to be noticed.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")
            cursor.execute("SET synchronous_commit TO off")
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def quickly_emptied_tables():
    """After a test that commits, delete the rows there are.

    Django would truncate every table, used or not, and fill those of its own again: on PostgreSQL
    that is hundreds of files made anew.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_tables())
        yield


def empty_tables() -> None:
    """Delete all rows but Django's own, which no test changes."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - OF_DJANGO
    quoted = [connection.ops.quote_name(name) for name in sorted(tables)]
    looks = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {name})" for place, name in enumerate(quoted)
    )
    # The keys are checked when the transaction ends, so the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(looks)
        for (place,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[place]}")


@pytest.fixture(autouse=True)
def quiet_environment(settings, tmp_path_factory):
    """Fast passwords, mail in memory, a cache and folders of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # Made by whoever writes into it: most tests do not.
    settings.MAIL_DIR = tmp_path_factory.getbasetemp() / f"mail-{next(folders)}"
    # On the application itself: it reads the settings once, whenever a task is first asked for.
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def private_folder(monkeypatch, tmp_path_factory):
    """A folder of the test's own for what people send; models hold the storage itself."""
    storage = Evidence._meta.get_field("file").storage
    folder = tmp_path_factory.getbasetemp() / f"files-{next(folders)}"
    # A test that changes a setting of static files makes Django forget all its storages.
    monkeypatch.setitem(storages._storages, "private", storage)
    monkeypatch.setattr(storage, "_location", folder)
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)
    yield folder
    for name in ("base_location", "location"):
        storage.__dict__.pop(name, None)


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


def with_second_factor(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0.0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def superuser_client(db):
    """Somebody with every permission, signed in with a second factor."""
    return with_second_factor(make_user(is_staff=True, is_superuser=True))


@pytest.fixture
def staff_client(db):
    """A function: a client signed in as staff of a role, with a second factor unless told."""
    roles_ensure()

    def sign_in(role: str, *, second_factor: bool = True) -> Client:
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        if second_factor:
            return with_second_factor(user)
        client = Client()
        client.force_login(user)
        return client

    return sign_in
