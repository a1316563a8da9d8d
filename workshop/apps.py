"""Configuration of the core app."""

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    """The event: who takes part in what, and when."""

    name = "workshop"
