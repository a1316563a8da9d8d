"""Writes a workshop of the database as an archive."""

from argparse import ArgumentParser

from analysis.archive.exporter import archive_export
from workshop.common.commands import PlainCommand


class Command(PlainCommand):
    help = "Write a workshop as an archive: a PATH ending in .zip gives a zip, else a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the workshop")
        parser.add_argument("path", metavar="PATH", help="a .zip, or a new or empty folder")

    def handle(self, *, slug: str, path: str, **options) -> None:
        archive_export(slug=slug, path=path, say=self.say)
        self.say("")
        self.stdout.write(f"Wrote {slug} to {path}.")
