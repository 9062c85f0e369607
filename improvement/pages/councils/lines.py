"""Councils as rows of the public list, and as the names that a field offers.

Written here and not in a template, for the same reason as in `lines`: of a page with fifty rows,
looping over them in a template was most of the time.
"""

from collections.abc import Iterable

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from improvement.pages.councils.rows import CouncilRow
from improvement.wording import day_words, listed, opened

COLUMNS = (
    "Council",
    "Latest overall judgement",
    "Published",
    "In intervention",
    "Plan published here",
)
_CELLS = "".join(f'<td role="cell" data-label="{name}">{{}}</td>' for name in COLUMNS[1:])
_HEAD = '<th scope="row" role="rowheader"><a href="{}">{}</a><p class="small soft">{}</p>{}</th>'
_ROW = f'<tr role="row">{_HEAD}{_CELLS}</tr>'
_NONE = SafeString('<span class="grade grade-none">Nothing on record here</span>')
_DEMONSTRATION = SafeString(
    '<p><span class="tag tone-concern glyph-square">Demonstration</span></p>'
)


def table_row(row: CouncilRow, *, name_scale: bool) -> SafeString:
    """The row of one council; `name_scale`: the list holds grades of several scales."""
    return format_html(
        _ROW,
        row.address,
        row.name,
        ", ".join(filter(None, [opened(row.kind_label), row.region])),
        _marks(row),
        _grade(row, name_scale),
        _published(row),
        opened(listed(row.intervention)),
        "Yes" if row.plans else "",
    )


def _marks(row):
    demonstration = _DEMONSTRATION if row.is_demonstration else SafeString()
    if not row.abolished_on:
        return demonstration
    return demonstration + format_html(
        '<p><span class="tag tone-quiet glyph-cross">Abolished {}</span></p>',
        day_words(row.abolished_on),
    )


def _grade(row, name_scale):
    if not row.overall:
        return _NONE
    one = row.overall
    grade = format_html('<span class="grade grade-{}">{}</span>', one.tone, one.grade)
    return grade + format_html('<p class="small soft">{}</p>', one.scale) if name_scale else grade


def _published(row):
    published = escape(_when(row.overall)) if row.overall else SafeString()
    if not row.since:
        return published
    return published + format_html(
        '<p class="small">Inspected since, under rules that give no overall judgement: {}</p>',
        f"published {day_words(row.since.published_on)}"
        if row.since.published_on
        else _when(row.since),
    )


def _when(one) -> str:
    """The day of publication, or that it is not known and of when the fieldwork is."""
    if one.published_on:
        return day_words(one.published_on)
    fieldwork = f"; fieldwork {day_words(one.dated_on)}" if one.dated_on else ""
    return f"not known{fieldwork}"


def name_options(names: Iterable[str]) -> SafeString:
    """The options of the datalist that a field for a council's name offers."""
    return format_html_join("", '<option value="{}">', ((name,) for name in names))
