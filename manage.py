#!/usr/bin/env python3
"""Runs the site's commands. `demo` and `test` first set up what they need: see README.md."""

import os
import sys
from importlib import import_module

from config import environment


def main(argv):
    """Run one command; what stops it is said in one sentence."""
    environment.prepare(argv)
    if argv[1:2] == ["test"]:
        from config import testing

        sys.exit(testing.run(argv[2:]))

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
