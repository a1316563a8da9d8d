"""Make the staff roles; part of every deployment, after migrate."""

from django.core.management.base import BaseCommand

from workshop.accounts.roles import ROLES, roles_ensure


class Command(BaseCommand):
    help = "Makes the staff roles (Django groups) and gives each exactly its permissions."

    def handle(self, *args, **options) -> None:
        roles_ensure()
        self.stdout.write(f"roles: {', '.join(ROLES)}")
