"""Indicators as the public reads them: what was measured, which way it goes, what was promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
)

from councils.days import day_of
from improvement.indicators.figures import Measured, Travel, disclosed
from improvement.indicators.measure import Changed, Measure, ReadingRow
from improvement.indicators.words import IndicatorChart, indicator_chart
from improvement.models import Action, Indicator, Plan, Reading
from improvement.record import AsAt, View
from improvement.wording import opened

_OWN = (
    *("pk", "key", "name", "for_children", "subject", "unit", "of_what", "decimals", "polarity"),
    *("frequency", "source", "source_url", "small_numbers", "baseline", "baseline_on"),
    *("target", "target_on", "tolerance", "withdrawn_at", "withdrawn_why", "lag_days"),
    "publish_from",
)
# What is known of an indicator, and whence it is read.
_OF_INDICATOR = {name: name for name in _OWN} | {"ended_on": "council__abolished_on"}
_OF_READING = (
    *("as_at", "version", "unit", "value", "numerator", "denominator", "missing", "missing_note"),
    *("suppressed", "standing", "joint_with", "correction_note", "public_at"),
)
_OF_AMENDMENT = ("pk", "field", "old", "new", "why", "agreed_by", "public_at")


def measures(
    of, owner: int, *, reader, at: datetime, as_at=None, since: date | None = None
) -> list[Measure]:
    """What `reader` may know of the indicators of a plan, an action or a council; one query.

    `of` makes that query: `on_plan`, `on_action` or `on_council`; `owner` is the key of which one.
    With the readings that were public at the moment `at` and are of the London days from `since`
    on, and the promise as it was public then. Of a past day (`as_at`), what had been measured and
    promised by then. Those without a reading yet are among them, and those that were withdrawn,
    without their readings.
    """
    found, _ = measures_and_earlier(of, owner, reader=reader, at=at, as_at=as_at, since=since)
    return found


def measures_and_earlier(
    of,
    owner: int,
    *,
    reader,
    at: datetime,
    as_at=None,
    since: date | None = None,
    days: Iterable[date] = (),
) -> tuple[list[Measure], dict[date, list[Measure]]]:
    """The same, and as they were on each of the earlier London `days`, told alike; one query."""
    moment, day = (as_at.moment(at), as_at.day) if as_at else (at, day_of(at))
    asked = {"owner": owner, "at": moment, "day": day, "since": since or date.min}
    rows = list(of(reader=reader, **asked))
    view = as_at.view if as_at else View.SEEN
    moments = {one: min(AsAt(one, view).moment(at), moment) for one in days}
    return _made(rows, moment=moment, day=day), _made_on(rows, moments)


def measures_on(
    of, owner: int, *, reader, moments: Mapping[date, datetime]
) -> dict[date, list[Measure]]:
    """The same on several London days, each by what was public at its moment; one query."""
    asked = {"at": max(moments.values()), "day": max(moments), "since": date.min}
    return _made_on(list(of(reader=reader, owner=owner, **asked)), moments)


def _made_on(rows, moments: Mapping[date, datetime]) -> dict[date, list[Measure]]:
    return {
        day: [one for one in _made(rows, moment=moment, day=day) if one.was_public(moment)]
        for day, moment in moments.items()
    }


def measures_of_actions(action_ids, *, reader, at: datetime) -> list[Measure]:
    """The same of some actions, wherever they stand; one query."""
    linked = Indicator.actions.through.objects.filter(action__in=action_ids)
    own, day = Q(pk__in=linked.values("indicator")), day_of(at)
    rows = _figures(own, own, reader=reader, at=at, day=day, since=date.min)
    return _made(rows, moment=at, day=day)


def _made(rows, *, moment: datetime, day: date) -> list[Measure]:
    made: dict[int, Measure] = {}
    seen: dict[int, dict[int, dict]] = {}
    for row in rows:
        pk = row["pk"]
        if pk not in made:
            own = {name: row[path] for name, path in _OF_INDICATOR.items()}
            made[pk] = Measure(**own, day=day, is_own=row["is_own"])
        measure = made[pk]
        measure.actions |= {row["actions"]} - {None}
        if measure.withdrawn_at is None or measure.withdrawn_at > moment:
            measure.withdrawn_at = None
            reading = {name: row[f"reading__{name}"] for name in _OF_READING}
            _add_reading(measure, reading, moment, is_hidden=row["hidden_by_a_version"])
        if row["amendment__pk"] is not None:
            amendment = {name: row[f"amendment__{name}"] for name in _OF_AMENDMENT}
            seen.setdefault(pk, {})[row["amendment__pk"]] = amendment
    for pk, amendments in seen.items():
        _amended(made[pk], list(amendments.values()), moment)
    return list(made.values())


def on_plan(*, owner, **asked):
    """Those of a plan, and of its actions, also of such as did not pass the gate."""
    own = Q(pk__in=Indicator.plans.through.objects.filter(plan=owner).values("indicator"))
    actions = Indicator.actions.through.objects.filter(action__plan=owner)
    return _figures(own | Q(pk__in=actions.values("indicator")), own, **asked)


def on_action(*, owner, **asked):
    own = Q(pk__in=Indicator.actions.through.objects.filter(action=owner).values("indicator"))
    return _figures(own, own, **asked)


def on_plans_of_council(*, owner, **asked):
    """Those of the actions of its plans, and of those that are shared with it."""
    plans = Plan.objects.for_council(owner).values("pk")
    actions = Indicator.actions.through.objects.filter(action__plan__in=plans)
    own = Q(pk__in=actions.values("indicator"))
    return _figures(own, own, **asked)


def on_inspection(*, owner, **asked):
    """Those of the actions that answer its recommendations."""
    answers = Action.recommendations.through.objects.filter(recommendation__inspection=owner)
    actions = Indicator.actions.through.objects.filter(action__in=answers.values("action"))
    own = Q(pk__in=actions.values("indicator"))
    return _figures(own, own, **asked)


def on_council(*, owner, **asked):
    own = Q(council=owner)
    return _figures(own, own, **asked)


def _figures(linked, own, *, reader, at, day, since):
    """A row for each reading, action and amendment of an indicator.

    A figure that any version of its day hides is hidden in all of them, whatever is looked back
    at, and from the moment it is recorded: a child is not protected later.
    """
    hidden = Reading.objects.filter(
        Q(suppressed=True) | Q(missing=Reading.Missing.CONFIDENTIAL),
        indicator=OuterRef("pk"),
        as_at=OuterRef("reading__as_at"),
    )
    of_the_days = Q(
        readings__public_at__lte=at, readings__as_at__lte=day, readings__as_at__gte=since
    )
    released = Q(amendments__public_at__isnull=False)
    found = (
        Indicator.objects.visible_to(reader, at=at)
        .filter(linked)
        .annotate(
            reading=FilteredRelation("readings", condition=of_the_days),
            amendment=FilteredRelation("amendments", condition=released),
            is_own=ExpressionWrapper(own, BooleanField()),
            hidden_by_a_version=Exists(hidden),
        )
    )
    in_order = ("name", "pk", "reading__as_at", "reading__version", "amendment__pk")
    return found.order_by(*in_order).values(
        *("is_own", "actions", "hidden_by_a_version", *_OF_INDICATOR.values()),
        *(f"reading__{name}" for name in _OF_READING),
        *(f"amendment__{name}" for name in _OF_AMENDMENT),
    )


def _add_reading(measure, reading, moment, *, is_hidden: bool) -> None:
    """A later version of the same day takes the place of the one before it.

    Nothing of a day after the measure's, or that was public only after the moment.
    """
    if reading["as_at"] is None or reading["as_at"] > measure.day or reading["public_at"] > moment:
        return
    figure = Measured(
        unit=reading["unit"],
        value=reading["value"],
        numerator=reading["numerator"],
        denominator=reading["denominator"],
        missing=reading["missing"],
        missing_note=reading["missing_note"],
        suppressed=is_hidden,
    )
    row = ReadingRow(
        as_at=reading["as_at"],
        shown=disclosed(figure, measure.small_numbers),
        provisional=reading["standing"] == Reading.Standing.PROVISIONAL,
        joint_with=reading["joint_with"],
        correction=reading["correction_note"],
        unit=reading["unit"],
        decimals=measure.decimals,
        released_on=day_of(reading["public_at"]),
    )
    if measure.readings and measure.readings[-1].as_at == row.as_at:
        measure.readings.pop()
    measure.readings.append(row)


def _amended(measure, amendments, at) -> None:
    """The changes that were public by the moment `at`; the later ones are undone."""
    for row in reversed(amendments):
        name, old = row["field"], row["old"]
        if row["public_at"] <= at:
            measure.changes.append(
                Changed(
                    field=name,
                    old=old,
                    new=row["new"],
                    why=row["why"],
                    agreed_by=row["agreed_by"],
                    on=day_of(row["public_at"]),
                )
            )
        else:
            setattr(measure, name, _value(name, old))


def _value(name, words):
    if not words:
        return None
    return _READ_AS.get(name, Decimal)(words)


_READ_AS = {"target_on": date.fromisoformat, "frequency": str, "lag_days": int}


@dataclass(frozen=True)
class Link:
    name: str
    address: str


@dataclass
class Card:
    """A measure with its drawing, where there is enough to draw, and what it tells of."""

    measure: Measure
    tells_of: list[Link] = field(default_factory=list)

    @property
    def chart(self) -> IndicatorChart | None:
        """Drawn where it is shown, and not for the lists."""
        return indicator_chart(self.measure)


@dataclass(frozen=True)
class Group:
    """The measures about children, the workforce or money; the worst first."""

    label: str
    cards: list[Card]


def of_plan(found: Iterable[Measure], action_ids) -> list[Group]:
    """What stands on a plan, or on those of its actions that passed the gate.

    `found` are the measures `on_plan`.
    """
    gated = set(action_ids)
    return _groups(one for one in found if one.is_own or one.actions & gated)


def of_action(
    action, *, reader, at: datetime, as_at=None, days: Iterable[date] = ()
) -> tuple[list[Group], dict[date, list[Measure]]]:
    """What stands on one action, and what did on each of the earlier London `days`; one query."""
    asked = {"reader": reader, "at": at, "as_at": as_at, "days": days}
    found, earlier = measures_and_earlier(on_action, action.pk, **asked)
    return _groups(found), earlier


def of_council(
    council, *, reader, at: datetime, since: date | None = None, as_at=None
) -> list[Group]:
    """Everything that is measured of a council, from the day `since` on; one query.

    Of a past day (`as_at`) what had been measured and promised by then.
    """
    asked = {"reader": reader, "at": at, "as_at": as_at, "since": since}
    return _groups(measures(on_council, council.pk, **asked))


def _groups(measured: Iterable[Measure]) -> list[Group]:
    found = sorted(measured, key=_worst_first)
    groups = []
    for subject in Indicator.Subject:
        cards = [Card(one) for one in found if one.subject == subject]
        if cards:
            groups.append(Group(opened(subject.label), cards))
    return groups


def _worst_first(measure: Measure) -> tuple:
    worse = measure.moved is not None and measure.moved.travel is Travel.WORSE
    return (
        bool(measure.withdrawn_at),
        not measure.is_beyond,
        not worse,
        not measure.is_overdue,
        measure.name,
    )
