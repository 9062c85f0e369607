"""What pages cost with ten times the rows and the same content: python -m benchmarks.growth

The same council stands among 153 and among 1,530. Its pages and its lead's work may cost at most
1.5 times as much among the many, application and database together. Meant for PostgreSQL, where
the database's time is counted apart: DATABASE_URL=postgres://… python -m benchmarks.growth
"""

import argparse

from django.db.models import Count
from django.utils import timezone

from benchmarks.measuring import (
    NOT_KEPT,
    Client,
    Measured,
    measure,
    own_database,
    reverse,
    settle,
)
from councils.access import Role
from councils.models import Council, Membership, PostHolding, User
from improvement import synthetic
from improvement.models import Plan

COUNCIL = "synthetic-council-071"
BAR = 1.5


def somebody(council: Council, at) -> User:
    """A lead of the council, who holds every post there."""
    user = User.objects.create(username="lead", is_staff=True, date_joined=at)
    granted = {"granted_on": at.date()}
    Membership.objects.create(user=user, council=council, role=Role.ACTION_LEAD, **granted)
    for post in council.posts.all():
        PostHolding.objects.create(post=post, user=user, started_on=at.date())
    return user


def pages(nations: int) -> list[Measured]:
    """The council's pages in a database of so many nations, each made anew."""
    now = timezone.now()
    with own_database(), NOT_KEPT:
        counts = synthetic.seed(
            at=now, scale=nations, councils=synthetic.COUNCILS * nations, say=print
        )
        council = Council.objects.get(slug=COUNCIL)
        lead = Client()
        lead.force_login(somebody(council, now))
        settle()
        print(", ".join(f"{count:,} {kind}" for kind, count in counts.items()), flush=True)
        plan = Plan.objects.filter(council=council).first()
        action = plan.actions.annotate(reports=Count("updates")).order_by("-reports", "pk").first()
        addresses = {
            "council": council.get_absolute_url(),
            "plan": plan.get_absolute_url(),
            "action": action.get_absolute_url(),
            "words sought": reverse("recommendations") + "?q=school",
        }
        found = [measure(Client(), address, name) for name, address in addresses.items()]
        return [*found, measure(lead, reverse("admin:index"), "my work")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nations", type=int, default=10)
    nations = parser.parse_args().nations
    few, many = pages(1), pages(nations)
    print(f"CPU + database ms, of one nation and of {nations}")
    for one, other in zip(few, many, strict=True):
        costs = [
            f"{page.milliseconds:>8.1f} + {page.database_milliseconds or 0:<7.1f}"
            for page in (one, other)
        ]
        ratio = whole(other) / whole(one)
        print(f"{one.name:<14}{''.join(costs)}{ratio:>7.2f}{'  above the bar' * (ratio > BAR)}")


def whole(page: Measured) -> float:
    return page.milliseconds + (page.database_milliseconds or 0)


if __name__ == "__main__":
    main()
