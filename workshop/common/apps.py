"""Configuration of the common room: helpers every room may use."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Helpers without tables."""

    name = "workshop.common"
