"""Asks this container's own web server whether it answers; exit code 0 or 1."""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def healthy() -> bool:
    """Whether /healthz answers 200 under the site's own host name."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    connection = HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy() else 1)
