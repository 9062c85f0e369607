"""Public copies of evidence files: what the file says, without what it says about people besides.

    the original, internal ─▶ cleaning (in a bounded process) ─▶ a copy with a hash of its own
                              pdf, pictures, tables                what was removed, what to answer

The original is kept as it was sent, with its hash, and is never public.
"""
