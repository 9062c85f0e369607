"""The public pages with a nation's worth of data: python -m benchmarks.pages [--scale N]"""

import argparse
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from benchmarks.measuring import (
    NOT_KEPT,
    Client,
    hello,
    measure,
    own_database,
    reverse,
    settle,
    show,
)
from councils.days import day_of
from councils.models import Council
from improvement import synthetic
from improvement.models import Plan


def addresses() -> dict[str, str]:
    """A council in the middle of the list, its newest inspection and plan, and one action."""
    council = Council.objects.filter(plans__isnull=False).distinct().order_by("slug")[70]
    inspection = council.inspections.filter(recommendations__isnull=False).first()
    plan = Plan.objects.filter(council=council).first()
    action = plan.actions.annotate(reports=Count("updates")).order_by("-reports").first()
    today = day_of(timezone.now())
    past = f"as_at={today - timedelta(days=60)}&since={today - timedelta(days=150)}"
    return {
        "home": reverse("home"),
        "councils": reverse("councils"),
        "council": council.get_absolute_url(),
        f"inspection ({inspection.recommendations.count()} findings)": (
            inspection.get_absolute_url()
        ),
        f"plan ({plan.actions.count()} actions)": plan.get_absolute_url(),
        f"action ({action.reports} reports)": action.get_absolute_url(),
        "plan, looked back": f"{plan.get_absolute_url()}?{past}",
        "plan over time": reverse("plan-over-time", args=[council.slug, plan.slug]),
        "recommendations": reverse("recommendations"),
        "recommendations, words sought": reverse("recommendations") + "?q=school",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1)
    scale = parser.parse_args().scale
    with own_database():
        counts = synthetic.seed(at=timezone.now(), scale=scale)
        print(", ".join(f"{count:,} {kind}" for kind, count in counts.items()))
        settle()
        client = Client()
        least = hello(client)
        found = addresses()
        print("\nAs the first reader gets it, made anew:")
        with NOT_KEPT:
            pages = [measure(client, address, name) for name, address in found.items()]
        show([least, *pages], least)
        print("\nAs the others get it, kept:")
        show([measure(client, address, name) for name, address in found.items()], least)


if __name__ == "__main__":
    main()
