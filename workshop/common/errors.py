"""What a service says when it will not do as asked."""


class DomainError(Exception):
    """A rule of the workshop was met; the message is plain English for the person."""

    @property
    def message(self) -> str:
        """Return the sentence for the person."""
        return str(self.args[0])
