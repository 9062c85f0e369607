"""Leads that a tracker names and that are no post here: named by who names posts, or left."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils.models import Post
from improvement.models import TrackerImport
from improvement.trackers import saving
from inspections.cells import fold, shorten
from inspections.intake import Refused


def unknown_posts(batch: TrackerImport) -> list[str]:
    """The titles that the file's leads were said to hold and that the council has no post of."""
    if batch.state != TrackerImport.State.PREVIEWED or batch.layout is None:
        return []
    known = {fold(title) for title in batch.council.posts.values_list("title", flat=True)}
    wanted = {fold(title): title for title in batch.reading.get("leads", [])}
    return [title for folded, title in sorted(wanted.items()) if folded not in known]


@transaction.atomic
def make_posts(*, batch: TrackerImport, titles: Collection[str], by, at: datetime) -> None:
    """Make posts of these titles, which the file names, and look again at what it would do.

    The caller has checked that `by` names posts at this council. Raises Refused.
    """
    unknown = unknown_posts(batch)
    if not titles or set(titles) - set(unknown):
        raise Refused("Choose among the titles that the file names. Nothing was made.")
    for title in titles:
        post = Post(council=batch.council, title=title)
        post._history_user, post._history_date = by, at
        try:
            post.full_clean()
        except ValidationError as problem:
            raise Refused(
                f"Nothing was made. “{shorten(title)}”: {' '.join(problem.messages)}"
            ) from problem
        post.save()
    saving.preview(batch=batch, at=at)
