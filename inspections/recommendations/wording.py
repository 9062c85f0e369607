"""What an import of recommendations says in sentences, in the admin and on the command line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.utils import timezone

from councils.screening import screen
from inspections.cells import shorten
from inspections.intake import Outcome, Tally
from inspections.models import Import, Inspection, Recommendation
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.reading import number_of

_MOST = 100  # doubts that are told


def provenance(recommendation: Recommendation) -> str:
    """The file, sheet and row or page that made a recommendation, and when."""
    batch = recommendation.imported_by
    row = batch.rows.filter(recommendation=recommendation).first()
    parts = [f"“{batch.file_name}”"]
    if batch.sheet:
        parts.append(f"sheet “{batch.sheet}”")
    if batch.kind == Import.Kind.REPORT:
        parts.append(f"page {recommendation.page}")
    elif row:
        parts.append(f"row {row.number}")
    day = timezone.localtime(batch.confirmed_at)
    return f"{', '.join(parts)}, imported on {day.day} {day:%B %Y}"


def printed_and_standing(batch: Import, *, by, at: datetime) -> Iterator[str]:
    """A sentence for each body of which the report prints another number than stands here."""
    records = InspectionRecords(batch.inspection, by=by, at=at)
    rows = Recommendation.objects.standing().filter(inspection__in=records.inspections)
    standing = Counter(rows.values_list("inspection_id", "body_id"))
    for one in records.inspected:
        printed = one.recommendations_printed
        stand = standing[one.inspection_id, one.body_id]
        if printed is not None and stand and printed != stand:
            name = "the council" if one.body.council_id else f"the {one.body}"
            verb = "stands" if stand == 1 else "stand"
            yield f"The report prints {printed} for {name}; {stand} {verb} here."


def release_warning(inspection: Inspection, *, by, at: datetime) -> str:
    """What a person must know before words go into a public inspection; empty for a draft."""
    inspections = InspectionRecords(inspection, by=by, at=at).inspections
    public = [one for one in inspections if one.is_released(at)]
    if not public:
        return ""
    if len(public) == len(inspections):
        return "This inspection is public: these words will be public at once."
    names = " and ".join(f"“{one}”" for one in public)
    return f"{names} is public: what goes into it will be public at once."


def before_it_is_public(batch: Import, *, by, at: datetime) -> Iterator[str]:
    """Where the words would be public at once: that, and what in them may be personal data."""
    if Tally.of_stored(batch.rows).acts and (
        warning := release_warning(batch.inspection, by=by, at=at)
    ):
        comes_in = [Outcome.NEW, Outcome.CHANGED, Outcome.SAME_AS]
        rows = batch.rows.filter(outcome__in=comes_in).order_by("number")
        texts = rows.values_list("number", "values__text").iterator()
        yield warning
        yield from islice(_looks_personal(texts), _MOST)


def _looks_personal(texts: Iterable[tuple[int, str]]) -> Iterator[str]:
    """A sentence for each row, given by number and text. A release would ask about them too."""
    for number, text in texts:
        for found in screen(text):
            yield (
                f"Row {number} holds what looks like {found.looks_like}: “{found.words}”. Take it "
                "out of the file unless the report itself prints it."
            )


def touched_by(batch: Import) -> set[int]:
    """The keys of the inspections that the file speaks of: the batch's own, and linked ones."""
    linked = batch.rows.filter(values__has_key="inspection").order_by()
    keys = linked.values_list("values__inspection", flat=True).distinct()
    return {batch.inspection_id, *keys}


def absent_from(batch: Import):
    """Standing recommendations of which the file says nothing: reported, never deleted.

    Those of a linked inspection only if the file speaks of it at all. For an import confirmed in
    the past: without what came later.
    """
    places = touched_by(batch)
    spoken_of = batch.rows.filter(recommendation__isnull=False).values("recommendation")
    records = Recommendation.objects.standing().filter(inspection__in=places)
    records = records.exclude(pk__in=spoken_of)
    if batch.state == Import.State.CONFIRMED:
        made = Recommendation.history.filter(
            history_type="+", history_date__gt=batch.confirmed_at, inspection__in=places
        )
        records = records.exclude(pk__in=made.values("id"))
    return records


def absent_records(batch: Import) -> Iterator[str]:
    """What stands here and is not in the file."""
    records = absent_from(batch)
    if count := records.count():
        stand = _count(count, "recommendation stands", "recommendations stand")
        yield f"{stand} here and not in the file. Nothing is deleted:"
    for record in records:
        yield f"  {record.label or '(no number)'}: {shorten(record.text)}"


def left_alone(batch: Import) -> Iterator[str]:
    """A sentence each on rows that change nothing because of what a person decided here."""
    if kept := Tally.of_stored(batch.rows).kept:
        rows = _count(kept, "row stays", "rows stay")
        yield f"{rows} as edited here by hand, though the file says otherwise."
    if withdrawn := batch.rows.filter(recommendation__withdrawn_at__isnull=False).count():
        rows = _count(withdrawn, "row speaks", "rows speak")
        yield f"{rows} of what has been withdrawn here. It stays withdrawn."


def has_its_number(values: dict, record) -> bool:
    """Whether an offered row bears the very number of the record that it is offered."""
    number = number_of(values.get("reference", ""))
    return bool(number) and number == number_of(record.reference)


def _count(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {more}"
