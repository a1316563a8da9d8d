"""A process that sends what is due: from a moment on, for some seconds; says what it took."""

import json
import resource
import sys
import time
from pathlib import Path

import django

django.setup()

from workshop.mailings.services import Tally, mailings_tick  # noqa: E402


def main(begin_at: float, seconds: float | None) -> dict:
    """Wait, send, and return the number of messages and the most memory held, in megabytes."""
    mailings_tick(slice_seconds=0)
    time.sleep(max(0.0, begin_at - time.time()))
    tally: Tally = mailings_tick(slice_seconds=seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    now = Path("/proc/self/statm").read_text().split()[1]
    return {"messages": sum(tally.counts.values()), "peak_mb": peak, "pages": int(now)}


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]), float(sys.argv[2]) if sys.argv[2:] else None)))
