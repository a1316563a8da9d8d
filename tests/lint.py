"""`make lint`: every check of form and rules; all are run, and the failing ones shown in full."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Enough to be judged as a production machine; nothing is connected to.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-this-check-5f0a7c1e9b2d4836a7f1c0de5b7a9e3c1d",
    "ANONYMITY_SECRET": "only-for-the-check-0b6d1f2e3c4a59687f8e9dac",
    "SITE_URL": "https://workshop.example.org",
    "DATABASE_URL": "postgres://workshop@127.0.0.1/workshop",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "TRUSTED_PROXY_COUNT": "1",
}


def checks() -> dict[str, list[str]]:
    """Each check's name and command."""
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    manage = [sys.executable, "manage.py"]
    return {
        "code: rules": [BIN / "ruff", "check", "."],
        "code: format": [BIN / "ruff", "format", "--check", "."],
        "templates: rules": [BIN / "djlint", "--lint", "--quiet", "templates"],
        "templates: format": [BIN / "djade", "--target-version", "5.2", "--check", *templates],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "settings": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "Dockerfile": [BIN / "hadolint", "Dockerfile"],
        "compose": [
            *(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
            "docker-compose.yml",
        ],
    }


def main() -> int:
    """Run all checks; 1 if any fails."""
    failed = [name for name, words in checks().items() if not passes(name, words)]
    print(f"lint: {', '.join(failed)} failed" if failed else "lint: all passed")
    return 1 if failed else 0


def passes(name: str, words: list[str]) -> bool:
    """Run one check and show what it says where it fails."""
    environment = os.environ | (PRODUCTION if name == "settings" else {"DEBUG": "1"})
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
