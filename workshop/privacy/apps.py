"""Configuration of the privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What we know about people, and what nobody can know."""

    name = "workshop.privacy"
    label = "privacy"
