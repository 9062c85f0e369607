"""What is measured of one council, as a page, CSV and JSON."""
