"""Where the clocks stood at the last tick, so that a jump is noticed before it starts a mailing."""

from django.db import models


class ClockMark(models.Model):
    """The wall clock beside the machine's own count of seconds, one row for each machine."""

    # Of the machine since its last start: its count of seconds begins anew with each.
    machine = models.CharField(max_length=64, unique=True)
    wall = models.DateTimeField()
    monotonic = models.FloatField()
    # When it was last found to have jumped, by the clock after the jump.
    jumped_at = models.DateTimeField(null=True)
