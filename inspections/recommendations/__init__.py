"""A report's recommendations come in from a table: read, matched, previewed, confirmed.

    bytes ─▶ sources ─▶ reading ─▶ cleaning ─▶ matching ─▶ placing ─▶ plan ─▶ storing ─▶ writing
             (rows)     (table)   (resource)   (records)   (order)           (preview)   (confirmed)

Up to the plan everything is decided from the file's bytes and the records as they stand (`scope`),
and nothing is saved; both are kept in `columns`, so that 100,000 rows take little memory. A
confirmation writes the rows that the preview stored.
"""
