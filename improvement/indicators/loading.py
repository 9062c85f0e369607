"""The department's series under the real councils: all or nothing, and again changes nothing.

Its figures are published facts, so they are public at once. What a person recorded or changed is
never overridden.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from councils.models import CouncilCode
from councils.reference.rows import (
    BATCH,
    Tally,
    Wanted,
    bring_into_line,
    create_with_history,
)
from improvement.indicators.dictionary import Measure, measures
from improvement.indicators.series import SERIES, Series
from improvement.indicators.tables import Row, Wrong, WrongCell, WrongFile, find, read
from improvement.models import Indicator, Reading

PLACE = ("time_period", "geographic_level", "new_la_code", "la_name")
AUTHORITY = "Local authority"
REVISED = "The source has changed its figure."
_CODE = re.compile(r"E\d{8}")
_YEAR = re.compile(r"20\d\d(?:\d\d)?")
_COMPARED = ("value", "numerator", "denominator", "missing", "joint_with")


@dataclass
class Loaded:
    """What became of the readings, and what was not on record here."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)

    def __str__(self):
        return (
            f"Readings: {self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{len(self.wrong)} wrong"
        )


class SeriesRefused(ValueError):
    """Something in the files is wrong, and so nothing was loaded."""

    def __init__(self, loaded: Loaded):
        super().__init__(str(loaded))
        self.loaded = loaded


@dataclass(frozen=True)
class _Found:
    """A reading in a file, and whose it is."""

    series: Series
    council_id: int
    as_at: date
    fields: dict


@transaction.atomic
def load_series(folder: Path, *, at) -> tuple[Tally, Loaded]:
    """Load every series in the folder at the moment `at`.

    Raises WrongFile for a file that cannot be read, and SeriesRefused with every wrong cell.
    """
    loaded = Loaded()
    try:
        known = measures(folder)
    except WrongCell as problem:
        loaded.wrong.append(problem.wrong)
        raise SeriesRefused(loaded) from problem
    if lacking := [one.measure for one in SERIES if one.measure not in known]:
        raise WrongFile(f"The dictionary has no measure {', '.join(lacking)}.")
    councils = {
        code.code: code.council
        for code in CouncilCode.objects.select_related("council").order_by("pk")
    }
    readings = list(_readings(folder, councils, loaded))
    tally = Tally("Indicators")
    indicators = _indicators(readings, known, at, tally)
    _save(readings, indicators, at, loaded)
    if loaded.wrong:
        transaction.set_rollback(True)
        raise SeriesRefused(loaded)
    return tally, loaded


def _readings(folder, councils, loaded):
    """Every reading of every series; wrong cells go into `loaded` instead."""
    tables: dict[str, list[Row]] = {}
    for series in SERIES:
        path = find(folder, series.file)
        if path.name not in tables:
            wanted = {column for one in SERIES if one.file == series.file for column in one.columns}
            rows = read(path, (*PLACE, *sorted(wanted)))
            tables[path.name] = [row for row in rows if row["geographic_level"] == AUTHORITY]
        rows = tables[path.name]
        wholes = {_place(row): row for row in rows if series.whole and row.has(series.whole)}
        for row in rows:
            if row.has(series.only):
                try:
                    yield from _reading(series, row, wholes.get(_place(row)), councils, loaded)
                except WrongCell as problem:
                    loaded.wrong.append(problem.wrong)


def _place(row: Row) -> tuple[str, str]:
    return row["new_la_code"], row["time_period"]


