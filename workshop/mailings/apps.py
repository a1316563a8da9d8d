"""Configuration of the mailings app."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Messages to audiences."""

    name = "workshop.mailings"
    label = "mailings"
