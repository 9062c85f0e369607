"""The plans of the fictional council: one with five workstreams, and a draft of the next."""

from improvement.demonstration.promises.first_contact import FIRST_CONTACT
from improvement.demonstration.promises.help_and_protection import HELP_AND_PROTECTION
from improvement.demonstration.promises.in_care import IN_CARE
from improvement.demonstration.promises.leaders_and_partners import LEADERS_AND_PARTNERS
from improvement.demonstration.promises.plan import Interval, PlanData
from improvement.demonstration.promises.promise import PROCESS, Promise, Strand
from improvement.demonstration.promises.workforce import WORKFORCE

PLAN = PlanData(
    slug="improvement-plan",
    title="Improvement plan for children's services",
    summary="What we promised to change for children after inspectors found serious failings, "
    "and after a review of how we work with our partners.",
    reports=["inspection", "partnership-review", "missing-review"],
    made=-25,
    published=-24,
    length=32,
    interval=62,
    strands=[FIRST_CONTACT, HELP_AND_PROTECTION, IN_CARE, WORKFORCE, LEADERS_AND_PARTNERS],
    new_interval=Interval(
        -9,
        35,
        "Inspectors said that leaders hear too late when something goes wrong. The board now "
        "expects news of every open action each month.",
    ),
    answers={
        "worried@exampleton.example": "The address of a service for everyone; it is on our website."
    },
)

NEXT_PLAN = PlanData(
    slug="care-leavers-promise",
    title="Our promise to care leavers",
    summary="A draft of what we will promise to young people who have left care.",
    reports=[],
    made=-1,
    length=24,
    interval=35,
    strands=[
        Strand(
            "A home, work and people to turn to",
            sponsor="director",
            promises=[
                Promise(
                    "A1",
                    "Guarantee a job interview at the council for every care leaver who wants one",
                    difference="Young people who have left care find work that they want to keep.",
                    measure="20 care leavers begin work with us within a year.",
                    lead="care",
                    due=11,
                ),
                Promise(
                    "A2",
                    "Pay no council tax until 25",
                    difference="Young people do not begin their life alone with debts.",
                    measure="Every care leaver under 25 who lives here is exempt.",
                    measures=PROCESS,
                    lead="care",
                    due=9,
                ),
            ],
        )
    ],
)

__all__ = ["NEXT_PLAN", "PLAN"]
