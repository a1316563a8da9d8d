"""`make audit`: what the main pages weigh, how fast they show, and who can use them.

The demo workshop is served as in production; Lighthouse judges each page, and a throttled
Chromium counts what travels. Exit code 1 where a bound does not hold.
"""

import json
import os
import subprocess
import sys
from contextlib import closing

from bench.audit.bounds import broken, print_table
from bench.audit.browser import browsed
from bench.audit.lighthouse import judged, lighthouse_install
from bench.audit.prepare import NAMES
from bench.servers import ROOT, Site
from bench.sets import manage
from tests import services

SCRATCH = ROOT / "var/audit"
LATEST = SCRATCH / "latest.json"
PORT = 8480
# Threads hold the connections a browser opens and keeps, as the proxy does in production.
GUNICORN = ["--workers", "2", "--threads", "8", "--no-control-socket", "--log-level", "warning"]
# Whose figures move with the machine are judged more than once.
TIMED, TIMES = ("landing", "list", "thread"), 3


def main() -> int:
    """Measure and write; the exit code for the shell."""
    chromium = services.chromium()
    if not chromium:
        print("The audit needs Chromium, which is not there.", file=sys.stderr)
        return 1
    try:
        figures = measured(chromium)
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    LATEST.write_text(json.dumps(figures, indent=1) + "\n")
    print_table(figures)
    faults = broken(figures)
    print("\n".join(faults) or "All bounds hold.")
    return 1 if faults else 0


def measured(chromium: str) -> dict[str, dict]:
    """The figures of every page."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    lighthouse_install()
    pages = prepared()
    site = Site("workshop.config.wsgi", PORT, "", None, environment(), options=GUNICORN)
    with closing(site):
        site.wait()
        figures = browsed(chromium, f"http://127.0.0.1:{PORT}", pages)
        for name, page in pages.items():
            print(f"Lighthouse judges the page {name} …", flush=True)
            times = TIMES if name in TIMED else 1
            url = f"http://127.0.0.1:{PORT}{page['path']}"
            scores = judged(chromium, url, page["cookie"], SCRATCH / f"{name}.json", times=times)
            for figure in ("lcp_ms", "cls"):
                scores[figure] = max(scores[figure], figures[name][figure])
            figures[name] |= scores
    return figures


def prepared() -> dict[str, dict]:
    """Serve-ready files, a fresh demo workshop, and where each page is and who reads it."""
    for path in SCRATCH.glob("workshop.sqlite3*"):
        path.unlink()
    debug = environment() | {"DEBUG": "1"}
    manage(["build_assets"], debug)
    manage(["migrate", "--verbosity", "0"], debug)
    manage(["load_demo"], debug)
    manage(["collectstatic", "--no-input", "--clear"], environment())
    words = [sys.executable, "-m", "bench.audit.prepare"]
    done = subprocess.run(
        words, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True
    )
    pages = json.loads(done.stdout)
    return {name: pages[name] for name in NAMES}


def environment() -> dict[str, str]:
    """Production settings without TLS, on a database and files of the audit's own."""
    theirs = ("REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "ALLOWED_HOSTS", "STATIC_ROOT")
    return {key: value for key, value in os.environ.items() if key not in theirs} | {
        "DEBUG": "0",
        "SECURE_SSL_REDIRECT": "0",
        "SECRET_KEY": "only-for-the-audit-and-thrown-away-with-its-database",
        "ANONYMITY_SECRET": "only-for-the-audit-and-thrown-away-with-it-too",
        "SITE_URL": f"http://127.0.0.1:{PORT}",
        "DATABASE_URL": f"sqlite:///{SCRATCH / 'workshop.sqlite3'}",
        "VAR_DIR": str(SCRATCH),
        "ASSETS_DIR": str(ROOT / "var/assets"),
        "LOG_LEVEL": "WARNING",
    }


if __name__ == "__main__":
    sys.exit(main())
