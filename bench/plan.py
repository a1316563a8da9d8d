"""What is asked of a server: lists of requests per action, and how many queries each costs.

A plan is made inside the measured project (`bench.floor.prepare`, `bench.product`) and handed
over as JSON.
"""

from dataclasses import asdict, dataclass, field

# Any 32 letters do: the token in the cookie and the one in the header must agree.
CSRF_TOKEN = "benchbenchbenchbenchbenchbenchbe"

TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@dataclass
class Ask:
    """One request: method, path with query, headers, body, and the status that means it worked."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    status: int = 200


@dataclass
class Plan:
    """The requests of each action, to be asked in turn, and the queries of one of them."""

    asks: dict[str, list[Ask]]
    queries: dict[str, int]

    def as_json(self) -> dict:
        """Plain dictionaries and lists."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Plan":
        """The opposite of `as_json`."""
        asks = {name: [Ask(**ask) for ask in each] for name, each in data["asks"].items()}
        return cls(asks=asks, queries=data["queries"])


def query_count(ask: Ask) -> int:
    """Queries of one request in this Django process, without transaction statements.

    Raises RuntimeError where the answer is not the expected one.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers=ask.headers, enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    form = "application/x-www-form-urlencoded"
    with CaptureQueriesContext(connection) as queries:
        answer = client.generic(ask.method, ask.path, ask.body, content_type=form)
    if answer.status_code != ask.status:
        raise RuntimeError(f"{ask.method} {ask.path} answered {answer.status_code}")
    statements = [query["sql"].upper() for query in queries.captured_queries]
    return sum(not sql.startswith(TRANSACTION_WORDS) for sql in statements)


def form_headers(cookie: str) -> dict[str, str]:
    """Headers of a form post by that session which passes the CSRF check."""
    from django.conf import settings

    return {
        "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}",
        "X-CSRFToken": CSRF_TOKEN,
        "Referer": "https://127.0.0.1/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
