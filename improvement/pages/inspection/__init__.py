"""One inspection, visit or review."""
