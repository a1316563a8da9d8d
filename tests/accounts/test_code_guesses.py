"""Many tries at one code at the same moment."""

import threading

import pytest
from django.db import connection
from django.test import Client

from tests.accounts.signing_in import ask_code, last_code
from tests.factories import make_workshop
from workshop.accounts.models import CodeRequest


def try_at_once(cookies, codes: list[str]) -> list[str]:
    """Post each code from a thread of its own, all let go together; return the pages."""
    barrier, pages = threading.Barrier(len(codes)), []

    def post(code: str) -> None:
        client = Client()
        client.cookies = cookies.copy()
        barrier.wait()
        pages.append(client.post("/w/spring/join/code/", {"code": code}).content.decode())
        connection.close()

    threads = [threading.Thread(target=post, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_more_than_three_of_many_tries_are_judged(client, mailoutbox):
    make_workshop("spring")
    ask_code(client, "spring", "ada@example.org")
    right = int(last_code(mailoutbox).replace(" ", ""))
    wrong = [f"{(right + n) % 10**8:08}" for n in range(1, 13)]

    pages = try_at_once(client.cookies, wrong)

    judged = [p for p in pages if "not the code we sent" in p or "try 3 of 3" in p]
    assert len(judged) == 3
    assert CodeRequest.objects.get().guesses == 3
