"""Judgements side by side as the council page prints them: heads, cells, what came between."""

from collections import defaultdict
from dataclasses import dataclass

from improvement.pages.naming import month_of, name_of
from inspections.history import Grid, Mark


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column of judgements, and what followed until the next inspection.

    `followed_by` holds kinds, each with the months and addresses of its visits or reviews.
    """

    when: str
    address: str
    framework: str
    changed: bool
    followed_by: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class JudgementTable:
    """Judgements side by side: heads, and for each theme its cells with their column's month."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[str, tuple[tuple[str, tuple[Mark, ...]], ...]], ...]

    @property
    def framework_changed(self) -> bool:
        return any(head.changed for head in self.heads)

    @property
    def any_followed(self) -> bool:
        return any(head.followed_by for head in self.heads)


def table_of(compared: Grid) -> JudgementTable:
    """The words of a grid of judgements."""
    heads = tuple(_head(column) for column in compared.columns)
    return JudgementTable(
        heads=heads,
        rows=tuple(
            (
                row.theme,
                tuple((head.when, cell) for head, cell in zip(heads, row.cells, strict=True)),
            )
            for row in compared.rows
        ),
    )


def _head(column) -> Head:
    followed = defaultdict(list)
    for one in column.followed_by:
        followed[one.framework.short_name].append((month_of(one), one.get_absolute_url()))
    inspection = column.inspection
    return Head(
        when=month_of(inspection) or name_of(inspection),
        address=inspection.get_absolute_url(),
        framework=inspection.framework.short_name,
        changed=column.changed,
        followed_by=tuple((kind, tuple(visits)) for kind, visits in followed.items()),
    )
