"""Workstream 1: what happens when somebody first raises a worry about a child."""

from improvement.demonstration.acts import (
    Agree,
    Ask,
    Check,
    Propose,
    Prove,
    reopened,
    sustained,
    verified,
)
from improvement.demonstration.promises.promise import OUTCOME, PROCESS, Promise, Strand
from improvement.demonstration.reports import (
    AT_RISK,
    ON_TRACK,
    at_risk,
    complete,
    merged,
    on_track,
    same,
)
from improvement.demonstration.timetable import WorkingDays
from improvement.models import Evidence, Impact

FIRST_CONTACT = Strand(
    title="When somebody first asks for help",
    sponsor="director",
    promises=[
        Promise(
            "1.1",
            "Decide what happens next within one working day of every contact",
            difference="A child who needs help does not wait while adults decide who should act.",
            measure="At least 95 in 100 contacts are decided within one working day, for six "
            "months running. In the month of the inspection it was 58 in 100.",
            measures=OUTCOME,
            lead="front-door",
            answers=["1"],
            due=-14,
            story=[
                on_track(
                    -22, "Two of five managers are in post. A duty manager is named each day."
                ),
                at_risk(
                    -20,
                    "71 in 100 contacts were decided in one working day in the last month.",
                    because="Two managers' posts are filled by agency staff who may leave.",
                ),
                on_track(
                    -18,
                    "84 in 100 were decided in time. All five managers are in post.",
                    impact=Impact.EMERGING,
                    different="Families are told sooner whether they will get help.",
                ),
                on_track(-16, "93 in 100 were decided in time.", impact=Impact.EMERGING),
                Prove(-16, Evidence.Kind.DATA, "Weekly counts of contacts and decisions"),
                Check(-16, "Counted again from the records of one week. The figures agree."),
                complete(
                    -14,
                    "96 in 100 contacts were decided within one working day.",
                    impact=Impact.EVIDENCED,
                    different="In a survey, 41 of 50 parents said they knew within two days what "
                    "would happen.",
                ),
                Prove(
                    -14,
                    Evidence.Kind.CHILDREN,
                    "What 50 parents say about how long they waited",
                    Evidence.Shows.IMPACT,
                ),
                Propose(-14, "The measure was met in each of the last six months."),
                Check(-14, "Two parents of the group read the answers themselves."),
                verified(-14, "The board saw the weekly counts and spoke with two duty managers."),
                Prove(-7, Evidence.Kind.AUDIT, "Sixty contacts looked at by the quality team"),
                Check(-7),
                sustained(-7, "Still 96 in 100, half a year later."),
                sustained(-2, "97 in 100. The board will look once more in six months."),
            ],
        ),
        Promise(
            "1.2",
            "Bring social workers, police and health staff together in one team",
            difference="What one service knows about a danger to a child, the others know the same "
            "day.",
            measure="Police and health information is on record in 9 in 10 decisions where a child "
            "may be at risk of serious harm.",
            measures=OUTCOME,
            lead="front-door",
            answers=["1", "3"],
            due=-12,
            story=[
                on_track(-22, "The police and the health trust agreed to send two people each."),
                on_track(-20, "A room is ready. The police officers start next month."),
                at_risk(
                    -18,
                    "The police officers have started.",
                    because="The health staff cannot see their own records from our building.",
                    help_needed="We need the health trust to open its network to this building.",
                    helper="health",
                ),
                on_track(-16, "Health staff can now use their records here."),
                Prove(-14, Evidence.Kind.AUDIT, "Forty decisions looked at with the partners"),
                complete(
                    -14,
                    "The team has worked together every day for three months. Information from "
                    "police and health was there in 37 of 40 decisions.",
                    impact=Impact.EMERGING,
                ),
                Check(-14, "The partners chose the forty decisions, not the team."),
                Propose(-12),
                verified(-12, "Verified, with thanks to no single agency: it took all three."),
            ],
        ),
        Promise(
            "1.3",
            "Write down plainly who should be asked for which kind of help",
            difference="Teachers, nurses and neighbours know whom to ask, and get the same answer.",
            measure="The guide is agreed by all partners and is on the website.",
            measures=PROCESS,
            lead="front-door",
            answers=["2"],
            due=-10,
            story=[
                on_track(-22, "A first draft is with the partners."),
                *same(ON_TRACK, -20),
                on_track(-18, "The partners asked for a shorter guide. It is now eight pages."),
                *same(ON_TRACK, -14),
                on_track(-12, "All partners but one have agreed."),
                complete(-10, "The guide is on the website and was sent to every school."),
            ],
        ),
        Promise(
            "1.4",
            "Hold a strategy discussion within one working day when a child may be at risk of "
            "serious harm",
            difference="When a child may be in danger, the people who can make the child safe talk "
            "to each other at once.",
            measure="9 in 10 strategy discussions are held within one working day, with police and "
            "health taking part.",
            measures=OUTCOME,
            lead="help",
            answers=["3"],
            due=-6,
            story=[
                on_track(
                    -22, "We count each week how many discussions are held in time: 61 in 100."
                ),
                on_track(-20, "68 in 100 were held in time."),
                at_risk(
                    -18,
                    "70 in 100 were held in time.",
                    because="There is no police officer to take part in the late afternoon.",
                    help_needed="We need a police officer on duty until six in the evening.",
                    helper="police",
                ),
                at_risk(-16, "72 in 100.", because="The police rota has not changed yet."),
                on_track(-14, "The police rota has changed. 83 in 100 were held in time."),
                on_track(-12, "88 in 100.", impact=Impact.EMERGING),
                on_track(-10, "90 in 100.", impact=Impact.EMERGING),
                Prove(-8, Evidence.Kind.DATA, "Strategy discussions, month by month"),
                complete(
                    -8,
                    "91 in 100 were held in time, three months running, with police and health.",
                    impact=Impact.EVIDENCED,
                    different="Children in danger were seen on the same day in 44 of 48 cases.",
                ),
                Check(-8),
                Propose(-7),
                verified(-6, "The board saw the figures for each team."),
                reopened(
                    0,
                    "In the last two months only 74 in 100 were held in time. Health took part in "
                    "half of them. The board asks for a new report.",
                ),
            ],
        ),
        Promise(
            "1.5",
            "Check the work done at night and at weekends every month",
            difference="A child who needs help at night is as safe as one who needs it by day.",
            measure="Twelve pieces of night work are looked at each month and nine of them are "
            "good enough.",
            measures=OUTCOME,
            lead="front-door",
            answers=["4"],
            due=-13,
            story=[
                on_track(-22, "A form for looking at night work is agreed."),
                at_risk(-20, "Four pieces were looked at.", because="There is one reviewer."),
                *same(AT_RISK, -18, -16),
                Ask(
                    -16,
                    to=-6,
                    because="The second reviewer left before starting. We have advertised again.",
                ),
                Agree(-15),
                on_track(-14, "A second reviewer has started. Nine pieces were looked at."),
                on_track(-12, "Twelve pieces were looked at. Five were good enough."),
                at_risk(
                    -10, "Twelve looked at. Five good enough.", because="No change in quality."
                ),
                at_risk(-9, "Night staff are being trained.", because="Half have been trained."),
                *same(AT_RISK, -8),
                Ask(
                    -8,
                    to=2,
                    because="Checking alone did not make the work better. Every member of the "
                    "night team will now be trained, in small groups.",
                ),
                Agree(-7),
                at_risk(-6, "Six of twelve were good enough.", because="The training is slow."),
                at_risk(-4, "Seven of twelve.", because="Three people are still to be trained."),
                *same(AT_RISK, -3, -2),
                at_risk(
                    0,
                    "Eight of twelve were good enough.",
                    because="One night post is vacant and covered by day staff.",
                    impact=Impact.EMERGING,
                    help_needed="Agreement to pay more for night work, so that the post is filled.",
                    helper="director",
                ),
            ],
        ),
        Promise(
            "1.6",
            "Train everyone who takes the first call in the new guide",
            difference="Whoever picks up the telephone gives the same answer.",
            measure="All 34 people have been trained.",
            measures=PROCESS,
            lead="front-door",
            answers=["2"],
            due=-11,
            story=[
                on_track(-22, "The course will be written when the guide is agreed."),
                *same(ON_TRACK, -18),
                merged(
                    -16,
                    into="1.3",
                    because="The course and the guide are one piece of work and have one lead.",
                ),
            ],
        ),
        Promise(
            "1.7",
            "Tell everyone who raises a worry what was decided",
            difference="People who speak up for a child hear back, and so speak up again.",
            measure="8 in 10 people who raised a worry say that they were told what was decided.",
            measures=OUTCOME,
            lead="front-door",
            answers=["1"],
            due=2,
            story=[
                on_track(-12, "Letters in plain words are written."),
                on_track(-10, "The letters are in use in two of four teams."),
                *same(ON_TRACK, -9),
                on_track(-7, "The letters are in use in all four teams."),
                on_track(-6, "We asked 60 people. 31 said that they had been told."),
                on_track(-5, "We now ring schools back on the same day."),
                *same(ON_TRACK, -4),
                on_track(
                    -3,
                    "38 of 60 people said that they had been told. Anyone can now write to "
                    "worried@exampleton.example to ask what was decided.",
                ),
                *same(ON_TRACK, -2, -1),
                on_track(
                    0,
                    "44 of 60 people said that they had been told.",
                    impact=Impact.EMERGING,
                    different="Two head teachers told us that they now ask earlier.",
                ),
                on_track(
                    WorkingDays(-2),
                    "47 of 60 people said that they had been told: nearly 8 in 10.",
                    impact=Impact.EMERGING,
                ),
            ],
        ),
        Promise(
            "1.8",
            "Offer an interpreter at the first conversation",
            difference="Parents and children can say what worries them in their own language.",
            measure="An interpreter was offered in every case where one was needed.",
            measures=PROCESS,
            lead="front-door",
            answers=["5"],
            due=0,
            story=[
                on_track(-18, "A contract with a telephone service is being prepared."),
                *same(ON_TRACK, -16, -14, -12),
                on_track(-10, "The contract is signed. It covers 40 languages."),
                *same(ON_TRACK, -8),
                at_risk(-4, "The service is in use by day.", because="Nights are not covered yet."),
                on_track(-2, "The company has promised to cover the nights too."),
                complete(0, "The service is in use, by day and by night."),
                Prove(0, Evidence.Kind.DOCUMENT, "How to reach an interpreter: note for staff"),
            ],
        ),
    ],
)
