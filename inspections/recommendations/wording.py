"""What an import says in sentences, the same in the admin and on the command line."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone

from councils.screening import screen
from inspections.cells import shorten
from inspections.intake import Outcome, Tally
from inspections.intake.rows import mistake_in_words
from inspections.models import Import, Recommendation
from inspections.recommendations.matching import number_of
from inspections.recommendations.plan import Plan
from inspections.recommendations.scope import Scope


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


def printed_and_standing(scope: Scope) -> Iterator[str]:
    """A sentence for each body of which the report prints another number than stands here."""
    standing = Counter(record.group for record in scope.records if not record.withdrawn)
    for one in scope.inspected:
        printed = one.recommendations_printed
        stand = standing[one.inspection_id, one.body_id]
        if printed is not None and stand and printed != stand:
            name = "the council" if one.body.council_id else f"the {one.body}"
            verb = "stands" if stand == 1 else "stand"
            yield f"The report prints {printed} for {name}; {stand} {verb} here."


def release_warning(scope: Scope) -> str:
    """What a person must know before words go into a public inspection; empty for a draft."""
    public = [one for one in scope.inspections if one.is_released(scope.at)]
    if not public:
        return ""
    if len(public) == len(scope.inspections):
        return "This inspection is public: these words will be public at once."
    names = " and ".join(f"“{one}”" for one in public)
    return f"{names} is public: what goes into it will be public at once."


def looks_personal(texts: Iterable[tuple[int, str]]) -> Iterator[str]:
    """A sentence for each row, given by number and text, that may hold personal data.

    To be said where the words would be public at once: a release would ask about them too.
    """
    for number, text in texts:
        for found in screen(text):
            yield (
                f"Row {number} holds what looks like {found.looks_like}: “{found.words}”. Take it "
                "out of the file unless the report itself prints it."
            )


def wrong_rows(plan: Plan) -> Iterator[str]:
    """A sentence for each mistake in the file."""
    for row in plan.rows:
        if row.outcome == Outcome.WRONG:
            yield from (mistake_in_words(row.number, error) for error in row.errors)


def offered_rows(plan: Plan) -> Iterator[str]:
    """A sentence for each row on which somebody must decide."""
    for row in plan.rows:
        if row.effect == "offered":
            said, stands = shorten(row.said["text"]), shorten(row.record.text)
            if has_its_number(row.said, row.record):
                yield f"Row {row.number} “{said}” has the number of “{stands}” and other words."
            else:
                yield f"Row {row.number} “{said}” may be the same as “{stands}”."


def absent_records(records: QuerySet) -> Iterator[str]:
    """What stands here and is not in the file (see `showing.absent_from`)."""
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


def has_its_number(said: dict, record) -> bool:
    """Whether an offered row bears the very number of the record that it is offered."""
    number = number_of(said.get("reference", ""))
    return bool(number) and number == number_of(record.reference)


def _count(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {more}"
