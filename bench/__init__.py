"""What a page or an action costs, as a ratio to a bare Django project measured in the same run."""
