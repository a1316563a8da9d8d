"""Configuration of the ideas app."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """The conversation."""

    name = "ideas"
