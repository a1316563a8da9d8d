"""Say how many addresses no mailing goes to, and why; never which."""

from workshop.common.commands import PlainCommand
from workshop.mailings.selectors import suppression_counts


class Command(PlainCommand):
    help = "Says how many addresses no mailing goes to, by cause. Which ones nobody can read."

    def handle(self, *args, **options) -> None:
        for words, count in suppression_counts():
            self.stdout.write(f"{count:>8,}  {words}")