def _reading(series, row, whole, councils, loaded):
    """The reading in this row, once for each council that it counts."""
    as_at, codes = _year_end(row, series), row["new_la_code"].split(" / ")
    if not all(_CODE.fullmatch(code) for code in codes):
        raise row.wrong("new_la_code", "write a code such as E08000015, or two parted by “ / ”.")
    fields = _figures(series, row, whole)
    names = row["la_name"].split(" / ")
    for code in codes:
        if code not in councils:
            loaded.elsewhere.add(f"{row['la_name']} ({code})")
        elif _existed(councils[code], as_at):
            others = [name for name in names if name != councils[code].name]
            joint_with = ", ".join(others) if len(codes) > 1 else ""
            told = fields | {"joint_with": joint_with, "read_from": row.file}
            yield _Found(series, councils[code].pk, as_at, told)


def _year_end(row, series) -> date:
    """2025, or 202425: the day on which that year ends."""
    written = row["time_period"]
    if not _YEAR.fullmatch(written):
        raise row.wrong("time_period", "write a year, such as 2025 or 202425.")
    month, day = series.year_ends
    return date(int(f"20{written[-2:]}"), month, day)


def _existed(council, on) -> bool:
    """The files hold rows of councils before they began and after they ended."""
    begun = council.opened_on is None or council.opened_on <= on
    return begun and (council.abolished_on is None or on < council.abolished_on)


def _figures(series, row, whole) -> dict:
    """Value and its two numbers; of a value that is not there, neither number is kept."""
    value, marker = row.figure(series.value)
    if marker:
        return {"value": None, "missing": marker, "numerator": None, "denominator": None}
    part = base = None
    if series.numerator and (whole is not None or not series.whole):
        part, _ = row.figure(series.numerator)
        base, _ = (whole or row).figure(series.denominator)
    if part is None or not base:
        part = base = None
    elif part > base:
        raise row.wrong(series.numerator, f"write no more than the whole, which is {base:f}.")
    return {"value": value, "missing": "", "numerator": part, "denominator": base}


def _indicators(readings, known: dict[str, Measure], at, tally) -> dict[tuple[int, str], Indicator]:
    wanted = {}
    for one in readings:
        series, measure = one.series, known[one.series.measure]
        wanted[one.council_id, series.key] = Wanted(
            series.file,
            {
                "council_id": one.council_id,
                "key": series.key,
                "name": series.name,
                "for_children": series.for_children,
                "subject": series.subject,
                "unit": measure.unit,
                "of_what": series.of_what,
                "decimals": series.decimals,
                "polarity": measure.polarity,
                "frequency": Indicator.Frequency.YEARLY,
                "lag_days": Indicator.LAG_OF_OFFICIAL,
                "source": measure.source,
                "source_url": measure.source_url,
                "measure": series.measure,
                "small_numbers": Indicator.SmallNumbers.SOURCE,
            },
        )
    keys = {series.key for series in SERIES}
    rows = Indicator.objects.filter(key__in=keys)
    existing = {(row.council_id, row.key): row for row in rows}

    def create(new):
        for row in new:
            row.publish_from = at
        create_with_history(new)

    return bring_into_line(Indicator, wanted, existing, tally, create)


def _save(readings, indicators, at, loaded) -> None:
    """New readings, and of changed ones a further version; what a person recorded stays."""
    newest = {}
    stored = Reading.objects.filter(indicator__in=[row.pk for row in indicators.values()])
    for row in stored.order_by("version"):
        newest[row.indicator_id, row.as_at] = row
    add = []
    for one in readings:
        indicator = indicators[one.council_id, one.series.key]
        old = newest.get((indicator.pk, one.as_at))
        if old is not None and all(getattr(old, name) == one.fields[name] for name in _COMPARED):
            loaded.unchanged += 1
        elif old is not None and old.by_id is not None:
            loaded.kept += 1
        else:
            loaded.new += old is None
            loaded.changed += old is not None
            add.append(
                Reading(
                    indicator=indicator,
                    as_at=one.as_at,
                    unit=indicator.unit,
                    version=old.version + 1 if old else 1,
                    correction_note=REVISED if old else "",
                    recorded_at=at,
                    public_at=at,
                    **one.fields,
                )
            )
    Reading.objects.bulk_create(add, batch_size=BATCH)
