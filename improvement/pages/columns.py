"""What leaves the house about councils and what was found there: the columns of the downloads.

An allow-list, as in `opendata`: a field that is in neither table below fails a test until
somebody has decided which it is.
"""

from councils.models import Body, Council, CouncilCode
from improvement.pages.files import FileColumn
from inspections.models import (
    InspectedBody,
    Inspection,
    Intervention,
    Judgement,
    Recommendation,
    RecommendationLink,
)

_KEY = "a number of the database, which means nothing outside it"
_PERSON = "a person; the public reads posts and bodies"
_INTERNAL = "for the council's own people"

PUBLIC: dict[type, tuple[str, ...]] = {
    Council: (
        *("name", "official_name", "slug", "kind", "region", "dfe_code", "ofsted_urn"),
        *("opened_on", "abolished_on", "succeeded_by", "is_demonstration"),
    ),
    CouncilCode: ("council", "code", "valid_from", "valid_to"),
    Body: ("kind", "name", "council", "areas"),
    Inspection: (
        *("council", "framework", "title", "slug", "theme", "parent", "fieldwork_start"),
        *("fieldwork_end", "published_on", "received_on", "response_due_printed"),
        *("lead_inspector", "report_url", "source", "source_url", "bodies"),
        *("publish_from", "withdrawn_at", "withdrawn_why"),
    ),
    InspectedBody: ("inspection", "body", "recommendations_printed"),
    Judgement: (
        *("inspection", "area", "grade", "no_grade", "printed_grade", "page", "corrects"),
        *("superseded_on", "correction_note"),
    ),
    Recommendation: (
        *("inspection", "body", "section", "order", "reference", "council_reference", "kind"),
        *("timescale", "text", "page", "responsible", "withdrawn_at", "withdrawn_why"),
    ),
    RecommendationLink: ("earlier", "later", "note"),
    Intervention: (
        *("council", "kind", "issued_on", "closed_on", "replaced_by", "who", "source"),
        *("source_url", "publish_from", "withdrawn_at", "withdrawn_why"),
    ),
}

WITHHELD: dict[type, dict[str, str]] = {
    Council: {"id": _KEY},
    CouncilCode: {"id": _KEY},
    Body: {"id": _KEY},
    Inspection: {
        "id": _KEY,
        "embargo_readers": _PERSON,
        "withdrawn_by": _PERSON,
        "internal_note": _INTERNAL,
    },
    InspectedBody: {"id": _KEY},
    Judgement: {"id": _KEY, "imported_by": _INTERNAL},
    Recommendation: {
        "id": "only in the fragment of its address",
        "imported_by": _INTERNAL,
        "withdrawn_by": _PERSON,
    },
    RecommendationLink: {"id": _KEY, "by": _PERSON},
    Intervention: {"id": _KEY, "embargo_readers": _PERSON, "withdrawn_by": _PERSON},
}


def _own(name: str, holds: str) -> FileColumn:
    """A column that is the row's own attribute of that name."""
    return FileColumn(name, holds, lambda row: getattr(row, name))


def _overall(name: str, holds: str) -> FileColumn:
    return FileColumn(f"overall_{name}", holds, lambda row: getattr(row.overall, name, None))


def council_columns(site: str) -> tuple[FileColumn, ...]:
    """The columns of the councils; `site` is the address of the site itself, with its last /."""
    return (
        _own("name", "the council's name, as people say it"),
        _own("official_name", "its official name"),
        FileColumn("address", "its page on this site", lambda row: f"{site[:-1]}{row.address}"),
        _own("kind", "what kind of authority it is"),
        _own("region", "the region of England"),
        _own("gss_code", "the code of the Government Statistical Service in force"),
        _own("dfe_code", "the code of the Department for Education"),
        _own("ofsted_urn", "Ofsted's reference number"),
        _own("abolished_on", "the first day on which it no longer existed"),
        FileColumn(
            "demonstration",
            "whether the council is invented, to show how this site works",
            lambda row: row.is_demonstration,
        ),
        _overall("grade", "its latest overall judgement, as a grade of the scale named beside it"),
        _overall("rank", "the place of that grade in its scale, 1 the best"),
        _overall("grades", "how many grades that scale has"),
        _overall("scale", "the name of the scale; grades of different scales do not compare"),
        _overall("published_on", "when that judgement was published; empty: that is not known"),
        FileColumn(
            "inspected_since_without_overall",
            "when a later inspection was published, or else held, whose rules give no overall "
            "judgement",
            lambda row: row.since and row.since.dated_on,
        ),
        FileColumn(
            "interventions",
            "the steps of the Department for Education that are in force, as recorded here",
            lambda row: list(row.intervention),
        ),
        _own("plans", "how many improvement plans of it are published here"),
    )


def recommendation_columns(site: str) -> tuple[FileColumn, ...]:
    """The columns of the recommendations; `site` is the address of the site itself."""
    return (
        _own("council", "the council whose inspection it is"),
        FileColumn(
            "demonstration",
            "whether the council is invented, to show how this site works",
            lambda row: row.is_demonstration,
        ),
        FileColumn("inspection", "the inspection, visit or review", lambda row: row.source),
        FileColumn("address", "its place on this site", lambda row: f"{site[:-1]}{row.address}"),
        _own("published_on", "when the report was published"),
        FileColumn("made_to", "the body that the report makes it to", lambda row: row.body),
        FileColumn("made_to_kind", "what kind of body that is", lambda row: row.body_kind),
        _own("kind", "what the report calls it; empty: a recommendation"),
        _own("section", "the report's heading above it"),
        _own("reference", "the number that the report prints; empty: none is printed"),
        _own("council_reference", "the council's own number, where the report prints none"),
        _own("timescale", "the timescale that the report prints"),
        _own("page", "the page of the report"),
        _own("text", "the report's own words"),
        _own("made_before", "whether an earlier inspection had made it, as recorded here"),
        _own("made_again", "whether a later inspection made it again, as recorded here"),
    )
