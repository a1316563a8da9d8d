"""One table to read a row of, one to upsert a row in."""

from django.conf import settings
from django.db import models


class Line(models.Model):
    """A text found by its indexed key."""

    key = models.CharField(max_length=50, unique=True)
    text = models.CharField(max_length=200)


class Mark(models.Model):
    """One value of one user on one line."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    value = models.SmallIntegerField()

    class Meta:
        """A user has at most one mark on a line."""

        constraints = (models.UniqueConstraint(fields=["line", "user"], name="floor_mark_once"),)
