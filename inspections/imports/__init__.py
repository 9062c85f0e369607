"""A report's recommendations come in from a table: read, matched, previewed, confirmed.

    bytes ─▶ reading ─▶ cleaning ─▶ matching ─▶ placing ─▶ plan ─▶ saving
             (table)   (resource)   (records)   (order)

Everything before `saving` is decided in memory from the file's bytes and the records as they
stand (`scope`), so the preview and the confirmation run the very same code.
"""
