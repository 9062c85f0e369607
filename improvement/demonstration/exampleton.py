"""Who works at Exampleton, the fictional council with the plan."""

from councils.access import Role
from councils.models import Body, Council
from improvement.demonstration.place import (
    INTERIM,
    NAME,
    SERVICE,
    Held,
    Job,
    Partner,
    Person,
    Place,
)

EXAMPLETON = Place(
    slug="exampleton",
    name="Exampleton",
    official_name="Exampleton Metropolitan Borough Council (fictional)",
    kind=Council.Kind.METROPOLITAN,
    region="North West",
    site="exampleton.example",
    board="Improvement Board",
    people=[
        Person(
            "lead-help",
            "Jo",
            "Field",
            Role.ACTION_LEAD,
            "action lead: head of help and protection, with the late actions",
        ),
        Person(
            "lead-care",
            "Ash",
            "Rivers",
            Role.ACTION_LEAD,
            "action lead: head of children in care, with an action nobody reported on",
        ),
        Person("clerk", "Pat", "Lake", Role.CLERK, "clerk: imports recommendations, makes drafts"),
        Person(
            "officer",
            "Kim",
            "Orchard",
            Role.PLAN_OFFICER,
            "plan officer: keeps the plan, reports for others, checks evidence",
        ),
        Person(
            "secretary",
            "Lou",
            "Harbour",
            Role.BOARD_SECRETARY,
            "board secretary: records what the board decides",
        ),
        Person(
            "publisher",
            "Dale",
            "Bridges",
            Role.PUBLISHER,
            "publisher: releases what was reported, and the draft plan",
        ),
        Person("reader", "Ray", "Hill", Role.READER, "read-only member: sees drafts, changes none"),
        Person(
            "people",
            "Vic",
            "Gate",
            Role.ADMINISTRATOR,
            "administrator: gives and ends roles, names posts",
        ),
        Person("front-door", "Kit", "Meadow", Role.ACTION_LEAD),
        Person("quality", "Lee", "Brook", Role.ACTION_LEAD),
        Person("workforce", "Val", "Stone", Role.ACTION_LEAD),
        Person("practice", "Rae", "Forest", Role.ACTION_LEAD),
        Person("reviewing", "Bo", "Heath", Role.ACTION_LEAD),
        Person("school", "Noor", "Glen", Role.ACTION_LEAD),
        Person("housing", "Drew", "Moor", Role.ACTION_LEAD),
        Person("partnership", "Toni", "Weir", Role.ACTION_LEAD),
        Person("adoption", "Ellis", "Strand", Role.ACTION_LEAD),
        Person("interim", "Chris", "Vale", Role.ACTION_LEAD),
        Person("director", "Alex", "Cliff", Role.ACTION_LEAD),
        Person("chief", "Morgan", "Shore", Role.READER),
    ],
    posts={
        "chief": Job("Chief executive", NAME, held=[Held("chief")]),
        "director": Job(
            "Director of children's services",
            NAME,
            held=[Held("interim", -30, -18, INTERIM), Held("director", -17)],
        ),
        "help": Job("Head of help and protection", held=[Held("lead-help")]),
        "care": Job("Head of children in care and care leavers", held=[Held("lead-care")]),
        "quality": Job("Head of quality and performance", held=[Held("quality")]),
        "workforce": Job("Head of workforce", held=[Held("workforce", -40, -5)]),
        "practice": Job("Principal social worker", held=[Held("practice")]),
        "school": Job("Head of the virtual school", held=[Held("school")]),
        "front-door": Job(
            "First contact manager", SERVICE, "First contact team", held=[Held("front-door")]
        ),
        "reviewing": Job(
            "Reviewing service manager",
            SERVICE,
            "Independent reviewing service",
            held=[Held("reviewing")],
        ),
        "housing": Job(
            "Housing options manager", SERVICE, "Housing options", held=[Held("housing")]
        ),
        "youth": Job("Youth service manager", SERVICE, "Youth service"),
        "partnership": Job(
            "Partnership business manager",
            SERVICE,
            "Safeguarding children partnership",
            body="partnership",
            held=[Held("partnership")],
        ),
        "adoption": Job(
            "Head of adoption at the trust",
            SERVICE,
            "Adoption trust",
            body="trust",
            held=[Held("adoption")],
        ),
        "police": Job("Police lead for children", SERVICE, "Police", body="police"),
        "health": Job("Designated nurse", SERVICE, "Health services", body="health"),
    },
    partners={
        "partnership": Partner(
            Body.Kind.SAFEGUARDING, "Exampleton Safeguarding Children Partnership"
        ),
        "trust": Partner(Body.Kind.TRUST, "Exampleton and Sampleby Adoption Trust"),
        "police": Partner(Body.Kind.OTHER, "Exampleton police"),
        "health": Partner(Body.Kind.OTHER, "Exampleton health services"),
    },
)
