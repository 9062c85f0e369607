"""The inspection that the plan answers."""

from improvement.demonstration.findings.report import Corrected, Finding, Report

WHAT = "What needs to improve?"
KIND = "area for improvement"


def area(number: int, text: str, page: int = 2, **more) -> Finding:
    """An area for improvement; the report prints no number, so the number is the council's own."""
    key = str(number)
    return Finding(key, text, page, WHAT, KIND, council_reference=key, **more)


INSPECTION = Report(
    key="inspection",
    slug="standard-inspection",
    title="Standard inspection of children's services",
    framework="ilacs-2023",
    month=-27,
    weeks_before=9,
    days=12,
    judgements={
        "leaders": 4,
        "help-protection": 4,
        "in-care": Corrected(
            printed_rank=4,
            rank=3,
            month=-26,
            note="The first version of the report printed another grade in the summary than in the "
            "text. The inspectorate reissued it.",
        ),
        "care-leavers": 3,
        "overall": 4,
    },
    findings=[
        area(
            1,
            "How quickly and how well it is decided what should happen when somebody first "
            "raises a worry about a child.",
            returns_from={"F2": "Decisions at the front door, for the third time."},
        ),
        area(
            2,
            "The understanding that all agencies share of which children need early help, "
            "which need a social worker, and which need protection at once.",
        ),
        area(
            3,
            "The speed of strategy discussions, and the part that police, health and schools "
            "take in them.",
            responsible=["council", "police", "health"],
            returns_from={"F1": "Delay when a child may be at risk of serious harm."},
        ),
        area(
            4,
            "The work of the emergency duty team at night and at weekends, and how its quality "
            "is checked.",
        ),
        area(
            5,
            "The quality of assessments, so that each shows the child's history, identity and "
            "wishes and weighs the risks.",
        ),
        area(
            6,
            "Plans for children in need and in need of protection, so that families can see "
            "what must change, by when, and what follows if it does not.",
        ),
        area(
            7,
            "How often children are seen alone by their social worker, and how well their own "
            "words are recorded.",
            3,
        ),
        area(
            8,
            "The use of the stage before court proceedings, so that children do not live with "
            "serious worries for too long.",
            3,
            timescale="without delay",
        ),
        area(
            9,
            "Supervision, and whether managers see to it that what was decided is done.",
            3,
            returns_from={
                "T2": "Supervision and managers' oversight.",
                "S1": "Supervision: first asked for in the single inspection.",
            },
        ),
        area(
            10,
            "The number of children for whom each social worker is responsible, and how often "
            "children's social workers change.",
            3,
            returns_from={"S2": "Changes of social worker."},
        ),
        area(
            11,
            "The response to children who go missing from home or care, and what is learned "
            "from talking with them when they return.",
            3,
            responsible=["council", "police"],
            returns_from={
                "T3": "Children who go missing.",
                "S5": "Talks with children who come back.",
            },
        ),
        area(
            12,
            "The help for homeless young people of 16 and 17, who are not always told what "
            "they are entitled to.",
            3,
            returns_from={"S3": "Homeless young people of 16 and 17."},
        ),
        area(
            13,
            "The identification and assessment of children who live in private fostering "
            "arrangements.",
            4,
            returns_from={"S4": "Private fostering."},
        ),
        area(
            14,
            "The time that it takes to find a lasting home for children who cannot live with "
            "their parents.",
            4,
            responsible=["council", "trust"],
            returns_from={"S6": "Lasting homes for children in care."},
        ),
        area(
            15,
            "How the emotional health of children in care is understood, and how long they "
            "wait for help.",
            4,
            responsible=["council", "health"],
            returns_from={"T4": "Waiting for help with feelings."},
        ),
        area(16, "Education plans for children in care, above all for those over 16.", 4),
        area(
            17,
            "Pathway plans, and staying in touch with young people who have left care.",
            4,
            returns_from={"S8": "Pathway plans written with young people."},
        ),
        area(
            18,
            "The challenge by independent reviewing officers when plans for children drift, "
            "and what follows from it.",
            4,
        ),
        area(
            19,
            "What senior leaders and councillors know of the quality of practice: true "
            "figures, audits that begin with children's experience, and action on what they "
            "show.",
            4,
            returns_from={
                "T5": "What leaders know of daily practice.",
                "S7": "Figures that councillors can rely on.",
            },
        ),
    ],
)
