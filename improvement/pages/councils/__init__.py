"""All councils, as a page, CSV and JSON."""
