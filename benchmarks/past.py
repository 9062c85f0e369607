"""Past days of one plan of 100 actions, at a tenth of its reports and at all of them.

python -m benchmarks.past [--reports N]      N: reports an action, at last (50)
"""

import argparse
from datetime import timedelta

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from benchmarks.measuring import NOT_KEPT, Client, hello, measure, own_database, settle, show, timed
from councils.days import day_of
from councils.models import User
from improvement import synthetic
from improvement.models import Action, ActionPeriod, Plan, Release, Update
from improvement.states import refresh, refresh_all

ACTIONS = 100
SURE = ("on-track", "on-track", "at-risk", "off-track")


def add_reports(plan: Plan, upto: int, now) -> None:
    """So many reports on each action, one in a fortnight, each released two days later."""
    for action in plan.actions.all():
        done = action.updates.count()
        by = plan.releases.first().by
        rows = []
        for number in range(done + 1, upto + 1):
            recorded = now - timedelta(days=14 * (upto - number) + action.pk % 14 + 2)
            public = recorded + timedelta(days=2)
            rows.append(
                Update(
                    action=action,
                    number=number,
                    effective_on=day_of(recorded),
                    recorded_at=recorded,
                    public_at=public,
                    release=Release.objects.create(plan=plan, at=public, by=by),
                    by=by,
                    entered_by=by,
                    status="in-progress",
                    confidence=SURE[(number + action.pk) % len(SURE)],
                    what_changed=f"Report {number}.",
                )
            )
        Update.objects.bulk_create(rows)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50)
    most = parser.parse_args().reports
    now = timezone.now()
    with own_database():
        # A council has two plans: the larger one holds half.
        synthetic.seed(at=now, actions=2 * ACTIONS, councils=1)
        plan = Plan.objects.annotate(held=Count("actions")).order_by("-held").first()
        long_ago = now - timedelta(days=14 * most + 30)
        Action.objects.update(public_at=long_ago, added_on=day_of(long_ago))
        Plan.objects.update(publish_from=long_ago)
        plan.refresh_from_db()
        Release.objects.create(plan=plan, at=long_ago, by=User.objects.first())
        least = hello(Client())
        for reports in (most // 10, most):
            add_reports(plan, reports, now)
            settle()
            periods = ActionPeriod.objects.count()
            held = plan.actions.count()
            said = Update.objects.filter(action__plan=plan).count()
            print(f"\n{held} actions, {said:,} reports, {periods:,} periods, {connection.vendor}")
            show([least, *pages(plan, now)], least)
            one = plan.actions.first()
            spent = sorted(timed(lambda pk=one.pk: refresh([pk])) for _ in range(9))[4] * 1000
            print(f"reading one action's log again: {spent:.1f} ms")


if __name__ == "__main__":
    main()
