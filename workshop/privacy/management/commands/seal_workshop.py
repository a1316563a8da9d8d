"""Seal a closed workshop: destroy for good what ties responses to people."""

from gateway.models import Draft, Response
from workshop.common.commands import PlainCommand
from workshop.common.errors import DomainError
from workshop.models import Workshop
from workshop.privacy.services import workshop_seal


class Command(PlainCommand):
    help = "Destroys, for good, what ties a closed workshop's responses to people."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--yes", action="store_true", help="do it; without this only say what")

    def handle(self, *args, slug: str, yes: bool, **options) -> None:
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise DomainError(f"There is no workshop called {slug}.")
        if yes:
            count = workshop_seal(workshop=workshop)
            self.stdout.write(f"{slug} is sealed: {count} responses belong to nobody now.")
            return
        responses = Response.objects.filter(questionnaire__workshop=workshop)
        drafts = Draft.objects.filter(participant__workshop=workshop)
        self.stdout.write(
            f"Sealing {slug} would destroy {responses.exclude(token='').count()} tokens, "
            f"{drafts.count()} drafts and the workshop's half of the secret, "
            f"and write {responses.count()} responses anew. Add --yes to do it."
        )
