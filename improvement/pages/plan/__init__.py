"""One plan and its actions, as a page, CSV and JSON."""
