"""`manage.py reset_second_factor NAME`: for whoever has lost their telephone and recovery codes."""

from allauth.mfa.models import Authenticator
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from councils.models import User


class Command(BaseCommand):
    """Takes away what a person has enrolled; where they need a factor, they enrol again."""

    help = "Takes a person's second factor and recovery codes away: they enrol again by themselves."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="NAME", help="the name with which they sign in")

    @transaction.atomic
    def handle(self, *, username, **options):
        user = User.objects.filter(username=username).first()
        if not user:
            raise CommandError(f"Nobody signs in as “{username}”.")
        taken, _ = Authenticator.objects.filter(user=user).delete()
        if not taken:
            raise CommandError(f"“{username}” has no second factor.")
        user._change_reason = "Second factor reset"
        user.save()
        self.stdout.write(f"The second factor of “{username}” is gone; the password stands.")
