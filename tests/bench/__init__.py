"""A corpus of any size with known answers, and what an audit of it costs."""
