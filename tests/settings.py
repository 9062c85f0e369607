"""The site's settings for tests: the same on every machine, whatever its environment says.

The database is SQLite in a temporary folder, a real file so that a live server and the test have
a connection each. `manage.py test` runs everything once more with TEST_ON=postgresql, on a test
database made beside the one that TEST_DATABASE_URL names.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

_postgresql = os.environ.get("TEST_ON") == "postgresql"
os.environ |= {
    "DATABASE_URL": os.environ["TEST_DATABASE_URL"] if _postgresql else f"sqlite:///{_folder}/db",
    "SECRET_KEY": "for tests only, where nothing is secret and everything is invented",
    "DEBUG": "off",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CACHE_URL": "dbcache://cache",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "site@example.gov.uk",
    "SITE_NAME": "Improvement record",
    "SITE_CONTACT": "",
    "SITE_ADDRESS": "https://record.example.gov.uk",
    "PROXIES": "0",
    "PAGES_MADE_ANEW": "1000000",
}

from config.settings import *
from config.settings import DATABASES, MIDDLEWARE, STORAGES

if not _postgresql:
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous = OFF;"

MIDDLEWARE = ["tests.folding.FoldWhiteSpace", *MIDDLEWARE]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _folder / "uploads"
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
STORAGES = STORAGES | {
    "import_export": STORAGES["import_export"] | {"OPTIONS": {"location": _folder / "imports"}},
    # Names without a hash: no collectstatic before the tests.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The client and the live server speak plain HTTP.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
# Most tests are of what a publisher does; tests/test_second_factor.py holds who needs one.
SECOND_FACTOR_WAIVED = True
