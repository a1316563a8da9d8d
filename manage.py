#!/usr/bin/env python
"""Run the project's management commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # A missing secret is the operator's to mend: one line says which, no trace of ours.
        sys.exit(" ".join(str(problem).split()))
