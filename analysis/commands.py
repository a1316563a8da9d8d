"""The manners of commands, under the name by which this room knew them."""

from workshop.common.commands import PlainCommand

__all__ = ["PlainCommand"]
