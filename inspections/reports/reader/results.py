"""What a report says, as far as it was read. Frozen: a reading is never changed, only redone."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CouncilRead:
    """The council the report is about; `gss_code` is the one in force on the day of fieldwork."""

    name: str
    gss_code: str | None


@dataclass(frozen=True, slots=True)
class BodyRead:
    """The body inspected. `kind` is a word of `councils.models.Body.Kind`."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class JudgementRead:
    """A grade. `area` is the framework's key, `grade` the label of its scale; None: not read."""

    area: str
    printed_area: str
    grade: str | None
    printed_grade: str
    page: int


@dataclass(frozen=True, slots=True)
class RecommendationRead:
    """One recommendation in the report's words.

    `order` counts from 1 through the inspection, sections in the order printed. `reference` is
    the printed number, "" where none is printed. A part of the text that the report sets as a
    bullet of its own stands on a line of its own, without the bullet.
    """

    order: int
    reference: str
    section: str
    kind: str
    timescale: str
    bodies: tuple[str, ...]
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class InspectionRead:
    """One inspection or review. Days are ISO dates as printed; None where none is printed."""

    framework: str
    kind: str
    body: BodyRead
    theme: str | None  # what a joint inspection looked at, in the words of its letter
    fieldwork_start: str | None
    fieldwork_end: str | None
    published: str | None
    response_due: str | None  # the day that a letter prints for the statement of action
    lead_inspector: str | None
    judgements: tuple[JudgementRead, ...]
    recommendations: tuple[RecommendationRead, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The reader is not sure of one field, for a reason that the page bears out."""

    field: str
    page: int
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole reading: one council, one or more inspections, and the doubts about them."""

    council: CouncilRead | None
    inspections: tuple[InspectionRead, ...]
    doubts: tuple[Doubt, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists, dictionaries, strings and numbers, ready for JSON."""
        return asdict(self)


def report_from_dict(data: dict[str, Any]) -> Report:
    """The report that `as_dict` came from, once through JSON."""
    return Report(
        council=CouncilRead(**data["council"]) if data["council"] else None,
        inspections=tuple(
            InspectionRead(
                **{
                    **entry,
                    "body": BodyRead(**entry["body"]),
                    "judgements": tuple(JudgementRead(**each) for each in entry["judgements"]),
                    "recommendations": tuple(
                        RecommendationRead(**{**each, "bodies": tuple(each["bodies"])})
                        for each in entry["recommendations"]
                    ),
                }
            )
            for entry in data["inspections"]
        ),
        doubts=tuple(Doubt(**each) for each in data["doubts"]),
    )
