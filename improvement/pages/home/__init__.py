"""The front door: find your council, and the national picture."""
