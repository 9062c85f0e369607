"""Past days, at a tenth of the reports and at all of them.

python -m benchmarks.past                 one plan of 100 actions, at last 5,000 reports
python -m benchmarks.past --national      153 councils, 10,000 actions, at last 500,000 reports

--reports N: reports an action, at last (50).
"""

import argparse
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from benchmarks.measuring import NOT_KEPT, Client, hello, measure, own_database, settle, show, timed
from councils.days import day_of
from councils.models import User
from improvement import synthetic
from improvement.models import Action, ActionPeriod, Plan, Release, Update
from improvement.record import refresh, refresh_all

ACTIONS = 100
SURE = ("on-track", "on-track", "at-risk", "off-track")


def add_reports(plans: Iterable[Plan], upto: int, now) -> None:
    """So many reports on each action, one in a fortnight, released together at its end."""
    for plan in plans:
        by = plan.releases.first().by
        releases = {
            number: Release.objects.create(
                plan=plan, at=now - timedelta(days=14 * (upto - number) + 1), by=by
            )
            for number in range(1, upto + 1)
        }
        rows = []
        for action in plan.actions.annotate(said=Count("updates")):
            for number in range(action.said + 1, upto + 1):
                release = releases[number]
                recorded = release.at - timedelta(days=action.pk % 13 + 1)
                rows.append(
                    Update(
                        action=action,
                        number=number,
                        effective_on=day_of(recorded),
                        recorded_at=recorded,
                        public_at=release.at,
                        release=release,
                        by=by,
                        entered_by=by,
                        status="in-progress",
                        confidence=SURE[(number + action.pk) % len(SURE)],
                        what_changed=f"Report {number}.",
                    )
                )
        Update.objects.bulk_create(rows, batch_size=500)
    refresh_all()


def pages(plan: Plan, now) -> list:
    """The pages of the plan that tell of other days, each made anew."""
    client, address, today = Client(), plan.get_absolute_url(), day_of(now)
    past, since = today - timedelta(days=100), today - timedelta(days=200)
    asked = {
        "plan today": "",
        "as it was seen then": f"?as_at={past}",
        "as is now known": f"?as_at={past}&told=known",
        "what changed since": f"?since={past}",
        "seen then, and changed since": f"?as_at={past}&since={since}",
        "over time": "over-time/",
    }
    with NOT_KEPT:
        return [measure(client, address + query, name) for name, query in asked.items()]


def nation() -> list:
    """The pages that tell of every council, each made anew."""
    client, names = Client(), ("home", "councils", "recommendations")
    with NOT_KEPT:
        return [measure(client, reverse(name), name) for name in names]


def seeded(now, national: bool, long_ago) -> tuple[list[Plan], Plan]:
    """The plans that will be reported on, published long ago, and the one that is looked at."""
    if national:
        synthetic.seed(at=now, actions=100 * ACTIONS)
    else:
        synthetic.seed(at=now, actions=ACTIONS, councils=1, largest=ACTIONS)
    Action.objects.update(public_at=long_ago, added_on=day_of(long_ago))
    Plan.objects.update(publish_from=long_ago)
    plans = list(Plan.objects.annotate(held=Count("actions")).order_by("-held", "pk"))
    for plan in plans:
        Release.objects.create(plan=plan, at=long_ago, by=User.objects.first())
    return plans, plans[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--national", action="store_true")
    asked = parser.parse_args()
    most, now = asked.reports, timezone.now()
    with own_database():
        plans, plan = seeded(now, asked.national, now - timedelta(days=14 * most + 60))
        least = hello(Client())
        for reports in (most // 10, most):
            add_reports(plans, reports, now)
            settle()
            held = {
                "actions": Action.objects.count(),
                "reports": Update.objects.count(),
                "periods": ActionPeriod.objects.count(),
            }
            size = ", ".join(f"{count:,} {kind}" for kind, count in held.items())
            print(f"\n{size}; {connection.vendor}; looked at: {plan.actions.count()} actions")
            of_all = nation() if asked.national else []
            show([least, *of_all, *pages(plan, now)], least)
            one = plan.actions.first()
            spent = sorted(timed(lambda pk=one.pk: refresh([pk])) for _ in range(9))[4] * 1000
            print(f"reading one action's log again: {spent:.1f} ms")


if __name__ == "__main__":
    main()
