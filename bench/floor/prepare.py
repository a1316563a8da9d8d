"""Makes the floor's tables and rows, signs users in, prints the plan as JSON."""

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
    from django.contrib.auth.models import User

    from bench.floor.models import Line
    from bench.plan import Ask, Plan, form_headers, query_count
    from bench.signin import session_cookie

    Line.objects.bulk_create(
        [Line(key=f"line-{n}", text=f"Line {n} of the floor") for n in range(LINES)]
    )
    cookies = [session_cookie(User.objects.create(username=f"user-{n}")) for n in range(USERS)]
    reads, writes = [], []
    for n, line in enumerate(Line.objects.order_by("pk")):
        cookie = cookies[n % USERS]
        reads.append(Ask("GET", f"/read/{line.key}/", {"Cookie": cookie}))
        form = form_headers(cookie)
        writes += [Ask("POST", f"/write/{line.pk}/", form, f"value={value}") for value in (1, -1)]
    asks = {"floor_read": reads, "floor_write": writes}
    return Plan(asks, {name: query_count(each[0]) for name, each in asks.items()})


if __name__ == "__main__":
    main()
