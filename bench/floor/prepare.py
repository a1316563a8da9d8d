"""Makes the floor's tables and one row, signs users in, prints the plan as JSON."""

import json
import os

import django

LINES, USERS = 50, 20


def main() -> None:
    """Print the plan of the floor."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(make_plan().as_json()))


def make_plan():
    """Rows, sessions, and the requests that read and write them."""
    from bench.floor.models import Line
    from bench.plan import Ask, Plan, form_headers, query_count

    Line.objects.bulk_create(
        [Line(key=f"line-{n}", text=f"Line {n} of the floor") for n in range(LINES)],
        ignore_conflicts=True,
    )
    reads, writes = [], []
    for n, line in enumerate(Line.objects.order_by("pk")):
        cookies = f"sessionid={session_of(f'user-{n % USERS}')}"
        form = form_headers(cookies=cookies, origin="http://127.0.0.1", csrf_cookie="csrftoken")
        reads.append(Ask("GET", f"/read/{line.key}/", {"Cookie": cookies}))
        writes += [Ask("POST", f"/write/{line.pk}/", form, f"value={value}") for value in (1, -1)]
    asks = {"floor_read": reads, "floor_write": writes}
    return Plan(asks, {name: query_count(each[0]) for name, each in asks.items()})


def session_of(username: str) -> str:
    """The key of a fresh session in which that user is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    user, _ = User.objects.get_or_create(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    main()
