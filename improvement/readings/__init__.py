"""Readings of a council's indicators as a table: `kind.Readings` says what its rows mean.

    columns (headings) ─▶ naming (which indicator) ─▶ figures (value or marker) ─▶ kind (outcomes)

The life of the import is that of `inspections.intake`; what is saved goes through
`indicators.recording`, as what is typed does.
"""
