"""Sampleby, a second fictional council: small, and none of Exampleton's business."""

from councils.access import Role
from councils.models import Body, Council
from improvement.demonstration.acts import Check, Prove
from improvement.demonstration.findings.report import Finding, Report
from improvement.demonstration.place import SERVICE, Held, Job, Partner, Person, Place
from improvement.demonstration.promises.plan import PlanData
from improvement.demonstration.promises.promise import OUTCOME, PROCESS, Promise, Strand
from improvement.demonstration.reports import at_risk, complete, on_track
from improvement.models import Evidence, Impact

SAMPLEBY = Place(
    slug="sampleby",
    name="Sampleby",
    official_name="Sampleby Council (fictional)",
    kind=Council.Kind.UNITARY,
    region="North West",
    site="sampleby.example",
    board="Children's Improvement Group",
    people=[
        Person(
            "sampleby",
            "Robin",
            "Marsh",
            Role.PLAN_OFFICER,
            "plan officer of another council, Sampleby: sees nothing of Exampleton's drafts",
            part="officer",
        ),
        Person("sampleby-secretary", "Sky", "Dell", Role.BOARD_SECRETARY, part="secretary"),
        Person("sampleby-publisher", "Win", "Copse", Role.PUBLISHER, part="publisher"),
        Person("sampleby-clerk", "Jess", "Park", Role.CLERK, part="clerk"),
        Person("sampleby-lead", "Max", "Spring", Role.ACTION_LEAD, part="lead"),
    ],
    posts={
        "leaving-care": Job(
            "Leaving care manager", SERVICE, "Leaving care service", held=[Held("lead")]
        ),
    },
    partners={
        "partnership": Partner(
            Body.Kind.SAFEGUARDING, "Sampleby Safeguarding Children Partnership"
        ),
    },
)

INSPECTION = Report(
    key="inspection",
    slug="standard-inspection",
    framework="ilacs-2023",
    month=-15,
    weeks_before=8,
    days=12,
    title="Standard inspection of children's services",
    judgements={
        "leaders": 2,
        "help-protection": 2,
        "in-care": 2,
        "care-leavers": 3,
        "overall": 2,
    },
    findings=[
        Finding(
            "1",
            "The choice of homes for young people who leave care.",
            2,
            "What needs to improve?",
            "area for improvement",
            council_reference="1",
        ),
        Finding(
            "2",
            "What care leavers know about the help that is theirs by right.",
            2,
            "What needs to improve?",
            "area for improvement",
            council_reference="2",
        ),
    ],
)

PLAN = PlanData(
    slug="care-leavers",
    title="Better help for care leavers",
    summary="What we do so that young people who leave care have a home and know their rights.",
    reports=["inspection"],
    made=-13,
    published=-12,
    length=30,
    interval=62,
    strands=[
        Strand(
            "Leaving care",
            sponsor="leaving-care",
            promises=[
                Promise(
                    "1",
                    "Keep twelve flats for young people who leave care",
                    difference="Young people move from care into a home of their own choice.",
                    measure="No care leaver waits longer than eight weeks for a flat.",
                    measures=OUTCOME,
                    lead="leaving-care",
                    answers=["1"],
                    due=3,
                    story=[
                        on_track(-10, "Five flats are kept."),
                        at_risk(-6, "Seven flats.", because="Two flats need repairs."),
                        on_track(-1, "Ten flats.", impact=Impact.EMERGING),
                    ],
                ),
                Promise(
                    "2",
                    "Send every care leaver a card that says what help there is",
                    difference="Young people know what they may ask for, and ask for it.",
                    measure="7 in 10 care leavers can name three things on the card.",
                    measures=OUTCOME,
                    lead="leaving-care",
                    answers=["2"],
                    due=-4,
                    story=[
                        on_track(-10, "Young people have written the card."),
                        Prove(
                            -5,
                            Evidence.Kind.CHILDREN,
                            "What 30 care leavers know",
                            Evidence.Shows.IMPACT,
                        ),
                        complete(-5, "23 of 30 can name three things.", impact=Impact.EVIDENCED),
                        Check(-5),
                    ],
                ),
                Promise(
                    "3",
                    "Pay for driving lessons",
                    difference="Young people can get to work where no bus goes.",
                    measure="Ten young people have had lessons.",
                    measures=PROCESS,
                    lead="leaving-care",
                    due=6,
                    added=-1,
                    draft=True,
                ),
            ],
        ),
    ],
)
