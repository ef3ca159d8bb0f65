"""OpenDocument texts: their paragraphs and tables, and the numbers that lists show."""
