"""What our management commands have in common: errors of one line."""

from django.core.management.base import BaseCommand, CommandParser


class OneLineCommand(BaseCommand):
    """A command whose complaints about its arguments are one line without the usage."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        """Return the usual parser, which keeps its usage for --help."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = lambda file=None: None
        return parser
