"""A process that answers a first question and no other: python -m tests.never_answers DESCRIPTOR"""

import sys
import time

from inspections.bounded import serve


def answer(question, data):
    """At once if that is asked for; else not before anybody has given up."""
    if not question.get("answer"):
        time.sleep(3600)
    return {}, b""


if __name__ == "__main__":
    serve(sys.argv[1], answer, memory=2_000_000_000)
