"""The columns that trackers have, under the names that councils give them.

Case, punctuation and plurals do not matter, nor months and years ("Update (March 2026)").
"""

import re
from collections.abc import Sequence

from improvement.trackers.layout import NOT_USED, UNANSWERED, Field, masked
from inspections.intake.headings import Column, same_heading

COLUMNS = (
    Column(
        Field.REFERENCE,
        "Reference",
        "what the action is called in meetings: 2.3",
        (
            *("action ref", "action no", "action id", "action reference", "reference of action"),
            *("unique ref", "unique id", "plan ref", "item ref"),
        ),
        weak=("ref", "no", "id", "item", "item no", "ref no", "number", "nr"),
    ),
    Column(
        Field.RECOMMENDATIONS,
        "Recommendation references",
        "the recommendations that it answers, as the report numbers them: 1, 4",
        (
            *("recommendation reference", "rec no", "rec ref", "recommendation number", "rec id"),
            *("ofsted ref", "ofsted rec", "ofsted rec no", "report ref", "report paragraph"),
            *("para", "para no", "paragraph", "paragraph no", "report para", "ofsted para"),
            *("inspection ref", "linked recommendation", "link to recommendation"),
            *("recommendation it answers", "ofsted recommendation no", "report paragraph ref"),
        ),
        weak=("rec",),
    ),
    Column(
        Field.RECOMMENDATION,
        "Recommendation",
        "the recommendation in the report's words",
        (
            *("recommendation", "ofsted recommendation", "area for improvement", "finding"),
            *("what needs to improve", "recommendation text", "ofsted finding", "what ofsted said"),
            *("area for development", "recommendation or finding", "inspection finding"),
            *("what ofsted told us", "issue", "inspection recommendation", "ilacs recommendation"),
        ),
    ),
    Column(
        Field.ACTION,
        "Action",
        "what will be done",
        (
            *("action", "what we will do", "action required", "what will be done", "key action"),
            *("action to be taken", "planned action", "agreed action", "improvement action"),
            *("what will we do", "what are we going to do", "what we are going to do"),
            *("action description", "description of action", "we will", "required action"),
        ),
        weak=("activity", "task", "milestone", "description", "key activity", "deliverable"),
    ),
    Column(
        Field.WORKSTREAM,
        "Workstream",
        "the part of the plan; also theme or priority",
        (
            *("workstream", "work stream", "theme", "priority area", "strand", "improvement theme"),
            *("improvement priority", "key theme", "key priority", "programme", "priority theme"),
        ),
        weak=("priority", "area", "section"),
    ),
    Column(
        Field.LEADS,
        "Lead",
        "the post that leads it; several, one a line",
        (
            *(
                "lead",
                "lead officer",
                "action lead",
                "owner",
                "action owner",
                "responsible officer",
            ),
            *("responsible lead", "who", "by whom", "accountable officer", "person responsible"),
            *("responsible", "lead post", "responsibility", "responsible person", "lead person"),
            *("action owner post", "accountable lead", "lead and job title", "post responsible"),
        ),
        weak=("sro", "senior responsible officer", "officer", "sponsor", "accountable"),
    ),
    Column(
        Field.ORIGINAL_DUE,
        "Original due date",
        "the first date that was promised, if known",
        (
            *("original due date", "original due", "original date", "original deadline"),
            *("original target date", "baseline date", "original by when", "original timescale"),
            *("original completion date", "initial due date", "original target"),
        ),
    ),
    Column(
        Field.DUE,
        "Due date",
        "the date as last agreed",
        (
            *(
                "revised due date",
                "revised date",
                "current due date",
                "revised deadline",
                "due now",
            ),
            *("revised target date", "current date", "new due date", "revised completion date"),
            *("new date", "revised timescale", "current target date", "current deadline"),
            *("revised due", "amended date", "extended date", "revised by when"),
        ),
        weak=(
            *("due date", "due", "by when", "target date", "deadline", "when", "timescale"),
            *("target completion date", "date due", "completion due", "due by", "timeframe"),
            *("to be completed by", "complete by", "target", "planned completion date"),
        ),
    ),
    Column(
        Field.STATUS,
        "Status",
        "where delivery stands: not started, in progress, complete",
        (
            *("status", "action status", "delivery status", "current status", "progress status"),
            *("state", "completion status", "open or closed", "open closed"),
        ),
    ),
    Column(
        Field.RAG,
        "Confidence",
        "how sure the lead is: on track, at risk, off track",
        (
            *("rag", "brag", "rag rating", "rag status", "brag rating", "brag status", "bragg"),
            *("current rag", "confidence", "delivery confidence", "colour", "rating", "ragb"),
            *("rag rate", "rag this month", "current rag rating", "bragp", "rag score"),
        ),
    ),
    Column(
        Field.REASON,
        "Reason for confidence",
        "why the lead is so sure, or unsure",
        (
            *("reason for confidence", "reason for rating", "rag rationale", "reason for rag"),
            *("rationale for rag", "rag reason", "why this rating", "rag commentary"),
        ),
    ),
    Column(
        Field.NOTES,
        "Progress notes",
        "what has been reported, each note with its date before it",
        (
            *("progress note", "progress", "update", "latest update", "progress update", "note"),
            *("commentary", "comment", "progress to date", "narrative", "update on progress"),
            *("monthly update", "current position", "latest position", "progress and update"),
            *("progress summary", "progress since last board", "latest progress", "progress made"),
            *("progress commentary", "position statement", "update and next step"),
        ),
    ),
    Column(
        Field.SUCCESS_MEASURE,
        "Success measure",
        "how we would know",
        (
            *("success measure", "measure of success", "how will we know", "success criteria"),
            *("how we will know", "what will success look like", "what success looks like"),
            *("performance measure", "measure", "outcome measure", "kpi", "impact measure"),
            *("how we would know", "intended outcome", "expected outcome", "desired outcome"),
            *(
                "how will we know it has worked",
                "what difference will it make",
                "success measure kpi",
            ),
        ),
    ),
    Column(
        Field.EVIDENCE,
        "Evidence",
        "what proves it, and where it is",
        (
            *("evidence", "evidence of impact", "evidence of completion", "evidence link"),
            *("supporting evidence", "evidence and impact", "evidence base", "impact evidence"),
            *("evidence source", "assurance evidence", "evidence of progress"),
        ),
    ),
    Column(
        Field.MONITOR,
        "Monitored by",
        "who monitors it, and who escalates to whom",
        (
            *(
                "monitored by",
                "who monitor",
                "governance",
                "oversight",
                "reporting to",
                "report to",
            ),
            *("monitoring", "governance board", "monitoring and escalation", "scrutinised by"),
            *("monitored by and escalated to", "who will monitor", "monitoring arrangement"),
            *("governance route", "overseen by", "monitoring group"),
        ),
    ),
    Column(
        Field.COMPLETED,
        "Completed on",
        "the day on which it was completed",
        (
            *("completed on", "date completed", "date closed", "closed on", "closed date"),
            *("actual completion date", "date of completion", "date complete", "actual date"),
            *("completed date", "closure date", "date of closure", "actual end date"),
        ),
    ),
)
JOINED = " / "  # between the words of two rows of headings
BY_FIELD = {column.key: column for column in COLUMNS}
# Names that some councils give to one column and some to another.
_EITHER = {
    same_heading(name): wanted
    for name, wanted in {
        "completion date": (Field.DUE, Field.COMPLETED),
        "completed": (Field.STATUS, Field.COMPLETED),
        "complete": (Field.STATUS, Field.COMPLETED),
        "closed": (Field.STATUS, Field.COMPLETED),
        "date": (Field.DUE, Field.COMPLETED),
        "end date": (Field.DUE, Field.COMPLETED),
        "outcome": (Field.SUCCESS_MEASURE, Field.NOTES),
        "impact": (Field.SUCCESS_MEASURE, Field.EVIDENCE),
    }.items()
}
_BY_NAME = {
    name: (column.key, strong)
    for column in COLUMNS
    for strong, names in ((False, column.weak), (True, column.names))
    for name in map(same_heading, names)
}


