"""One council: what was found, what is promised, what is done."""
