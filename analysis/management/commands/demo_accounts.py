"""Print how to get into the demo."""

from analysis.demo.selectors import demo_people
from analysis.demo.staff import demo_require_debug, staff_lines
from workshop.common.commands import PlainCommand


class Command(PlainCommand):
    help = "Prints the demo's accounts: `role address password totp-secret`; needs DEBUG=1."

    def handle(self, *args, **options) -> None:
        demo_require_debug()
        for line in (*staff_lines(), *demo_people()):
            self.stdout.write(line)
