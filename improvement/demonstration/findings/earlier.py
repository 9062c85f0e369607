"""Before the plan: two inspections and a focused visit."""

from collections.abc import Sequence

from improvement.demonstration.findings.report import NOT_JUDGED, Finding, Report


def numbered(section: str, kind: str, texts: Sequence[tuple], prefix: str) -> list[Finding]:
    """Findings under the report's own numbers, 1, 2, 3 …"""
    return [
        Finding(f"{prefix}{n}", text, page, section, kind, reference=str(n))
        for n, (page, text) in enumerate(texts, start=1)
    ]


SINGLE = Report(
    key="single",
    slug="single-inspection",
    framework="sif",
    month=-110,
    weeks_before=9,
    days=26,
    judgements={
        "overall": 3,
        "help-protection": 3,
        "cla-permanence": 3,
        "adoption": NOT_JUDGED,
        "care-leavers": 2,
        "leadership": 3,
    },
    findings=numbered(
        "Recommendations",
        "recommendation",
        [
            (
                5,
                "Make sure that social workers have supervision every month and that it helps "
                "them to think about what children need.",
            ),
            (5, "Reduce the number of times that a child's social worker changes."),
            (
                5,
                "Make sure that young people of 16 and 17 who are homeless are assessed by "
                "housing and social care together, and are not placed in hotels.",
            ),
            (
                6,
                "Find the children who live in private fostering arrangements, and visit them "
                "when the law says so.",
            ),
            (
                6,
                "Make sure that every child who has been missing is offered a talk when the "
                "child comes back, and that managers use what children say.",
            ),
            (
                6,
                "Agree earlier on a lasting home for children who cannot go back to their parents.",
            ),
            (7, "Give the lead member and the scrutiny committee figures that they can rely on."),
            (7, "Write pathway plans with young people, not for them."),
        ],
        "S",
    ),
)

STANDARD_2018 = Report(
    key="standard-2018",
    slug="standard-inspection",
    title="Standard inspection of children's services",
    framework="ilacs-2018",
    month=-82,
    weeks_before=7,
    days=12,
    judgements={"leaders": 3, "help-protection": 3, "care-and-leavers": 2, "overall": 3},
    findings=[
        Finding("T1", "The consistency of decisions when children are first referred.", 2),
        Finding(
            "T2",
            "The quality of supervision, and managers' oversight of children's plans.",
            2,
            returns_from={"S1": "Supervision: asked for in the inspection before."},
        ),
        Finding(
            "T3",
            "The response to children who go missing.",
            2,
            returns_from={"S5": "Talks with children who come back after going missing."},
        ),
        Finding("T4", "The time that children wait for help with their feelings.", 2),
        Finding("T5", "How well leaders and councillors know what daily practice is like.", 2),
    ],
)

FOCUSED = Report(
    key="focused",
    slug="focused-visit",
    framework="ilacs-focused-visit",
    month=-44,
    weeks_before=5,
    days=2,
    theme="The front door: first contacts and referrals",
    findings=[
        Finding(
            "F1",
            "The time that children wait for a decision when there is a worry about "
            "serious harm. The delays that inspectors saw left some children at risk.",
            3,
            "Areas for priority action",
            "area for priority action",
            "a draft plan within 20 working days",
        ),
        Finding(
            "F2",
            "Managers' checking of decisions at the front door.",
            3,
            "Areas for improvement",
            "area for improvement",
            returns_from={"T1": "Decisions when children are first referred."},
        ),
    ],
)
