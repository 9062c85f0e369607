"""The columns of a file of recommendations, under the names that people give them."""

from inspections.intake.headings import Column, FileForm
from inspections.intake.whose_file import COUNCIL

COLUMNS = (
    Column(
        "reference",
        "Reference",
        "the number that the report prints",
        (
            *("reference", "ref no", "number", "printed ref", "reference as printed"),
            *("rec no", "rec ref", "rec ref no", "recommendation printed ref", "item", "item no"),
        ),
        weak=("para", "para no", "para ref", "report para", "paragraph in report"),
    ),
    Column(
        "text",
        "Recommendation",
        "the report's own words",
        (
            *("text", "recommendation", "recommendation text", "text of the recommendation"),
            *("full text", "wording", "words", "recommendation wording", "text as printed"),
            *("recommendation as printed", "what needs to improve", "area for improvement"),
        ),
    ),
    Column(
        "body",
        "Body",
        "whom the report makes it to",
        (
            *("body", "inspected body", "addressed to", "addressee", "made to", "recipient"),
            *("organisation", "organization", "agency", "recommendation to"),
        ),
    ),
    Column(
        "section",
        "Section",
        "the report's heading",
        ("section", "heading", "section heading", "report section", "report heading"),
    ),
    Column(
        "order",
        "Order",
        "its place in the section, from 1",
        ("order", "position", "sequence", "place", "sort order", "order in section"),
    ),
    Column(
        "kind",
        "Kind",
        "what the report calls it",
        ("kind", "type", "kind as printed", "recommendation type", "type of recommendation"),
    ),
    Column(
        "timescale",
        "Timescale",
        "the timescale that the report prints",
        (
            *("timescale", "time scale", "timescale as printed", "by when", "within"),
            *("timeframe", "time frame", "deadline"),
        ),
    ),
    Column(
        "page",
        "Page",
        "the page of the report",
        ("page", "page no", "p", "report page", "page of the report", "page in report"),
    ),
    COUNCIL,
)
IMPORTED = tuple(column for column in COLUMNS if column is not COUNCIL)
FORM = FileForm(
    COLUMNS,
    (("text",),),
    "No column holds the recommendations' words. Call it “Recommendation” or “Text”.",
    "No sheet has a column with the recommendations' words. Call it “Recommendation” or “Text”.",
)
# The template's own example: a file in which it still stands is not ready.
EXAMPLE = {
    "reference": "1",
    "text": "EXAMPLE, delete this row: Make sure that every child’s plan says what will change "
    "for the child, and by when.",
    "body": "Local authority",
    "section": "Recommendations",
    "order": "1",
    "kind": "Recommendation",
    "timescale": "within three months",
    "page": "5",
}
