"""Configuration of the analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """What was said: codings, tables, report, archives."""

    name = "analysis"