def _name(heading: str) -> str:
    """The name that a heading has here: its words, else those outside brackets, else a part.

    Of two rows of headings ("Due date / Original") the lower one says which of the upper it is.
    """
    upper, _, lower = heading.partition(JOINED)
    ways = [heading, f"{lower} {upper}", lower, re.sub(r"\(.*?\)", " ", heading)]
    ways += [re.sub(r"\(.*?\)", " ", lower), *re.split(r"[\n(/:]| [-–] ", heading)[:1]]
    for name in (same_heading(masked(way)) for way in ways if way.strip()):
        if name in _BY_NAME or name in _EITHER:
            return name
    return same_heading(masked(heading))


def means(heading: str) -> str:
    """The Field that a heading may mean by itself, or nothing."""
    found = _BY_NAME.get(_name(heading))
    return found[0] if found else NOT_USED


def known_in(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row seem to name as headings."""
    return len({means(cell) for cell in cells if cell and len(cell) < 80} - {NOT_USED})


def fields_of(headings: Sequence[str]) -> tuple[str, ...]:
    """For each heading its Field, NOT_USED, or UNANSWERED where a person must say.

    The stronger of two names for a field counts; a plain due date beside a revised one is the
    original; of NOTES there may be several.
    """
    names = [_name(heading) for heading in headings]
    claims = [_BY_NAME.get(name, (NOT_USED, False)) for name in names]
    fields = [
        UNANSWERED if name in _EITHER else wanted
        for name, (wanted, _) in zip(names, claims, strict=True)
    ]
    if Field.ORIGINAL_DUE not in fields:
        due = [place for place, one in enumerate(fields) if one == Field.DUE]
        plain = [place for place in due if not claims[place][1]]
        if len(due) == 2 and len(plain) == 1:
            fields[plain[0]] = Field.ORIGINAL_DUE
    for wanted in {one for one in fields if one not in (NOT_USED, UNANSWERED, Field.NOTES)}:
        places = [place for place, one in enumerate(fields) if one == wanted]
        strong = [place for place in places if claims[place][1]]
        for place in places:
            if len(places) > 1 and [place] != strong:
                fields[place] = NOT_USED if len(strong) == 1 else UNANSWERED
    return tuple(fields)


def either(heading: str) -> tuple[str, ...]:
    """The fields of a name that some give to one column and some to another."""
    return _EITHER.get(_name(heading), ())
