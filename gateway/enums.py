"""The fixed words of the gateway."""

from django.db import models


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", "One of several"
    MULTIPLE = "multiple", "Any of several"
    SCALE = "scale", "One on a scale"
    TEXT = "text", "In words"
