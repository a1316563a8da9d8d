"""Reads a workshop archive into the database."""

from argparse import ArgumentParser, ArgumentTypeError

from analysis.archive.importer import archive_import
from workshop.common.commands import PlainCommand
from workshop.models import valid_key


def slug(text: str) -> str:
    """Return a slug given as an argument."""
    if not valid_key.regex.search(text):
        raise ArgumentTypeError(f"{text!r} cannot be a slug. {valid_key.message}")
    return text


class Command(PlainCommand):
    help = (
        "Read a workshop archive, a folder or a .zip. Every fault is one line on standard error, "
        "file:line: column: what is wrong; then nothing is imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="the folder or .zip to read")
        parser.add_argument("--slug", type=slug, help="the slug to use instead of the archive's")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="delete an existing workshop of that slug, with everything of it, first",
        )

    def handle(self, *, path: str, slug: str | None, replace: bool, **options) -> None:
        workshop = archive_import(path, slug=slug, replace=replace, say=self.say)
        self.say("")
        people = workshop.participants.count()
        self.stdout.write(f"Imported {workshop.slug}: {workshop.title} ({people} participants).")
