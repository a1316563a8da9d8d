"""Where a page of a list stands among the others."""

PAGE_LENGTH = 20


class Paged:
    """What a page of so many items knows of its place, by its `number`, `total` and `items`."""

    @property
    def first(self) -> int:
        """Return the place of the page's first item, counted from 1."""
        return (self.number - 1) * PAGE_LENGTH + 1

    @property
    def last(self) -> int:
        """Return the place of the page's last item."""
        return self.first + len(self.items) - 1

    @property
    def previous_number(self) -> int:
        """Return the number of the page before, 0 if there is none."""
        return self.number - 1

    @property
    def next_number(self) -> int:
        """Return the number of the page after, 0 if there is none."""
        return self.number + 1 if self.last < self.total else 0
