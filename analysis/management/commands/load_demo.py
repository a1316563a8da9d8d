"""Put the demo workshop into the database, or write it as an archive."""

from pathlib import Path

from analysis.demo.loading import demo_archive_write, demo_load
from workshop.common.commands import PlainCommand


class Command(PlainCommand):
    help = "Loads the demo workshop, open now, with accounts for everybody; needs DEBUG=1."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--original-dates", action="store_true", help="keep the dates of 2017: it has closed"
        )
        parser.add_argument(
            "--archive", metavar="PATH", help="write it as an archive to PATH and load nothing"
        )

    def handle(self, *args, **options) -> None:
        original, path = options["original_dates"], options["archive"]
        if path:
            demo_archive_write(path=Path(path), original=original)
            self.stdout.write(f"The demo workshop was written to {path}.")
            return
        workshop = demo_load(original=original, say=self.say)
        self.say("")
        people = workshop.participants.count()
        self.stdout.write(f"{workshop.slug} is loaded with {people} people.")
