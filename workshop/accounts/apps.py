"""Configuration of the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who may sign in."""

    name = "workshop.accounts"
    label = "accounts"
