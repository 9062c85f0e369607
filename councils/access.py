"""Who may do what, on one page.

A person holds a role at a council (`Membership`); a role is a set of things that they may do
there and nowhere else. Django's own model permissions are not used: a permission that does not
name a council cannot keep one council out of another's records.
"""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet, TextChoices


class Role(TextChoices):
    ACTION_LEAD = "action-lead", "action lead"
    CLERK = "clerk", "clerk"
    PLAN_OFFICER = "plan-officer", "plan officer"
    BOARD_SECRETARY = "board-secretary", "board secretary"
    PUBLISHER = "publisher", "publisher"
    READER = "reader", "read-only member"
    ADMINISTRATOR = "administrator", "administrator"


class Can(StrEnum):
    SEE_RECORDS = "see the council's records in the admin, drafts and internal notes included"
    REPORT_OWN = "report progress on the actions that they lead, and ask for a later date"
    REPORT_ANY = "report progress on someone's behalf, and offer evidence"
    EDIT_FINDINGS = "enter and correct inspections, judgements and recommendations"
    IMPORT = "import recommendations into drafts and released inspections; prepare trackers"
    EDIT_PLAN = "build the plan; once it is published, amend it in the open"
    CHECK = "look at evidence, other than their own, and say that they have"
    DECIDE = "decide on later dates; return, verify and reopen"
    RELEASE = "release inspections, plans and reports to the public; withdraw; redact"
    MANAGE_PEOPLE = "give and end roles, name posts and their holders"


_BUILD = {Can.SEE_RECORDS, Can.EDIT_FINDINGS, Can.IMPORT}

MAY: dict[str, frozenset[Can]] = {
    Role.ACTION_LEAD: frozenset({Can.SEE_RECORDS, Can.REPORT_OWN}),
    Role.CLERK: frozenset(_BUILD),
    Role.PLAN_OFFICER: frozenset(
        {*_BUILD, Can.REPORT_OWN, Can.REPORT_ANY, Can.EDIT_PLAN, Can.CHECK}
    ),
    Role.BOARD_SECRETARY: frozenset(
        {*_BUILD, Can.REPORT_ANY, Can.EDIT_PLAN, Can.CHECK, Can.DECIDE}
    ),
    Role.PUBLISHER: frozenset({Can.SEE_RECORDS, Can.RELEASE}),
    Role.READER: frozenset({Can.SEE_RECORDS}),
    Role.ADMINISTRATOR: frozenset({Can.SEE_RECORDS, Can.MANAGE_PEOPLE}),
}


def may(user, can: Can, council_id: int | None) -> bool:
    """Whether `user` may do `can` at this council. Superusers may do everything everywhere."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or can in user.powers.get(council_id, frozenset())


def may_somewhere(user, can: Can) -> bool:
    """Whether `user` may do `can` at one council at least: decides what the menus offer."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(can in powers for powers in user.powers.values())


def needs_second_factor(user) -> bool:
    """Whether a password alone is too little: for who can publish, give roles, or do everything."""
    return user.is_authenticated and (
        user.is_superuser
        or may_somewhere(user, Can.RELEASE)
        or may_somewhere(user, Can.MANAGE_PEOPLE)
    )


def councils_where(user, can: Can) -> set[int]:
    """The ids of the councils where one of the user's roles allows `can` (not for superusers)."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return {council_id for council_id, powers in user.powers.items() if can in powers}


def released_or_own(queryset: QuerySet, user, at: datetime, path: str) -> QuerySet:
    """What was released by the moment `at`; to people who may see the council's records, all.

    `path` leads from a row to its council, and is only gone where there are such councils.
    """
    if user.is_authenticated and user.is_active and user.is_superuser:
        return queryset
    released = Q(public_at__lte=at)
    councils = councils_where(user, Can.SEE_RECORDS)
    return queryset.filter(released | Q(**{f"{path}__in": councils}) if councils else released)


def within_reach(queryset: QuerySet, user, can: Can, path: str) -> QuerySet:
    """Only the rows of councils where `user` may do `can`; `path` leads from a row to its council.

    The one place that turns a role into a filter. `path` is "" for a queryset of councils.
    """
    if user.is_authenticated and user.is_active and user.is_superuser:
        return queryset
    return queryset.filter(**{f"{path}__in" if path else "pk__in": councils_where(user, can)})
