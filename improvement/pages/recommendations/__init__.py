"""Every published recommendation, as a page, CSV and JSON."""
