"""Tables of any kind come in as an import: previewed, confirmed, discarded, undone.

    bytes ─▶ imports.reading ─▶ kinds.TableKind ─▶ storing ─▶ saving.confirm ─▶ TableKind.write
             (table)            (rows, outcomes)   (preview)                    TableKind.undo

What a row means, how it is matched and how it is saved is the kind's: readings of indicators
(`improvement.readings`), councils (`inspections.authorities`). Here is what they have in
common. Recommendations keep an importer of their own (`imports`): their rows take places and move
each other, which no other kind does.
"""
