"""What measurement shows: small numbers, direction of travel, and how readings are recorded."""
