"""Finding ideas: by words, and by what they resemble. Each database in its own way, one answer."""
