"""What is measured, on whichever database DATABASE_URL names. Nothing here is a test.

Each benchmark makes a database of its own beside that one, fills it, and drops it at the end.
"""

import os

import django

os.environ |= {"DEBUG": "off", "DJANGO_SETTINGS_MODULE": "config.settings"}
os.environ.setdefault("SECRET_KEY", "for measuring only, and never for a site that people use")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
django.setup()
