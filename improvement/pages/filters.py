"""What one form of a page asks for, carried on by its other forms."""


class Carried:
    """For a FilterSet that stands on a page beside another form."""

    @property
    def keeps(self) -> list[tuple[str, str]]:
        """What is asked for, as names and values, for another form of the page to carry on."""
        return [(name, self.data[name]) for name in self.filters if self.data.get(name)]
