"""Findings without grades: of the partners' review, and of a review during the plan."""

from improvement.demonstration.findings.report import PARTNERSHIP, Finding, Report


def to_partners(number: int, text: str, timescale: str = "", page: int = 9) -> Finding:
    key = f"R{number}"
    return Finding(
        key,
        text,
        page,
        "Recommendations",
        "recommendation",
        timescale,
        key,
        responsible=["council", "police", "health"] if number < 4 else [],
    )


PARTNERSHIP_REVIEW = Report(
    key="partnership-review",
    slug="safeguarding-partnership-review",
    framework="external-review",
    month=-27,
    weeks_before=8,
    days=5,
    title="Review of the safeguarding children partnership",
    parent="inspection",
    body=PARTNERSHIP,
    findings=[
        to_partners(
            1,
            "Appoint an independent person who looks at the partnership's work, reports "
            "in public, and answers to no single partner.",
            "within six months",
        ),
        to_partners(
            2,
            "Agree on one set of figures about the safety of children, and discuss it "
            "at every meeting.",
            "within three months",
        ),
        to_partners(
            3,
            "Look at children's cases together, four times a year, beginning with what "
            "the children experienced.",
        ),
        to_partners(
            4,
            "Record each challenge between partners, who must answer it, and what changed.",
            "within three months",
        ),
        to_partners(
            5,
            "Send notices of serious incidents within the time that the national guidance sets.",
            "at once",
        ),
        to_partners(6, "Use one way of recognising neglect in all services.", "within a year", 10),
        to_partners(
            7,
            "Find out whether the partnership's training reaches those who need it and "
            "whether children are better off for it.",
            "within a year",
            10,
        ),
    ],
)

MISSING_REVIEW = Report(
    key="missing-review",
    slug="independent-review-missing-children",
    framework="independent-review",
    month=-13,
    weeks_before=14,
    days=40,
    title="Independent review of help for children who go missing",
    findings=[
        Finding(
            "M1",
            "Offer each child a talk with somebody whom the child can choose, at a time "
            "and place that suits the child.",
            14,
            "What should change",
            "recommendation",
            "within three months",
            "A",
            returns_from={"11": "Talks with children who come back."},
        ),
        Finding(
            "M2",
            "Keep one record of each missing child that police and social workers can "
            "both read and write.",
            15,
            "What should change",
            "recommendation",
            "within a year",
            "B",
            responsible=["council", "police"],
        ),
        Finding(
            "M3",
            "Tell the night team at once when a child goes missing, and give it a plan "
            "for each child who is often missing.",
            15,
            "What should change",
            "recommendation",
            "within six months",
            "C",
        ),
    ],
)
