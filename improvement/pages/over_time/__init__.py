"""A plan's figures, day by day of its life."""
