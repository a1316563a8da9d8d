"""Seal a closed workshop as a facilitator has asked: destroy what ties responses to people."""

from django.utils import timezone

from gateway.services import BATCH
from workshop.common.commands import PlainCommand
from workshop.common.errors import DomainError
from workshop.models import Workshop
from workshop.privacy.selectors import seal_plan
from workshop.privacy.services import seal_confirm


class Command(PlainCommand):
    help = "Says what sealing a closed workshop would destroy; --yes confirms a facilitator's wish."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--yes", action="store_true", help="be the second person, who confirms the seal"
        )

    def handle(self, *args, slug: str, yes: bool, **options) -> None:
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise DomainError(f"There is no workshop called {slug}.")
        if yes:
            count = seal_confirm(workshop=workshop, by=None, now=timezone.now())
            self.stdout.write(f"{slug} is sealed: {count} responses belong to nobody now.")
            return
        plan = seal_plan(workshop, batch=BATCH)
        self.stdout.write(
            f"Sealing {slug} would destroy {plan.tokens} tokens, {plan.lost} finished and "
            f"{plan.unfinished} unfinished answers that are still somebody's, and the workshop's "
            f"half of the secret; {plan.responses} responses would be written anew, with "
            f"{plan.released + plan.erasures} changes that wait. A facilitator asks for it on "
            "the workshop's page, then --yes does it."
        )
