"""A council's tracker of many actions: python -m benchmarks.trackers

Rows a second of processor time, from the stored bytes to what is shown and what is saved: new
actions with a note and a state each, the same file again, and next month's with another state.
Seconds are of processor time, the database's included where it is another process; beside them
the queries of each step.
"""

import argparse
import csv
import io
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.imports import in_all
from benchmarks.measuring import own_database, peak_memory
from councils.access import Role
from councils.days import day_of
from councils.models import Council, Membership, Post, User
from improvement.models import Plan, TrackerImport
from improvement.trackers import Trackers, ask_about, settle
from inspections import intake

HEADINGS = ["Ref", "Action", "Theme", "Lead", "Original due date", "Due", "Status", "RAG", "Notes"]
WORDS = (
    "Ensure that plans for children say what will change, by when and who will see to it, and "
    "that managers check them in supervision and write down what they find"
)


def place(name: str) -> tuple[Plan, User]:
    """A draft plan, and somebody who may build it and report on it."""
    council = Council.objects.create(name=name, slug=name)
    Post.objects.create(council=council, title="Head of Service")
    user = User.objects.create(username=name)
    role = {"role": Role.PLAN_OFFICER, "granted_on": date(2026, 1, 1)}
    Membership.objects.create(user=user, council=council, **role)
    plan = Plan.objects.create(council=council, title=name, slug=name, starts_on=date(2026, 1, 1))
    return plan, user


def file_of(count: int, sure: str) -> bytes:
    out = io.StringIO()
    rows = (
        [
            *(f"{n // 50}.{n % 50}", f"{WORDS}, item {n}", f"Theme {n // 500}", "Head of Service"),
            *("31/03/2027", "31/03/2027", "in progress", sure, f"01/10/2026: Step {n} is taken."),
        ]
        for n in range(count)
    )
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def bring_in(plan: Plan, user: User, content: bytes) -> list[tuple[float, int]]:
    """Seconds and queries of the preview, and of the confirmation."""
    at, made = timezone.now(), []

    def preview():
        made.append(
            intake.preview(
                Trackers(),
                content=content,
                file_name="measured.csv",
                whose=plan,
                as_at=day_of(at),
                by=user,
                at=at,
            )
        )

    measured = [counted(preview)]
    batch = TrackerImport.objects.get(pk=made[0].pk)
    if not batch.fingerprint:
        explain(batch, user, at)
        measured = [counted(lambda: intake.choose(batch=batch, sheet="", by=user, at=at))]
        batch.refresh_from_db()
    confirm = lambda: intake.confirm(batch=batch, by=user, at=at)  # noqa: E731
    return [*measured, counted(confirm)]


def explain(batch: TrackerImport, user: User, at) -> None:
    """Say what the columns mean, as proposed."""
    asked = ask_about(batch, at=at)
    answers = {
        one.key: one.choices[0].value if one.proposed is None else one.proposed
        for one in asked.proposal.questions
    }
    given = {"answers": answers, "first_date": True, "name": "Measured"}
    if not settle(batch=batch, **given, by=user, at=at):
        raise SystemExit("The layout of the measured file is not settled: nothing was measured.")


def counted(call: Callable[[], object]) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as captured:
        seconds = in_all(call)
    return seconds, len(captured)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 1_000, 10_000])
    given = parser.parse_args()
    with own_database():
        bring_in(*place("warm"), file_of(10, "on track"))
        print(
            f"{'rows':>8} {'':<12}{'preview':>10}{'queries':>9}{'confirm':>10}{'queries':>9}"
            f"{'MiB':>7}"
        )
        for size in given.rows:
            plan, user = place(f"rows-{size}")
            for name, sure in (
                ("new", "on track"),
                ("unchanged", "on track"),
                ("changed", "at risk"),
            ):
                with peak_memory() as memory:
                    (preview, asked), (confirm, written) = bring_in(plan, user, file_of(size, sure))
                print(
                    f"{size:>8,} {name:<12}{size / preview:>10,.0f}{asked:>9,}"
                    f"{size / confirm:>10,.0f}{written:>9,}{memory[0]:>7.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
