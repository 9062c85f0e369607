"""Kills confirmations: `python -m tests.killed INSPECTION TIMES`, on the site's own settings.

Each time a file is previewed, a child process begins to confirm it and is killed, a little later
each time. A line of JSON tells what the database then holds.
"""

import hashlib
import json
import os
import signal
import sys
import time

import django

ROWS = 400


def main(inspection: str, times: str) -> None:
    django.setup()
    from inspections.models import Inspection

    found = Inspection.objects.select_related("council").get(pk=inspection)
    started = time.monotonic()
    confirm(previewed(found, 0))
    whole = time.monotonic() - started
    for turn in range(int(times)):
        batch = previewed(found, turn + 1)
        kill_after(whole * 1.2 * turn / int(times), batch)
        sys.stdout.write(json.dumps(held(batch)) + "\n")


def previewed(inspection, turn: int):
    """The preview of a file that no other holds a word of."""
    from django.utils import timezone

    from inspections import intake
    from inspections.recommendations import Recommendations

    rows = (f"Section {turn},{turn}-{n},{words(turn, n)}" for n in range(ROWS))
    content = "\r\n".join(["Section,Ref,Text", *rows]).encode()
    return intake.preview(
        Recommendations(),
        content=content,
        file_name=f"{turn}.csv",
        whose=inspection,
        by=None,
        at=timezone.now(),
    )


def words(turn: int, row: int) -> str:
    """Words that no other row has, so that none is offered as nearly the same."""
    digest = hashlib.sha256(f"{turn} {row}".encode()).hexdigest()
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))


def confirm(batch) -> None:
    from django.utils import timezone

    from inspections import intake

    intake.confirm(batch=batch, by=None, at=timezone.now())


def kill_after(seconds: float, batch) -> None:
    """Let a child confirm, and kill it after so long."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if not child:
        confirm(batch)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def held(batch) -> dict:
    """What there is of the file, once no transaction of the child can be under way."""
    from django.db import transaction

    from inspections.models import Inspection, Recommendation

    with transaction.atomic():
        list(Inspection.objects.select_for_update().filter(pk=batch.inspection_id))
        batch.refresh_from_db(fields=["state"])
        return {
            "state": batch.state,
            "records": batch.recommendations.count(),
            "rows": batch.rows.filter(recommendation__isnull=False).count(),
            "history": Recommendation.history.filter(history_change_reason=batch.reason).count(),
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
