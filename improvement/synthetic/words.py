"""Sentences of about the length that people write, from a few parts. They mean nothing."""

from random import Random

VERBS = ("Improve", "Check", "Record", "Reduce", "Strengthen", "Measure", "Agree on", "Review")
THINGS = (
    "the quality of plans for children",
    "the time that families wait for an answer",
    "how managers look at the work",
    "the help for young people who leave care",
    "the number of children for each social worker",
    "how partners share what they know",
    "the response when a child goes missing",
    "how children's own words are used",
)
ENDS = (
    "so that children get the right help at the right time",
    "and show what has become different for children",
    "so that nobody waits for longer than is needed",
    "and tell councillors what was found",
    "together with schools, health services and the police",
)


def action_title(random: Random) -> str:
    return f"{random.choice(VERBS)} {random.choice(THINGS)}"


def recommendation_text(random: Random) -> str:
    """Between about 60 and 260 characters, as in real reports."""
    parts = [action_title(random), *random.sample(ENDS, random.randint(1, 3))]
    return ", ".join(parts) + "."


def sentence(random: Random) -> str:
    number = random.randint(20, 95)
    return f"{number} in 100 {random.choice(('were done in time', 'were good enough'))}."
