"""Charts as data: what a template needs to draw an SVG, and the table that says the same.

Nothing here depends on colour, on a script or on a library.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.rules import Course, Summary
from improvement.wording import day_words, month_words


@dataclass(frozen=True)
class BarPart:
    """A part of a bar: it begins at `start`, the sum of the parts to its left."""

    label: str
    count: int
    start: int
    kind: str

    @property
    def is_hatched(self) -> bool:
        """What is not shown, or not so, is told without its colour too."""
        return self.kind in ("doubt", "otherwise", "waits")


@dataclass(frozen=True)
class Bar:
    """A whole cut into parts that add up to it (components/bar.html)."""

    id: str
    title: str
    total: int
    parts: tuple[BarPart, ...]


def bar(id: str, title: str, cuts: Iterable[tuple[str, int, str]]) -> Bar:
    """A bar of (label, count, kind) cuts from the left; empty ones are left out."""
    parts, start = [], 0
    for label, count, kind in cuts:
        if count:
            parts.append(BarPart(label, count, start, kind))
            start += count
    return Bar(id, title, start, tuple(parts))


def claim_and_record(summary: Summary) -> tuple[Bar, Bar]:
    """What is reported, and what the record says to it: the same whole, cut twice."""
    rest = ("Neither complete nor on track", summary.total - summary.claimed, "rest")
    return (
        bar(
            "claimed",
            f"Reported: {summary.claimed} of {summary.total} complete or on track",
            [("Reported complete or on track", summary.claimed, "part"), rest],
        ),
        bar(
            "on-record",
            f"On record: {summary.borne_out} of {summary.total} complete and checked",
            [
                (
                    "Complete, and checked by another than the lead",
                    summary.borne_out,
                    "sound",
                ),
                ("On track, and nothing says otherwise", summary.undisputed, "part"),
                ("Waits for somebody else", summary.waiting, "waits"),
                ("Reported, not yet shown", summary.not_shown, "doubt"),
                ("The record says otherwise", summary.otherwise, "otherwise"),
                rest,
            ],
        ),
    )


@dataclass(frozen=True)
class Answer:
    """One of the four answers to "is it done?", of all that was promised."""

    label: str
    means: str
    count: int
    total: int


def four_answers(summary: Summary) -> tuple[Answer, ...]:
    """Delivered, evidenced, verified and sustained: told apart, of the same whole."""
    answers = (
        ("Delivered", "reported complete, and not sent back", summary.delivered),
        ("Evidenced", "somebody independent has looked at the evidence", summary.evidenced),
        ("Verified", "those who oversee the plan confirmed it", summary.verified),
        ("Sustained", "looked at again later, and still true", summary.sustained),
    )
    return tuple(Answer(label, means, count, summary.total) for label, means, count in answers)


@dataclass(frozen=True)
class CourseChart:
    """The promised course and the delivered one as two lines, and their table.

    Points are SVG coordinates in a box of `WIDTH` by `HEIGHT`, the origin at the top left.
    """

    WIDTH, HEIGHT = 600, 200
    GRID = (0, 50, 100, 150, 200)

    promised: str
    agreed: str
    delivered: str
    today: float
    first: str
    last: str
    total: int
    table: tuple[tuple[str, str, str, str], ...]


def course_chart(course: Course, day: date) -> CourseChart:
    """The drawing of a course as it stands on `day`."""
    milestones = course.milestones
    first, last = milestones[0].day, milestones[-1].day
    across = max((last - first).days, 1)

    def x(on: date) -> float:
        return round((on - first).days / across * CourseChart.WIDTH, 1)

    def line(points: Sequence[tuple[date, int]]) -> str:
        tall = max(course.total, 1)
        return " ".join(
            f"{x(on)},{round((1 - count / tall) * CourseChart.HEIGHT, 1)}" for on, count in points
        )

    return CourseChart(
        promised=line([(one.day, one.promised) for one in milestones]),
        agreed=line([(one.day, one.agreed) for one in milestones]),
        delivered=line(
            [(one.day, one.delivered) for one in milestones if one.delivered is not None]
        ),
        today=x(day),
        first=month_words(first),
        last=month_words(last),
        total=course.total,
        table=tuple(
            (
                day_words(one.day),
                str(one.promised),
                str(one.agreed),
                "still to come" if one.delivered is None else str(one.delivered),
            )
            for one in milestones
        ),
    )


@dataclass(frozen=True)
class ChartLine:
    """One line of a chart, with its name; `kind` is how site.css draws it."""

    name: str
    kind: str
    points: str


@dataclass(frozen=True)
class OverTime:
    """Counts on several days as lines, and their table (components/chart.html)."""

    WIDTH, HEIGHT = 600, 160
    GRID = (0, 40, 80, 120, 160)

    id: str
    title: str
    says: str
    lines: tuple[ChartLine, ...]
    first: str
    last: str
    most: int
    columns: tuple[str, ...]
    table: tuple[tuple[str, tuple[int, ...]], ...]


def over_time_chart(
    id: str,
    title: str,
    says: str,
    days: Sequence[date],
    lines: Sequence[tuple[str, str, Sequence[int]]],
) -> OverTime:
    """`lines`: (name, kind, the count on each day). From none to the most that was counted."""
    most = max((count for _, _, counts in lines for count in counts), default=0)
    across = max((days[-1] - days[0]).days, 1)

    def points(counts):
        return " ".join(
            f"{round((day - days[0]).days / across * OverTime.WIDTH, 1)},"
            f"{round((1 - count / max(most, 1)) * OverTime.HEIGHT, 1)}"
            for day, count in zip(days, counts, strict=True)
        )

    return OverTime(
        id=id,
        title=title,
        says=says,
        lines=tuple(ChartLine(name, kind, points(counts)) for name, kind, counts in lines),
        first=day_words(days[0]),
        last=day_words(days[-1]),
        most=most,
        columns=tuple(name for name, _, _ in lines),
        table=tuple(
            (day_words(day), tuple(counts[place] for _, _, counts in lines))
            for place, day in enumerate(days)
        ),
    )
