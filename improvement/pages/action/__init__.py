"""One action, its record of progress and its evidence, as a page and JSON."""
