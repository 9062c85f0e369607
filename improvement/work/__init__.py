"""What the council's own people have to do, as the admin shows it."""
