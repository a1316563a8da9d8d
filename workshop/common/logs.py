"""Log lines as JSON: one line each, whatever is logged."""

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """Writes time (UTC), level, logger and message, with a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON; line breaks inside it are escaped."""
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)
