"""A file of outcomes is brought in: every row that is right, in one transaction, or nothing.

What official statistics print is public, so a new inspection is public from the day of its report,
as in the reference data; `draft` leaves that to a publisher.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from inspections.bulk import BATCH
from inspections.intake import Refused
from inspections.models import Import, ImportRow, Inspection
from inspections.outcomes.columns import known_headings
from inspections.outcomes.plan import Does, Effect, Plan
from inspections.outcomes.provenance import Source, Whose
from inspections.outcomes.reading import rows_of
from inspections.outcomes.rows import Said
from inspections.outcomes.tables import Workbook, read
from inspections.outcomes.writing import Writing

_FILE_NAME_MAX = 255
_SOURCE_MAX = Inspection._meta.get_field("source").max_length
_OUTCOMES = {
    Does.NEW: ImportRow.Outcome.NEW,
    Does.FILLS: ImportRow.Outcome.CHANGED,
    Does.CORRECTS: ImportRow.Outcome.CHANGED,
    Does.CONFLICTS: ImportRow.Outcome.CONFLICT,
    None: ImportRow.Outcome.UNCHANGED,
}


@dataclass(frozen=True)
class Done:
    """What became of a file. `batch` is None where the same file had done all of it before."""

    plan: Plan
    batch: Import | None


@transaction.atomic
def bring_in(
    *,
    content: bytes,
    file_name: str,
    by,
    at: datetime,
    as_at: date | None = None,
    with_hidden: bool = False,
    all_or_nothing: bool = False,
    draft: bool = False,
) -> Done:
    """Save what the file says and the record lacks, and correct what earlier issues of it said.

    `as_at` declares the file official statistics of that day, where it does not say so itself.
    Raises Unreadable; Refused where something in it is hidden and nobody has looked, where no row
    is right, or, with `all_or_nothing`, where one is wrong.
    """
    book = read(content, known_headings())
    if as_at:
        book = replace(book, as_at=as_at)
    if book.hidden and not with_hidden:
        raise Refused(
            f"Nothing was saved. {' '.join(book.hidden)} Look at it. To import it with the rest, "
            "say --with-hidden."
        )
    plan = Plan(book, rows_of(book), _source(book, file_name), lock=True)
    wrong = sum(bool(said.problems) for said in plan.rows)
    if not plan.rows:
        raise Refused("Nothing was saved. The file holds headings and no rows.")
    if wrong and (all_or_nothing or wrong == len(plan.rows)):
        first = next(said for said in plan.rows if said.problems)
        raise Refused(
            f"Nothing was saved. Rows that are wrong: {wrong:,} of {len(plan.rows):,}. "
            f"{in_words(first, first.problems[0])}"
        )
    digest = hashlib.sha256(content).hexdigest()
    acts = any(one.outcome not in (None, Does.CONFLICTS) or _acts(one) for one in plan.effects)
    said = {
        "source": plan.source.words,
        "as_at": book.as_at.isoformat() if book.as_at else None,
        "notices": book.notices,
    }
    if not acts and _before(digest, said["as_at"]):
        return Done(plan, None)
    batch = Import.objects.create(
        kind=Import.Kind.OUTCOMES,
        by=by,
        uploaded_at=at,
        file_name=file_name[-_FILE_NAME_MAX:],
        sha256=digest,
        content=content,
        state=Import.State.CONFIRMED,
        confirmed_at=at,
        confirmed_by=by,
        reading=said,
    )
    writing = Writing(batch, plan, draft=draft, by=by, at=at)
    writing.write()
    _keep_rows(batch, plan, writing)
    return Done(plan, batch)


def _acts(effect: Effect) -> bool:
    return bool(effect.of(Does.NEW, Does.FILLS, Does.CORRECTS))


def _before(digest: str, as_at: str | None) -> bool:
    """Whether the same bytes were brought in, as of the same day, and stand."""
    rows = Import.objects.filter(
        kind=Import.Kind.OUTCOMES, state=Import.State.CONFIRMED, sha256=digest
    )
    return any(said.get("as_at") == as_at for said in rows.values_list("reading", flat=True))


def _source(book: Workbook, file_name: str) -> Source:
    """What pages name as the source."""
    if book.as_at is None:
        words = f"The table of inspection outcomes “{file_name}”"
        return Source(Whose.TABLE, words[:_SOURCE_MAX])
    title = book.title or f"local authority inspection outcomes as at {book.as_at:%-d %B %Y}"
    words = f"Ofsted official statistics: {title[:1].lower()}{title[1:]}"
    return Source(Whose.OFFICIAL, words[:_SOURCE_MAX], book.as_at)


def in_words(said: Said, problem: dict[str, str]) -> str:
    """One mistake: sheet, row, column, value, what is wrong with it, and what to do."""
    column = f", column “{problem['column']}”" if problem["column"] else ""
    value = f": “{problem['value']}”" if problem["value"] else ""
    place = said.place[:1].upper() + said.place[1:]
    return f"{place}{column}{value}. {problem['reason']} {problem['mend']}"


def outcome_of(said: Said, effect: Effect | None) -> ImportRow.Outcome:
    """What a row did: of several on one inspection, the first one tells it."""
    if said.problems:
        return ImportRow.Outcome.WRONG
    if effect is None or effect.event.first is not said:
        return ImportRow.Outcome.UNCHANGED
    return _OUTCOMES[effect.outcome]


def tallies(plan: Plan) -> dict[str, Counter]:
    """For each sheet how many rows did what."""
    counts: dict[str, Counter] = {table.sheet: Counter() for table in plan.book.tables}
    effects = {said.number: one for one in plan.effects for said in one.event.rows}
    for said in plan.rows:
        counts[said.sheet][outcome_of(said, effects.get(said.number))] += 1
    return counts


def _keep_rows(batch: Import, plan: Plan, writing: Writing) -> None:
    """What each row of the file says, and what it did."""
    places = {said.number: n for n, one in enumerate(plan.effects) for said in one.event.rows}
    subject = ContentType.objects.get_for_model(Inspection)
    kept = []
    for said in plan.rows:
        n = places.get(said.number) if not said.problems else None
        effect = None if n is None else plan.effects[n]
        first = effect is not None and effect.event.first is said
        inspection = None if n is None else writing.inspections.get(n)
        values = {"sheet": said.sheet, "row": said.row, "cells": said.cells}
        if first:
            values["did"] = [_told(change) for change in effect.changes]
        kept.append(
            ImportRow(
                batch=batch,
                number=said.number,
                outcome=outcome_of(said, effect),
                subject_type=subject if inspection else None,
                subject_id=inspection and inspection.pk,
                values=values,
                before=writing.before.get(n, {}) if first else {},
                errors=said.problems,
            )
        )
    ImportRow.objects.bulk_create(kept, batch_size=BATCH)


def _told(change) -> dict[str, str]:
    return {
        "does": str(change.does),
        "what": change.label,
        "here": change.here,
        "here_source": change.here_source,
        "file": change.file,
        "file_source": change.file_source,
    }
