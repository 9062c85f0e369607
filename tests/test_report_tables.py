"""Tables of grades however they are set: a grade is never given to another area."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.reports.reader.lines import Line, in_reading_order
from inspections.reports.reader.reference import load_reference
from inspections.reports.reader.tables import table_judgements

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
FRAMEWORKS = ["ilacs-2018", "ilacs-2023", "ilacs-2026", "sif"]
LETTER, SIZE = 5.4, 12  # points: a letter's width and height
LEFT, RIGHT = 77, 540  # points: where labels and where grades start


@st.composite
def wrapped(draw, words, most):
    """Words on one to `most` lines, cut anywhere."""
    cuts = draw(st.sets(st.integers(1, max(1, len(words) - 1)), max_size=most - 1))
    ends = [0, *sorted(cuts), len(words)]
    cells = [words[start:end] for start, end in zip(ends, ends[1:], strict=False)]
    return [" ".join(cell) for cell in cells if cell]


def column(texts, x, top, drop, pitch):
    return [
        Line(1, text, x, x + len(text) * LETTER, top - drop - pitch * row, SIZE, False, False, x)
        for row, text in enumerate(texts)
    ]


@st.composite
def tables(draw):
    """A framework, the grade of each of its areas, and the lines of a table that says so."""
    framework = REFERENCE.frameworks[draw(st.sampled_from(FRAMEWORKS))]
    pitch = draw(st.sampled_from([13.2, 14.4, 16]))
    gap = draw(st.sampled_from([8, 14, 20]))
    upper = [draw(st.sampled_from([0, 0.5, 1])) for _ in "lg"]  # top, middle or bottom of a row
    top, grades, rows = 600.0, {}, []
    for area in framework.areas:
        grade = draw(st.sampled_from(area.grades))
        wording = draw(st.sampled_from([grade.label, *grade.aliases]))
        cells = draw(wrapped(area.label.split(), 4)), draw(wrapped(wording.split(), 3))
        height = max(map(len, cells))
        rows.append(
            [
                column(texts, x, top, pitch * share * (height - len(texts)), pitch)
                for texts, x, share in zip(cells, (LEFT, RIGHT), upper, strict=True)
            ]
        )
        grades[area.key] = grade.label
        top -= pitch * height + gap
    by_column = draw(st.booleans())
    cells = (
        [cell for side in zip(*rows, strict=True) for cell in side] if by_column else sum(rows, [])
    )
    return framework, grades, [line for cell in cells for line in cell]


@given(tables())
@settings(deadline=None, max_examples=300)
def test_every_area_has_its_own_grade_or_none(table):
    framework, grades, lines = table
    read = table_judgements(in_reading_order(lines, 842), framework)
    found = {key: judgement.grade for key, judgement in read.items() if judgement.grade}
    assert found == {key: grades[key] for key in found}
    assert 2 * len(found) > len(grades)
