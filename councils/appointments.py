"""Giving a role and ending it. A role is never deleted: the record says who could do what."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from councils.access import Can, Role, may
from councils.days import day_of
from councils.models import Membership, User


def person_with(email: str) -> User | None:
    """The account with exactly this e-mail address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email.strip()).first()


@transaction.atomic
def give_role(*, council, role, email, first_name="", last_name="", by, at) -> Membership:
    """Give the person with this e-mail address a role at the council, from today.

    Who has no account yet gets one, under the e-mail address and without a password: they choose
    it by "I have forgotten my password". Nobody gives a role to themselves. Raises
    `PermissionDenied` where `by` may not, and `ValidationError` with a sentence for the person.
    """
    _demand(by, council.pk)
    person = person_with(email)
    if person == by and not by.is_superuser:
        raise ValidationError("Somebody else must give you a role.")
    if person is None:
        person = _new_account(email.strip().lower(), first_name.strip(), last_name.strip())
    if not person.is_active:
        raise ValidationError("This account is switched off. Ask who looks after this site.")
    if person.memberships.current().filter(council=council, role=role).exists():
        raise ValidationError("This person already has this role at this council.")
    membership = Membership(user=person, council=council, role=role, granted_on=day_of(at))
    membership.full_clean()
    membership.save()
    return membership


def _new_account(email, first_name, last_name) -> User:
    if not (first_name and last_name):
        raise ValidationError(
            "Nobody has an account with this e-mail address yet. Give their first and last name, "
            "to make one."
        )
    person = User(username=email, email=email, first_name=first_name, last_name=last_name)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def end_role(*, membership, by, at) -> Membership:
    """End a role today. A council keeps an administrator, unless a superuser ends the last."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _demand(by, membership.council_id)
    if membership.ended_on:
        raise ValidationError("This role has ended already.")
    if membership.role == Role.ADMINISTRATOR and not by.is_superuser:
        others = Membership.objects.current().filter(
            council=membership.council_id, role=Role.ADMINISTRATOR, user__is_active=True
        )
        if not others.exclude(pk=membership.pk).exists():
            raise ValidationError(
                "This is the council's last administrator. Give that role to somebody else first."
            )
    membership.ended_on = max(day_of(at), membership.granted_on)
    membership.save(update_fields=["ended_on"])
    return membership


def _demand(by, council_id) -> None:
    if not may(by, Can.MANAGE_PEOPLE, council_id):
        raise PermissionDenied(f"You may not {Can.MANAGE_PEOPLE.value}.")
