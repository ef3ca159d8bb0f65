"""Web pages: their own text in reading order, and what they say of themselves."""
