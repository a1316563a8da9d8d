"""Configuration of the gateway app."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """The questions on the way in."""

    name = "gateway"
