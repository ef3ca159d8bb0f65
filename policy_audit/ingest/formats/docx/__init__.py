"""Word documents: their paragraphs and tables, and the numbers that Word shows."""
