"""Fill a workshop with synthetic activity."""

from argparse import ArgumentTypeError

from django.core.management.base import CommandError

from analysis.demo.fill import workshop_simulate
from analysis.demo.simulation import Size
from workshop.common.commands import PlainCommand
from workshop.models import Workshop


class Command(PlainCommand):
    help = "Fills a workshop with synthetic people, answers, ideas, comments and votes."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--participants", type=count, required=True, metavar="N")
        parser.add_argument("--ideas", type=count, metavar="N", help="default: as in 2017")
        parser.add_argument("--comments", type=count, metavar="N", help="default: as in 2017")
        parser.add_argument("--votes", type=count, metavar="N", help="default: as in 2017")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: 1")

    def handle(self, *args, **options) -> None:
        workshop = Workshop.objects.filter(slug=options["slug"]).first()
        if workshop is None:
            raise CommandError(f"There is no workshop {options['slug']!r}.")
        size = Size(
            **{k: options[k] for k in ("participants", "ideas", "comments", "votes", "seed")}
        )
        workshop_simulate(workshop=workshop, size=size, progress=self._progress)
        self.say("")
        self.stdout.write(
            f"{workshop.slug}: {size.participants} participants, {size.idea_count} ideas, "
            f"{size.comment_count} comments, {size.vote_count} votes added"
        )

    def _progress(self, what: str, done: int, total: int) -> None:
        self.say(f"{what}: {done} of {total}")


def count(text: str) -> int:
    """Return a whole number of zero or more given as an argument."""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)
