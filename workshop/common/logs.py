"""Log lines as JSON: one line each, and no person in it."""

import json
import logging
import traceback
from datetime import UTC, datetime


def route_of(request) -> str:
    """Return the name of the request's route, never its path, which may hold an object's id."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route) if match else "none"


def staff_of(request) -> int | None:
    """Return the key of the member of staff who asks, if that is already known."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None and user.is_staff else None


class JsonFormatter(logging.Formatter):
    """Writes time (UTC), level, logger and message; of a request its number, route and status."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON; line breaks inside it are escaped."""
        when = datetime.fromtimestamp(record.created, tz=UTC)
        line = {
            "time": when.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        # Django's own message about a request holds its path.
        line |= self._request(record, request) if request else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            # Without the exception's words: a database names the row it refused.
            line["traceback"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps({key: value for key, value in line.items() if value is not None})

    def _request(self, record: logging.LogRecord, request) -> dict:
        answer = getattr(record, "answer", None)
        return {
            "request": getattr(request, "id", None),
            "method": getattr(request, "method", None),
            "route": route_of(request),
            "status": getattr(record, "status_code", None) or getattr(answer, "status_code", None),
            "ms": getattr(record, "ms", None),
            "staff": staff_of(request),
        }
