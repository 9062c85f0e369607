"""The list of actions in the admin, short and long: python -m benchmarks.admin_list

Like for like: a full page of rows each time, whether of every council's actions or of one's. So
the short list's actions belong to two councils, each with more than a page.
"""

import argparse

from django.utils import timezone

from benchmarks.measuring import Client, hello, measure, own_database, reverse, settle, show
from councils.access import Role
from councils.models import Council, Membership, User
from improvement import synthetic
from improvement.synthetic.places import COUNCILS

SHORT, LONG = 1_000, 100_000
FEW = 2  # councils of the short list


def measured(actions: int, councils: int):
    """The list as someone who sees every council finds it, and as one council's officer does."""
    with own_database():
        synthetic.seed(at=timezone.now(), actions=actions, councils=councils)
        settle()
        everything = User.objects.create(username="site", is_staff=True, is_superuser=True)
        officer = User.objects.create(username="officer", is_staff=True)
        council = Council.objects.filter(plans__isnull=False).first()
        Membership.objects.create(
            user=officer, council=council, role=Role.PLAN_OFFICER, granted_on=timezone.localdate()
        )
        yield hello(Client())
        for user, who in ((everything, "every council"), (officer, "one council")):
            client = Client()
            client.force_login(user)
            address = reverse("admin:improvement_action_changelist")
            shown = len(client.get(address, secure=True).context["cl"].result_list)
            yield measure(client, address, f"{actions:,} actions, {who}, {shown} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", type=int, default=LONG, help="actions in the long list")
    long = parser.parse_args().long
    short_run, long_run = list(measured(SHORT, FEW)), list(measured(long, COUNCILS))
    show([*short_run, *long_run[1:]], short_run[0])
    for short_list, long_list in zip(short_run[1:], long_run[1:], strict=True):
        ratio = long_list.milliseconds / short_list.milliseconds
        print(f"{long_list.name}: {ratio:.2f} times {short_list.name}")


if __name__ == "__main__":
    main()
