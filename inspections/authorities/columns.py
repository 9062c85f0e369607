"""The columns of a file of councils, and the template's example."""

from datetime import date

from inspections.intake.headings import Column, FileForm

FORM = FileForm(
    (
        Column(
            "name",
            "Name",
            "as people say it: Wirral, Croydon",
            (
                *("name", "council", "council name", "local authority", "authority", "la name"),
                *("local authority name", "la"),
            ),
        ),
        Column(
            "slug",
            "Slug",
            "its part of public addresses, which never changes; for a new council it may be left "
            "empty",
            ("slug", "address", "url name"),
        ),
        Column(
            "official_name",
            "Official name",
            "in full",
            ("official name", "full name", "legal name", "name in full"),
        ),
        Column(
            "kind",
            "Type",
            "London borough, metropolitan borough, unitary authority, county council or other "
            "authority",
            ("type", "kind", "council type", "type of council", "authority type", "la type"),
        ),
        Column("region", "Region", "the region of England", ("region", "region name")),
        Column(
            "dfe_code",
            "DfE code",
            "three digits",
            ("dfe code", "la code", "old la code", "dfe no", "department for education code"),
        ),
        Column(
            "ofsted_urn",
            "Ofsted URN",
            "Ofsted's reference number",
            ("ofsted urn", "urn", "ofsted reference number", "ofsted reference no"),
        ),
        Column(
            "codes",
            "GSS codes",
            "with the days on which they were in force: E10000002 until 31/03/2020; E06000060 "
            "from 01/04/2020",
            ("gss codes", "gss", "ons code", "new la code", "gss code"),
        ),
        Column(
            "opened_on",
            "Opened on",
            "the first day on which it existed",
            ("opened on", "opened", "start date", "created on"),
        ),
        Column(
            "abolished_on",
            "Abolished on",
            "the first day on which it no longer existed",
            ("abolished on", "abolished", "end date", "closed on"),
        ),
        Column(
            "succeeded_by",
            "Succeeded by",
            "names or slugs of the councils that took its place, parted by semicolons",
            ("succeeded by", "successor", "replaced by", "successor council"),
        ),
    ),
    (("name", "slug"),),
    "A file of councils needs a column “Name” (or “Slug”).",
    "No sheet has a column “Name” (or “Slug”).",
)
EXAMPLE_BEGINS = "EXAMPLE, delete this row"
EXAMPLE = {
    "name": f"{EXAMPLE_BEGINS}: Exampleton",
    "slug": "exampleton",
    "official_name": "Exampleton Metropolitan Borough Council",
    "kind": "metropolitan borough",
    "region": "North West",
    "dfe_code": "999",
    "ofsted_urn": "",
    "codes": "E08999999",
    "opened_on": date(1974, 4, 1),
    "abolished_on": "",
    "succeeded_by": "",
}
