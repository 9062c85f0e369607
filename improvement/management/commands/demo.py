"""`manage.py demo`: the whole site with a fictional council, for anyone to try on their machine."""

import errno
import os
import re
import socket

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.commands.runserver import naiveip_re
from django.db import connection, transaction
from django.utils import timezone

from councils.models import Council
from improvement import demonstration

VAR = settings.VAR
DATABASE = settings.VAR / "db.sqlite3"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """Prepares the demonstration and serves it with Django's development server.

    That server is the right one here: it runs wherever Python runs, starts at once, and shows
    what went wrong. The public's site is served by gunicorn.
    """

    help = "Sets up the demonstration, prints its accounts, and serves it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDR:PORT")
        parser.add_argument(
            "--fresh", action="store_true", help="delete var/db.sqlite3 and load everything again"
        )

    def handle(self, *, address, fresh, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration has passwords that everyone knows, so it runs only with DEBUG "
                "on: set DEBUG=on, on a machine that does not serve the public."
            )
        host, port = read_address(address)
        refuse_what_cannot_be_served(host, port)
        refuse_what_cannot_be_written()
        if fresh:
            self.start_again()
        self.load()
        self.welcome(host, port)
        if not os.environ.get("SECOND_FACTOR_WAIVED"):
            settings.SECOND_FACTOR_WAIVED = True  # to look around with any of the accounts
        if not os.environ.get("SITE_ADDRESS"):
            settings.SITE_ADDRESS = f"http://{host}:{port}"
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        call_command("runserver", address, use_reloader=False, skip_checks=True)

    def start_again(self):
        if str(connection.settings_dict["NAME"]) != str(DATABASE):
            raise CommandError(
                "--fresh deletes var/db.sqlite3 and nothing else, and DATABASE_URL names another "
                "database: unset it, or empty that database yourself."
            )
        self.stdout.write("Deleting var/db.sqlite3 and starting again.")
        connection.close()
        for ending in ("", "-wal", "-shm"):
            DATABASE.with_name(DATABASE.name + ending).unlink(missing_ok=True)

    def load(self):
        """Bring the database to today's tables and load what is not there; keep what is."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        if not Council.objects.filter(is_demonstration=True).exists():
            if self.stdout.isatty():
                self.stdout.write("Loading the demonstration council.")
            with transaction.atomic():
                demonstration.load(at=timezone.now())

    def welcome(self, host, port):
        address = f"http://{host}:{port}/"
        accounts = demonstration.accounts()
        width = max(len(username) for username, _, _ in accounts)
        self.stdout.write(f"\nOpen {address} in a browser.")
        self.stdout.write(f"To work on the record, sign in at {address}admin/ as one of these.\n\n")
        for username, password, role in accounts:
            self.stdout.write(f"  {username:{width}}  password {password}  {role}")
        if host.strip("[]") not in LOOPBACK:
            # People come by whichever name or number this machine has for them.
            settings.ALLOWED_HOSTS = ["*"]
            self.stdout.write("\nEveryone who can reach this machine can sign in with these.")
        self.stdout.write("\n")
        self.stdout.flush()


def read_address(address):
    """The host and the port in "127.0.0.1:8000", "[::1]:8000" or "8000"."""
    found = re.match(naiveip_re, address)
    if not found or not 0 < int(found["port"]) < 65536:
        raise CommandError(f"Give the address as 127.0.0.1:8000: “{address}” cannot be read.")
    return found["addr"] or "127.0.0.1", int(found["port"])


def refuse_what_cannot_be_served(host, port):
    """Try the port before anything is loaded or deleted."""
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as trial:
        if os.name == "posix":  # as the server does: a port just left is free
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                why = "is taken, perhaps by another demonstration"
            else:
                why = f"cannot be used ({problem.strerror})"
            raise CommandError(
                f"Port {port} of {host} {why}: choose another, for example "
                f"python3 manage.py demo 127.0.0.1:{port + 1 if port < 65535 else 8001}."
            ) from problem


def refuse_what_cannot_be_written():
    for path in (settings.VAR, DATABASE):
        if path.exists() and not os.access(path, os.W_OK):
            raise CommandError(
                f"{path} cannot be written: make it yours, or copy the project to your own folder."
            )
