"""The manners of our commands: errors of one line, no traceback, exit codes 0, 1 and 2."""

import sys
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError

from workshop.common.errors import DomainError

FAILED, WRONG_ARGUMENTS = 1, 2


class PlainCommand(BaseCommand):
    """A command whose errors are lines on standard error, and whose progress a terminal shows."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        """Return the parser; wrong arguments are told in one line too."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:

            def error(message: str) -> NoReturn:
                parser.exit(WRONG_ARGUMENTS, f"{subcommand}: {message} (see --help)\n")

            parser.error = error
        return parser

    def execute(self, *args, **options) -> str | None:
        """Run the command; called from a shell, end with the exit code of what went wrong."""
        try:
            return super().execute(*args, **options)
        except (CommandError, DomainError, DatabaseError, OSError, KeyboardInterrupt) as error:
            if options.get("traceback"):
                raise
            failure = as_failure(error)
        finally:
            self.say("")
        if not self._called_from_command_line:
            raise failure
        for line in str(failure).splitlines():
            self.stderr.write(line)
        sys.exit(failure.returncode)

    def say(self, text: str) -> None:
        """Show what is being done in the last line of a terminal, in place of what was there."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", self.style.NOTICE, ending="")
            self.stderr.flush()


def as_failure(error: BaseException) -> CommandError:
    """Return an error as the command's own, its message the lines to print."""
    if isinstance(error, CommandError):
        return error
    if isinstance(error, DomainError):
        lines = error.lines() if hasattr(error, "lines") else [error.message]
        return CommandError("\n".join(lines), returncode=FAILED)
    if isinstance(error, KeyboardInterrupt):
        return CommandError("Stopped; nothing of it was kept.", returncode=FAILED)
    first = str(error).strip().split("\n", 1)[0] or type(error).__name__
    what = "The database refused" if isinstance(error, DatabaseError) else "The system refused"
    return CommandError(f"{what}: {first}", returncode=FAILED)
